/* The page for searching. Nothing is fetched before the first word; what is found becomes text, and nothing but the words
   that were sought is marked in it. */
(() => {
  const { texts, index, root, language, others, kinds } = JSON.parse(document.getElementById("search-messages").textContent);
  const form = document.querySelector("form.search");
  const field = document.getElementById("q");
  const found = document.querySelector(".found");
  const searching = document.querySelector(".searching");
  const notes = document.querySelector(".search-notes");
  const groups = document.querySelector(".found-kinds");
  const list = document.querySelector(".found-pages");
  const more = document.querySelector(".more");
  const nothing = document.querySelector(".nothing");
  const elsewhere = document.querySelector(".elsewhere");
  const ask = elsewhere.querySelector(".ask");
  const PAGE = 8;
  const MOST = 50; // pages of other languages that are looked at
  const LONGEST = field.maxLength;
  const SHOWN_LATE = 60; // milliseconds after which the page says that it searches
  const PATIENCE = 250; // milliseconds without a key before it searches
  const WORDS = 26; // of an excerpt; three times as many characters where no spaces separate words
  const STYLE = `
.found-kinds > div { display: flex; flex-wrap: wrap; gap: .4rem; margin-block: .4rem 1rem; }
.found-kinds button { min-block-size: 2.75rem; padding: .2rem .8rem; font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--soft); border-radius: 2rem; cursor: pointer; }
.found-kinds button[aria-pressed=true] { color: var(--paper); background: var(--ink); border-color: var(--ink); }
@media (forced-colors: active) { .found-kinds button[aria-pressed=true] { color: HighlightText; background: Highlight; forced-color-adjust: none; } }
`; // no other page has groups
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const search = globalThis.roadmapSearch;
  const { messages, number } = globalThis.roadmap;
  const say = messages(texts);
  /** @param {SearchLanguage} one @returns {SearchLanguage} */
  const compiled = (one) => ({ ...one, rules: one.rules.map(([pattern, replacement]) => [new RegExp(pattern, "gu"), replacement]) });
  const ours = compiled(language);
  const options = { baseUrl: new URL(root, location.href).pathname, noWorker: true, ranking: { metaWeights: { title: 5, names: 5, label: 5, words: 3 } } };
  /** @type {Map<string, Promise<Pagefind>>} */
  const engines = new Map();
  let asked = 0;

  /** The index of a language; that of another one than the page's is joined to it.
      @param {string} code @returns {Promise<Pagefind>} */
  function engine(code) {
    const known = engines.get(code);
    if (known) return known;
    const made = (async () => {
      const [script] = await Promise.all([import(new URL(index, location.href).href), code === ours.code && globalThis.roadmapAhead?.()]);
      const pagefind = script.createInstance({ ...options });
      await pagefind.init();
      if (code !== ours.code) await pagefind.mergeIndex(new URL("pagefind", new URL(root, location.href)).href, { ...options, language: code.toLowerCase(), mergeFilter: { elsewhere: "yes" } });
      return pagefind;
    })();
    engines.set(code, made);
    made.catch(() => engines.delete(code)); // the next query asks again
    return made;
  }

  /** @type {Promise<SearchList> | undefined} */
  let words;
  /** The words that queries are corrected by. @returns {Promise<SearchList>} */
  function listed() {
    words ??= globalThis.roadmap.json(new URL(`words.${ours.code.toLowerCase()}.json`, new URL(index, location.href)).href);
    return words.catch(() => {
      words = undefined;
      return { words: [], variants: {} };
    });
  }

  /** Where the words that were sought are closest together, of the pieces of a text.
      @param {number[]} places @param {number} length @param {number} from */
  function densest(places, length, from) {
    const after = places.filter((at) => at >= from).sort((one, other) => one - other);
    let best = 0;
    let start = from;
    after.forEach((at, first) => {
      const count = after.slice(first).findIndex((other) => other >= at + length);
      const held = count < 0 ? after.length - first : count;
      if (held > best) [best, start] = [held, at];
    });
    return start;
  }

  /** Writes the best passage of a page, with the words marked.
      @param {SearchPage} page @param {SearchResult} result @param {SearchTerm[]} terms @param {HTMLElement} into */
  function excerpt(page, result, terms, into) {
    const joint = page.raw_content.includes("\u200b") ? "" : " ";
    const pieces = page.raw_content.split(joint ? /\s+/ : "\u200b").map((piece) => piece.replaceAll("&lt;", "<").replaceAll("&gt;", ">"));
    const length = joint ? WORDS : 3 * WORDS;
    const title = page.content.replace(/\u200b/g, "").indexOf(page.meta.title);
    const above = title < 0 || title > 120 ? 0 : pieces.findIndex((_piece, at) => pieces.slice(0, at).join(joint).length >= title + page.meta.title.length);
    const from = above > 0 && above < pieces.length - 3 ? above : 0; // the title is shown above
    const sought = densest(result.words, length, from);
    const start = Math.max(from, Math.min(sought - 3, pieces.length - length));
    const marked = new Set(result.words);
    const shown = pieces.slice(start, start + length);
    if (start > from) into.append("… ");
    if (joint) {
      shown.forEach((piece, at) => {
        into.append(at ? " " : "");
        piece.split(/([\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’.,-]*[\p{L}\p{M}\p{N}]|[\p{L}\p{N}])/u).forEach((part, odd) => mark(part, odd % 2 === 1 && marked.has(start + at), into));
      });
    } else {
      const text = shown.join("");
      const known = terms.flatMap(({ typed, kind }) => kind === "code" ? [] : kind === "phrase" ? [typed] : typed.split(" ")).filter(Boolean);
      const any = known.map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
      (any ? text.split(new RegExp(`(${any})`, "iu")) : [text]).forEach((part, odd) => mark(part, odd % 2 === 1, into));
    }
    if (start + length < pieces.length) into.append(" …");
  }

  /** @param {string} text @param {boolean} sought @param {HTMLElement} into */
  function mark(text, sought, into) {
    if (!sought) {
      into.append(text);
      return;
    }
    const marked = document.createElement("mark");
    marked.textContent = text;
    into.append(marked);
  }

  /** @param {SearchResult} result @param {SearchTerm[]} terms */
  async function item(result, terms) {
    const page = await result.data();
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = page.url;
    const label = document.createElement("b");
    label.textContent = page.meta.label ?? (search.kind(result) in kinds ? kinds[search.kind(result)] : "");
    if (label.textContent) link.append(label, " ");
    const title = document.createElement("span");
    title.textContent = page.meta.title;
    link.append(title);
    const passage = document.createElement("p");
    excerpt(page, result, terms, passage);
    line.append(link, passage);
    if (page.meta.language) { // a text in another language than this page
      for (const part of [label, title, passage]) Object.assign(part, { lang: page.meta.language, dir: page.meta.direction });
    }
    return line;
  }

  /** Adds results to a list; returns false when another query has been asked meanwhile.
      @param {SearchResult[]} results @param {SearchTerm[]} terms @param {HTMLElement} into @param {number} from @param {number} turn */
  async function show(results, terms, into, from, turn) {
    const items = results.slice(from, from + PAGE).map((result) => item(result, terms));
    // The first ones appear as they come; further ones together, since the button for more stays until then.
    for (const some of from ? [Promise.all(items)] : items.map(async (one) => [await one])) {
      const lines = await some;
      if (turn !== asked) return false;
      into.append(...lines);
    }
    return true;
  }

  const sought = () => field.value.slice(0, LONGEST).trim();
  /** @param {SearchResult} result */
  const group = (result) => search.kind(result) in kinds ? search.kind(result) : "other";

  /** A button for each kind of page that was found, with the number of pages.
      @param {SearchFound} answer @param {number} turn */
  function offer({ results, terms }, turn) {
    const names = /** @type {[string, string][]} */ ([["", texts.all], ...Object.entries(kinds), ["other", texts.pages]]);
    const buttons = names.map(([kind, name]) => {
      const some = kind ? results.filter((result) => group(result) === kind) : results;
      const button = document.createElement("button");
      button.type = "button";
      button.append(name, " ");
      const count = document.createElement("small");
      count.textContent = number(some.length);
      button.append(count);
      button.setAttribute("aria-pressed", String(!kind));
      button.addEventListener("click", () => {
        for (const other of groups.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
        list.replaceChildren();
        fill(some, terms, turn);
      });
      return { button, count: some.length };
    }).filter(({ count }) => count > 0);
    groups.hidden = buttons.length < 3;
    groups.querySelector("div").replaceChildren(...(buttons.length < 3 ? [] : buttons.map(({ button }) => button)));
  }

  /** Shows the first results of a list, and offers the others.
      @param {SearchResult[]} results @param {SearchTerm[]} terms @param {number} turn */
  async function fill(results, terms, turn) {
    list.setAttribute("aria-busy", "true");
    if (!(await show(results, terms, list, 0, turn))) return;
    list.removeAttribute("aria-busy");
    more.hidden = results.length <= PAGE;
    more.onclick = async () => {
      const at = list.children.length;
      if (!(await show(results, terms, list, at, turn))) return;
      more.hidden = list.children.length >= results.length;
      list.children[at]?.querySelector("a").focus();
    };
  }

  /** What the page says of words that were corrected or left out. @param {SearchFound} answer */
  const remarks = ({ corrected, unknown, results }) => [
    ...corrected.map(({ instead, term }) => say("corrected", { typed: instead, word: term.typed })),
    ...(results.length ? unknown.map((word) => say("without", { word })) : []),
  ];

  function clear() {
    for (const part of [elsewhere, more, nothing, groups, searching]) part.hidden = true;
    notes.replaceChildren();
    list.removeAttribute("aria-busy");
  }

  let late = 0;
  async function run() {
    const query = sought();
    const turn = ++asked;
    const address = new URL(location.href);
    if (query) address.searchParams.set("q", search.clean(query));
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
    clearTimeout(late);
    clear();
    if (!search.read(query, ours).length) {
      found.textContent = query ? texts.signs : "";
      list.replaceChildren();
      nothing.hidden = !query;
      return;
    }
    late = setTimeout(() => { searching.hidden = turn !== asked; }, SHOWN_LATE);
    try {
      const answer = await search.find(await engine(ours.code), query, ours, { list: listed });
      if (turn !== asked) return;
      const { results, terms, partly } = answer;
      found.textContent = say(!results.length ? "nothing" : partly ? "partly" : "found", { query, count: number(results.length) });
      notes.replaceChildren(...remarks(answer).map((sentence) => Object.assign(document.createElement("p"), { textContent: sentence })));
      nothing.hidden = results.length > 0;
      offer(answer, turn);
      list.replaceChildren();
      await fill(results, terms, turn);
      if (turn !== asked) return;
      elsewhere.hidden = !others.length;
      ask.hidden = false;
      elsewhere.querySelector(".found-elsewhere").textContent = "";
      elsewhere.querySelector("ol").replaceChildren();
    } catch {
      if (turn === asked) {
        list.replaceChildren();
        list.removeAttribute("aria-busy");
        found.textContent = say("failed");
        nothing.hidden = false;
      }
    } finally {
      if (turn === asked) {
        clearTimeout(late);
        searching.hidden = true;
      }
    }
  }

  async function searchElsewhere() {
    const turn = asked;
    const status = elsewhere.querySelector(".found-elsewhere");
    try {
      const how = { list: listed, options: { filters: { elsewhere: "yes" } }, correct: false };
      const answers = [];
      for (const one of others.map(compiled)) answers.push(await search.find(await engine(one.code), sought(), one, how));
      const results = answers.flatMap((answer) => answer.results).sort((one, other) => other.score - one.score).slice(0, MOST);
      const pages = await Promise.all(results.map((result) => result.data()));
      // Their index has no filter of its own, which Pagefind writes otherwise each time; the page itself says it.
      const missing = results.filter((_result, at) => pages[at].meta.missing?.split(" ").includes(document.documentElement.lang));
      if (turn !== asked) return;
      ask.hidden = true;
      status.textContent = say("other", { count: number(missing.length) });
      await show(missing, answers.flatMap((answer) => answer.terms), elsewhere.querySelector("ol"), 0, turn);
    } catch {
      if (turn === asked) status.textContent = say("failed");
    }
  }

  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(run, PATIENCE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    run();
  });
  ask.textContent = texts.elsewhere;
  more.textContent = texts.more;
  searching.textContent = texts.searching;
  ask.addEventListener("click", searchElsewhere);
  field.value = (new URLSearchParams(location.search).get("q") ?? "").slice(0, LONGEST);
  if (field.value) run();
})();
