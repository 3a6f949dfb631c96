/* The plan that is open, its history, and where it is saved: in this browser only, one entry for each plan. Another tab that
   writes the same plan is noticed: what it wrote is shown, and what cannot be joined becomes a second plan. */
(globalThis.roadmapPlan ??= /** @type {any} */ ({})).history = (/** @type {Planner} */ planner) => {
  const { model } = roadmapPlan;
  const { data, say } = planner;
  const PREFIX = "roadmap:plan:";
  const MOST = 300; // steps to undo
  const TOGETHER = 1500; // milliseconds between changes of one field that are undone together
  const status = planner.find(".plan-saved");
  const notice = planner.find(".plan-notice");
  /** @type {((plan: Plan, before: Plan) => void)[]} */
  const listeners = [];
  /** @type {{ plan: Plan, key: string, at: number }[]} */
  let past = [];
  /** @type {Plan[]} */
  let future = [];
  let id = "";
  let name = ""; // of this plan in the list, where the person gave one
  let written = ""; // what this tab stored or read last, to notice that another one wrote
  let touched = false; // whether the plan has changed since it was opened from a file
  let dirty = false;
  let waiting = 0;

  /** @param {string} key */
  function stored(key) { try { return localStorage.getItem(key); } catch { return null; } }
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
  const remember = (/** @type {string} */ value) => { try { sessionStorage.setItem("roadmap:plan", value); } catch { /* a reload opens the latest */ } };
  const fresh = () => `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
  const time = (/** @type {Date} */ date) => date.toLocaleTimeString(data.language, { hour: "2-digit", minute: "2-digit", numberingSystem: "latn" });
  const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  const empty = () => /** @type {Plan} */ ({ format: data.format, roadmap: data.roadmap, language: data.language, status: "draft", origin: "party", licence: "CC-BY-4.0" });
  const readable = (/** @type {any} */ entry) => Boolean(entry?.plan) && typeof entry.plan === "object" && entry.plan.format === data.format && typeof entry.plan.language === "string" && Array.isArray(entry.plan.activities ?? []);

  /** @param {string} sentence */
  function warn(sentence) {
    notice.textContent = sentence;
    notice.hidden = !sentence;
  }

  function save() {
    clearTimeout(waiting);
    if (!dirty) return;
    const now = id ? stored(PREFIX + id) : null;
    if (now !== null && now !== written) { // another tab wrote meanwhile: both stay
      name = say("copy_of", { title: name || model.title(planner.plan) || say("untitled") });
      id = "";
      warn(say("forked"));
    }
    const added = !id;
    if (added) {
      id = fresh();
      remember(id);
    }
    const text = JSON.stringify({ saved: new Date().toISOString(), name, touched, plan: planner.plan });
    const kept = store(PREFIX + id, text);
    if (kept) written = text;
    dirty = !kept;
    status.textContent = kept ? say("saved", { time: time(new Date()) }) : say("unsaved");
    status.classList.toggle("error", !kept);
    planner.find(".plan-rescue").hidden = kept;
    if (added) planner.listPlans();
  }

  /** @param {Plan} plan @param {Plan} before */
  function show(plan, before) {
    planner.plan = plan;
    for (const listener of listeners) listener(plan, before);
    planner.find(".plan-undo").disabled = !past.length;
    planner.find(".plan-redo").disabled = !future.length;
  }

  function changed() {
    dirty = touched = true;
    clearTimeout(waiting);
    waiting = setTimeout(save, 250);
  }

  /** Change the plan, as one step; steps of one field that follow each other closely are one.
      @param {Plan} plan @param {string} [key] */
  function set(plan, key = "") {
    const before = planner.plan;
    if (plan === before) return;
    const last = past[past.length - 1];
    if (key && last?.key === key && Date.now() - last.at < TOGETHER && !future.length) last.at = Date.now();
    else past.push({ plan: before, key, at: Date.now() });
    if (past.length > MOST) past.shift();
    future = [];
    show(plan, before);
    changed();
  }

  /** @param {boolean} back */
  function step(back) {
    const before = planner.plan;
    const plan = back ? past.pop()?.plan : future.pop();
    if (!plan) return;
    if (back) future.push(before);
    else past.push({ plan: before, key: "", at: 0 });
    show(plan, before);
    changed();
    planner.announce(say(back ? "undone" : "redone"));
  }

  /** Every plan in this browser, the latest first. */
  function all() {
    /** @type {{ id: string, text: string, entry: any }[]} */
    const found = [];
    try {
      for (let at = 0; at < localStorage.length; at += 1) {
        const key = localStorage.key(at) ?? "";
        const text = key.startsWith(PREFIX) ? localStorage.getItem(key) : null;
        if (text !== null) found.push({ id: key.slice(PREFIX.length), text, entry: parsed(text) });
      }
    } catch { /* storage forbidden */ }
    return found.sort((a, b) => String(b.entry?.saved ?? "").localeCompare(String(a.entry?.saved ?? "")));
  }

  /** @param {Plan} plan @param {{ id?: string, name?: string, text?: string, touched?: boolean }} [entry] */
  function begin(plan, entry = {}) {
    save();
    ({ id = "", name = "", text: written = "", touched = false } = entry);
    past = [];
    future = [];
    dirty = false;
    remember(id);
    warn("");
    show(plan, plan);
    status.textContent = "";
    planner.listPlans();
  }

  /** @param {string} one */
  function open(one) {
    const text = stored(PREFIX + one);
    const entry = parsed(text);
    if (!readable(entry)) return false;
    begin(entry.plan, { id: one, name: entry.name ?? "", text: text ?? "", touched: entry.touched });
    status.textContent = say("restored", { time: new Date(entry.saved ?? "").toLocaleString(data.language, { dateStyle: "medium", timeStyle: "short", numberingSystem: "latn" }) });
    return true;
  }

  /** A plan from a file, or a new one. It is saved at once. @param {Plan} plan @param {string} [title] @param {boolean} [changes] */
  function adopt(plan, title = "", changes = false) {
    begin(plan, { name: title });
    dirty = true;
    touched = changes;
    save();
  }

  /** Open the plan of this tab, or the latest one. */
  function start() {
    let mine = "";
    try { mine = sessionStorage.getItem("roadmap:plan") ?? ""; } catch { /* the latest, then */ }
    const known = all().filter(({ entry }) => readable(entry)).map((one) => one.id);
    const wanted = known.includes(mine) ? mine : known[0];
    if (!wanted || !open(wanted)) begin(empty());
  }

  addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  addEventListener("beforeunload", (event) => {
    save();
    if (dirty) event.preventDefault();
  });
  addEventListener("storage", (event) => {
    if (!event.key?.startsWith(PREFIX)) return;
    planner.listPlans();
    if (event.key !== PREFIX + id || event.newValue === written) return;
    if (event.newValue === null) return warn(say("gone_elsewhere"));
    if (dirty) return save();
    const entry = parsed(event.newValue);
    if (!readable(entry)) return;
    const before = planner.plan;
    past.push({ plan: before, key: "", at: 0 });
    future = [];
    written = event.newValue;
    name = entry.name ?? "";
    show(entry.plan, before);
    warn(say("adopted"));
  });
  planner.find(".plan-undo").addEventListener("click", () => step(true));
  planner.find(".plan-redo").addEventListener("click", () => step(false));
  document.addEventListener("keydown", (event) => {
    const field = event.target instanceof Element && event.target.closest("textarea, input:not([type=radio])");
    if (field || !(event.ctrlKey || event.metaKey) || event.altKey) return; // within a text, the browser's own
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    step(key === "z" && !event.shiftKey);
  });

  planner.plan = empty();
  return Object.assign(planner, {
    set, save, all, open, adopt, start, begin, empty, readable, warn, today,
    on: (/** @type {(plan: Plan, before: Plan) => void} */ listener) => { listeners.push(listener); },
    forget: (/** @type {string} */ one) => forget(PREFIX + one),
    store: (/** @type {string} */ one, /** @type {string} */ text) => store(PREFIX + one, text),
    current: () => ({ id, name, touched }),
    rename: (/** @type {string} */ title) => { name = title; dirty = true; save(); },
    leave: () => { id = written = ""; dirty = false; },
  });
};
