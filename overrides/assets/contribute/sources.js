/* Sources: rows with an identity that stays. Texts cite a source by its number, and follow when it moves or goes. */
(globalThis.roadmapForm ??= /** @type {any} */ ({})).sources = (/** @type {FormContext} */ form) => {
  const { element, say } = form;
  const { citations } = roadmapForm;
  const MOST = 60;
  const list = element.querySelector(".sources-list");
  const row = element.querySelector("template.source-row");
  const adding = element.querySelector(".add");
  let rows = 0;
  let next = 1;

  const today = () => { const now = new Date(); return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10); };
  /** @returns {HTMLElement[]} */
  const items = () => /** @type {HTMLElement[]} */ ([...list.children]);
  const nameOf = (/** @type {HTMLElement} */ one) => one.dataset.path.split(".")[1];
  const titleOf = (/** @type {HTMLElement} */ item) => form.answer(item.querySelector('[data-path="source.title"]')) || form.answer(item.querySelector('[data-path="source.url"]'));

  /** The long texts: the questions that cite sources. */
  const texts = () => [...form.long].map((path) => form.question(path));

  /** Give every source its number, and every citation the number of its source.
      @param {() => void} change moves or removes rows */
  function rearrange(change) {
    const before = items();
    change();
    const after = items();
    const lost = before.length - after.length;
    const moved = before.map((item) => (after.includes(item) ? after.indexOf(item) + 1 : null));
    const removed = moved.indexOf(null) + 1;
    for (const one of texts()) {
      const field = form.control(one);
      const text = citations.read(field.value).text;
      const made = citations.renumber(text, (rank) => (rank <= moved.length ? moved[rank - 1] : rank - (removed ? lost : 0)));
      if (made !== text) field.value = made;
    }
    number();
    form.changed();
  }

  function number() {
    const all = items();
    all.forEach((item, index) => {
      item.querySelector("legend").textContent = say("source", { rank: index + 1 });
      item.querySelector(".remove").hidden = all.length === 1;
      item.querySelector(".up").hidden = index === 0;
      item.querySelector(".down").hidden = index === all.length - 1;
    });
    adding.disabled = all.length >= MOST;
  }

  /** @param {HTMLElement} item @param {-1 | 1} by */
  function move(item, by) {
    const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    rearrange(() => (by < 0 ? other.before(item) : other.after(item)));
    form.announce(say("moved", { rank: items().indexOf(item) + 1 }));
    const button = item.querySelector(by < 0 ? ".up" : ".down");
    (button.hidden ? item.querySelector(by < 0 ? ".down" : ".up") : button).focus();
  }

  /** @param {HTMLElement} item */
  function remove(item) {
    const before = form.state();
    const rank = items().indexOf(item) + 1;
    const near = item.nextElementSibling ?? item.previousElementSibling;
    const cited = texts().reduce((count, one) => count + citations.cited(form.control(one).value).filter((one) => one === rank).length, 0);
    rearrange(() => item.remove());
    (near?.querySelector("input") ?? adding).focus();
    const place = element.querySelector(".undo");
    const undo = Object.assign(document.createElement("button"), { type: "button", className: "plain-button", textContent: say("undo") });
    place.replaceChildren(`${say("gone_source", { rank })} ${cited ? say("gone_citations", { count: roadmap.number(cited) }) : ""} `, undo);
    undo.addEventListener("click", () => {
      restoreTexts(before);
      place.replaceChildren();
      form.changed();
      items()[rank - 1]?.querySelector("input").focus();
    });
  }

  /** @param {FormState} state */
  function restoreTexts(state) {
    for (const path of form.long) form.fill(form.question(path), state.values[path]);
    fillSources(state.sources);
  }

  /** @param {Answers} [values] */
  function addSource(values = {}) {
    const item = row.content.cloneNode(true).querySelector(".source");
    rows += 1;
    for (const node of item.querySelectorAll("[id], [for], [aria-describedby]")) {
      for (const name of ["id", "for", "aria-describedby"]) {
        const ids = node.getAttribute(name);
        if (ids !== null) node.setAttribute(name, ids.split(" ").map((id) => `${id}-${rows}`).join(" "));
      }
    }
    const known = items().map((one) => one.dataset.source);
    let id = typeof values.id === "string" && !known.includes(values.id) ? values.id : "";
    while (!id || known.includes(id)) { id = id && !known.includes(id) ? id : `s${next}`; next += 1; }
    item.dataset.source = id;
    for (const one of form.questions(item)) form.fill(one, values[nameOf(one)] ?? (nameOf(one) === "seen" ? today() : ""));
    item.querySelector(".remove").addEventListener("click", () => remove(item));
    item.querySelector(".up").addEventListener("click", () => move(item, -1));
    item.querySelector(".down").addEventListener("click", () => move(item, 1));
    list.append(item);
    number();
    return item;
  }

  /** @param {unknown} sources */
  function fillSources(sources) {
    list.replaceChildren();
    const given = Array.isArray(sources) ? sources.filter((one) => one && typeof one === "object").slice(0, MOST) : [];
    for (const values of given.length ? given : [{}]) addSource(values);
  }

  const values = () => items().map((item) => ({
    id: item.dataset.source,
    ...Object.fromEntries(form.questions(item).map((one) => [nameOf(one), form.answer(one)])),
  }));

  // Citing: a button below each long text lists the sources, and writes the number of the one chosen at the caret.

  const dialog = Object.assign(document.createElement("dialog"), { className: "cite-dialog" });
  const heading = Object.assign(document.createElement("h2"), { id: "cite-title", textContent: say("cite") });
  const choices = document.createElement("div");
  const closing = Object.assign(document.createElement("button"), { type: "button", className: "plain-button", textContent: say("close") });
  dialog.setAttribute("aria-labelledby", "cite-title");
  dialog.append(heading, choices, closing);
  element.append(dialog);
  closing.addEventListener("click", () => dialog.close());

  /** Write at the caret, or over what is selected, as typing does.
      @param {Field} field @param {string} text */
  function insert(field, text) {
    const area = /** @type {HTMLTextAreaElement} */ (/** @type {unknown} */ (field));
    area.focus();
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** @param {Field} field */
  function cite(field) {
    const choose = (/** @type {string} */ words, /** @type {() => number} */ rank) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "plain-button", textContent: words, dir: "auto" });
      button.addEventListener("click", () => { const mark = `[${rank()}]`; dialog.close(); insert(field, mark); });
      return button;
    };
    const known = items().map((item, index) => choose(`[${index + 1}] ${titleOf(item) || say("untitled")}`, () => index + 1));
    const more = choose(say("new_source"), () => { addSource(); form.changed(); return items().length; });
    choices.replaceChildren(...known, ...(known.length < MOST ? [more] : []));
    dialog.showModal();
  }

  for (const one of texts()) {
    const field = form.control(one);
    const button = Object.assign(document.createElement("button"), { type: "button", className: "plain-button cite-source", textContent: say("cite") });
    button.addEventListener("click", () => cite(field));
    field.after(button);
  }
  adding.addEventListener("click", () => { addSource().querySelector("input").focus(); form.changed(); });

  return Object.assign(form, { addSource, fillSources, sourceItems: items, sourceValues: values, sourceTitle: titleOf, insert, today, rearrange });
};
