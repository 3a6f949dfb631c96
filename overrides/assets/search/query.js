/* What a query means: its words, folded by the rules of hooks/roadmap/model/folding.py, which the index was written with. */
(() => {
  const LETTERS = "abcdefghijklmnopqrstuvwxyz01";
  const CHARACTERS = /[\u4e00-\u9fff]+/g;
  const QUOTED = /["“”„‟«»「」『』]([^"“”„‟«»「」『』]+)["“”„‟«»「」『』]/g;
  const SEPARATORS = /[^\p{L}\p{M}\p{N}_'’‘ʼ′`´]+/gu;

  /** In every script, digits are in blocks of ten.
      @param {string} digit */
  const value = (digit) => {
    const code = /** @type {number} */ (digit.codePointAt(0));
    let at = 0;
    while (at < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - at - 1))) at++;
    return String(at);
  };
  /** @param {string} text */
  const clean = (text) => text.replace(/\p{Cs}|\p{Cf}/gu, "").replace(/\p{Cc}/gu, " ").replace(/\s+/g, " ").trim();
  /** @param {string} text */
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/٫/g, ".").replace(/(?![0-9])\p{Nd}/gu, value);
  /** @param {string} text */
  const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "");

  /** @param {string} text @param {SearchRules} rules */
  const word = (text, rules) => rules.reduce((so, [pattern, replacement]) => so.replace(pattern, replacement), text);
  /** @param {string} text @param {SearchRules} rules */
  const words = (text, rules) => plain(text).replace(/(\d)[.,](?=\d)/g, "$1x").split(SEPARATORS).map((one) => word(one, rules)).filter(Boolean);

  /** One character or two neighbours, as the index has them.
      @param {string} characters */
  const pair = (characters) => "0" + [...characters].map((character) => {
    const number = character.charCodeAt(0) - 0x4e00;
    return LETTERS[Math.floor(number / 784)] + LETTERS[Math.floor(number / 28) % 28] + LETTERS[number % 28];
  }).join("");
  /** @param {string} run */
  const pairs = (run) => run.length === 1 ? pair(run) : [...run].slice(1).map((_one, at) => pair(run.slice(at, at + 2))).join(" ");

  /** The words of a text without spaces between them.
      @param {string} text @param {string} language */
  function* segments(text, language) {
    if (!("Segmenter" in Intl)) {
      yield* text.match(CHARACTERS) ?? [];
      return;
    }
    for (const { segment } of new Intl.Segmenter(language, { granularity: "word" }).segment(text)) yield* segment.match(CHARACTERS) ?? [];
  }

  /** @param {string} typed @param {string} folded @param {SearchTerm["kind"]} kind @param {SearchTerm[]} [parts] @returns {SearchTerm} */
  const term = (typed, folded, kind, parts = []) => ({ typed, folded, kind, ...(parts.length > 1 ? { parts } : {}) });

  /** @param {string} text @param {SearchLanguage} language @returns {SearchTerm[]} */
  function terms(text, language) {
    if (!language.spaceless) {
      return text.split(" ").flatMap((typed) => {
        const folded = words(typed, language.rules);
        const parts = folded.map((one) => term(one, one, "word"));
        return folded.length ? [term(typed, folded.join(""), "word", parts)] : [];
      });
    }
    const found = (text.match(CHARACTERS) ?? []).map((run) => {
      const parts = [...segments(run, language.code)].map((part) => term(part, pairs(part), "characters"));
      return term(run, pairs(run), "characters", parts);
    });
    return [...found, ...terms(text.replace(CHARACTERS, " "), { ...language, spaceless: false })];
  }

  /** @param {string} text @param {SearchLanguage} language @returns {SearchTerm} */
  function phrase(text, language) {
    const folded = language.spaceless
      ? [...(plain(text).match(/[\u4e00-\u9fff]+|[^\s\u4e00-\u9fff]+/g) ?? [])].map((part) => part > "一" ? pairs(part) : words(part, language.rules).join(" ")).join(" ")
      : words(text, language.rules).join(" ");
    const runs = language.spaceless ? plain(text).match(CHARACTERS) ?? [] : [];
    return term(text, folded, "phrase", runs.flatMap((run) => [...segments(run, language.code)].map((part) => term(part, pairs(part), "characters"))));
  }

  /** Labels with a number become the code that the index has for the page.
      @param {string} text @param {SearchLanguage} language @returns {{ rest: string, codes: SearchTerm[] }} */
  function numbers(text, { labels, spaceless }) {
    /** @type {SearchTerm[]} */
    const codes = [];
    const number = "(\\d{1,3}(?:[.,]\\d{1,3})?)(?![\\d])";
    if (/^\d{1,3}$/.test(text)) return { rest: "", codes: [{ typed: text, folded: `number${text}`, kind: "code" }] };
    let rest = bare(text);
    for (const [name, label] of labels) {
      const pattern = new RegExp(`${spaceless ? "()" : "(^|[^\\p{L}])"}${bare(plain(label)).replace(/[^\p{L}\p{N}]+/gu, "\\W+")}[\\s№#:.-]*(?:n[°º]|no\\.?)?\\s*${number}`, "gu");
      rest = rest.replace(pattern, (whole, before, digits) => {
        codes.push({ typed: whole.trim(), folded: `${name}${digits.replace(/[.,]/, "x")}`, kind: "code" });
        return `${before} `;
      });
    }
    return codes.length ? { rest: rest.trim(), codes } : { rest: text, codes };
  }

  /** @param {string} query @param {SearchLanguage} language @returns {SearchTerm[]} */
  function read(query, language) {
    /** @type {SearchTerm[]} */
    const phrases = [];
    const outside = clean(query).replace(QUOTED, (_whole, inside) => {
      const one = phrase(inside, language);
      if (one.folded) phrases.push(one);
      return " ";
    });
    const { rest, codes } = numbers(plain(clean(outside)), language);
    return [...phrases, ...codes, ...terms(rest, language)];
  }

  /** How many letters must be changed, left out, added or exchanged, at most `most`.
      @param {string} one @param {string} other @param {number} most */
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    /** @type {number[]} */
    let before = [];
    let row = Array.from({ length: other.length + 1 }, (_none, at) => at);
    for (let line = 1; line <= one.length; line++) {
      const next = [line];
      for (let at = 1; at <= other.length; at++) {
        const same = one[line - 1] === other[at - 1] ? 0 : 1;
        next[at] = Math.min(row[at] + 1, next[at - 1] + 1, row[at - 1] + same);
        if (line > 1 && at > 1 && one[line - 1] === other[at - 2] && one[line - 2] === other[at - 1]) next[at] = Math.min(next[at], before[at - 2] + 1);
      }
      if (Math.min(...next) > most) return most + 1;
      before = row;
      row = next;
    }
    return row[other.length];
  }

  /** The word that an unknown one is meant for, of a list whose first ones are the most frequent.
      @param {string} typed @param {string[]} known */
  function nearest(typed, known) {
    const word = bare(typed);
    let most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
    let best = "";
    for (const one of known) {
      const far = most > 0 ? distance(word, bare(one), most) : 1;
      if (far > most || (best && far === most)) continue;
      best = one;
      most = far;
      if (far === 0) break;
    }
    return best;
  }

  Object.assign(globalThis.roadmapSearch, { clean, plain, bare, words, pair, read, nearest });
})();
