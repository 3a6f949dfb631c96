/* The questions: their answers, what is said beside them, and the lists to choose from. */
(globalThis.roadmapForm ??= /** @type {any} */ ({})).fields = (/** @type {FormContext} */ form) => {
  const { element, data, say } = form;
  const { text } = roadmapForm;
  const invisible = new RegExp(data.invisible, "gu");
  const languages = text.languages(data.language);
  const SAME = /** @type {const} */ ([["case_study.co_parties", "case_study.party"], ["case_study.activities_partial", "case_study.activities"]]);
  const LONG = new Set(Object.keys(data.sections).map((name) => `text.${name}`));

  /** @returns {HTMLElement[]} */
  const questions = (/** @type {ParentNode} */ root = element) => [...root.querySelectorAll(".question")];
  const question = (/** @type {string} */ path) => element.querySelector(`[data-path="${path}"]`);
  const control = (/** @type {HTMLElement} */ one) => one.querySelector("input, select, textarea");
  const boxes = (/** @type {HTMLElement} */ one) => [...one.querySelectorAll("input[type=checkbox]")];
  const isSet = (/** @type {HTMLElement} */ one) => one.dataset.control === "choices";
  const label = (/** @type {HTMLElement} */ one) => (one.querySelector("legend, label").querySelector("span:not(.required)") ?? one.querySelector("legend, label").firstChild)?.textContent?.trim() ?? "";

  /** @param {HTMLElement} one @returns {any} a text, whether it is ticked, or the boxes that are */
  function answer(one) {
    if (isSet(one)) return boxes(one).filter((box) => box.checked).map((box) => box.value);
    const field = control(one);
    if (one.dataset.control === "tick") return field.checked;
    const value = text.tidy(field.value, field.tagName === "TEXTAREA", invisible).trim();
    return one.dataset.control === "language" ? languages.code(value) : value;
  }

  /** @param {HTMLElement} one @param {unknown} value */
  function fill(one, value) {
    if (isSet(one)) for (const box of boxes(one)) box.checked = Array.isArray(value) && value.includes(box.value);
    else if (one.dataset.control === "tick") control(one).checked = value === true;
    else if (typeof value !== "string") return;
    else if (one.dataset.control === "language") control(one).value = value && languages.code(value) === value ? languages.name(value) : value;
    else if (one.dataset.control === "choice" && value && !control(one).querySelector(`option[value="${CSS.escape(value)}"]`)) return;
    else control(one).value = value;
    counted(one);
  }

  /** Say beside a question what was changed in it, or clear what was said.
      @param {HTMLElement} one @param {string[]} sentences */
  function note(one, sentences) {
    let place = one.querySelector(".said");
    if (!place && !sentences.length) return;
    if (!place) {
      place = Object.assign(document.createElement("p"), { className: "said" });
      one.append(place);
    }
    place.textContent = sentences.join(" ");
    place.hidden = !sentences.length;
    if (sentences.length) form.announce(sentences.join(" "));
  }

  const named = (/** @type {string[]} */ names) => names.map((name) => data.texts[`sign_${name}`] ?? name).join(", ");
  const became = (/** @type {[string, string][]} */ changes) => changes.slice(0, 3).map(([from, to]) => say("repaired", { from, to }));

  /** Repair an answer when its question is left, and say so. Only what is certain is changed.
      @param {HTMLElement} one */
  function repair(one) {
    if (isSet(one) || one.dataset.control === "tick" || one.dataset.control === "choice") return;
    const field = control(one);
    const typed = field.value;
    /** @type {string[]} */
    const said = [];
    let value = text.tidy(typed, field.tagName === "TEXTAREA", invisible);
    const gone = [...new Set((typed.match(invisible) ?? []).map(text.nameOf))];
    if (gone.length) said.push(say("removed", { names: named(gone) }));
    const path = one.dataset.path;
    if (one.dataset.control === "url" || path === "case_study.contact") {
      const { text: made, removed } = path === "case_study.contact" ? text.contact(value) : text.address(value);
      if (removed.length) said.push(say("removed", { names: named(removed) }));
      else if (made !== value.trim()) said.push(...became([[value.trim(), made]]));
      value = made;
    } else if (one.dataset.control === "number") {
      value = text.year(value);
      if (value !== typed.trim()) said.push(...became([[typed.trim(), value]]));
    } else if (one.dataset.control === "language") {
      const code = languages.code(value);
      if (code && code !== value.trim() && value.trim() !== languages.name(code)) said.push(...became([[value.trim(), languages.name(code)]]));
      if (code && languages.code(languages.name(code)) === code) value = languages.name(code);
    } else if (path === "slug") {
      const made = text.plain(value);
      if (made !== value.trim()) said.push(...became([[value.trim(), made]]));
      value = made;
    } else if (LONG.has(path)) {
      const read = text.prose(value);
      said.push(...became(read.changes));
      value = read.text;
    }
    if (value !== typed) field.value = value;
    note(one, said);
  }

  // The lists to choose from. A name in another language than the page's says so.

  /** @param {HTMLElement} node @param {Choice} choice */
  function titled(node, { label: words, lang, dir }) {
    node.textContent = words;
    if (lang) Object.assign(node, { lang, dir });
    return node;
  }

  const option = (/** @type {Choice} */ one) => Object.assign(titled(document.createElement("option"), one), { value: one.value });

  /** @param {Choice} one */
  function box(one) {
    const line = document.createElement("label");
    const words = document.createElement("span");
    const number = document.createElement("b");
    number.textContent = one.value;
    if (/^\d/.test(one.value)) words.append(number, " "); // of an activity, of an SDG
    words.append(titled(document.createElement("span"), one));
    line.append(Object.assign(document.createElement("input"), { type: "checkbox", value: one.value }), " ", words);
    return line;
  }

  /** How many boxes of a folded list are ticked.
      @param {HTMLElement} one */
  function counted(one) {
    for (const list of one.querySelectorAll("details.many")) {
      const count = list.querySelectorAll("input:checked").length;
      const place = list.querySelector(".count");
      if (place) place.textContent = count ? `(${roadmap.number(count)})` : "";
    }
  }

  /** The boxes of a list; activities are folded by output.
      @param {string} path @param {Choice[]} offered */
  function boxesOf(path, offered) {
    if (path !== "case_study.activities") return offered.map(box);
    return Object.entries(data.outputs).map(([number, title]) => {
      const list = Object.assign(document.createElement("details"), { className: "many" });
      const summary = document.createElement("summary");
      summary.append(`${number}. ${title} `, Object.assign(document.createElement("span"), { className: "count" }));
      const choices = Object.assign(document.createElement("div"), { className: "choices" });
      choices.append(...offered.filter((one) => one.value.startsWith(`${number}.`)).map(box));
      list.append(summary, choices);
      return list;
    });
  }

  /** The States that are not in the list of Parties: a choice that the editors look at.
      @param {Element} select */
  function others(select) {
    const group = Object.assign(document.createElement("optgroup"), { label: say("others") });
    group.append(...data.others.map(option));
    select.append(group);
  }

  /** Give each question a place for what is wrong, which describes its field. @param {ParentNode} root */
  function prepare(root) {
    for (const one of questions(root)) {
      const field = isSet(one) ? one : control(one);
      const place = Object.assign(document.createElement("p"), { className: "error", id: `${field.id}-error`, hidden: true });
      field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${place.id}`.trim());
      one.append(place);
    }
  }

  prepare(element);
  prepare(element.querySelector("template.source-row").content);
  for (const [path, same] of SAME) data.choices[path] = data.choices[same];
  for (const [path, offered] of Object.entries(data.choices)) {
    const one = question(path);
    const place = one.querySelector("select, .choices");
    if (isSet(one)) place.append(...boxesOf(path, offered));
    else place.append(...offered.map(option));
    if (path === "case_study.party") others(place);
  }
  element.querySelector("#languages").append(...languages.listed.map(({ label: words }) => Object.assign(document.createElement("option"), { value: words })));

  return Object.assign(form, { questions, question, control, boxes, isSet, label, answer, fill, note, repair, counted, languages, long: LONG });
};
