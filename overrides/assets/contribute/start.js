/* The form of a case study: five steps, drafts, checks, and the file to send. Nothing is sent from here, and nothing that is
   fetched or typed becomes markup: all of it is put in as text, but for the preview of long texts, which markdown-it writes.

   The parts of this folder are joined into one script. Each adds its functions to `form`, which other scripts reach as
   `roadmapForm.form` after the event `roadmap:form` of the document:
   - `form.state()` and `form.restore(state)`: the answers by path, the sources with their `id`, and `parts`;
   - `form.parts.set(name, { save, restore, lines })`: what else a draft and the file carry;
   - `form.insert(field, text)` at the caret, `form.changed()` after a change, `form.announce(sentence)`;
   - the events `roadmap:restored`, `roadmap:changed` (400 ms after the last change) and `roadmap:saved` of the form. */
(() => {
  const NEEDED = ["texts", "choices", "sections", "uncited", "reserved", "invisible", "language", "directions", "outputs", "others"];
  const SUPPOSED = /** @type {const} */ ([["case_study.licence", "CC-BY-4.0"], ["case_study.origin", "party"]]);

  /** @type {Promise<void> | null} */
  let known = null;
  const file = () => /** @type {HTMLTextAreaElement} */ (/** @type {unknown} */ (document.getElementById("submission-text")));

  /** @param {FormContext} form */
  function state(form) {
    /** @type {Answers} */
    const values = {};
    for (const one of form.questions()) if (!one.closest(".source")) values[one.dataset.path] = form.answer(one);
    /** @type {Record<string, unknown>} */
    const parts = {};
    for (const [name, part] of form.parts) parts[name] = part.save();
    return { values, sources: form.sourceValues(), parts };
  }

  /** Fill in the form, from a draft or a file; what is missing becomes empty. @param {FormContext} form @param {FormState} saved */
  function restore(form, saved) {
    const values = saved.values ?? {};
    for (const one of form.questions()) {
      if (one.closest(".source")) continue;
      const { path, control } = one.dataset;
      form.fill(one, values[path] ?? (control === "choices" ? [] : control === "tick" ? false : ""));
      form.note(one, []);
    }
    form.fillSources(saved.sources);
    for (const [name, part] of form.parts) part.restore(saved.parts?.[name]);
    for (const [path, value] of [...SUPPOSED, ["case_study.original_language", form.data.language]]) {
      if (!form.answer(form.question(path))) form.fill(form.question(path), value);
    }
    form.element.querySelector(".undo").replaceChildren();
    form.element.querySelector(".ready").hidden = true;
    file().value = "";
    form.report(new Map(), true);
    form.ownSlug = Boolean(values.slug) && values.slug !== suggested(form);
    suggest(form);
    form.element.dispatchEvent(new CustomEvent("roadmap:restored"));
    void form.preview();
  }

  /** The short names of published case studies, fetched once the person starts; the import checks them again.
      @param {FormContext} form */
  function published(form) {
    known ??= location.protocol === "file:" ? null : globalThis.roadmap.json(form.element.dataset.cases)
      .then((rows) => { form.data.taken = rows.map((/** @type {{ address: string }} */ row) => row.address.split("/").filter(Boolean).pop()); })
      .catch(() => { known = null; });
    return known;
  }

  /** @param {FormContext} form */
  function suggested(form) {
    const value = (/** @type {string} */ path) => form.answer(form.question(path));
    return roadmapForm.text.slug(value("case_study.party"), value("text.title"), value("case_study.years.start"), form.data.taken);
  }

  /** The short name, until the person writes one. @param {FormContext} form */
  function suggest(form) {
    const question = form.question("slug");
    if (!form.ownSlug || !form.answer(question)) {
      form.fill(question, suggested(form));
      form.ownSlug = false;
    }
    const party = form.answer(form.question("case_study.party"));
    form.note(form.question("case_study.party"), form.data.others.some(({ value }) => value === party) ? [form.say("unlisted")] : []);
  }

  /** Make the ways to send the file. @param {FormContext} form */
  function offer(form) {
    const { element, say } = form;
    const text = form.file();
    const name = form.fileName();
    const title = form.answer(form.question("text.title"));
    const link = element.querySelector(".download");
    if (link.href.startsWith("blob:")) URL.revokeObjectURL(link.href);
    link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
    link.download = name;
    file().value = text;
    const mail = element.querySelector(".mail");
    if (mail) mail.href = `${mail.href.split("?")[0]}?subject=${encodeURIComponent(`${name} – ${title}`)}`;
    const issue = element.querySelector(".issue");
    if (issue) {
      const url = new URL(issue.href);
      url.searchParams.set("title", title);
      for (const path of ["slug", "text.title", "case_study.lead_institution", "case_study.years.start"]) {
        url.searchParams.set(path.replace(/[._]/g, "-"), form.answer(form.question(path)).slice(0, 300));
      }
      issue.href = url.href;
    }
    const afterwards = element.querySelector(".afterwards");
    if (afterwards) afterwards.textContent = say("afterwards");
    element.querySelector(".copied").textContent = say("ready");
    const ready = element.querySelector(".ready");
    ready.hidden = false;
    ready.focus();
    ready.scrollIntoView();
  }

  /** @param {FormContext} form */
  async function submit(form) {
    if (form.here() !== "check") return form.forward();
    await Promise.all([form.markdown(), published(form)]);
    suggest(form);
    for (const question of form.questions()) form.repair(question);
    const found = form.findings();
    form.report(found, true);
    form.element.querySelector(".ready").hidden = true;
    if (!found.size) offer(form);
  }

  /** @param {FormContext} form */
  function listen(form) {
    const { element, say } = form;
    element.addEventListener("input", (event) => {
      const question = event.target.closest(".question");
      if (!question) return;
      const { path } = question.dataset;
      void published(form);
      if (path === "slug") form.ownSlug = true;
      if (["case_study.party", "text.title", "case_study.years.start"].includes(path)) suggest(form);
      form.counted(question);
      form.changed();
    });
    element.addEventListener("change", (event) => {
      const question = event.target.closest(".question");
      if (!question) return;
      form.repair(question);
      suggest(form);
      form.changed();
    });
    element.querySelector(".clear").addEventListener("click", () => {
      if (!confirm(say("clear"))) return;
      form.discard();
      form.go(form.steps[0]);
    });
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      void submit(form);
    });
    element.querySelector(".copy").addEventListener("click", async () => {
      const place = file();
      const line = element.querySelector(".copied");
      try {
        await navigator.clipboard.writeText(place.value);
        line.textContent = say("copied");
      } catch {
        place.focus();
        place.select();
        line.textContent = say("uncopied");
      }
    });
  }

  async function start() {
    const element = document.querySelector("form.contribute");
    const { messages, json } = globalThis.roadmap ?? {}; // not there: that script did not load
    const data = await json?.(element.dataset.form).catch(() => null);
    if (!NEEDED.every((name) => data?.[name])) {
      document.querySelector(".no-form").hidden = false;
      return;
    }
    const live = element.querySelector(".live");
    data.taken = [];
    const form = /** @type {FormContext} */ ({ element, data, say: messages(data.texts), parts: new Map(), ownSlug: false, announce: (sentence) => { live.textContent = sentence; } });
    const { fields, sources, file, checks, preview, steps, drafts, intake } = roadmapForm;
    for (const part of [fields, sources, file, checks, preview, steps, drafts, intake]) part(form);
    form.state = () => state(form);
    form.restore = (saved) => restore(form, saved);
    form.restore({ values: {}, sources: [] });
    listen(form);
    const wanted = location.hash.replace("#step-", "");
    form.show(form.steps.includes(wanted) ? wanted : form.steps[0], null);
    await form.startDrafts();
    if (form.here() === "check") form.show("check", null);
    roadmapForm.form = form;
    element.hidden = false;
    document.dispatchEvent(new CustomEvent("roadmap:form"));
  }

  document.addEventListener("DOMContentLoaded", () => { void start(); });
})();
