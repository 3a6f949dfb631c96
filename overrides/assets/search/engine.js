/* Asks Pagefind's index of one language for each word of a query, and joins what it finds: Pagefind alone takes a word
   that it does not know for its beginning, or leaves it out. */
globalThis.roadmapSearch = /** @type {SearchParts} */ ({}); // the following files add to it

(() => {
  const search = globalThis.roadmapSearch;
  /** How much a kind of page counts: what the roadmap consists of before pages about the site. */
  const WEIGHTS = {
    activity: 1.5, output: 1.41, goal: 1.41, sdg: 1.3, "case-study": 1.15, party: 1.15,
    outputs: 1.1, activities: 1.1, goals: 1.1, sdgs: 1.1, "case-studies": 1.1, parties: 1.1, contribute: 1.1,
    "national-roadmap": 1, "national-roadmaps": 0.8, glossary: 0.8, data: 0.8, offline: 0.8, translations: 0.8,
  };
  const OTHER = 0.5;
  const LOOKED_AT = 24; // pages whose texts are looked through for a phrase, at most
  const COMMON = 0.25; // of the pages: such a word is not required beside rarer ones

  /** @param {SearchResult} result */
  const kind = (result) => result.id.split("_")[1] ?? "";
  /** @param {SearchResult} result */
  const weight = (result) => result.score * (/** @type {Record<string, number>} */ (WEIGHTS)[kind(result)] ?? OTHER);

  /** How much of a word's beginning another one must have, to be a form of it.
      @param {string} word */
  const needed = (word) => word.length < 4 ? word.length : word.length < 6 ? word.length - 1 : Math.ceil(0.65 * word.length);
  /** @param {string} word @param {string} other */
  function akin(word, other) {
    const [one, two] = [search.bare(word), search.bare(other)];
    let same = 0;
    while (same < one.length && one[same] === two[same]) same++;
    return same >= needed(one) || (same === two.length && same > 1 && one.length - same < 3); // « ups » for « up »
  }

  /** Whether a page has the words for which it was found.
      @param {SearchTerm} term @param {SearchResult} result @param {SearchLanguage} language */
  async function has(term, result, { rules }) {
    if (term.kind === "phrase" || term.kind === "code") return true;
    const { content, raw_content, meta } = await result.data();
    const hidden = `${meta.names ?? ""} ${meta.words ?? ""}`;
    if (term.kind === "characters") {
      const text = search.plain([content, meta.title, meta.label].join(" ")).replace(/\u200b/g, "");
      return text.includes(search.plain(term.typed)) || hidden.includes(term.folded);
    }
    const pieces = raw_content.split(raw_content.includes("\u200b") ? "\u200b" : /\s+/);
    const shown = [...result.words.map((at) => pieces[at] ?? ""), meta.title, meta.label ?? ""].join(" ").replace(/[\u4e00-\u9fff]+/g, " ");
    const there = [...search.words(shown, rules), ...search.plain(hidden).split(/[\s|-]+/)];
    there.push(...shown.split(/\s/).map((piece) => search.words(piece, rules).join(""))); // co-production
    return term.folded.split(" ").every((word) => there.some((other) => akin(word, other)));
  }

  /** @param {Pagefind} pagefind @param {SearchLanguage} language @param {object} options @param {boolean} alone */
  const asker = (pagefind, language, options, alone) => /** @param {SearchTerm} term @returns {Promise<SearchAnswer>} */ async (term) => {
    const quoted = term.kind === "phrase" && term.folded.includes(" ");
    const { results } = await pagefind.search(quoted ? `"${term.folded}"` : term.folded, options);
    if (alone) [...results].sort((one, other) => weight(other) - weight(one)).slice(0, 8).forEach((result) => result.data()); // the first ones, side by side
    return { term, results, known: results.length > 0 && await has(term, results[0], language) };
  };

  /** What is found for a word, or for the words that it consists of.
      @param {SearchTerm} term @param {(term: SearchTerm) => Promise<SearchAnswer>} ask @param {SearchLanguage} language @returns {Promise<SearchAnswer[]>} */
  async function asked(term, ask, language) {
    const whole = await ask(term);
    if (term.kind === "phrase" && !whole.known && term.parts) {
      // The index lacks some pairs of characters (searched_pages.py): the texts of the pages have them.
      const loose = /** @type {SearchTerm} */ ({ ...term, kind: "characters", folded: term.parts.map(({ folded }) => folded).join(" ") });
      const some = (await ask(loose)).results.slice(0, LOOKED_AT);
      const there = await Promise.all(some.map((result) => has(loose, result, language)));
      const results = some.filter((_result, at) => there[at]);
      return [{ term, results, known: results.length > 0 }];
    }
    const long = term.kind === "characters" && term.typed.length > 4; // several words, most likely
    if (!term.parts || (whole.known && !long)) return [whole];
    const parts = await Promise.all(term.parts.map(ask));
    if (whole.known) return parts.every((part) => part.known) ? parts : [whole];
    // A character alone is in many words: not a part of a short unknown one.
    const doubtful = term.kind === "characters" && term.typed.length < 5 && term.parts.some(({ typed }) => typed.length < 2);
    return !doubtful && parts.some((part) => part.known) ? parts : [whole];
  }

  /** A word that is not in the index, as it may have been meant: without a particle, in other characters, corrected.
      @param {SearchAnswer} answer @param {(term: SearchTerm) => Promise<SearchAnswer>} ask @param {SearchLanguage} language @param {() => Promise<SearchList>} list */
  async function meant(answer, ask, language, list) {
    const { term } = answer;
    if (term.kind === "word" && language.particles && language.particles.includes(term.folded[0]) && term.folded.length > 3) {
      const without = await ask({ ...term, folded: term.folded.slice(1) });
      if (without.known) return without;
    }
    if (term.kind !== "word" && term.kind !== "characters") return answer;
    const { words, variants } = await list();
    const typed = term.kind === "word" ? search.nearest(term.typed, words) : term.typed.replace(/./gu, (sign) => variants[sign] ?? sign);
    if (!typed || typed === term.typed) return answer;
    const [first, ...others] = search.read(typed, language);
    if (!first || others.length) return answer;
    const corrected = await ask(first);
    return corrected.known ? { ...corrected, instead: term.typed, term: first } : answer;
  }

  /** @param {Pagefind} pagefind @param {string} query @param {SearchLanguage} language @param {{ list: () => Promise<SearchList>, options?: object, correct?: boolean }} how
      @returns {Promise<SearchFound>} */
  async function find(pagefind, query, language, { list, options = {}, correct = true }) {
    const terms = search.read(query, language);
    const ask = asker(pagefind, language, options, terms.length === 1);
    const long = terms.filter(({ kind: of, typed }) => of !== "word" || typed.length > 2);
    const first = (await Promise.all((long.length ? long : terms).slice(0, 12).map((term) => asked(term, ask, language)))).flat();
    const answers = correct ? await Promise.all(first.map((answer) => answer.known ? answer : meant(answer, ask, language, list))) : first;
    const known = answers.filter((answer) => answer.known);
    const unknown = answers.filter((answer) => !answer.known).map(({ term }) => term.typed);
    const corrected = known.filter((answer) => answer.instead);
    const sets = known.map(({ results }) => results);
    const fewest = Math.min(...sets.map((results) => results.length));
    const required = sets.filter((results) => results.length <= Math.max(COMMON * language.pages, 4 * fewest) || results.length === fewest);
    /** @type {Map<string, { result: SearchResult, score: number, count: number }>} */
    const found = new Map();
    for (const results of sets) {
      for (const result of results) {
        const before = found.get(result.id);
        const counts = required.includes(results) ? 1 : 0;
        const joined = before ? { ...result, words: [...before.result.words, ...result.words] } : result;
        found.set(result.id, { result: joined, score: (before?.score ?? 0) + weight(result), count: (before?.count ?? 0) + counts });
      }
    }
    const every = [...found.values()].sort((one, other) => other.score - one.score);
    const whole = every.filter(({ count }) => count === required.length);
    const partly = !whole.length && every.length > 0;
    // A page with all words of a long question has them by chance: most of them are enough.
    const enough = required.length < 4 && !partly ? required.length : Math.ceil(required.length / 2);
    const shown = every.filter(({ count }) => count >= enough).sort((one, other) => other.score * other.count - one.score * one.count);
    return { results: shown.map(({ result }) => result), unknown, corrected, terms: known.map(({ term }) => term), partly };
  }

  Object.assign(search, { find, kind });
})();
