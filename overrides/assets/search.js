/* The page for searching: asks Pagefind's index of the page's language and, when the reader wishes, those of the others.
   Nothing is fetched before the first word; nothing that is found becomes mark-up but the words that were sought. */
(() => {
  const { texts, index, root, others } = JSON.parse(document.getElementById("search-messages").textContent);
  const form = document.querySelector("form.search");
  const field = document.getElementById("q");
  const found = document.querySelector(".found");
  const list = document.querySelector(".found-pages");
  const more = document.querySelector(".more");
  const elsewhere = document.querySelector(".elsewhere");
  const ask = elsewhere.querySelector(".ask");
  const PAGE = 8;
  const MOST = 50; // pages of other languages that are looked at
  const LONGEST = field.maxLength;
  /** @type {Pagefind | null} */
  let engine = null;
  /** @type {Pagefind | null} */
  let others_engine = null;
  let asked = 0;

  const { messages, number } = globalThis.roadmap;
  const say = messages(texts);
  const options = { baseUrl: new URL(root, location.href).pathname, excerptLength: 24, noWorker: true, ranking: { metaWeights: { title: 5, also: 4 } } }; // also: other names of a Party
  /** @returns {Promise<{ createInstance: (options: object) => Pagefind }>} */
  const load = () => import(new URL(index, location.href).href);

  async function ours() {
    if (!engine) {
      const pagefind = await load();
      engine = pagefind.createInstance({ ...options });
      await engine.init();
    }
    return engine;
  }

  async function theirs() {
    if (!others_engine) {
      const pagefind = await load();
      others_engine = pagefind.createInstance({ ...options });
      await others_engine.init();
      for (const language of others) await others_engine.mergeIndex(new URL("pagefind", new URL(root, location.href)).href, { ...options, language, mergeFilter: { elsewhere: "yes" } });
    }
    return others_engine;
  }

  /** The words around what was sought: text, and marks.
      @param {string} html @param {HTMLElement} into */
  function excerpt(html, into) {
    for (const node of new DOMParser().parseFromString(html, "text/html").body.childNodes) {
      if (node.nodeName === "MARK") {
        const mark = document.createElement("mark");
        mark.textContent = node.textContent;
        into.append(mark);
      } else into.append(node.textContent ?? "");
    }
  }

  /** Takes away what an excerpt begins with before its text: the number that the search reads, and the link's label.
      @param {HTMLElement} words @param {string} label */
  function shorten(words, label) {
    const whole = words.textContent ?? "";
    let left = /^\d+\. $/.test(whole.slice(0, whole.indexOf(label))) ? whole.indexOf(label) + label.length : 0;
    while (left && words.firstChild) {
      const text = words.firstChild.textContent ?? "";
      if (text.length > left) words.firstChild.textContent = text.slice(left);
      else words.firstChild.remove();
      left = Math.max(left - text.length, 0);
    }
  }

  /** @param {SearchResult} result */
  async function item(result) {
    const page = await result.data();
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = page.url;
    const label = document.createElement("b");
    label.textContent = page.meta.label ?? "";
    if (page.meta.label) link.append(label, " ");
    const title = document.createElement("span");
    title.textContent = page.meta.title;
    link.append(title);
    const words = document.createElement("p");
    excerpt(page.excerpt, words);
    shorten(words, label.textContent);
    line.append(link, words);
    if (page.meta.language) { // a text in another language than this page
      for (const part of [label, title, words]) Object.assign(part, { lang: page.meta.language, dir: page.meta.direction });
    }
    return line;
  }

  /** Adds results to a list; returns false when another query has been asked meanwhile.
      @param {SearchResult[]} results @param {HTMLElement} into @param {number} from @param {number} turn */
  async function show(results, into, from, turn) {
    const items = await Promise.all(results.slice(from, from + PAGE).map(item));
    if (turn !== asked) return false;
    into.append(...items);
    return true;
  }

  const sought = () => field.value.slice(0, LONGEST).trim();

  async function search() {
    const query = sought();
    const turn = ++asked;
    const address = new URL(location.href);
    if (query) address.searchParams.set("q", query);
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
    elsewhere.hidden = true;
    more.hidden = true;
    list.removeAttribute("aria-busy");
    if (!query) {
      found.textContent = "";
      list.replaceChildren();
      return;
    }
    try {
      const { results } = await (await ours()).search(query);
      if (turn !== asked) return;
      found.textContent = results.length ? say("found", { count: number(results.length) }) : say("nothing", { query });
      list.replaceChildren();
      list.setAttribute("aria-busy", "true");
      if (!(await show(results, list, 0, turn))) return;
      list.removeAttribute("aria-busy");
      more.hidden = results.length <= PAGE;
      more.onclick = async () => {
        const at = list.children.length;
        if (!(await show(results, list, at, turn))) return;
        more.hidden = list.children.length >= results.length;
        list.children[at]?.querySelector("a").focus();
      };
      elsewhere.hidden = !others.length;
      ask.hidden = false;
      elsewhere.querySelector(".found-elsewhere").textContent = "";
      elsewhere.querySelector("ol").replaceChildren();
    } catch {
      if (turn === asked) found.textContent = say("failed");
    }
  }

  async function searchElsewhere() {
    const query = sought();
    const turn = asked;
    const told = elsewhere.querySelector(".found-elsewhere");
    try {
      const { results } = await (await theirs()).search(query, { filters: { elsewhere: "yes" } });
      const pages = await Promise.all(results.slice(0, MOST).map((result) => result.data()));
      // Their index has no filter of its own, which Pagefind writes otherwise each time; the page itself says it.
      const missing = results.slice(0, MOST).filter((_result, at) => pages[at].meta.missing?.split(" ").includes(document.documentElement.lang));
      if (turn !== asked) return;
      ask.hidden = true;
      told.textContent = say("other", { count: number(missing.length) });
      await show(missing, elsewhere.querySelector("ol"), 0, turn);
    } catch {
      if (turn === asked) told.textContent = say("failed");
    }
  }

  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 300);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    search();
  });
  ask.textContent = texts.elsewhere;
  more.textContent = texts.more;
  ask.addEventListener("click", searchElsewhere);
  field.value = (new URLSearchParams(location.search).get("q") ?? "").slice(0, LONGEST);
  if (field.value) search();
})();
