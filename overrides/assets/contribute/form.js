/* The form of a case study: keeps a draft, shows a preview, checks, and writes the submission file.
   The constraints stand in the HTML, made from the JSON Schema; the browser's own validation reads them. What can be chosen
   and what is said come from form.json: the form is shown once they are there. Nothing is sent from here, and nothing that
   is fetched or typed becomes mark-up: all of it is put in as text, but for the preview of long texts, which markdown-it
   writes without any mark-up that is typed. */
(async () => {
  const NEEDED = ["texts", "choices", "languages", "sections", "uncited", "reserved", "invisible", "language", "directions"];
  const form = document.querySelector("form.contribute");
  const { messages, json } = globalThis.roadmap ?? {}; // not there: that script did not load
  const data = await json?.(form.dataset.form).catch(() => null);
  if (!NEEDED.every((name) => data?.[name])) {
    document.querySelector(".no-form").hidden = false;
    return;
  }
  const { texts, choices, languages, sections, uncited, reserved, invisible, language, directions } = data;
  const list = form.querySelector(".sources-list");
  const row = form.querySelector("template.source-row");
  const errors = form.querySelector(".errors");
  const ready = form.querySelector(".ready");
  const draft = form.querySelector(".draft");
  const KEY = "roadmap:contribution";
  const MARKUP = /<[a-zA-Z/!?]|&(?:#\d|#x|[a-zA-Z]+;)|\{[{%#]|[%#}]\}/;
  const HTML = /<\/?[a-zA-Z][^<>\n]*>?|<!--|<!\w|<\?/;
  const INVISIBLE = new RegExp(invisible, "gu");
  const BREAKS = /[\v\f\u0085\u2028\u2029]/g; // a word processor's ways to start a line
  const ADDRESS = /^https?:\/\/[^\s<>"'`\\]+$/;
  const EMAIL = /^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}$/;
  const UNFIT = /!\[|^\s*#{1,6}/m; // pictures and headings: the form has its own places for them
  const LINK = /\]\(\s*(?!https?:\/\/|mailto:)/;
  const MOST_SOURCES = 60;
  const RANK = /(?<![\\!])\[([1-9]\d{0,2})\](?![(:])/g; // as an imported text has it: [^1]
  const CITATION = /\[\^?([1-9]\d{0,2})\](?![([:])/g;
  let rows = 0;

  const say = messages(texts);
  const today = () => { const now = new Date(); return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10); };

  // Questions: each wraps one control, or a set of boxes.

  /** @returns {HTMLElement[]} */
  const questions = (/** @type {ParentNode} */ root = form) => [...root.querySelectorAll(".question")];
  const control = (/** @type {HTMLElement} */ question) => question.querySelector("input, select, textarea");
  const boxes = (/** @type {HTMLElement} */ question) => [...question.querySelectorAll("input[type=checkbox]")];
  const isSet = (/** @type {HTMLElement} */ question) => question.dataset.control === "choices";

  /** @param {HTMLElement} question @returns {any} a text, whether it is ticked, or the boxes that are */
  function answer(question) {
    if (isSet(question)) return boxes(question).filter((box) => box.checked).map((box) => box.value);
    const field = control(question);
    return question.dataset.control === "tick" ? field.checked : tidy(field).trim();
  }

  /** What no file may hold is taken out: nobody can see it, so nobody could be asked to.
      @param {Field} field */
  function tidy(field) {
    return field.value.replace(BREAKS, field.tagName === "TEXTAREA" ? "\n" : " ").replace(INVISIBLE, "");
  }

  /** @param {HTMLElement} question */
  function tidied(question) {
    if (isSet(question) || control(question).type === "checkbox") return;
    const field = control(question);
    const text = tidy(field);
    if (text !== field.value) field.value = text;
  }

  /** @param {HTMLElement} question @param {unknown} value */
  function fill(question, value) {
    if (isSet(question)) for (const box of boxes(question)) box.checked = Array.isArray(value) && value.includes(box.value);
    else if (question.dataset.control === "tick") control(question).checked = value === true;
    else if (typeof value === "string") control(question).value = value;
  }

  // Sources: rows that can be added and taken away. Their numbers follow their order.

  /** @param {Answers} values */
  function addSource(values = {}) {
    const item = row.content.cloneNode(true).querySelector(".source");
    rows += 1;
    for (const node of item.querySelectorAll("[id], [for], [aria-describedby]")) {
      for (const name of ["id", "for", "aria-describedby"]) {
        const ids = node.getAttribute(name);
        if (ids !== null) node.setAttribute(name, ids.split(" ").map((id) => `${id}-${rows}`).join(" "));
      }
    }
    for (const question of questions(item)) {
      const name = question.dataset.path.split(".")[1];
      fill(question, values[name] ?? (name === "seen" ? today() : ""));
    }
    item.querySelector(".remove").addEventListener("click", () => {
      const next = item.nextElementSibling ?? item.previousElementSibling;
      item.remove();
      number();
      changed();
      (next?.querySelector("input") ?? form.querySelector(".add")).focus();
    });
    list.append(item);
    number();
    return item;
  }

  function number() {
    [...list.children].forEach((item, index) => {
      item.querySelector("legend").textContent = say("source", { rank: index + 1 });
      item.querySelector(".remove").hidden = list.children.length === 1;
    });
    form.querySelector(".add").disabled = list.children.length >= MOST_SOURCES;
  }

  // The state: what is kept as a draft, and what the file is made of.

  function state() {
    /** @type {Answers} */
    const values = {};
    for (const question of questions()) {
      if (!question.closest(".source")) values[question.dataset.path] = answer(question);
    }
    const sources = [...list.children].map((item) =>
      Object.fromEntries(questions(item).map((question) => [question.dataset.path.split(".")[1], answer(question)])));
    return { values, sources };
  }

  function restore() {
    let saved = null;
    try {
      saved = JSON.parse(localStorage.getItem(KEY) ?? "null");
    } catch { /* storage forbidden, or a draft that is no longer one */ }
    const sources = Array.isArray(saved?.sources) ? saved.sources.slice(0, 60) : [];
    for (const values of sources.length ? sources : [{}]) addSource(values && typeof values === "object" ? values : {});
    if (saved?.values && typeof saved.values === "object") {
      for (const question of questions()) {
        if (!question.closest(".source")) fill(question, saved.values[question.dataset.path]);
      }
      draft.textContent = say("restored");
    }
    suppose();
  }

  // What most answers will be; the contributor may change it.
  function suppose() {
    for (const [id, value] of [["case-study-original-language", language], ["case-study-licence", "CC-BY-4.0"]]) {
      document.getElementById(id).value ||= value;
    }
  }

  let waiting = 0;
  function changed() {
    ready.hidden = true;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      try {
        localStorage.setItem(KEY, JSON.stringify(state()));
        draft.textContent = say("saved");
      } catch {
        draft.textContent = say("unsaved");
      }
      preview();
    }, 400);
  }

  // Checks: the browser's, by the attributes that the schema gave; then what must hold between answers.

  /** @param {Field} field @param {HTMLElement} question */
  function wrong(field, question) {
    const validity = field.validity;
    const limit = (/** @type {string} */ name) => field.getAttribute(name);
    const text = field.id === "text-summary" ? field.value.trim().replace(/\s+/g, " ") : field.value.trim();
    const length = [...text].length; // characters, as Python counts them
    if (validity.badInput || validity.stepMismatch || validity.rangeUnderflow || validity.rangeOverflow) return say("number", { low: limit("min"), high: limit("max") });
    if (validity.valueMissing || (field.required && !field.value.trim())) return say("required");
    if (!field.value.trim()) return "";
    if (length < Number(limit("minlength") ?? 0)) return say("short", { limit: limit("minlength") });
    if (limit("data-maxlength") && length > Number(limit("data-maxlength"))) return say("long", { limit: limit("data-maxlength") });
    if (field.type === "url" && (validity.typeMismatch || !ADDRESS.test(text))) return say("url");
    if (field.id === "case-study-contact" && !EMAIL.test(text) && !ADDRESS.test(text)) return say("pattern", { example: "contact@culture.example.org" });
    if (validity.patternMismatch || (field.id === "slug" && reserved.includes(text))) return say("pattern", { example: { slug: "bf-fonds-creation-numerique" }[field.id] ?? "fr" });
    if (field.type === "date" && (!/^\d{4}-/.test(field.value) || field.value > today())) return say("date");
    if (question.dataset.path.startsWith("text.") && field.rows > 3) return HTML.test(text) || UNFIT.test(text) ? say("html") : LINK.test(text) ? say("url") : "";
    if (field.type !== "url" && field.tagName !== "SELECT" && MARKUP.test(field.value)) return say("markup");
    return "";
  }

  function findings() {
    const found = new Map();
    const add = (/** @type {HTMLElement} */ question, /** @type {string} */ message) => { if (message && !found.has(question)) found.set(question, message); };
    const by = Object.fromEntries(questions().filter((one) => !one.closest(".source")).map((one) => [one.dataset.path, one]));
    for (const question of questions()) {
      if (isSet(question)) {
        if ("required" in question.dataset && !answer(question).length) add(question, say("choose"));
      } else if (question.dataset.control !== "tick") add(question, wrong(control(question), question));
    }
    const value = (/** @type {string} */ path) => answer(by[path]);
    const year = new Date().getFullYear();
    const start = Number(value("case_study.years.start"));
    const end = Number(value("case_study.years.end"));
    if (end && end < start) add(by["case_study.years.end"], say("order"));
    if (end && value("case_study.years.ongoing")) add(by["case_study.years.ongoing"], say("both"));
    if (!value("case_study.years.planned")) {
      if (start > year) add(by["case_study.years.start"], say("future"));
      if (end > year) add(by["case_study.years.end"], say("future"));
    }
    if (value("case_study.activities_partial").some((/** @type {string} */ id) => value("case_study.activities").includes(id))) add(by["case_study.activities_partial"], say("twice"));
    if (value("case_study.origin") === "party") {
      for (const path of ["case_study.mandate", "case_study.contact"]) if (!value(path)) add(by[path], say("authority"));
    }
    const items = [...list.children];
    const used = new Set();
    for (const name of Object.keys(sections)) {
      const question = by[`text.${name}`];
      const text = value(`text.${name}`);
      for (const [, rank] of text.matchAll(CITATION)) {
        if (Number(rank) > items.length) add(question, say("unknown", { rank }));
        used.add(Number(rank));
      }
      if (text && !uncited.includes(name) && globalThis.roadmapMarkdown?.uncited(cited(text))) add(question, say("uncited"));
    }
    items.forEach((item, index) => {
      if (!used.has(index + 1)) add(questions(item)[0], say("unused", { rank: index + 1 }));
    });
    return found;
  }

  /** @param {Map<HTMLElement, string>} found */
  function show(found) {
    for (const question of questions()) {
      const message = found.get(question) ?? "";
      const place = question.querySelector(".error");
      if (place) {
        place.textContent = message;
        place.hidden = !message;
      }
      const field = isSet(question) ? question : control(question);
      if (message) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
    errors.hidden = !found.size;
    if (!found.size) return;
    const title = document.createElement("p");
    title.textContent = say("summary");
    const items = document.createElement("ul");
    for (const [question, message] of found) {
      const link = document.createElement("a");
      const field = isSet(question) ? boxes(question)[0] : control(question);
      const source = question.closest(".source")?.querySelector("legend").textContent;
      const label = question.querySelector("legend, label").firstChild?.textContent?.trim() || question.querySelector("label").textContent.trim();
      link.href = `#${isSet(question) ? question.id : field.id}`;
      link.textContent = say("item", { question: source ? `${source} – ${label}` : label, problem: message });
      link.addEventListener("click", (event) => {
        event.preventDefault();
        const folded = field.closest("details");
        if (folded) folded.open = true;
        field.focus();
        field.scrollIntoView({ block: "center" });
      });
      const item = document.createElement("li");
      item.append(link);
      items.append(item);
    }
    errors.replaceChildren(title, items);
    errors.focus();
  }

  // The file: YAML of a few shapes only. JSON's strings are YAML's; a long text is a block, line by line,
  // but for lines that start with a tab, which YAML would not read there.

  const scalar = (/** @type {unknown} */ text) => JSON.stringify(String(text)).replace(/[\u007f-\u009f\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const clean = (/** @type {string} */ text) => text.replace(/\r\n?/g, "\n").split("\n").map((line) => line.trimEnd()).join("\n").replace(/^\s+|\s+$/g, "");
  const block = (/** @type {string} */ text, /** @type {string} */ indent) => /^\t/m.test(clean(text)) ? scalar(clean(text)) : `|\n${clean(text).split("\n").map((line) => (line ? indent + line : "")).join("\n")}`;

  function file() {
    const { values, sources } = state();
    const get = (/** @type {string} */ path) => values[path];
    const code = get("case_study.original_language");
    const lines = ["submission: 1", `slug: ${scalar(get("slug"))}`, "case_study:", `  party: ${scalar(get("case_study.party"))}`];
    const party = get("case_study.party");
    const coming = Number(get("case_study.years.start")) > new Date().getFullYear();
    /** @param {string} name @returns {string[]} */
    const items = (name) => get(`case_study.${name}`).filter((/** @type {string} */ value) => name !== "co_parties" || value !== party);
    const several = (/** @type {string} */ name, /** @type {(value: string) => string | number} */ write) => { if (items(name).length) lines.push(`  ${name}: [${items(name).map(write).join(", ")}]`); };
    several("co_parties", scalar);
    lines.push("  years:", `    start: ${Number(get("case_study.years.start"))}`);
    if (get("case_study.years.end")) lines.push(`    end: ${Number(get("case_study.years.end"))}`);
    for (const name of coming ? ["planned"] : ["ongoing", "planned"]) if (get(`case_study.years.${name}`)) lines.push(`    ${name}: true`);
    lines.push("  lead_institution:", `    ${scalar(code)}: ${scalar(get("case_study.lead_institution"))}`);
    several("activities", scalar);
    several("activities_partial", scalar);
    several("sdgs", Number);
    several("domains", scalar);
    for (const name of ["origin", "mandate", "contact", "licence"]) {
      const asked = name === "origin" || name === "licence" || get("case_study.origin") === "party";
      if (asked && get(`case_study.${name}`)) lines.push(`  ${name}: ${scalar(get(`case_study.${name}`))}`);
    }
    lines.push(`  original_language: ${scalar(code)}`, `  updated: ${scalar(today())}`, "  sources:");
    for (const source of sources) {
      lines.push(...["title", "url", "language", "seen"].map((name, index) => `    ${index ? " " : "-"} ${name}: ${scalar(source[name])}`));
    }
    lines.push("texts:", `  ${scalar(code)}:`, `    title: ${scalar(get("text.title"))}`, `    summary: ${scalar(get("text.summary").replace(/\s+/g, " "))}`);
    for (const name of Object.keys(sections)) if (get(`text.${name}`)) lines.push(`    ${name}: ${block(get(`text.${name}`), "      ")}`);
    return `${lines.join("\n")}\n`;
  }

  // The preview: as the page will show it. What reads Markdown is fetched at the first preview, or before sending.

  const cited = (/** @type {string} */ text) => clean(text).replace(RANK, "[^$1]");
  let reading = null;
  /** @param {string} address */
  function script(address) {
    return new Promise((done, failed) => {
      const element = Object.assign(document.createElement("script"), { src: address, onload: done, onerror: failed });
      document.head.append(element);
    });
  }
  function markdown() {
    reading ??= script(form.dataset.markdownIt)
      .then(() => script(form.dataset.markdown))
      .catch(() => { reading = null; });
    return reading;
  }

  async function preview() {
    if (!form.querySelector(".preview").open) return;
    if (!globalThis.roadmapMarkdown) await markdown();
    const { values, sources } = state();
    const page = form.querySelector(".preview__page");
    const code = values["case_study.original_language"] || language;
    page.lang = /^[a-zA-Z]{2,3}(-[a-zA-Z]+)*$/.test(code) ? code : language;
    page.dir = directions[code] ?? "auto";
    const add = (/** @type {string} */ tag, /** @type {string} */ text, parent = page) => { const node = document.createElement(tag); node.textContent = text; parent.append(node); return node; };
    page.replaceChildren();
    if (values["text.title"]) add("h4", values["text.title"]).className = "preview__title";
    if (values["text.summary"]) add("p", values["text.summary"]).className = "intro";
    if (!globalThis.roadmapMarkdown) add("p", say("unread")).className = "notice";
    for (const [name, title] of Object.entries(sections)) {
      const text = values[`text.${name}`];
      if (!text || !globalThis.roadmapMarkdown) continue;
      const section = document.createElement("div");
      section.className = `case-section${name === "targets" ? " case-section--planned" : ""}${uncited.includes(name) ? " case-section--reading" : ""}`;
      add("h5", title, section);
      if (name === "targets") add("p", texts.planned, section).className = "planned";
      section.insertAdjacentHTML("beforeend", globalThis.roadmapMarkdown.render(cited(text), (rank) => say("source", { rank }), say("table")));
      page.append(section);
    }
    const named = sources.filter((source) => source.title);
    if (named.length) {
      const items = document.createElement("ol");
      items.className = "case-sources";
      for (const source of sources) {
        const item = document.createElement("li");
        item.textContent = source.title;
        item.id = `source-${items.childElementCount + 1}`;
        items.append(item);
      }
      page.append(items);
    }
  }

  // A short name, offered until the contributor writes one.

  const slug = document.getElementById("slug");
  let ours = true;
  slug.addEventListener("input", () => { ours = false; });
  function suggest() {
    if (!ours && slug.value) return;
    const plain = (/** @type {string} */ text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
    const party = plain(document.getElementById("case-study-party").value);
    const title = plain(document.getElementById("text-title").value);
    const start = document.getElementById("case-study-years-start").value;
    if (party) slug.value = [party, title || start].filter(Boolean).join("-").slice(0, 60).replace(/-+$/, "");
    ours = true;
  }

  // The lists to choose from. A name in another language than the page's says so.

  /** @param {HTMLElement} node @param {Choice} choice */
  function named(node, { label, lang, dir }) {
    node.textContent = label;
    if (lang) Object.assign(node, { lang, dir });
    return node;
  }

  const option = (/** @type {Choice} */ one) => Object.assign(named(document.createElement("option"), one), { value: one.value });

  /** @param {Choice} one */
  function box(one) {
    const line = document.createElement("label");
    const text = document.createElement("span");
    const number = document.createElement("b");
    number.textContent = one.value;
    if (/^\d/.test(one.value)) text.append(number, " "); // of an activity, of an SDG
    text.append(named(document.createElement("span"), one));
    line.append(Object.assign(document.createElement("input"), { type: "checkbox", value: one.value }), " ", text);
    return line;
  }

  for (const [path, offered] of Object.entries(choices)) {
    const question = form.querySelector(`[data-path="${path}"]`);
    question.querySelector("select, .choices").append(...offered.map(isSet(question) ? box : option));
  }
  document.getElementById("languages").append(...languages.map(option));

  // What the contributor does

  restore();
  ours = !slug.value;
  preview();

  form.addEventListener("input", (event) => {
    if (["case-study-party", "text-title", "case-study-years-start"].includes(event.target.id)) suggest();
    if (event.target.id !== "submission-text") changed();
  });
  form.querySelector(".add").addEventListener("click", () => { addSource().querySelector("input").focus(); changed(); });
  form.querySelector(".clear").addEventListener("click", () => {
    if (!confirm(say("clear"))) return;
    clearTimeout(waiting);
    try { localStorage.removeItem(KEY); } catch { /* nothing was kept */ }
    form.reset();
    list.replaceChildren();
    addSource();
    ours = true;
    suppose();
    ready.hidden = true;
    draft.textContent = "";
    show(new Map());
    preview();
  });

  form.addEventListener("change", (event) => {
    const question = event.target.closest(".question");
    if (question) tidied(question);
  });

  form.querySelector(".preview").addEventListener("toggle", preview);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!globalThis.roadmapMarkdown) {
      form.ariaBusy = "true";
      await markdown();
      form.ariaBusy = "false";
    }
    for (const question of questions()) tidied(question);
    const found = findings();
    show(found);
    ready.hidden = found.size > 0;
    if (found.size) return;
    const text = file();
    const name = `${slug.value}.yml`;
    const link = form.querySelector(".download");
    if (link.href.startsWith("blob:")) URL.revokeObjectURL(link.href);
    link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
    link.download = name;
    document.getElementById("submission-text").value = text;
    const title = document.getElementById("text-title").value.trim();
    const mail = form.querySelector(".mail");
    mail.href = `${mail.href.split("?")[0]}?subject=${encodeURIComponent(`${name} – ${title}`)}`;
    const issue = form.querySelector(".issue");
    if (issue) {
      const url = new URL(issue.href);
      url.searchParams.set("title", title);
      for (const id of /** @type {const} */ (["slug", "text-title", "case-study-lead-institution", "case-study-years-start"])) url.searchParams.set(id, document.getElementById(id).value.trim().slice(0, 300));
      issue.href = url.href;
    }
    form.querySelector(".copied").textContent = say("ready");
    ready.focus();
    ready.scrollIntoView();
  });

  form.querySelector(".copy").addEventListener("click", async () => {
    const place = document.getElementById("submission-text");
    const told = form.querySelector(".copied");
    try {
      await navigator.clipboard.writeText(place.value);
      told.textContent = say("copied");
    } catch {
      place.focus();
      place.select();
      told.textContent = say("uncopied");
    }
  });

  form.hidden = false;
})();
