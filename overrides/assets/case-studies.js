/* The filters of the list of case studies: the choice is in the address, what may be chosen comes from facets.json
   and the list from index.json, so that the page is light however many case studies there are. */
(() => {
  const form = document.querySelector(".filters");
  const results = document.querySelector(".results");
  const card = document.querySelector("template.result");
  const chosen = form.querySelector(".chosen");
  const further = form.querySelector(".more-filters");
  const names = [...form.querySelectorAll("select")].map((select) => select.name);
  // The line with the number of results stays: a new one would not be read out.
  const status = results.querySelector(".results__count");
  const everything = status.textContent;
  const all = [...results.children].filter((node) => node !== status);
  const perPage = Number(results.dataset.perPage);
  const { messages, number: count, json } = globalThis.roadmap;
  const say = messages(results.dataset);
  const removing = messages(chosen.dataset);
  const few = 7;
  let offered = null;
  /** @type {CaseRow[] | null} */
  let index = null;
  /** @type {Promise<void> | null} */
  let loading = null;
  let latest = 0;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(picked());
  });
  // Show the number of results of each further choice.
  form.addEventListener("change", () => {
    load().then(() => recount(picked())).catch(() => { /* reported when the list is filtered */ });
  });
  addEventListener("popstate", show);
  if (location.search) show();
  else offer().catch(() => { /* reported when people filter */ });

  // What the address asks for; values that no case study has are reported, and ignored.
  function asked() {
    const query = new URLSearchParams(location.search);
    /** @type {Record<string, string>} */
    const values = {};
    const unknown = [];
    for (const [name, value] of query) {
      if (name === "page") continue;
      const select = names.includes(name) ? form.elements[name] : null;
      const known = select && [...select.options].some((option) => option.value && option.value === value);
      if (known) values[name] = value;
      else if (value) unknown.push(`${name}=${value}`.slice(0, 60));
    }
    const page = /^[1-9]\d{0,3}$/.test(query.get("page") ?? "") ? Number(query.get("page")) : 1;
    return { values, unknown: unknown.slice(0, 5), page };
  }

  /** @returns {Record<string, string>} */
  function picked() {
    return Object.fromEntries(names.map((name) => [name, form.elements[name].value]).filter(([, value]) => value));
  }

  /** @param {Record<string, string>} values */
  function go(values) {
    const query = new URLSearchParams(values);
    history.pushState(null, "", query.size ? `?${query}` : location.pathname);
    show();
  }

  /** @param {Record<string, string>} values */
  function matching(values) {
    return (index ?? []).filter((row) => Object.entries(values).every(([name, value]) => row.facets[name].includes(value)));
  }

  /** @param {Record<string, string>} values */
  function recount(values) {
    for (const name of names) {
      const { [name]: _own, ...others } = values;
      const rows = matching(others);
      for (const choice of form.elements[name].options) {
        if (!choice.value) continue;
        const left = rows.filter((row) => row.facets[name].includes(choice.value)).length;
        choice.textContent = `${choice.dataset.label} (${count(left)})`;
      }
    }
  }

  /** What was chosen, each with a button that removes it.
      @param {Record<string, string>} values */
  function listChoices(values) {
    chosen.hidden = !Object.keys(values).length;
    chosen.replaceChildren(...Object.keys(values).map((name) => {
      const place = document.createElement("li");
      const button = document.createElement("button");
      const label = form.elements[name].selectedOptions[0].dataset.label;
      button.type = "button";
      button.textContent = label;
      button.setAttribute("aria-label", removing("remove", { choice: label }));
      button.addEventListener("click", () => {
        const { [name]: _removed, ...others } = values;
        go(others);
        status.focus();
      });
      place.append(button);
      return place;
    }));
    if ([...further.querySelectorAll("select")].some((select) => select.value)) further.open = true;
  }

  // What may be chosen: fetched once, and again after a failure.
  function offer() {
    offered ??= json(form.dataset.facets).then(fill).catch((error) => {
      offered = null;
      throw error;
    });
    return offered;
  }

  /** @param {Record<string, FacetRow[]>} facets */
  function fill(facets) {
    const lists = names.map((name) => facets[name].map(option));
    names.forEach((name, at) => form.elements[name].append(...lists[at]));
  }

  /** @param {FacetRow} row */
  function option(row) {
    const found = document.createElement("option");
    found.value = row.value;
    found.dataset.label = row.label;
    found.textContent = `${row.label} (${count(row.count)})`;
    if (row.language) Object.assign(found, { lang: row.language, dir: row.direction });
    return found;
  }

  // All case studies: fetched once, and again after a failure.
  function load() {
    loading ??= json(form.dataset.index).then((rows) => {
      if (!Array.isArray(rows)) throw new Error("no list");
      index = rows;
    }).catch((error) => {
      loading = null;
      throw error;
    });
    return loading;
  }

  function fail() {
    draw(everything, all);
    notice(results.dataset.failed);
  }

  /** @param {string} text @param {Node[]} nodes */
  function draw(text, nodes) {
    status.textContent = text;
    for (const node of [...results.children]) if (node !== status) node.remove();
    results.append(...nodes);
  }

  async function show() {
    const asking = ++latest;
    try {
      await offer();
    } catch {
      if (asking === latest) fail();
      return;
    }
    if (asking !== latest) return;
    const { values, unknown, page } = asked();
    for (const name of names) form.elements[name].value = values[name] ?? "";
    listChoices(values);
    if (!Object.keys(values).length) {
      if (index) recount(values);
      draw(everything, all);
      tell(unknown);
      return;
    }
    try {
      await load();
    } catch {
      if (asking === latest) fail();
      return;
    }
    if (asking !== latest) return; // a later choice has been made meanwhile
    recount(values);
    const found = matching(values);
    const last = Math.max(1, Math.ceil(found.length / perPage));
    const current = Math.min(page, last);
    const cards = document.createElement("ul");
    cards.className = "case-list";
    cards.append(...found.slice((current - 1) * perPage, current * perPage).map(item));
    draw(found.length ? say("count", { count: count(found.length) }) : results.dataset.none, [cards, ...pages(values, current, last)]);
    tell(unknown);
  }

  /** @param {string[]} unknown */
  function tell(unknown) {
    if (unknown.length) notice(`${results.dataset.unknown} ${unknown.join(", ")}`);
  }

  /** @param {string} text */
  function notice(text) {
    const line = document.createElement("p");
    line.className = "notice notice--top";
    line.textContent = text;
    results.prepend(line);
  }

  /** A card is a copy of the page's template, filled with text only: nothing of the data becomes mark-up.
      @param {CaseRow} row */
  function item(row) {
    const node = card.content.cloneNode(true);
    node.querySelector("b").textContent = row.parties.join(" · ");
    node.querySelector(".case__facts span").textContent = row.years;
    const link = node.querySelector("h2 a");
    link.textContent = row.title;
    link.href = `../${row.address}`;
    if (row.language) Object.assign(link, { lang: row.language, dir: row.direction });
    const summary = node.querySelector(".case__summary");
    summary.textContent = row.summary;
    if (row.language) Object.assign(summary, { lang: row.language, dir: row.direction });
    const numbers = node.querySelector(".case__links");
    for (const activity of row.facets.activity) {
      const number = document.createElement("span");
      number.className = `number o${Number.parseInt(activity, 10)}`;
      number.textContent = activity;
      numbers.append(number, " ");
    }
    return node;
  }

  /** As roadmap/page_table.py has it for the lists without script.
      @param {number} count @param {number} current */
  function near(count, current) {
    if (count <= few) return Array.from({ length: count }, (_none, at) => at + 1);
    const reached = [1, current, count, ...[1, 10, 100].flatMap((jump) => [current - jump, current + jump])];
    return [...new Set(reached)].filter((number) => number >= 1 && number <= count).sort((one, other) => one - other);
  }

  /** @param {Record<string, string>} values @param {number} current @param {number} last */
  function pages(values, current, last) {
    if (last === 1) return [];
    const nav = document.createElement("nav");
    nav.className = "pages";
    nav.setAttribute("aria-label", results.dataset.pages);
    const list = document.createElement("ol");
    let before = 0;
    for (const number of near(last, current)) {
      const place = document.createElement("li");
      if (number - before > 1) {
        const gap = document.createElement("li");
        gap.textContent = "…";
        gap.ariaHidden = "true";
        list.append(gap);
      }
      before = number;
      const link = document.createElement(number === current ? "span" : "a");
      link.textContent = count(number);
      if (number === current) link.setAttribute("aria-current", "page");
      else {
        link.setAttribute("href", `?${new URLSearchParams({ ...values, page: String(number) })}`);
        link.addEventListener("click", (event) => {
          event.preventDefault();
          history.pushState(null, "", link.getAttribute("href"));
          show();
          results.scrollIntoView();
        });
      }
      place.append(link);
      list.append(place);
    }
    nav.append(list);
    return [nav];
  }
})();
