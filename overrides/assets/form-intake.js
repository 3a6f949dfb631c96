/* What the form takes in: pasted text, pictures, files to open. Fetched when the first of them is used, or is in a draft;
   each has a script of its own, and their sentences come in one file. */
globalThis.roadmapIntake = (/** @type {FormContext} */ form) => {
  const { element, data } = form;
  const pictures = /** @type {HTMLDetailsElement} */ (/** @type {unknown} */ (element.querySelector(".pictures")));
  const opening = /** @type {HTMLDetailsElement} */ (/** @type {unknown} */ (element.querySelector(".opening")));
  const wanted = new URLSearchParams(location.search).get("case-study") ?? "";
  const code = () => form.answer(form.question("case_study.original_language")) || data.language;
  const addresses = element.dataset.takeIn.split(",");
  const scripts = Object.fromEntries(["intake", "paste", "pictures", "open", "yaml"].map((name, index) => [name, addresses[index]]));
  /** @type {Map<string, Promise<boolean>>} */
  const loading = new Map();
  /** @type {Gallery | null} */
  let gallery = null;
  /** @type {any[]} */
  let waiting = []; // pictures of a draft, until their script is there
  /** @type {OpenedPart | null} */
  let opened = null;

  /** Load a script and what it says, once; whether both are there. @param {string} name */
  function need(name) {
    const known = loading.get(name);
    if (known) return known;
    const script = new Promise((done, failed) => {
      document.head.append(Object.assign(document.createElement("script"), { src: scripts[name], onload: done, onerror: failed }));
    });
    const texts = roadmap.json(element.dataset.form.replace("form.json", "intake.json")).then((more) => Object.assign(data.texts, more));
    const promise = Promise.all([script, texts]).then(() => true, () => {
      loading.delete(name);
      form.announce(form.say("open_offline"));
      return false;
    });
    loading.set(name, promise);
    return promise;
  }

  /** @type {Intake["paste"]} */
  async function paste(field, html, text) {
    const question = /** @type {HTMLElement} */ (field.closest(".question"));
    await need("paste");
    if (!globalThis.roadmapPaste || !html) await form.markdown();
    if (globalThis.roadmapPaste) globalThis.roadmapPaste.take(form, question, field, html, text);
    else form.insert(/** @type {Field} */ (/** @type {unknown} */ (field)), text);
  }

  /** Whether pictures can be shown and added. */
  async function hang() {
    if (!gallery && (await need("pictures")) && globalThis.roadmapPictures && !gallery) {
      gallery = globalThis.roadmapPictures.attach(form, pictures);
      await gallery.restore(waiting);
      void present();
    }
    pictures.open = gallery !== null;
    return pictures.open;
  }
  form.parts.set("pictures", {
    save: () => gallery?.save() ?? waiting,
    restore: (saved) => {
      waiting = Array.isArray(saved) ? saved : [];
      if (gallery) void gallery.restore(waiting).then(present);
      else if (waiting.length) void hang();
    },
    lines: (where) => gallery?.lines(where, code()) ?? [],
  });

  /** Show the original of a translation beside its questions, or no more. */
  async function present() {
    if (opened?.original) await need("open");
    globalThis.roadmapOpen?.show(form, opened);
  }
  form.parts.set("opened", {
    save: () => opened,
    restore: (saved) => {
      const part = /** @type {OpenedPart | null | undefined} */ (saved);
      opened = part?.purpose ? part : null;
      data.own = opened?.slug;
      if (opened) void need("open");
      void present();
    },
  });
  async function openings() {
    const there = await need("open");
    if (there && !opening.querySelector("div")) globalThis.roadmapOpen?.attach(form, opening, { root: new URL("..", new URL(scripts.open, location.href)), wanted, need });
    return there;
  }

  const { file } = form;
  form.file = () => {
    const text = opened && globalThis.roadmapOpen ? globalThis.roadmapOpen.file(form, opened, file(), gallery?.save() ?? []) : file();
    return /^pictures:$/m.test(text) ? text.replace(/^submission: 1$/m, "submission: 2") : text;
  };
  /** Wait for what the file needs; whether it is there. */
  async function whole() {
    if (waiting.length && !(await hang())) return false;
    return !opened || need("open");
  }
  const missing = () => Boolean((waiting.length && !gallery) || (opened && !globalThis.roadmapOpen));

  return { paste, hang, openings, whole, missing };
};
