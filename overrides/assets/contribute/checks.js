/* The checks: what each question needs, then what must hold between answers. A refusal says what was found, where, and what
   to write. The limits are attributes that the JSON Schema gave. */
(globalThis.roadmapForm ??= /** @type {any} */ ({})).checks = (/** @type {FormContext} */ form) => {
  const { element, data, say } = form;
  const { citations } = roadmapForm;
  const MARKUP = /<[a-zA-Z/!?][^>]{0,40}>?|&#(?:\d|x)\w{0,8};?|&[a-zA-Z]+;|\{[{%#]|[%#}]\}/;
  const HTML = /<(?!https?:\/\/[^<>\s]+>|mailto:[^<>\s]+>)(?:\/?[a-zA-Z][^<>\n]{0,200}>?|!--|!\w|\?)/;
  const HEADING = /^[ \t]*#{1,6}.*$/m;
  const PICTURE = /!\[[^\]\n]*\](?:\([^)\n]*\))?/;
  const LINK = /\]\(\s*(?!https?:\/\/|mailto:)[^)\s]*/;
  const ADDRESS = /^https?:\/\/[^\s<>"'`\\]+$/i;
  const EMAIL = /^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}$/;

  const short = (/** @type {string} */ text) => { const signs = [...text.trim().replace(/\s+/g, " ")]; return signs.length > 60 ? `${signs.slice(0, 58).join("")}…` : signs.join(""); };
  /** The number of the paragraph at a place of a text, for people: from 1. @param {string} text @param {number} at */
  const paragraph = (text, at) => roadmap.number(text.slice(0, Math.max(0, at)).trimStart().split(/\n[ \t]*\n/).length);
  /** The sentence around a citation, which may follow its full stop. @param {string} text @param {number} at */
  function sentence(text, at) {
    const before = text.slice(0, at).replace(/(?:\s*\[[^\]\n]*\])*\s*$/, "");
    const ends = [...before.slice(0, -1).matchAll(/[.!?。！？؟]["»”)]*(?:\s*\[[^\]\n]*\])*\s|\n/g)];
    const last = ends[ends.length - 1];
    const rest = text.slice(at);
    const marks = rest.match(/^(?:\s*\[[^\]\n]*\])+/)?.[0].length ?? 0;
    const stop = /[.!?。！？؟]["»”)]*$/.test(before) ? marks : rest.search(/[.!?。！？؟](?:\s|$)|\n|$/) + 1;
    return short(text.slice(last ? last.index + last[0].length : 0, at + stop));
  }

  /** @param {Field} field @param {HTMLElement} question */
  function wrong(field, question) {
    const limit = (/** @type {string} */ name) => field.getAttribute(name);
    const kind = question.dataset.control;
    const path = question.dataset.path;
    const text = path === "text.summary" ? field.value.trim().replace(/\s+/g, " ") : String(form.answer(question));
    const length = [...text].length; // characters, as Python counts them
    const found = short(text);
    if (field.validity.badInput) return say("date");
    if (!text) return field.required ? say("required") : "";
    if (kind === "number") return /^\d+$/.test(text) && Number(text) >= Number(limit("data-min")) && Number(text) <= Number(limit("data-max")) ? "" : say("number", { low: limit("data-min"), high: limit("data-max"), found });
    if (kind === "language") return form.languages.code(text) === text && /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/.test(text) ? "" : say("language", { found, example: form.languages.name("fr") });
    if (length < Number(limit("minlength") ?? 0)) return say("short", { limit: limit("minlength"), found: roadmap.number(length) });
    if (limit("data-maxlength") && length > Number(limit("data-maxlength"))) return say("long", { limit: limit("data-maxlength"), found: roadmap.number(length) });
    if (kind === "url" && !ADDRESS.test(text)) return say("url", { found });
    if (path === "case_study.contact" && !EMAIL.test(text) && !ADDRESS.test(text)) return say("contact", { found });
    if (path === "slug") return new RegExp(`^(?:${limit("pattern")})$`, "v").test(text) && !data.reserved.includes(text) ? (data.taken.includes(text) && text !== data.own ? say("taken", { found }) : "") : say("pattern", { example: "bf-fonds-creation-numerique" });
    if (field.type === "date" && (!/^\d{4}-/.test(field.value) || field.value > form.today())) return say("date");
    if (form.long.has(path)) return prose(text, path.slice(5));
    const mark = kind === "url" || field.tagName === "SELECT" ? null : text.match(MARKUP);
    return mark ? say("markup", { found: mark[0] }) : "";
  }

  /** What is wrong in a long text by itself: with the paragraph, and what was found. @param {string} text @param {string} name */
  function prose(text, name) {
    const read = citations.read(text);
    for (const [key, pattern] of /** @type {[string, RegExp][]} */ ([["html", HTML], ["heading", HEADING], ["picture", PICTURE], ["link", LINK]])) {
      const match = text.match(pattern);
      if (match) return say(key, { paragraph: paragraph(text, match.index ?? 0), found: short(match[0].replace(/^\]\(/, "")) });
    }
    const [unclear] = read.unclear;
    if (unclear === "[?]") return say("gone", { found: sentence(text, text.indexOf(unclear)) });
    if (unclear) return say("unclear", { paragraph: paragraph(text, text.indexOf(unclear)), found: unclear });
    const [fact] = data.uncited.includes(name) ? [] : (globalThis.roadmapMarkdown?.unsourced(form.cited(read.text)) ?? []);
    if (fact === undefined) return "";
    const start = text.indexOf(fact.slice(0, 20).split("\n")[0].split("[^")[0]);
    return say("uncited", { paragraph: paragraph(text, start), found: short(fact) });
  }

  /** What must hold between answers. @param {(question: HTMLElement, message: string) => void} add */
  function together(add) {
    const value = (/** @type {string} */ path) => form.answer(form.question(path));
    const at = form.question;
    const year = new Date().getFullYear();
    const [start, end] = ["start", "end"].map((name) => Number(value(`case_study.years.${name}`)) || 0);
    if (end && end < start) add(at("case_study.years.end"), say("order"));
    if (end && value("case_study.years.ongoing")) add(at("case_study.years.ongoing"), say("both"));
    if (!value("case_study.years.planned")) {
      if (start > year) add(at("case_study.years.start"), say("future"));
      if (end > year) add(at("case_study.years.end"), say("future"));
    }
    if (value("case_study.activities_partial").some((/** @type {string} */ one) => value("case_study.activities").includes(one))) add(at("case_study.activities_partial"), say("twice"));
    if (value("case_study.origin") === "party") {
      for (const path of ["case_study.mandate", "case_study.contact"]) if (!value(path)) add(at(path), say("authority"));
    }
  }

  /** Whether texts and sources agree. @param {(question: HTMLElement, message: string) => void} add */
  function cited(add) {
    const items = form.sourceItems();
    const used = new Set();
    for (const path of form.long) {
      const text = citations.read(form.answer(form.question(path))).text;
      for (const match of text.matchAll(citations.MARK)) {
        const rank = Number(match[1]);
        used.add(rank);
        if (rank > items.length) add(form.question(path), say("unknown", { rank: match[1], found: sentence(text, match.index) }));
      }
    }
    items.forEach((item, index) => { if (!used.has(index + 1)) add(form.questions(item)[0], say("unused", { rank: index + 1 })); });
  }

  /** What is wrong, by question: in one step, or in the whole form.
      @param {string} [step] @returns {Map<HTMLElement, string>} */
  function findings(step) {
    const found = new Map();
    const root = step ? element.querySelector(`#step-${step}`) : element;
    const add = (/** @type {HTMLElement} */ question, /** @type {string} */ message) => { if (message && root?.contains(question) && !found.has(question)) found.set(question, message); };
    for (const question of form.questions(root ?? element)) {
      if (form.isSet(question)) {
        if ("required" in question.dataset && !form.answer(question).length) add(question, say("choose"));
      } else if (question.dataset.control !== "tick") add(question, wrong(form.control(question), question));
    }
    together(add);
    if (!step || step === "source") cited(add);
    const order = form.questions();
    return new Map([...found].sort(([one], [other]) => order.indexOf(one) - order.indexOf(other)));
  }

  return Object.assign(form, { findings, short });
};
