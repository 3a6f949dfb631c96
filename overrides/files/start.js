/* The search of a copy on disk: looks for words in what search-index.js holds, which is loaded as a script because a page
   from disk may fetch nothing. Nothing that is found becomes mark-up but the words that were sought. */
(() => {
  const form = document.querySelector("form.search");
  const field = document.getElementById("q");
  const found = document.querySelector(".found");
  const list = document.querySelector(".found-pages");
  const more = document.querySelector(".more");
  const texts = JSON.parse(document.getElementById("start-messages").textContent);
  const language = document.documentElement.lang;
  const PAGE = 10;
  const AROUND = 90; // characters on each side of the first word found
  const WITHIN = /[\p{sc=Han}\p{sc=Arab}\p{sc=Thai}\p{sc=Hira}\p{sc=Kana}]/u; // words run together, or start with a particle
  const pages = globalThis.OPEN_ROADMAP;
  if (!Array.isArray(pages)) { // the index is missing or cut off: the list below is whole
    form.hidden = true;
    return;
  }
  let folded = null;

  const say = (key, values = {}) => texts[key].replace(/%\((\w+)\)s/g, (_whole, name) => values[name] ?? "");
  // Letters as they are sought: without case, accents, vowel marks and the stroke that lengthens; and Arabic letters that
  // writers take for one another as one.
  const fold = (text) => text.normalize("NFKD").replace(/[\p{M}\u0640]/gu, "").toLowerCase().replace(/[’ʼ]/g, "'").replaceAll("\u0649", "\u064a").replaceAll("\u0629", "\u0647");
  const ARTICLE = /^\u0627\u0644(?=\p{L}{3})/u; // Arabic's, which joins its word

  // Where a word stands, or -1; elsewhere than in scripts without spaces, at the beginning of a word.
  function place(text, word) {
    let at = text.indexOf(word);
    if (WITHIN.test(word)) return at;
    while (at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1])) at = text.indexOf(word, at + 1);
    return at;
  }

  function search(query) {
    folded ??= pages.map(([, label, title, text]) => ({ title: fold(`${label} ${title}`), text: fold(text) }));
    const words = [...new Set(fold(query).split(/\s+/).filter(Boolean).map((word) => word.replace(ARTICLE, "")))];
    const results = [];
    folded.forEach(({ title, text }, at) => {
      let points = 0;
      for (const word of words) {
        const inTitle = place(title, word) >= 0;
        if (!inTitle && place(text, word) < 0) return;
        points += inTitle ? 2 : 1;
      }
      results.push({ at, points });
    });
    results.sort((one, other) => other.points - one.points || one.at - other.at);
    return { words, results };
  }

  // The words around what was sought, marked. Letters are folded one by one, so that each knows where it came from.
  function excerpt(text, words, into) {
    const letters = [...text];
    let all = "";
    const from = [];
    letters.forEach((letter, at) => {
      for (const one of fold(letter)) {
        all += one;
        for (let unit = 0; unit < one.length; unit += 1) from.push(at);
      }
    });
    const first = Math.min(...words.map((word) => place(all, word)).filter((at) => at >= 0), all.length);
    const middle = first < all.length ? from[first] : 0;
    const [start, end] = [Math.max(0, middle - AROUND), Math.min(letters.length, middle + AROUND)];
    const marked = new Set();
    for (const word of words) {
      for (let at = all.indexOf(word); at >= 0; at = all.indexOf(word, at + 1)) {
        if (place(all.slice(Math.max(0, at - 1)), word) > 1) continue; // within another word
        for (let unit = at; unit < at + word.length; unit += 1) marked.add(from[unit]);
      }
    }
    if (start) into.append("…");
    for (let at = start; at < end;) {
      let to = at;
      while (to < end && marked.has(to) === marked.has(at)) to += 1;
      const piece = letters.slice(at, to).join("");
      if (marked.has(at)) {
        const mark = document.createElement("mark");
        mark.textContent = piece;
        into.append(mark);
      } else into.append(piece);
      at = to;
    }
    if (end < letters.length) into.append("…");
  }

  function item([file, label, title, text, itsLanguage, direction], words) {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = file;
    if (label) {
      const above = document.createElement("b");
      above.textContent = label;
      link.append(above, " ");
    }
    const name = document.createElement("span");
    name.textContent = title;
    link.append(name);
    const around = document.createElement("p");
    excerpt(text, words, around);
    line.append(link, around);
    if (itsLanguage) for (const part of [name, around]) Object.assign(part, { lang: itsLanguage, dir: direction });
    return line;
  }

  function show() {
    const query = field.value.slice(0, field.maxLength).trim();
    list.replaceChildren();
    more.hidden = true;
    found.textContent = "";
    if (!query) return;
    const { words, results } = search(query);
    if (!words.length) return;
    found.textContent = results.length ? say("found", { count: results.length.toLocaleString(language) }) : say("nothing", { query });
    const further = () => {
      const from = list.children.length;
      list.append(...results.slice(from, from + PAGE).map(({ at }) => item(pages[at], words)));
      more.hidden = list.children.length >= results.length;
      return list.children[from];
    };
    further();
    more.onclick = () => further().querySelector("a").focus();
  }

  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 200);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    show();
  });
  more.textContent = texts.more;
  if (location.hash === "#search") field.focus();
})();
