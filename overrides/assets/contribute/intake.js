/* What the form takes in: pasted text, pictures, files to open. The scripts for it are fetched when it is used; until then,
   this part holds what a draft has of it. */
(globalThis.roadmapForm ??= /** @type {any} */ ({})).intake = (/** @type {FormContext} */ form) => {
  const { element, parts } = form;
  const SHAPED = /[\t\v\u2028\u2029]|^[ \u00a0]*[•◦▪‣●○■□▫⁃∙·►➢\uf0b7\uf0a7\uf0d8\uf0fc]/m;
  /** @type {Map<string, any>} */
  const held = new Map();
  /** @type {Promise<Intake | null> | null} */
  let loading = null;
  /** @type {Intake | null} */
  let intake = null;

  function load() {
    loading ??= new Promise((done, failed) => {
      document.head.append(Object.assign(document.createElement("script"), { src: element.dataset.takeIn.split(",")[0], onload: done, onerror: failed }));
    }).then(() => {
      intake = globalThis.roadmapIntake?.(form) ?? null;
      for (const [name, saved] of held) parts.get(name)?.restore(saved);
      return intake;
    }).catch(() => {
      loading = null;
      form.announce(form.say("open_offline"));
      return null;
    });
    return loading;
  }

  for (const name of ["pictures", "opened"]) {
    parts.set(name, { save: () => held.get(name), restore: (saved) => {
      held.set(name, saved);
      if (Array.isArray(saved) ? saved.length : saved) void load();
    } });
  }
  element.addEventListener("paste", async (event) => {
    const field = /** @type {HTMLTextAreaElement} */ (/** @type {unknown} */ (event.target));
    if (!form.long.has(field.closest(".question")?.dataset.path ?? "")) return;
    const [html, text] = ["text/html", "text/plain"].map((type) => event.clipboardData?.getData(type) ?? "");
    if (!html && !SHAPED.test(text)) return;
    event.preventDefault();
    const { selectionStart, selectionEnd, value } = field;
    const there = await load();
    if (field.value === value) field.setSelectionRange(selectionStart, selectionEnd);
    if (there) await there.paste(field, html, text);
    else form.insert(/** @type {Field} */ (/** @type {unknown} */ (field)), text);
  });
  for (const [name, act] of /** @type {const} */ ([[".pictures", "hang"], [".opening", "openings"]])) {
    const list = /** @type {HTMLDetailsElement} */ (/** @type {unknown} */ (element.querySelector(name)));
    list.addEventListener("toggle", async () => {
      if (list.open && !list.querySelector("input")) list.open = Boolean(await (await load())?.[act]());
    });
    if (name === ".opening" && location.search.includes("case-study=")) list.open = true;
  }
  element.addEventListener("submit", async (event) => { // what is not there yet would be missing in the file
    if (intake ? !intake.missing() : ![...held.values()].some((saved) => (Array.isArray(saved) ? saved.length : saved))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await (await load())?.whole()) element.requestSubmit();
  }, true);
  return form;
};
