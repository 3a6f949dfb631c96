/* The planner: a Party's own roadmap, made in the browser. Nothing is sent from here; what is typed is put in as text. Files
   in and out, the comparison of two plans and the document for word processors are scripts of their own, fetched when used.

   The parts of this folder are joined into one script; each adds its functions to `planner`, which other scripts reach as
   `roadmapPlan.planner`. */
(() => {
  const NEEDED = ["texts", "labels", "choices", "goals", "outputs", "activities", "rules", "parties"];

  /** Load a script once; whether it is there. @param {Planner} planner */
  function loader(planner) {
    const [files, yaml, docx, zip] = planner.element.dataset.takeIn.split(",");
    const addresses = /** @type {Record<string, string>} */ ({ files, yaml, docx, zip });
    /** @type {Map<string, Promise<boolean>>} */
    const loading = new Map();
    return (/** @type {string} */ name) => {
      const known = loading.get(name);
      if (known) return known;
      const promise = new Promise((done, failed) => {
        document.head.append(Object.assign(document.createElement("script"), { src: addresses[name], onload: done, onerror: failed }));
      }).then(() => true, () => {
        loading.delete(name);
        planner.announce(planner.say("unloaded"));
        return false;
      });
      loading.set(name, promise);
      return promise;
    };
  }

  /** @param {Planner} planner */
  function listen(planner) {
    const { find, say } = planner;
    /** @param {string} selector @param {(files: PlanFiles, event: Event) => unknown} act @param {string} [kind] */
    const on = (selector, act, kind = "click") => /** @type {HTMLElement} */ (find(selector)).addEventListener(kind, async (event) => {
      if ((await planner.need("files")) && globalThis.roadmapPlanFiles) act(globalThis.roadmapPlanFiles(planner), event);
    });
    const chosen = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target);
    on(".plan-yaml", (files) => files.yaml());
    on(".plan-rescue", (files) => files.yaml());
    on(".plan-csv", (files) => files.csv());
    on(".plan-docx", async (files) => { if ((await planner.need("zip")) && (await planner.need("docx"))) files.docx(); });
    for (const [selector, name] of /** @type {const} */ ([[".plan-open", "open"], [".plan-compare", "compare"]])) {
      on(selector, async (files, event) => {
        const input = chosen(event);
        const [file] = input.files ?? [];
        input.value = "";
        if (file && (await planner.need("yaml"))) await files[name](file);
      }, "change");
    }
    find(".plan-printed").addEventListener("click", () => { void planner.printed(); });
    document.querySelector(".worksheet-print")?.addEventListener("click", () => {
      document.documentElement.dataset.print = "worksheet";
      print();
    });
    on(".plan-check", (files) => files.publish());
    planner.element.addEventListener("submit", (event) => event.preventDefault());
    for (const link of planner.element.querySelectorAll(".plan-steps a")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        planner.focusOn(/** @type {HTMLAnchorElement} */ (link).hash.slice(1));
      });
    }
    planner.announce(say("ready"));
  }

  /** Data that a worker could not keep, because it came after them, are asked for once more. @param {string[]} addresses */
  function keep(addresses) {
    const worker = navigator.serviceWorker;
    if (!worker || worker.controller || location.protocol === "file:") return;
    worker.addEventListener("controllerchange", () => { for (const address of addresses) void fetch(address).then((answer) => answer.arrayBuffer()).catch(() => { /* at the next visit */ }); }, { once: true });
  }

  /** Open the published plan that the address names, as a new plan of this browser. @param {Planner} planner */
  async function borrow(planner) {
    const wanted = new URLSearchParams(location.search).get("plan") ?? "";
    if (!/^[a-z]{2}-[a-z0-9-]{1,60}$/.test(wanted)) return;
    const root = new URL("..", new URL(planner.element.dataset.takeIn.split(",")[0], location.href));
    const answer = await fetch(new URL(`national-roadmaps/${wanted}/adaptation.yml`, root), { mode: "same-origin" }).catch(() => null);
    if (!answer?.ok || !(await planner.need("files")) || !(await planner.need("yaml"))) return planner.warn(planner.say("unloaded"));
    await globalThis.roadmapPlanFiles?.(planner).open(new File([await answer.text()], "adaptation.yml"));
    history.replaceState(null, "", location.pathname + location.hash);
    return undefined;
  }

  async function start() {
    const element = document.querySelector("form.planner");
    const { messages, json } = globalThis.roadmap ?? {}; // not there: that script did not load
    const data = await json?.(element.dataset.form).catch(() => null);
    const { history, fields, checks, list, about, whole } = globalThis.roadmapPlan ?? {};
    if (!NEEDED.every((name) => data?.[name]) || !whole) {
      const failed = document.querySelector(".no-form");
      if (failed) failed.hidden = false;
      return;
    }
    const live = /** @type {HTMLElement} */ (element.querySelector(".live"));
    const planner = /** @type {Planner} */ (/** @type {unknown} */ ({
      element, data, say: messages(data.texts),
      find: (/** @type {string} */ selector) => element.querySelector(selector) ?? document.querySelector(selector),
      announce: (/** @type {string} */ sentence) => { live.textContent = sentence; },
      focusOn: (/** @type {string} */ id) => {
        const target = document.getElementById(id);
        target?.focus({ preventScroll: true });
        target?.scrollIntoView();
      },
      listPlans: () => { /* until the list is there */ },
    }));
    planner.need = loader(planner);
    for (const part of [checks, fields, history, list, about, whole]) part(planner);
    planner.on(planner.updateList);
    planner.start();
    listen(planner);
    roadmapPlan.planner = planner;
    element.hidden = false;
    document.querySelector(".worksheet-fold")?.removeAttribute("open");
    const [, wanted] = location.hash.match(/^#activity-([1-9]\.[1-9])$/) ?? [];
    if (wanted) planner.reveal(wanted);
    void borrow(planner);
    keep([element.dataset.form, element.dataset.more]);
    document.dispatchEvent(new CustomEvent("roadmap:planner"));
  }

  document.addEventListener("DOMContentLoaded", () => { void start(); });
})();
