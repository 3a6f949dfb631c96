/* The preview: the text as the page will show it. What reads Markdown is fetched at the first preview, or before checking. */
(globalThis.roadmapForm ??= /** @type {any} */ ({})).preview = (/** @type {FormContext} */ form) => {
  const { element, data, say } = form;
  const { texts, sections, directions } = data;
  /** @type {Promise<unknown> | null} */
  let reading = null;

  /** @param {string} address */
  function script(address) {
    return new Promise((done, failed) => {
      const node = Object.assign(document.createElement("script"), { src: address, onload: done, onerror: failed });
      document.head.append(node);
    });
  }

  /** Fetch what reads Markdown, once; where that fails, the next call tries again. */
  function markdown() {
    if (globalThis.roadmapMarkdown) return Promise.resolve();
    element.ariaBusy = "true";
    reading ??= script(element.dataset.markdownIt)
      .then(() => script(element.dataset.markdown))
      .catch(() => { reading = null; })
      .finally(() => { element.ariaBusy = "false"; });
    return reading;
  }

  async function preview() {
    if (!element.querySelector(".preview").open) return;
    await markdown();
    const { values, sources } = form.state();
    const page = element.querySelector(".preview__page");
    const code = values["case_study.original_language"] || data.language;
    page.lang = /^[a-zA-Z]{2,3}(-[a-zA-Z]+)*$/.test(code) ? code : data.language;
    page.dir = directions[code] ?? "auto";
    const add = (/** @type {string} */ tag, /** @type {string} */ text, /** @type {Element} */ parent = page) => { const node = document.createElement(tag); node.textContent = text; parent.append(node); return node; };
    page.replaceChildren();
    if (values["text.title"]) add("h4", values["text.title"]).className = "preview__title";
    if (values["text.summary"]) add("p", values["text.summary"]).className = "intro";
    if (!globalThis.roadmapMarkdown) add("p", say("unread")).className = "notice";
    for (const [name, title] of Object.entries(sections)) {
      const text = values[`text.${name}`];
      if (!text || !globalThis.roadmapMarkdown) continue;
      const section = document.createElement("div");
      section.className = `case-section${name === "targets" ? " case-section--planned" : ""}`;
      add("h5", title, section);
      if (name === "targets") add("p", texts.planned, section).className = "planned";
      section.insertAdjacentHTML("beforeend", globalThis.roadmapMarkdown.render(form.cited(roadmapForm.citations.read(text).text), (rank) => say("source", { rank }), say("table")));
      page.append(section);
    }
    if (!sources.some((source) => source.title)) return;
    const items = document.createElement("ol");
    items.className = "case-sources";
    for (const source of sources) Object.assign(add("li", source.title, items), { id: `source-${items.childElementCount}` });
    page.append(items);
  }

  element.querySelector(".preview").addEventListener("toggle", () => { void preview(); });
  element.addEventListener("roadmap:changed", () => { void preview(); });
  return Object.assign(form, { markdown, preview });
};
