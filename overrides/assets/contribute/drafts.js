/* Drafts: one for each case study, in this browser only. A tab locks the draft it writes; another tab that opens the same
   one says so and writes its own. What cannot be stored is said at once, and can be saved as a file. */
(globalThis.roadmapForm ??= /** @type {any} */ ({})).drafts = (/** @type {FormContext} */ form) => {
  const { element, say } = form;
  const PREFIX = "roadmap:draft:";
  const FORMER = "roadmap:contribution"; // the one draft of the form before it kept several
  const VERSION = 2;
  const status = element.querySelector(".draft");
  const notice = element.querySelector(".draft-notice");
  const place = element.querySelector(".drafts");
  let id = "";
  let written = ""; // what this tab stored last, to notice that another one wrote
  let free = () => { /* no lock is held */ };
  let waiting = 0;
  let dirty = false;

  /** @param {string} key */
  function stored(key) {
    try { return localStorage.getItem(key); } catch { return null; }
  }
  /** @param {string} key @param {string} text */
  function store(key, text) {
    try {
      localStorage.setItem(key, text);
      return localStorage.getItem(key) === text;
    } catch { return false; }
  }
  /** @param {string} key */
  function forget(key) { try { localStorage.removeItem(key); } catch { /* nothing was stored */ } }
  /** @param {string | null} text @returns {any} */
  function parsed(text) { try { return JSON.parse(text ?? "null"); } catch { return null; } }
  const session = (/** @type {string} */ value) => { try { sessionStorage.setItem("roadmap:draft", value); } catch { /* this tab starts again at a reload */ } };
  const fresh = () => `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;

  /** Hold a draft for this tab; false if another tab does. Where there are no locks, `written` alone protects it.
      @param {string} one @returns {Promise<boolean>} */
  function lock(one) {
    if (!navigator.locks) return Promise.resolve(true);
    return new Promise((done) => {
      navigator.locks.request(`${PREFIX}${one}`, { ifAvailable: true }, (held) => {
        done(Boolean(held));
        return held ? new Promise((/** @type {(value?: unknown) => void} */ release) => { free(); free = () => release(); }) : undefined;
      }).catch(() => done(true));
    });
  }

  /** Every draft in this browser, the latest first. */
  function all() {
    /** @type {{ id: string, text: string, draft: any }[]} */
    const found = [];
    try {
      for (let at = 0; at < localStorage.length; at += 1) {
        const key = localStorage.key(at) ?? "";
        const text = key.startsWith(PREFIX) ? localStorage.getItem(key) : null;
        if (text !== null) found.push({ id: key.slice(PREFIX.length), text, draft: parsed(text) });
      }
    } catch { /* storage forbidden */ }
    return found.sort((a, b) => String(b.draft?.saved ?? "").localeCompare(String(a.draft?.saved ?? "")));
  }

  const readable = (/** @type {any} */ draft) => draft && typeof draft === "object" && draft.values && typeof draft.values === "object" && !(draft.form > VERSION);

  /** Take over the draft of the former form. It is removed only once it is stored again. */
  function migrate() {
    const old = parsed(stored(FORMER));
    if (!old?.values || typeof old.values !== "object") return;
    if (store(PREFIX + fresh(), JSON.stringify({ form: VERSION, saved: new Date().toISOString(), values: old.values, sources: Array.isArray(old.sources) ? old.sources : [] }))) forget(FORMER);
  }

  function save() {
    clearTimeout(waiting);
    if (!dirty) return;
    const now = id ? stored(PREFIX + id) : null;
    if (now !== null && now !== written) { // another tab wrote: both stay
      id = "";
      warn(say("forked"));
    }
    const added = !id;
    if (added) {
      id = fresh();
      session(id);
      void lock(id);
    }
    const text = JSON.stringify({ form: VERSION, saved: new Date().toISOString(), ...form.state() });
    const kept = store(PREFIX + id, text);
    if (kept) written = text;
    if (added) void list();
    dirty = !kept;
    status.textContent = say(kept ? "saved" : "unsaved");
    element.querySelector(".save-file").hidden = kept;
    element.dispatchEvent(new CustomEvent("roadmap:saved", { detail: { id, kept } }));
  }

  function changed() {
    dirty = true;
    element.querySelector(".ready").hidden = true;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      save();
      element.dispatchEvent(new CustomEvent("roadmap:changed"));
    }, 400);
  }

  /** @param {string} sentence */
  function warn(sentence) {
    notice.textContent = sentence;
    notice.hidden = !sentence;
  }

  /** Open a draft in this tab. @param {string} one @returns {Promise<boolean>} whether no other tab has it */
  async function open(one) {
    const text = stored(PREFIX + one);
    const draft = parsed(text);
    if (!readable(draft)) return false;
    if (!(await lock(one))) {
      warn(say("elsewhere"));
      return false;
    }
    id = one;
    written = text ?? "";
    session(one);
    form.restore(draft);
    dirty = false;
    status.textContent = say("restored");
    return true;
  }

  function renew() {
    save();
    free();
    free = () => { /* released */ };
    id = written = "";
    dirty = false;
    session("");
    form.restore({ values: {}, sources: [] });
    status.textContent = "";
    warn("");
  }

  /** @param {string} text @param {string} name */
  function download(text, name) {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text], { type: "application/yaml" })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  /** Draw the list of the drafts, but for the one that is open. */
  async function list() {
    const held = new Set((await navigator.locks?.query?.().catch(() => null))?.held?.map((one) => one.name) ?? []);
    const others = all().filter((one) => one.id !== id);
    place.hidden = !others.length && !id;
    place.querySelector("summary").textContent = say("drafts", { count: roadmap.number(others.length) });
    const items = others.map((one) => {
      const item = document.createElement("li");
      const button = (/** @type {string} */ key, /** @type {() => void} */ act) => {
        const node = Object.assign(document.createElement("button"), { type: "button", className: "plain-button", textContent: say(key) });
        node.addEventListener("click", act);
        return node;
      };
      const title = one.draft?.values?.["text.title"] || say("untitled");
      const words = document.createElement("span");
      words.append(Object.assign(document.createElement("b"), { textContent: title, dir: "auto" }), ` ${when(one.draft?.saved)} `);
      item.append(words);
      if (!readable(one.draft)) item.append(say("newer"), " ", button("save_draft", () => download(one.text, `${one.id}.json`)));
      else if (held.has(PREFIX + one.id)) item.append(say("open_elsewhere"), " ", button("copy_draft", () => { copy(one.draft); }));
      else item.append(button("open_draft", () => { save(); void open(one.id).then(close); }));
      const removing = button("delete_draft", () => {
        if (!confirm(say("delete_this", { title }))) return;
        forget(PREFIX + one.id);
        void list();
      });
      removing.classList.add("remove");
      item.append(" ", removing);
      return item;
    });
    const renewing = Object.assign(document.createElement("button"), { type: "button", className: "plain-button new-draft", textContent: say("new_draft") });
    renewing.addEventListener("click", () => { renew(); close(); });
    const rows = document.createElement("ul");
    rows.append(...items);
    place.querySelector("div").replaceChildren(rows, renewing);
  }

  function close() {
    place.open = false;
    void list();
    form.go("measure");
  }

  /** @param {FormState} draft */
  function copy(draft) {
    save();
    free();
    free = () => { /* released */ };
    id = written = "";
    form.restore(draft);
    dirty = true;
    warn("");
    save();
    close();
  }

  /** @param {string} [iso] */
  function when(iso) {
    const date = new Date(iso ?? "");
    return Number.isNaN(date.getTime()) ? "" : `(${date.toLocaleString(form.data.language, { dateStyle: "medium", timeStyle: "short", numberingSystem: "latn" })})`;
  }

  /** Open the draft of this tab, or the latest that no other tab has open. */
  async function start() {
    migrate();
    let mine = "";
    try { mine = sessionStorage.getItem("roadmap:draft") ?? ""; } catch { /* the latest, then */ }
    const known = all().filter((one) => readable(one.draft)).map((one) => one.id);
    const wanted = known.includes(mine) ? mine : known[0];
    if (wanted) await open(wanted);
    void list();
  }

  /** Delete the draft that is open. */
  function discard() {
    clearTimeout(waiting);
    if (id && stored(PREFIX + id) === written) forget(PREFIX + id);
    dirty = false;
    id = "";
    renew();
    void list();
  }

  addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  addEventListener("storage", (event) => {
    if (event.key === PREFIX + id && event.newValue !== null && event.newValue !== written) warn(say("forked"));
    if (event.key?.startsWith(PREFIX)) void list();
  });
  addEventListener("beforeunload", (event) => {
    save();
    if (dirty) event.preventDefault();
  });
  element.querySelector(".save-file").addEventListener("click", () => download(form.file(), form.fileName()));
  place.addEventListener("toggle", () => { if (place.open) void list(); });

  return Object.assign(form, { changed, save, startDrafts: start, discard, download, adopt: copy });
};
