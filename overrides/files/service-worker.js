/* Keeps what was visited, to be read without network. The network comes first for pages and data, so that nobody reads an
   old page while there is a newer one; assets are named after their content and come from what is kept. Whatever goes
   wrong here, the browser asks the network as it would without a worker. Languages that readers asked to keep are in
   caches of their own (assets/offline.js), which this file reads and never writes. */
"use strict";

const { version, source, languages, visited: PAGES, others: FILES } = {{ settings }};
const ROOT = new URL("./", self.location).href;
const PREFIX = `open-roadmap ${new URL(ROOT).pathname} `; // other sites of this host have caches too
const SHELL = `${PREFIX}shell ${version}`; // home and /offline/, with all they load
const VISITED = `${PREFIX}visited`;
const ASSETS = `${PREFIX}assets`; // of visited pages
const OTHERS = `${PREFIX}others`;
const PATIENCE = 4000; // how long a page that is kept waits for a newer one, in milliseconds
const LARGEST = 2_000_000; // of a file that is kept without being asked for, in bytes
const LOADING = /<(?:link|script)\b(?:[^<>"]|"[^"]*")*>/g; // words of a page have no such tag: it would be escaped
const ADDRESS = / (?:href|src)="([^"]*)"/;
const ASSET = /^assets\/[\w-]+\.[0-9a-f]{8}\.(?:css|js|svg|png|jpe?g|webp|gif|ico)$/;
const WANTED = /\.(?:js|json|pf_meta|pf_index|pf_fragment|pagefind|jpe?g|png|webp|gif|avif|svg)$/;

const bare = (url) => url.split(/[?#]/)[0]; // pages differ by query only for their scripts
const languageOf = (url) => {
  const first = url.slice(ROOT.length).split("/")[0];
  return languages.includes(first) ? first : source;
};
const home = (language) => (language === source ? ROOT : `${ROOT}${language}/`);
const isPage = (url) => /\/$|\.html$/.test(bare(url));
const isHtml = (answer) => (answer.headers.get("Content-Type") ?? "").startsWith("text/html");
const isGood = (answer) => answer.status === 200 && answer.type === "basic" && !answer.redirected;
// The assets that a page loads at once, read from its elements that load something: an address or a word in its text is none.
const loaded = (html, url) => {
  const addresses = (html.match(LOADING) ?? []).map((tag) => new URL(ADDRESS.exec(tag)?.[1] ?? "", url).href);
  return new Set(addresses.filter((address) => address.startsWith(ROOT) && ASSET.test(address.slice(ROOT.length))));
};
const after = (time) => new Promise((done) => setTimeout(done, time));

// --- What is kept

// Where something is kept, the newest first: what was visited, whole languages, the shell.
async function found(url) {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const rank = (name) => [VISITED, ASSETS].includes(name) ? 0 : name.startsWith(`${PREFIX}language `) ? 1 : name === SHELL ? 2 : 3;
  for (const name of names.sort((one, other) => rank(one) - rank(other))) {
    const answer = await caches.match(url, { cacheName: name, ignoreSearch: true });
    if (answer) return answer;
  }
  return undefined;
}

// Nothing is kept once the reader has had everything removed, though this worker may live on for a while.
const allowed = () => caches.has(SHELL);

async function put(name, url, answer, most = Infinity) {
  const cache = await caches.open(name);
  await cache.put(url, answer);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((oldest) => cache.delete(oldest)));
}

// What is cut off halfway is not stored. A full disk is another matter: without it, nothing more can be.
const unlessFull = (error) => { if (error.name === "QuotaExceededError") throw error; };

// First the style and scripts of a page, then itself. An asset that cannot be had keeps neither the page nor the worker
// away: without it, the page is shown as the network would show it.
async function keepPage(url, answer, pages, assets, most) {
  const html = await answer.clone().text();
  await Promise.all([...loaded(html, url)].map(async (address) => {
    if (await caches.match(address, { cacheName: assets })) return;
    const asset = (await found(address)) ?? (await fetch(address).catch(() => null));
    if (asset?.status === 200 && !isHtml(asset)) await put(assets, address, asset).catch(unlessFull);
  }));
  await put(pages, url, answer, most);
}

async function keepShell(language) {
  for (const url of [home(language), `${home(language)}offline/`]) {
    const answer = await fetch(url, { cache: "no-cache" });
    if (!isGood(answer) || !isHtml(answer)) throw new Error(`${url}: ${answer.status}`);
    await keepPage(url, answer, SHELL, SHELL);
  }
}

async function visit(url, answer) {
  if (!(await allowed())) return;
  await keepPage(url, answer, VISITED, ASSETS, PAGES);
  const language = languageOf(url);
  if (!(await caches.match(`${home(language)}offline/`, { cacheName: SHELL }))) await keepShell(language);
}

// Assets that no visited page names any more. Those of whole languages and of the shell are beside their pages.
async function prune() {
  const named = new Set();
  if (!(await caches.has(ASSETS))) return;
  const pages = await caches.open(VISITED);
  for (const key of await pages.keys()) {
    for (const address of loaded(await (await pages.match(key)).text(), key.url)) named.add(address);
  }
  const assets = await caches.open(ASSETS);
  for (const key of await assets.keys()) if (!named.has(key.url)) await assets.delete(key);
}

// --- A new worker comes, and takes over

// All of the shell or nothing: where one file fails, the former worker stays in charge with its own.
async function install() {
  const open = (await self.clients.matchAll({ includeUncontrolled: true, type: "window" })).map((client) => bare(client.url)).filter((url) => url.startsWith(ROOT));
  const wanted = new Set(open.map(languageOf));
  for (const name of await caches.keys()) {
    if (name.startsWith(`${PREFIX}language `)) wanted.add(name.slice(`${PREFIX}language `.length));
    if (!name.startsWith(`${PREFIX}shell `)) continue;
    for (const key of await (await caches.open(name)).keys()) if (isPage(key.url)) wanted.add(languageOf(key.url));
  }
  try {
    await caches.open(SHELL);
    for (const language of wanted) if (language === source || languages.includes(language)) await keepShell(language);
  } catch (error) {
    await caches.delete(SHELL);
    throw error;
  }
  // The pages that are open were there before the first worker.
  await Promise.allSettled([...new Set(open)].filter(isPage).map(async (url) => {
    const answer = await fetch(url);
    if (isGood(answer) && isHtml(answer)) await visit(url, answer);
  }));
  await self.skipWaiting(); // a page that is open needs nothing of the former: it has its assets
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith(`${PREFIX}shell `) && name !== SHELL) await caches.delete(name);
  }
  await prune();
  await self.clients.claim();
}

