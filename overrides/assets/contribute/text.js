/* Text as people type and paste it: what is repaired, what is invisible, and names of languages and of pages. No function
   here knows the page: each takes a text and returns one. */
(globalThis.roadmapForm ??= /** @type {any} */ ({})).text = (() => {
  const { digits } = roadmapForm.citations;
  const BREAKS = /[\v\f\u0085\u2028\u2029]/g; // a word processor's ways to start a line
  const HIDDEN = /[\p{Cf}\p{Cc}\s]/gu; // in an address
  const NAMES = /** @type {Record<string, string>} */ ({ " ": "space", "\u00a0": "no-break", "\u202f": "no-break", "\u3000": "wide", "\u00ad": "hyphen", "\u200b": "zero", "\u200c": "joiner", "\u200d": "joiner", "\u2060": "joiner", "\u200e": "direction", "\u200f": "direction", "\u061c": "direction", "\ufeff": "order", "\t": "tab", "\n": "line" });
  // ISO 9 without its signs, and the usual spellings of names: for addresses that people read, not for scholars.
  const CYRILLIC = "а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya і i ї yi є ye ґ g ў u ј j љ lj њ nj ћ c ђ dj џ dz ң n ү u ұ u қ q ғ g ө o ә a һ h";
  const ARABIC = "ا a أ a إ i آ a ٱ a ب b ت t ث th ج j ح h خ kh د d ذ dh ر r ز z س s ش sh ص s ض d ط t ظ z ع a غ gh ف f ق q ك k ل l م m ن n ه h و w ي y ى a ة a ئ y ؤ w ء - پ p چ ch ژ zh گ g ک k ی y";
  const GREEK = "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o";
  const LATIN = "ß ss æ ae œ oe ø o đ d ð d þ th ł l ı i ŋ ng ɓ b ɗ d ɛ e ɔ o";
  /** @type {Map<string, string>} */
  const SPELLINGS = new Map();
  const signs = `${CYRILLIC} ${ARABIC} ${GREEK} ${LATIN}`.split(" ");
  for (let at = 0; at < signs.length; at += 2) SPELLINGS.set(signs[at], signs[at + 1].replace("-", ""));

  /** The name of a character, as a key of the messages, or its number.
      @param {string} sign */
  const nameOf = (sign) => NAMES[sign] ?? `U+${/** @type {number} */ (sign.codePointAt(0)).toString(16).toUpperCase().padStart(4, "0")}`;
  /** Full-width letters, digits and signs as the narrow ones that addresses and numbers are written with.
      @param {string} text */
  const narrow = (text) => digits(text).replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/[。．｡]/g, ".");

  /** What no file may contain is removed: it cannot be seen.
      @param {string} text @param {boolean} lines whether it may have several @param {RegExp} invisible */
  const tidy = (text, lines, invisible) => text.replace(BREAKS, lines ? "\n" : " ").replace(/\r\n?/g, "\n").replace(invisible, "");

  /** An address as it was meant, and the names of the characters that were removed from it.
      @param {string} typed @returns {Repair} */
  function address(typed) {
    /** @type {Set<string>} */
    const removed = new Set();
    const narrowed = narrow(typed.trim()).replace(/^[<«"“'(\s]+|[>»"”'\s]*[.,;،]?[>»"”'\s]*$/g, "").replace(/^([^(]*)\)$/, "$1");
    let text = narrowed.replace(/^(?:h?t?tps?|https?)\s*[:;]?\s*[/\\]{1,3}\s*/i, (scheme) => (/s/i.test(scheme) ? "https://" : "http://"));
    const [, scheme = "", host = "", rest = ""] = text.match(/^([a-z][a-z0-9+.-]*:\/\/)?([^/?#]*)([\s\S]*)$/i) ?? [];
    const bare = host.replace(HIDDEN, (sign) => { removed.add(nameOf(sign)); return ""; });
    const path = rest.replace(HIDDEN, (sign) => {
      if (/\p{Zs}/u.test(sign)) return "%20";
      removed.add(nameOf(sign));
      return "";
    });
    text = scheme + bare + path;
    if (!scheme && /^(?:www\.|[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}(?::\d+)?(?:[/?#]|$))/u.test(text) && !bare.includes("@")) text = `https://${text}`;
    return { text, removed: [...removed] };
  }

  /** An email address or the address of a page.
      @param {string} typed @returns {Repair} */
  function contact(typed) {
    const text = narrow(typed).replace(/\s*[([{]\s*(?:at|arobase|a|arroba)\s*[)\]}]\s*/i, "@").replace(/^\s*mailto:/i, "");
    if (!text.includes("@") || /^\s*https?:/i.test(text)) return address(text);
    /** @type {Set<string>} */
    const removed = new Set();
    const plain = text.replace(HIDDEN, (sign) => { removed.add(nameOf(sign)); return ""; }).replace(/^[<«"“'(]+|[>»"”'),.;]+$/g, "");
    return { text: plain, removed: [...removed] };
  }

  /** A year in any script's digits, with words around it.
      @param {string} typed */
  function year(typed) {
    const text = narrow(typed).trim();
    const found = text.match(/(?<!\d)\d{4}(?!\d)/g) ?? [];
    return found.length === 1 && !/^[\d.,+eE-]+$/.test(text) ? found[0] : text;
  }

  /** Links and addresses in brackets as Markdown has them; citations as numbers in brackets.
      @param {string} typed @returns {{ text: string, changes: [string, string][], unclear: string[] }} */
  function prose(typed) {
    /** @type {[string, string][]} */
    const changes = [];
    const text = typed
      .replace(/<(www\.[^<>\s]+)>/gi, (whole, host) => { const made = `[${host}](https://${host})`; changes.push([whole, made]); return made; })
      .replace(/(?<=\]\()\s*(?=www\.[^)\s]+\))/gi, () => { changes.push(["www.", "https://www."]); return "https://"; });
    const read = roadmapForm.citations.read(text);
    return { ...read, changes: [...changes, ...read.changes] };
  }

  // Languages: people choose a name; files have the code.

  const CODES = "aa ab af ak am an ar as ay az ba be bg bi bm bn bo br bs ca ce ch co cs cv cy da de dv dz ee el en es et eu fa ff fi fil fj fo fr fy ga gd gl gn gu ha he hi hr ht hu hy id ig is it iu ja jv ka ki kk kl km kn ko ks ku ky la lb lg ln lo lt lu lv mg mh mi mk ml mn mr ms mt my nb nd ne nl nn no nr nv ny oc om or os pa pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi wo xh yi yo za zh zh-Hant zu".split(" ");
  const fold = (/** @type {string} */ text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[\s_]+/g, " ").trim();
  const titled = (/** @type {string} */ text, /** @type {string} */ locale) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);

  /** The languages that can be chosen, by their names in the page's language, and how to read what is typed.
      @param {string} locale */
  function languages(locale) {
    const namer = (/** @type {string} */ of) => { try { return new Intl.DisplayNames([of], { type: "language", fallback: "none" }); } catch { return null; } };
    const [here, english, french] = [namer(locale), namer("en"), namer("fr")];
    const name = (/** @type {string} */ code) => { try { return here?.of(code); } catch { return undefined; } };
    /** @type {Map<string, string>} */
    const byName = new Map();
    for (const code of [...CODES].reverse()) {
      for (const one of [namer(code)?.of(code), french?.of(code), english?.of(code), name(code)]) if (one) byName.set(fold(one), code);
    }
    const label = (/** @type {string} */ code) => { const found = name(code); return found ? titled(found, locale) : code; }; // a code keeps its small letters
    const listed = CODES.filter((code) => byName.get(fold(name(code) ?? "")) === code || !name(code)) // of two codes with one name, the first
      .map((code) => ({ value: code, label: label(code) })).sort((a, b) => a.label.localeCompare(b.label, locale));
    /** @param {string} typed */
    function code(typed) {
      const text = narrow(typed).trim();
      if (!text) return "";
      const known = byName.get(fold(text));
      if (known) return known;
      try {
        const [found] = Intl.getCanonicalLocales(text.replace(/_/g, "-"));
        return /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/.test(found) && (here?.of(found) ?? english?.of(found)) ? found : typed.trim();
      } catch {
        return typed.trim();
      }
    }
    return { listed, code, name: label };
  }

  // The short name of a case study: the Party's code and the title in Latin letters, or the year where they give none.

  /** @param {string} text */
  const plain = (text) => [...text.normalize("NFKC").toLowerCase().normalize("NFC")].map((sign) => SPELLINGS.get(sign) ?? SPELLINGS.get(sign.normalize("NFD").charAt(0)) ?? sign).join("")
    .normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");

  /** @param {string} party @param {string} title @param {string} year @param {string[]} taken */
  function slug(party, title, year, taken) {
    const code = plain(party);
    if (!code) return "";
    const written = plain(title);
    const letters = [...title].filter((sign) => /\p{L}/u.test(sign)).length;
    const words = written.replace(/-/g, "").length * 2 >= letters ? written : "";
    let short = [code, words || year].filter(Boolean).join("-");
    if (short.length > 56) short = short.slice(0, 57).replace(/-[^-]*$/, "").slice(0, 56).replace(/-+$/, "");
    let free = short.length < 3 ? `${short}-1` : short;
    for (let count = 2; taken.includes(free); count += 1) free = `${short}-${count}`;
    return free;
  }

  return { tidy, address, contact, year, prose, narrow, languages, slug, plain, nameOf };
})();
