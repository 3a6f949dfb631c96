/* Files that the form opens: its own, drafts saved as a file, and published case studies, to correct or translate them.
   Fetched when the person asks for it, with js-yaml for files in YAML. What is in a file is text, whatever it looks like;
   a file that is none of ours changes nothing. */
globalThis.roadmapOpen = (() => {
  const NEWEST = 2; // of the file
  const DRAFT = 2; // of the form's drafts
  const MOST = 6_000_000; // characters
  const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
  const CODE = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?$/;
  const NAMES = ["origin", "mandate", "contact", "licence", "original_language"];
  const LISTS = ["co_parties", "activities", "activities_partial", "sdgs", "domains"];

  const refusal = (/** @type {string} */ key, values = {}) => Object.assign(new Error(key), { key, values });
  const isRecord = (/** @type {unknown} */ value) => typeof value === "object" && value !== null && !Array.isArray(value);
  /** @param {any} value @returns {Record<string, any>} */
  const record = (value) => (isRecord(value) ? value : {});
  const words = (/** @type {unknown} */ value) => (["string", "number", "boolean"].includes(typeof value) ? String(value) : "");
  const list = (/** @type {unknown} */ value) => (Array.isArray(value) ? value : []);
  /** @param {unknown} value */
  const byLanguage = (value) => Object.fromEntries(Object.entries(record(value)).filter(([code]) => CODE.test(code)).map(([code, text]) => [code, words(text)]));
  const uncited = (/** @type {unknown} */ text) => words(text).replace(/\[\^([1-9]\d{0,2})\]/g, "[$1]").trim();

  /** What a text contains: a submission or a draft. Raises an error with the key of a sentence for the person.
      @type {Opening["read"]} */
  function read(text) {
    const given = text.replace(/^\ufeff/, "");
    if (given.length > MOST) throw refusal("open_large");
    let data;
    try {
      data = /^\s*\{/.test(given) ? JSON.parse(given) : null;
    } catch { /* YAML may start so too */ }
    if (!data) {
      const fenced = given.match(/^(`{3,})ya?ml\s*\n([\s\S]*?)\n\1\s*$/m);
      try {
        data = jsyaml.load(fenced ? fenced[2] : given, { schema: jsyaml.FAILSAFE_SCHEMA, maxAliases: 0, maxDepth: 20 });
      } catch (error) {
        const line = /** @type {{ mark?: { line?: number } }} */ (error).mark?.line;
        throw /^(?:`{3,}.*\n)?submission:/m.test(given) && line !== undefined ? refusal("open_broken", { line: roadmap.number(line + 1) }) : refusal("open_kind");
      }
    }
    if (!isRecord(data)) throw refusal("open_kind");
    if (isRecord(data.values)) {
      if (Number(data.form) > DRAFT) throw refusal("open_newer");
      return { draft: { values: data.values, sources: list(data.sources), parts: record(data.parts) } };
    }
    if (Number(data.submission) > NEWEST) throw refusal("open_newer");
    if (!Number(data.submission) || !isRecord(data.case_study) || !isRecord(data.texts)) throw refusal("open_kind");
    return { submission: /** @type {OpenedSubmission} */ (data) };
  }

  /** The languages of a submission's texts. @param {OpenedSubmission} submission */
  const languagesOf = (submission) => Object.keys(record(submission.texts)).filter((code) => CODE.test(code) && isRecord(submission.texts[code]));

  /** @param {Record<string, any>} text @param {string[]} sections */
  const answers = (text, sections) => Object.fromEntries([["text.title", words(text.title)], ["text.summary", words(text.summary)], ...sections.map((name) => [`text.${name}`, uncited(text[name])])]);

  /** The state of the form for a submission. `purpose` is what will be sent: empty for a new case study. A translation
      into `language` has the original beside it.
      @type {Opening["state"]} */
  function state(submission, { purpose, language, sections, folder }) {
    const facts = record(submission.case_study);
    const original = words(facts.original_language);
    const texts = record(submission.texts);
    const own = purpose === "translation" ? language : CODE.test(original) && texts[original] ? original : languagesOf(submission)[0] ?? "";
    const names = byLanguage(facts.lead_institution);
    /** @type {Record<string, any>} */
    const values = {
      slug: words(submission.slug),
      "case_study.party": words(facts.party),
      "case_study.lead_institution": names[own] ?? "",
      ...Object.fromEntries(["start", "end"].map((name) => [`case_study.years.${name}`, words(record(facts.years)[name])])),
      ...Object.fromEntries(["ongoing", "planned"].map((name) => [`case_study.years.${name}`, words(record(facts.years)[name]) === "true"])),
      ...Object.fromEntries(NAMES.map((name) => [`case_study.${name}`, words(facts[name])])),
      ...Object.fromEntries(LISTS.map((name) => [`case_study.${name}`, list(facts[name]).map(words)])),
      ...answers(record(texts[own]), sections),
      "case_study.original_language": own || original,
    };
    const sources = list(facts.sources).map(record).map((one) => Object.fromEntries(["title", "url", "language", "seen"].map((name) => [name, words(one[name])])));
    const contents = record(submission.pictures);
    const pictures = list(facts.images).map(record).map((one, index) => {
      const alternatives = byLanguage(one.alt);
      const name = words(one.file);
      const content = words(contents[name]);
      const { [own]: alt = "", ...others } = alternatives;
      return { id: `picture-${Date.now()}-${index}`, name, alt, credit: words(one.credit), others, ...(content ? { content } : folder ? { address: folder + encodeURIComponent(name) } : {}) };
    });
    /** @type {OpenedPart | null} */
    let opened = null;
    if (purpose) {
      const { [own]: _own, ...others } = names;
      opened = { purpose, slug: words(submission.slug), language: own, names: others };
      if (purpose === "translation") {
        const text = record(texts[original]);
        opened.original = {
          language: original,
          values: { ...answers(text, sections), "case_study.lead_institution": names[original] ?? "" },
          alternatives: pictures.map((one) => one.others[original] ?? ""),
          fingerprints: byName(text.fingerprints),
          facts,
        };
      }
    }
    return { values, sources, parts: { pictures, opened } };
  }

  /** @param {unknown} value */
  const byName = (value) => Object.fromEntries(Object.entries(record(value)).filter(([name]) => SLUG.test(name)).map(([name, text]) => [name, words(text)]));

  /** The file of a translation: the facts as they are published, with the names in its language, and its text.
      @type {Opening["translation"]} */
  function translation(opened, { values, pictures, sections }) {
    const { original, language, slug } = opened;
    if (!original) return "";
    const scalar = (/** @type {string} */ text) => JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
    const cited = (/** @type {string} */ text) => text.replace(/(?<![\\!])\[([1-9]\d{0,2})\](?![(:])/g, "[^$1]");
    const facts = structuredClone(original.facts);
    const name = values["case_study.lead_institution"];
    if (name) facts.lead_institution = { ...byLanguage(facts.lead_institution), [language]: name };
    list(facts.images).forEach((image, index) => {
      const alt = pictures[index]?.alt;
      if (alt) image.alt = { ...byLanguage(image.alt), [language]: alt };
    });
    /** YAML in the flow style, which is JSON. @param {unknown} value @param {string} indent @returns {string} */
    const flow = (value, indent) => JSON.stringify(value, null, 2).replace(/[\u007f-\u009f\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`).replace(/\n/g, `\n${indent}`);
    const text = ["title", "summary", ...sections].filter((one) => values[`text.${one}`])
      .map((one) => `    ${one}: ${scalar(one === "title" || one === "summary" ? values[`text.${one}`].replace(/\s+/g, " ") : cited(values[`text.${one}`]))}`);
    const marks = Object.entries(original.fingerprints).filter(([id]) => id === "head" || values[`text.${id.replace(/-/g, "_")}`]);
    return [`submission: ${NEWEST}`, `slug: ${scalar(slug)}`, "purpose: translation", "case_study:", `  ${flow(facts, "  ")}`, "texts:", `  ${scalar(language)}:`, ...text,
      ...(marks.length ? ["    fingerprints:", ...marks.map(([id, mark]) => `      ${id}: ${scalar(mark)}`)] : []), ""].join("\n");
  }

  /** The file of a translation or a correction; `text` is that of a new case study. @type {Opening["file"]} */
  function file(form, opened, text, pictures) {
    const { values } = form.state();
    if (opened.original) return translation(opened, { values, pictures, sections: Object.keys(form.data.sections) });
    if (values.slug !== opened.slug) return text;
    const names = Object.entries(opened.names).map(([code, name]) => `    ${JSON.stringify(code)}: ${JSON.stringify(name)}\n`).join("");
    return text.replace(/^submission: 1$/m, `submission: ${NEWEST}`).replace(/^slug: .*$/m, (line) => `${line}\npurpose: correction`).replace(/^ {2}lead_institution:\n/m, (line) => line + names);
  }

  // What the person sees

  /** @template {keyof HTMLElementTagNameMap} T @param {T} tag @param {Record<string, unknown>} [values] @param {(Node | string)[]} children */
  const make = (tag, values = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), values);
    node.append(...children);
    return node;
  };

  /** The original of a translation, beside each question that it answers; other questions stay as they are published.
      @type {Opening["show"]} */
  function show(form, opened) {
    if (!opened?.original && !form.element.classList.contains("contribute--translation")) return;
    for (const node of form.element.querySelectorAll(".original, .translating")) node.remove();
    const { original } = opened ?? {};
    form.element.classList.toggle("contribute--translation", Boolean(original));
    for (const question of form.questions()) {
      const { path } = question.dataset;
      const words = original?.values[path];
      const translated = path === "picture.alt" || path === "case_study.lead_institution" || path.startsWith("text.");
      for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (/** @type {unknown} */ (question.querySelectorAll("input, select, textarea")))) {
        field.disabled = Boolean(original) && !translated;
      }
      question.hidden = Boolean(original) && !question.closest(".source") && (!translated || (!words && !form.answer(question)));
      const rank = [...form.element.querySelectorAll(".picture")].indexOf(/** @type {HTMLElement} */ (question.closest(".source")));
      const text = path === "picture.alt" ? original?.alternatives[rank] : words;
      if (!original || !text) continue;
      const title = make("span", { className: "original__title", textContent: form.say("original", { language: form.languages.name(original.language) }) });
      question.prepend(make("div", { className: "original" }, title, make("div", { className: "original__text", lang: original.language, dir: form.data.directions[original.language] ?? "auto", textContent: text })));
    }
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (/** @type {unknown} */ (form.element.querySelectorAll(".add, .remove, .up, .down")))) button.disabled = Boolean(original);
  }

  /** @type {Opening["attach"]} */
  function attach(form, place, { root, wanted, need }) {
    const { say, data } = form;
    const sections = Object.keys(data.sections);
    const status = make("p", { className: "opening__status" });
    status.setAttribute("role", "status");
    const tell = (/** @type {string} */ sentence) => { status.textContent = sentence; };

    /** @param {string} slug @returns {Promise<OpenedSubmission>} */
    const published = async (slug) => {
      if (!SLUG.test(slug)) throw refusal("open_unpublished", { slug });
      const answer = await fetch(new URL(`case-studies/${slug}/submission.json`, root)).catch(() => null);
      if (!answer) throw refusal("open_offline");
      if (!answer.ok) throw refusal("open_unpublished", { slug });
      return answer.json();
    };
    const folder = (/** @type {string} */ slug) => new URL(`case-studies/${slug}/`, root).href;

    /** Open what a file or the site has, as a draft of its own: what was typed before stays in its draft.
        @param {() => Promise<OpenedState>} find */
    async function open(find) {
      tell(say("open_reading"));
      try {
        const found = await find();
        await form.adopt(found);
        const part = /** @type {OpenedPart | null} */ (found.parts.opened ?? null);
        const key = part?.purpose === "translation" ? "open_translating" : part ? "open_correcting" : "open_done";
        const name = part?.original ? form.languages.name(part.language) : "";
        tell(say(key, { slug: part?.slug ?? "", language: name }));
        form.announce(status.textContent ?? "");
      } catch (error) {
        const { key = "open_kind", values = {} } = /** @type {{ key?: string, values?: Values }} */ (error);
        tell(say(key, values));
      }
    }

    /** @param {File} file @returns {Promise<OpenedState>} */
    async function fromFile(file) {
      if (file.size > MOST) throw refusal("open_large");
      if (!(await need("yaml"))) throw refusal("open_offline");
      const { draft, submission } = read(await file.text());
      if (draft) return draft;
      const given = /** @type {OpenedSubmission} */ (submission);
      const { purpose, slug } = record(given);
      if (purpose !== "correction" && purpose !== "translation") return state(given, { purpose: "", language: "", sections, folder: "" });
      if (purpose === "correction") return state(given, { purpose, language: "", sections, folder: folder(words(slug)) });
      const now = await published(words(slug));
      const [language] = languagesOf(given);
      return state(translated(now, given, language), { purpose, language, sections, folder: folder(words(slug)) });
    }

    /** The published case study with a text and the names of a file. @param {OpenedSubmission} now @param {OpenedSubmission} given @param {string} language */
    function translated(now, given, language) {
      const merged = structuredClone(now);
      merged.texts[language] = given.texts[language];
      const name = byLanguage(record(given.case_study).lead_institution)[language];
      if (name) merged.case_study.lead_institution = { ...merged.case_study.lead_institution, [language]: name };
      list(merged.case_study.images).forEach((image, index) => {
        const alt = byLanguage(record(list(record(given.case_study).images)[index]).alt)[language];
        if (alt) image.alt = { ...image.alt, [language]: alt };
      });
      return merged;
    }

    const chooser = make("input", { type: "file", id: "open-file", accept: ".yml,.yaml,.json,.txt" });
    chooser.addEventListener("change", () => {
      const file = chooser.files?.[0];
      if (file) void open(() => fromFile(file)).then(() => { chooser.value = ""; });
    });

    const cases = make("select", { id: "open-case" }, make("option", { value: "", textContent: "–" }));
    const language = make("input", { id: "open-language", type: "text", autocomplete: "off", dir: "auto" });
    language.setAttribute("list", "languages");
    const languageBox = make("div", {}, make("label", { htmlFor: "open-language", textContent: say("open_language") }), language);
    languageBox.hidden = true;
    const radios = /** @type {const} */ (["correction", "translation"]).map((purpose) => make("input", { type: "radio", name: "open-purpose", value: purpose, checked: purpose === "correction" }));
    for (const radio of radios) radio.addEventListener("change", () => { languageBox.hidden = !radios[1].checked; });
    const button = make("button", { type: "button", className: "plain-button", textContent: say("open_published") });
    button.addEventListener("click", () => {
      const slug = cases.value;
      const purpose = /** @type {Purpose} */ (radios[1].checked ? "translation" : "correction");
      const code = purpose === "translation" ? form.languages.code(language.value) : "";
      if (!slug) return void tell(say("open_choose"));
      if (purpose === "translation" && !CODE.test(code)) {
        tell(say("open_which"));
        return void language.focus();
      }
      void open(async () => {
        const given = await published(slug);
        if (code === words(record(given.case_study).original_language)) throw refusal("open_same");
        return state(given, { purpose, language: code, sections, folder: folder(slug) });
      });
    });
    const purposes = make("fieldset", { className: "opening__purpose" }, make("legend", { textContent: say("open_purpose") }),
      ...radios.map((radio) => make("label", {}, radio, " ", say(`open_${radio.value}`))));
    place.append(make("div", {},
      make("div", {}, make("label", { htmlFor: "open-file", textContent: say("open_file") }), make("p", { className: "help", textContent: say("open_help") }), chooser),
      make("div", {}, make("label", { htmlFor: "open-case", textContent: say("open_case") }), cases, purposes, languageBox, button),
      status));

    void roadmap.json(new URL("../case-studies/index.json", new URL(form.element.dataset.form, location.href)).href).then((/** @type {any[]} */ rows) => {
      for (const { address, title, language: code, direction } of rows) {
        const slug = String(address).match(/case-studies\/([^/]+)\/$/)?.[1] ?? "";
        cases.append(make("option", { value: slug, textContent: title, ...(code ? { lang: code, dir: direction } : {}) }));
      }
      if (!wanted) return;
      cases.value = SLUG.test(wanted) ? wanted : "";
      if (cases.value) cases.focus();
      else tell(say("open_unpublished", { slug: wanted }));
    }).catch(() => { tell(say("open_offline")); });
  }

  return { read, state, translation, file, show, attach };
})();
