/* Two or three national roadmaps side by side: the tables of their pages, joined. Without script, each page has its own. */
(() => {
  const form = document.querySelector("form.side");
  const status = form.querySelector(".side__status");
  const place = form.querySelector(".side__table");

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = [...form.querySelectorAll("select")].map((select) => select.selectedOptions[0]);
    const plans = chosen.filter((option, at) => option?.value && chosen.findIndex((one) => one?.value === option.value) === at);
    place.replaceChildren();
    status.textContent = plans.length < 2 ? form.dataset.few ?? "" : "";
    if (plans.length < 2) return;
    form.setAttribute("aria-busy", "true");
    Promise.all(plans.map((option) => read(option.value))).then(
      (read) => place.replaceChildren(table(plans, read)),
      () => { status.textContent = form.dataset.failed ?? ""; },
    ).finally(() => form.removeAttribute("aria-busy"));
  });

  /**
   * The rows of a plan's table, by activity. Own activities of two Parties may have the same id: each is a row.
   * @param {string} address
   */
  async function read(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.status}`);
    // The table only: the policy of this page would complain of the style in the other.
    const [, rest = ""] = (await answer.text()).split('<table class="plan-table">');
    const html = `<table class="plan-table">${rest.split("</table>")[0]}</table>`;
    const page = new DOMParser().parseFromString(html, "text/html");
    const rows = [...page.querySelectorAll(".plan-table tr[data-activity]")].map((row) => {
      for (const link of row.querySelectorAll("a")) {
        link.setAttribute("href", new URL(link.getAttribute("href") ?? "", new URL(address, location.href)).href);
      }
      const key = row.getAttribute("data-activity") ?? "";
      return /** @type {[string, Element]} */ ([key.startsWith("own-") ? `${key} ${address}` : key, row]);
    });
    if (!rows.length) throw new Error("no table");
    return new Map(rows);
  }

  /**
   * @param {HTMLOptionElement[]} plans
   * @param {Map<string, Element>[]} pages
   */
  function table(plans, pages) {
    const keys = [...new Set(pages.flatMap((page) => [...page.keys()]))].sort((a, b) => own(a) - own(b) || (a < b ? -1 : 1));
    const caption = element("caption", form.dataset.caption ?? "");
    caption.className = "hidden";
    const head = element("tr");
    head.append(heading(form.dataset.activity ?? "", "col"), ...plans.map((plan) => heading(plan.text, "col")));
    const rows = keys.map((key) => {
      const row = element("tr");
      const name = pages.find((page) => page.has(key))?.get(key)?.querySelector("th");
      const first = heading("", "row");
      first.append(...copies(name));
      row.append(first, ...pages.map((page) => cell(page.get(key))));
      return row;
    });
    const made = element("table");
    const body = element("tbody");
    body.append(...rows);
    const top = element("thead");
    top.append(head);
    made.append(caption, top, body);
    const around = element("div");
    around.className = "table";
    around.tabIndex = 0;
    around.setAttribute("role", "group");
    around.setAttribute("aria-label", form.dataset.caption ?? "");
    around.append(made);
    return around;
  }

  /** @param {string} key */
  function own(key) {
    return key.startsWith("own-") ? 1 : 0;
  }

  /** @param {Element | undefined} row */
  function cell(row) {
    const made = element("td");
    for (const one of row?.querySelectorAll("td") ?? []) {
      if (!one.textContent?.trim()) continue;
      const line = element("div");
      line.append(...copies(one));
      made.append(line);
    }
    return made;
  }

  /** @param {Element | null | undefined} from */
  function copies(from) {
    return [...from?.childNodes ?? []].map((node) => document.importNode(node, true));
  }

  /**
   * @param {string} text
   * @param {string} scope
   */
  function heading(text, scope) {
    const made = element("th", text);
    made.setAttribute("scope", scope);
    return made;
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  function element(name, text = "") {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }
})();
