/* Citations: what people write for the number of a source, and what becomes of it when sources move or go.
   tests/citations.yml has the cases; what reads the sent file rewrites them in the same way. */
(globalThis.roadmapForm ??= /** @type {any} */ ({})).citations = (() => {
  const NUMBER = "\\p{Nd}{1,3}";
  const WORD = "(?:(?:sources?|src|r[eé]f|notes?|fuentes?|источники?|المصدر|مصدر|来源)[.:]?|n[°ºo]|#|\\^)?\\s*";
  const BETWEEN = "\\s*(?:[,;،؛、，；/&+]|-|[–—−‑~～]|et|and|y|и|و|和|to|à|a|إلى|至)\\s*|\\s+";
  const LIST = `(?:${NUMBER})(?:(?:${BETWEEN})(?:${NUMBER}))*`;
  const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const BRACKETS = new RegExp(`(?<![\\\\!])[[［【〔]\\s*${WORD}(${LIST})\\s*[\\]］】〕](?!\\()`, "giu");
  const ROUND = new RegExp(`(?<=[^\\s(（\\p{Pd}*+•][ \\u00a0\\u202f]?)(?<!^\\s*\\S?[ \\t])[(（]\\s*(${WORD})(${LIST})\\s*[)）](?=([\\s\\S]{0,3}))`, "gimu");
  const RAISED = new RegExp(`(?<![\\p{Nd}${SUPERSCRIPTS}]|(?<!\\p{L})(?:[kcdmhµμ]?m|км|см|мм|дм|м|CO|H))[⁽(]?([${SUPERSCRIPTS}]{1,3}(?:[,;⁻ ]{1,2}[${SUPERSCRIPTS}]{1,3})*)[⁾)]?(?!\\p{L})`, "gu");
  const ENDS = /^(?:$|[ \t]*(?:\n|$)|[([（［]|[.,;:!?…。；，、！？؟؛»”"](?:$|\s|[»”"[(]))/;
  const STOPPED = /[.;!?…。；！？؟؛»”][ \u00a0]?$/;
  const UNREAD = /(?<![\\!])(?:\[\p{Nd}{1,3}(?![^\]\n]*\])|\[\p{Nd}{1,3}(?!\p{Nd})[^\]\s,;]{1,8}\](?!\()|\[0+\]|\[\?\]|\{\p{Nd}{1,3}\}|<\p{Nd}{1,3}>)/gu;
  const MARK = /(?<![\\!])\[([1-9]\d{0,2})\](?!\()/g;
  const MOST = 20; // sources of one range

  /** The ASCII digits of a number in any script: the signs of a script are in a row, from its zero.
      @param {string} text */
  const digits = (text) => text.replace(/\p{Nd}/gu, (sign) => {
    const code = /** @type {number} */ (sign.codePointAt(0));
    if (code < 0x80) return sign;
    let before = 0;
    while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
    return String(before % 10);
  });

  /** The numbers of a list such as `1, 3-5`; empty if it cannot be read.
      @param {string} list @returns {number[]} */
  function numbers(list) {
    /** @type {number[]} */
    const found = [];
    const parts = digits(list).matchAll(/(\d+)(\D*)/g);
    let from = 0;
    for (const [, number, after] of parts) {
      const rank = Number(number);
      if (!rank || (from && (rank <= from || rank - from > MOST))) return [];
      for (let one = from ? from + 1 : rank; one <= rank; one += 1) found.push(one);
      from = /[-–—−‑~～]|^\s*(?:to|à|إلى|至)\s*$/.test(after) ? rank : 0;
    }
    return found;
  }

  const marks = (/** @type {number[]} */ ranks) => ranks.map((rank) => `[${rank}]`).join("");

  /** Rewrite a text's citations as `[1]`; `changes` lists what was rewritten, `unclear` what cannot be read.
      @param {string} text @returns {{ text: string, changes: [string, string][], unclear: string[] }} */
  function read(text) {
    /** @type {[string, string][]} */
    const changes = [];
    /** @param {string} whole @param {string} list */
    const rewrite = (whole, list) => {
      const made = marks(numbers(list));
      if (!made || made === whole) return whole;
      changes.push([whole.trim(), made]);
      return made;
    };
    const written = text
      .replace(BRACKETS, (whole, list) => rewrite(whole, list))
      .replace(RAISED, (whole, list) => rewrite(whole, list.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (/** @type {string} */ sign) => SUPERSCRIPTS.indexOf(sign)).replace(/⁻/g, "-")))
      .replace(ROUND, (whole, word, list, after, at, all) =>
        word.trim() || ENDS.test(after) || STOPPED.test(all.slice(Math.max(0, at - 2), at)) ? rewrite(whole, list) : whole);
    return { text: written, changes, unclear: [...written.matchAll(UNREAD)].map(([mark]) => mark) };
  }

  /** The text after sources moved: `moved` gives the new number of each, null for one that is gone, shown as [?].
      @param {string} text @param {(rank: number) => number | null} moved */
  const renumber = (text, moved) => text.replace(MARK, (_mark, rank) => `[${moved(Number(rank)) ?? "?"}]`);

  /** The numbers that a text cites, in order.
      @param {string} text */
  const cited = (text) => [...text.matchAll(MARK)].map(([, rank]) => Number(rank));

  return { read, renumber, cited, digits, MARK };
})();
