/* The page /offline/: keeps a whole language, updates it, and removes all that is kept. A file that is here already, byte
   for byte, is not asked for again, and a language counts as kept once every file of it is: so whatever interrupts, the
   next attempt goes on from there. */
(async () => {
  const { texts, language, version, list } = JSON.parse(document.getElementById("offline-messages").textContent);
  const status = document.querySelector(".keep-status");
  const progress = document.querySelector(".keep-progress");
  const keep = document.querySelector(".keep");
  const remove = document.querySelector(".remove");
  const again = document.querySelector(".again");
  const removed = document.querySelector(".remove-status");
  const worker = new URL(document.querySelector("script[data-worker]").dataset.worker, document.baseURI).href;
  const ROOT = new URL("./", worker).href;
  const PREFIX = `open-roadmap ${new URL(ROOT).pathname} `; // as in files/service-worker.js
  const CACHE = `${PREFIX}language ${language}`;
  const VISITED = [`${PREFIX}visited`, `${PREFIX}others`];
  const MARK = new URL("kept.json", document.baseURI).href; // no file: that all is kept, which version, since when
  const LIST = new URL(list, document.baseURI).href;
  const REFUSED = "roadmap:offline"; // as in roadmap.js
  const AT_ONCE = 6;

  class Failed extends Error {} // its message is the key of what is said

  const say = globalThis.roadmap.messages(texts);

  /** @param {boolean} [set] */
  function refused(set) {
    try {
      if (set === undefined) return localStorage.getItem(REFUSED) === "no";
      if (set) localStorage.setItem(REFUSED, "no");
      else localStorage.removeItem(REFUSED);
      return true;
    } catch {
      return false;
    }
  }

  async function registered() {
    try {
      const found = await navigator.serviceWorker.register(worker, { updateViaCache: "none" });
      const coming = found.installing ?? found.waiting;
      if (!found.active && coming) {
        await new Promise((done, fail) => coming.addEventListener("statechange", () => {
          if (coming.state === "activated") done(null);
          if (coming.state === "redundant") fail();
        }));
      }
      if ((await caches.keys()).some((name) => name.startsWith(`${PREFIX}shell `))) return;
      await new Promise((done, fail) => { // everything was removed, and the worker is still there
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => data ? done(null) : fail();
        if (found.active) found.active.postMessage("install", [port2]);
        else fail();
      });
    } catch {
      throw new Failed(navigator.onLine ? "unable" : "unreachable");
    }
  }

  /** @param {ArrayBuffer} body */
  async function fingerprint(body) {
    const digest = await crypto.subtle.digest("SHA-256", body);
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 16);
  }

  /** @param {string} url */
  async function answered(url) {
    try {
      const answer = await fetch(url, { cache: "no-store" });
      return { answer, body: await answer.arrayBuffer() };
    } catch {
      throw new Failed("unreachable");
    }
  }

  async function listed() {
    const { answer, body } = await answered(LIST);
    if (answer.status !== 200) throw new Failed("unreachable");
    try {
      const { version: its, first, then } = JSON.parse(new TextDecoder().decode(body));
      /** @param {[string, number, string]} row */
      const file = ([path, bytes, sum]) => ({ url: new URL(path, ROOT).href, bytes, sum });
      return { version: its, steps: [first.map(file), then.map(file)] };
    } catch {
      throw new Failed("moved");
    }
  }

  /** @param {Cache} cache @param {Listed} file */
  async function bring(cache, { url, sum }) {
    const here = await cache.match(url);
    if (here && (await fingerprint(await here.arrayBuffer())) === sum) return;
    const { answer, body } = await answered(url);
    if (answer.status >= 500) throw new Failed("unreachable");
    if (answer.status !== 200 || (await fingerprint(body)) !== sum) throw new Failed("moved");
    try {
      await cache.put(url, new Response(body, { headers: { "Content-Type": answer.headers.get("Content-Type") ?? "" } }));
    } catch {
      throw new Failed("full");
    }
  }

  /** Several at a time; the first failure stops them all.
      @param {Cache} cache @param {Listed[]} files @param {(bytes: number) => void} report */
  async function bringAll(cache, files, report) {
    const waiting = [...files];
    /** @type {unknown} */
    let failure = null;
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      for (let file = waiting.shift(); file && !failure; file = waiting.shift()) {
        try {
          await bring(cache, file);
          report(file.bytes);
        } catch (error) {
          failure ??= error;
        }
      }
    }));
    if (failure) throw failure;
  }

  async function whole() {
    const { version: its, steps } = await listed();
    const every = steps.flat();
    const total = every.reduce((sum, file) => sum + file.bytes, 0);
    const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    if (!(await caches.has(CACHE)) && quota - usage < total) throw new Failed("full");
    const cache = await caches.open(CACHE);
    let done = 0;
    const report = (/** @type {number} */ bytes) => {
      done += bytes;
      progress.value = done / total;
    };
    for (const files of steps) await bringAll(cache, files, report);
    // What the new version has no more; and what was kept by visits is older now.
    const wanted = new Set(every.map(({ url }) => url));
    for (const key of await cache.keys()) if (!wanted.has(key.url) && key.url !== MARK) await cache.delete(key);
    for (const name of VISITED) {
      if (!(await caches.has(name))) continue;
      const visits = await caches.open(name);
      for (const key of await visits.keys()) if (wanted.has(key.url)) await visits.delete(key);
    }
    await cache.put(MARK, new Response(JSON.stringify({ version: its, files: wanted.size, since: new Date().toISOString() })));
  }

  // What is kept of this language: nothing, a part, or all of it, of which version.
  async function kept() {
    if (!(await caches.has(CACHE))) return null;
    const cache = await caches.open(CACHE);
    const mark = await cache.match(MARK);
    const state = mark ? await mark.json().catch(() => ({})) : {};
    const count = (await cache.keys()).length - (mark ? 1 : 0);
    return { whole: count > 0 && count >= state.files, ...state };
  }

  /** The day as the pages write it: in Arabic, with the months of east and west. @param {Date} date */
  function day(date) {
    const { lang } = document.documentElement;
    if (lang !== "ar") return date.toLocaleDateString(lang, { dateStyle: "long" });
    const months = ["ar-SY", "ar-EG"].map((region) => date.toLocaleDateString(region, { month: "long" }));
    return `${date.getDate()} ${months.join("/")} ${date.getFullYear()}`;
  }

  /** @param {string} [failure] */
  async function show(failure) {
    const now = await kept();
    const since = now?.since && day(new Date(now.since));
    const current = now?.whole && now.version === version;
    const lines = [];
    if (failure) lines.push(say(failure));
    if (now?.whole) lines.push(say(current ? "kept" : "newer", { date: since }));
    else if (now && !failure) lines.push(say("begun"));
    status.textContent = lines.join(" ");
    keep.textContent = say(!now ? "keep" : now.whole ? "update" : "continue");
    keep.hidden = Boolean(current) && !failure;
    progress.hidden = true;
    again.hidden = !refused();
    remove.hidden = !again.hidden && !now;
  }

  async function forget() {
    for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
  }

  keep.addEventListener("click", async () => {
    let failure;
    keep.disabled = true;
    progress.value = 0;
    progress.hidden = false;
    status.textContent = "";
    removed.textContent = "";
    try {
      refused(false);
      await registered();
      navigator.storage?.persist?.().catch(() => { /* the browser may still make room by itself */ });
      await whole().catch((error) => {
        if (error.message !== "moved") throw error;
        return whole(); // published again meanwhile: once more, by the new list
      });
    } catch (error) {
      failure = error instanceof Failed ? error.message : "unable";
    }
    keep.disabled = false;
    await show(failure);
  });

  remove.addEventListener("click", async () => {
    const remembered = refused(true);
    await forget();
    for (const one of await navigator.serviceWorker.getRegistrations()) if (one.scope === ROOT) await one.unregister();
    await forget(); // what the worker was about to keep
    await show();
    removed.textContent = say(remembered ? "removed" : "forgetful");
    (remembered ? again : keep).focus();
  });

  again.addEventListener("click", async () => {
    refused(false);
    removed.textContent = "";
    await registered().catch((error) => { removed.textContent = say(error.message); });
    await show();
    remove.focus();
  });

  try {
    if (!isSecureContext || !navigator.serviceWorker) throw new Failed("unable");
    await show();
  } catch { // storage is forbidden
    status.textContent = say("unable");
    for (const button of [keep, remove, again]) button.hidden = true;
  }
})();