// --- Answers

async function page(event) {
  const url = bare(event.request.url);
  let keeping;
  const coming = fetch(event.request).then((answer) => {
    if (isGood(answer) && isHtml(answer)) keeping = visit(url, answer.clone());
    else if (answer.status === 404 || answer.status === 410) keeping = caches.open(VISITED).then((cache) => cache.delete(url));
    return answer;
  });
  event.waitUntil(coming.then(() => keeping).catch(() => { /* without network, or without room */ }));
  const kept = await found(url);
  if (!kept) return coming.catch(() => instead(event.request.url.split("#")[0]));
  const answer = await Promise.race([coming.catch(() => null), after(PATIENCE)]);
  return answer && answer.status < 500 ? answer : kept;
}

// The page /offline/ in the place of one that is not kept, in its language or else in one that was visited; its links start
// from its own address.
async function instead(url) {
  const shell = (await allowed()) ? await (await caches.open(SHELL)).keys() : [];
  const pages = shell.map((key) => key.url).filter((one) => one.endsWith("/offline/"));
  const address = pages.find((one) => languageOf(one) === languageOf(url)) ?? pages[0];
  const offered = address && (await found(address));
  if (!offered) throw new Error("nothing is kept");
  const html = (await offered.text())
    .replaceAll('href="#', () => `href="${url}#`)
    .replace("<head>", () => `<head><base href="${address}">`)
    .replace(" data-not-kept hidden", " data-not-kept");
  return new Response(html, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

async function asset(event) {
  const url = bare(event.request.url);
  const kept = await found(url);
  if (kept) return kept;
  const answer = await fetch(event.request);
  if (isGood(answer) && !isHtml(answer) && (await allowed())) event.waitUntil(put(ASSETS, url, answer.clone()).catch(() => { /* without room */ }));
  return answer;
}

async function other(event) {
  const url = bare(event.request.url);
  const coming = fetch(event.request);
  const answer = await coming.catch(() => null);
  if (answer && answer.status < 500) {
    const light = Number(answer.headers.get("Content-Length") ?? 0) <= LARGEST;
    if (isGood(answer) && light && (await allowed())) event.waitUntil(put(OTHERS, url, answer.clone(), FILES).catch(() => { /* without room */ }));
    return answer;
  }
  return (await found(url)) ?? coming;
}

// Who answers a request; nobody for what is left to the network: other hosts, parts of files, downloads, what is sent.
function answerer(request) {
  const url = bare(request.url);
  if (request.method !== "GET" || !url.startsWith(ROOT) || request.headers.has("Range")) return null;
  if (request.mode === "navigate") return isPage(url) ? page : null;
  if (request.cache === "no-store") return null; // whoever keeps a whole language wants what is published
  if (/^assets\/[^/]+\.[0-9a-f]{8}\.\w+$/.test(url.slice(ROOT.length))) return asset;
  return WANTED.test(url) && !url.endsWith("/service-worker.js") ? other : null;
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
// Once everything has been removed and the reader begins again: a worker whose pages are still open is not installed anew.
self.addEventListener("message", (event) => {
  const tell = (done) => () => event.ports[0].postMessage(done);
  event.waitUntil(install().then(tell(true), tell(false)));
});
self.addEventListener("fetch", (event) => {
  const answers = answerer(event.request);
  if (answers) event.respondWith(answers(event).catch(() => fetch(event.request)));
});
