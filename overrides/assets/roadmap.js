/* On every page, which works without it: menus, light or dark, visited pages; and what the other scripts share. */
/** @type {Shared} */
globalThis.roadmap = {
  // A function that gives the text of a key, its placeholders filled in.
  messages: (texts) => (key, values = {}) => texts[key].replace(/%\((\w+)\)s/g, (_whole, name) => String(values[name] ?? "")),
  number: (number) => number.toLocaleString(document.documentElement.lang, { numberingSystem: "latn" }),
  // Data of the site. A copy on disk may fetch nothing: there it is in the page.
  async json(address) {
    const inside = document.querySelector(`script[data-from="${address}"]`);
    if (inside) return JSON.parse(inside.textContent);
    const answer = await fetch(address, { mode: "same-origin" });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  },
};

(() => {
  const root = document.documentElement;
  const wide = matchMedia("(min-width: 80em)");
  const menu = document.querySelector(".menu");
  const languages = document.querySelector(".languages");
  const scheme = document.querySelector(".scheme");
  const worker = document.currentScript?.dataset.worker;

  // The menu is open on wide screens, where its button is hidden; the window may have become wide while the page loaded.
  if (menu) {
    wide.addEventListener("change", () => { menu.open = wide.matches; });
    menu.open ||= wide.matches;
  }

  // An open list of languages closes like any menu: by Escape, or by going elsewhere.
  if (languages) {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      for (const open of [languages, wide.matches ? null : menu]) {
        if (open?.open) {
          open.open = false;
          open.querySelector("summary").focus();
        }
      }
    });
    document.addEventListener("click", (event) => {
      if (!languages.contains(event.target)) languages.open = false;
    });
    languages.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !languages.contains(event.relatedTarget)) languages.open = false;
    });
  }

  // Search from any page: the link opens a field in its place, and `/` too.
  const link = document.querySelector("a.search-link");
  /** @param {MouseEvent | KeyboardEvent} event */
  const search = (event) => {
    if (!link || link.protocol === "file:" || event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.type === "click")) return; // some keyboards have / on a shifted key
    event.preventDefault();
    const field = document.getElementById("q");
    if (field) field.focus();
    else import(new URL(link.dataset.quick, location.href).href).then(({ toggle }) => toggle(link), () => location.assign(link.href));
  };
  link?.addEventListener("click", search);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !document.activeElement?.closest("input, textarea, select")) search(event);
  });

  // The same page in another language: with what is sought or filtered.
  document.addEventListener("click", (event) => {
    const other = event.target instanceof Element && event.target.closest("a[hreflang]");
    if (other instanceof HTMLAnchorElement && other.closest(".languages, .site-footer")) other.search = location.search;
  });

  // The device's own sheet, or the address to paste.
  for (const button of document.querySelectorAll("button.share")) {
    button.addEventListener("click", () => {
      const url = location.href;
      if (navigator.share) navigator.share({ title: document.title, url }).catch(() => { /* the reader thought better of it */ });
      else navigator.clipboard?.writeText(url).then(() => { button.textContent = button.dataset.copied ?? ""; }, () => { /* forbidden: the address bar has it */ });
    });
  }

  for (const button of document.querySelectorAll("button.print")) button.addEventListener("click", () => print());

  // As the system, light or dark, one after the other. Storage may be full or forbidden.
  if (scheme) {
    // The first press shows a difference.
    const states = matchMedia("(prefers-color-scheme: dark)").matches ? ["", "light", "dark"] : ["", "dark", "light"];
    const label = scheme.querySelector("span.hidden");
    const show = () => {
      const state = root.dataset.scheme ?? "";
      label.textContent = scheme.dataset[state || "system"];
      scheme.setAttribute("aria-pressed", String(state !== ""));
    };
    show();
    scheme.hidden = false;
    scheme.addEventListener("click", () => {
      const state = states[(states.indexOf(root.dataset.scheme ?? "") + 1) % states.length];
      if (state) root.dataset.scheme = state;
      else delete root.dataset.scheme;
      show();
      try {
        if (state) localStorage.setItem("scheme", state);
        else localStorage.removeItem("scheme");
      } catch { /* the choice holds for this page */ }
    });
  }

  // What is visited is kept, to be read without network, unless the reader refused (/offline/) or pays for each byte.
  function refused() {
    try {
      return localStorage.getItem("roadmap:offline") === "no";
    } catch {
      return false;
    }
  }
  if (worker && isSecureContext && navigator.serviceWorker && !navigator.connection?.saveData && !refused()) {
    addEventListener("load", () => {
      navigator.serviceWorker.register(worker, { updateViaCache: "none" }).catch(() => { /* the former one stays */ });
    });
  }
})();
