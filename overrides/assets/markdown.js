/* Markdown as the page shows it, for the form's preview: fetched with markdown-it at the first preview.
   It does what hooks/roadmap/reading/markdown/rewriting.py and markdown_text.py do, and must give the same HTML for the cases of
   tests/markdown.yml: a list right below a line, a word processor's bullets, rows separated by tabs, shifted text. */
globalThis.roadmapMarkdown = (() => {
  const SPACES = "[ \\t\\u00a0\\u2007\\u202f]";
  const BULLET = new RegExp(`^([-*+])(?:${SPACES}+|$)`);
  const WORD_BULLET = new RegExp(`^(?:([•◦▪‣●○■□▫⁃∙·►➢\\uf0b7\\uf0a7\\uf0d8\\uf0fc])${SPACES}*|([o§])(?:\\t|[ \\u00a0]{2,})[ \\t\\u00a0]*)`);
  const DASH = new RegExp(`^(?:([–—−])${SPACES}+|(-)(?=[\\p{L}\\p{Nl}\\p{No}]))`, "u");
  const NUMBER = new RegExp(`^([0-9]{1,9})(?:[.)](?:${SPACES}+|$)|[．）、])`);
  const LOOSE_NUMBER = new RegExp(`^(?:[(（]([0-9]{1,9})[)）]|([0-9]{1,9})(?:\\.-|[°º][.)]?|[-/]))${SPACES}+`);
  const LETTER = /^[(（]?(?:(?:[a-zA-Z]|[ivxIVX]{1,4})[)）]|[\u0621-\u064a][)）.-](?=[ \t])|[一二三四五六七八九十]{1,3}[)）、])[ \t\u00a0]*(?=\S)/;
  const NOTE = /^\[\^[^\]\s]{1,200}\]:[ \t]*/;
  const HEADING = /^#{1,6}(?=[^#\s])/;
  const APART = /^(?:#{1,6}(?:\s|$)|\||(?:[-*_][ \t]*){3,}$|=+$)/;
  const RULE = /^(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/;
  const DELIMITERS = /^\|?[ \t]*:?[-–—]+:?[ \t]*(?:\|[ \t]*:?[-–—]+:?[ \t]*)*\|?[ \t]*$/;
  const BAR = /(?<!\\)\|/;
  const ENDED = /(?:[.;!?…。；！？؟؛»”)]|\[\^\d{1,3}\])$/;
  const AFTER_SIGN = /^(?:#{1,6}|:)[ \t]+/;
  const KINDS = "-*+1–—−‐";
  const JOINED = /[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufdff\ufe70-\ufeff\uff00-\uffef\ud800-\udfff]/;
  const WIDE = /[\u2e80-\u2fdf\u3001-\u30ff\u3100-\u312f\u31a0-\u9fff\uf900-\ufaff\uff01-\uff60\u{20000}-\u{3ffff}]/u; // characters.py
  const CITATION = /\[\^([1-9]\d{0,2})\]/y;
  const NOTED = /\[\^[^\]\[\n]{0,200}\]/; // a citation, or what means to be one
  const HEADING_ID = /^\{:?\s*#([^}\s]*)\s*\}$/;

  const digits = (/** @type {string} */ text) => text.replace(/[٠-٩۰-۹０-９]/g, (sign) => {
    const code = sign.charCodeAt(0);
    return String(code >= 0xff10 ? code - 0xff10 : code >= 0x6f0 ? code - 0x6f0 : code - 0x660);
  });

  // Tables

  /** @param {string} row */
  function cells(row) {
    const text = row.trim();
    const bars = text.split(/(?<!\\)\|/).length - 1;
    return bars + 1 - (text.startsWith("|") ? 1 : 0) - (bars > 1 && /(?<!\\)\|$/.test(text) ? 1 : 0);
  }

  const isItem = (/** @type {string} */ text) => sign(text.trimStart())?.sure === true;
  const delimiters = (/** @type {string} */ header, indent = "") => `${indent}|${" --- |".repeat(cells(header))}`;
  const byBars = (/** @type {string} */ text) => `| ${text.split("\t").map((cell) => cell.trim().replace(/(?<!\\)\|/g, "\\|")).join(" | ")} |`;

  /** @param {string[]} lines @param {number} at @returns {[boolean, number]} */
  function tabbed(lines, at) {
    /** @type {string[][]} */
    const rows = [];
    while (at + rows.length < lines.length) {
      const text = lines[at + rows.length];
      const row = text.split("\t").map((cell) => cell.trim());
      if (row.length < 2 || !row.some(Boolean) || (rows.length && row.length !== rows[0].length) || isItem(text)) break;
      rows.push(row);
    }
    const whole = rows.length > 1 && rows[0].every((_cell, column) => rows.some((row) => row[column]));
    return [whole, at + rows.length];
  }

  /** @param {string[]} lines @param {number} at */
  function barred(lines, at) {
    if (at + 1 >= lines.length || !BAR.test(lines[at]) || DELIMITERS.test(lines[at].trim())) return 0;
    const second = lines[at + 1].trim();
    const rows = lines[at].trim().startsWith("|") && second.startsWith("|") && cells(second) > 1;
    if (!rows && !(BAR.test(second) && DELIMITERS.test(second))) return 0;
    let end = at + 2;
    while (end < lines.length && BAR.test(lines[end])) end += 1;
    return end;
  }

  /** @param {string[]} lines */
  function tables(lines) {
    const found = [];
    let at = 0;
    let looked = 0;
    while (at < lines.length) {
      const [whole, tabs] = at >= looked ? tabbed(lines, at) : [false, looked];
      looked = Math.max(looked, tabs);
      if (whole) {
        const rows = lines.slice(at, tabs).map(byBars);
        found.push("", rows[0], delimiters(rows[0]), ...rows.slice(1), "");
        at = tabs;
        continue;
      }
      const end = barred(lines, at);
      if (end) {
        const given = DELIMITERS.test(lines[at + 1].trim()) ? 1 : 0;
        found.push(lines[at], delimiters(lines[at], " ".repeat(columns(lines[at]))), ...lines.slice(at + 1 + given, end), "");
        at = end;
        continue;
      }
      found.push(lines[at]);
      at += 1;
    }
    return found;
  }

  // Lists, quotations, paragraphs

  /** @param {string} text */
  function columns(text) {
    let count = 0;
    for (const character of text) {
      if (character === "\t") count += 4 - (count % 4);
      else if (/\s/.test(character)) count += 1;
      else return count;
    }
    return count;
  }

  /** @param {string} text @returns {Sign | null} */
  function sign(text) {
    if (RULE.test(text)) return null;
    let match = text.match(BULLET);
    if (match) return { kind: match[1], length: match[0].length, sure: true };
    match = text.match(WORD_BULLET);
    if (match) return { kind: match[1] ?? match[2], length: match[0].length, sure: true };
    match = text.match(DASH);
    if (match) return { kind: match[1] ?? "‐", length: match[0].length, sure: false };
    const plain = digits(text.slice(0, 12));
    match = plain.match(NUMBER);
    if (match) return { kind: "1", length: match[0].length, sure: true, number: Number(match[1]) };
    match = plain.match(LOOSE_NUMBER);
    if (match) return { kind: "1", length: match[0].length, sure: false, number: Number(match[1] ?? match[2]) };
    return null;
  }

  /** @param {string} words */
  function spaced(words) {
    const at = words.match(AFTER_SIGN)?.[0].length ?? 0;
    return words.slice(0, at) + words.slice(at).replace(/[ \u00a0\u202f]+(?=\[\^\d)/g, "\u00a0");
  }

  /** @param {string[]} lines @returns {string[]} */
  function blocks(lines) {
    /** @type {string[]} */
    const made = [];
    /** @type {OpenItem[]} */
    let open = [];
    /** @type {string[]} */
    let wordBullets = [];
    let blank = true;
    let above = "";
    const last = () => open[open.length - 1];

    /** @param {string} text */
    function put(text) {
      made.push(text);
      blank = !text;
      above = text.trim();
    }

    /** @param {number} indent */
    function container(indent) {
      if (blank) {
        while (open.length && indent < last().indent + 2) open.pop();
        if (!open.length) wordBullets = [];
      }
      return open.length ? last().content : 0;
    }

    /** @param {number} at @param {number} indent @param {Sign} found */
    function accepted(at, indent, found) {
      const below = open.length > 0 && indent >= last().indent + 2;
      if (found.sure && (found.kind !== "1" || found.number === 1 || blank || below)) return true;
      if (open.some((item) => item.sign === found.kind) || (!blank && /[:：]$/.test(above))) return true;
      const following = lines.slice(at + 1, at + 3).map((line) => line.trimStart());
      while (following.length && !following[0]) following.shift();
      const after = following.length ? sign(following[0]) : null;
      return after !== null && after.kind === found.kind && (found.kind !== "1" || after.number === (found.number ?? 0) + 1);
    }

    /** @param {string} kind */
    function level(kind) {
      if ("o§".includes(kind) && open.length && !wordBullets.length) wordBullets.push(open[0].sign);
      if (!wordBullets.includes(kind)) wordBullets.push(kind);
      return wordBullets.indexOf(kind);
    }

    /** @param {number} indent @param {Sign} found @param {string} words */
    function item(indent, found, words) {
      let column = indent + (KINDS.includes(found.kind) ? 0 : 4 * level(found.kind));
      while (open.length && column < last().indent) open.pop();
      const before = open.length && column <= last().indent + 1 ? open.pop() : null;
      const margin = open.length ? last().content : 0;
      const written = found.kind === "1" ? `${found.number}. ` : `${"-*+".includes(found.kind) ? found.kind : "-"} `;
      if (found.kind === "1" && found.number !== 1 && !blank && before?.sign !== "1") put("");
      column = before ? before.indent : column;
      open.push({ indent: column, content: margin + written.length, sign: found.kind });
      put(" ".repeat(margin) + written + spaced(words));
    }

    /** @param {number} at @param {string} text */
    function line(at, text) {
      const indent = columns(lines[at]);
      const found = sign(text);
      if (found && accepted(at, indent, found)) {
        const words = text.slice(found.length).trim();
        if (words) item(indent, found, words);
        else put("-*+1".includes(found.kind) ? " ".repeat(container(indent)) + text : "");
        return;
      }
      if (NOTE.test(text)) {
        open = [{ indent: 0, content: 4, sign: "[^" }];
        put(spaced(text));
        return;
      }
      const words = text.replace(HEADING, "$& ");
      if (open.length && indent < 2 && !blank && (words.startsWith("|") || ENDED.test(above))) put("");
      if (indent < 2 && APART.test(words)) open = [];
      const margin = container(indent);
      if (LETTER.test(words) && !blank && made.length) made[made.length - 1] += "  ";
      put(" ".repeat(margin) + spaced(words) + (lines[at].endsWith("  ") ? "  " : ""));
    }

    let at = 0;
    while (at < lines.length) {
      const text = lines[at].trim();
      if (!text) put("");
      else if (text.startsWith(">")) {
        const indent = " ".repeat(container(columns(lines[at])));
        const inner = [];
        while (at < lines.length && lines[at].trimStart().startsWith(">")) {
          inner.push(lines[at].trimStart().replace(/^>[ \t]?/, ""));
          at += 1;
        }
        for (const quoted of blocks(tables(inner))) put(quoted ? `${indent}> ${quoted}` : `${indent}>`);
        continue;
      } else line(at, text);
      at += 1;
    }
    return made;
  }

  const rewrite = (/** @type {string} */ text) => blocks(tables(text.split("\n"))).join("\n");

  // The parser

  /** @param {MarkdownState} state @param {boolean} silent */
  function citation(state, silent) {
    CITATION.lastIndex = state.pos;
    const match = CITATION.exec(state.src);
    if (!match) return false;
    if (!silent) state.push("citation", "", 0).content = match[1];
    state.pos += match[0].length;
    return true;
  }

  /** @param {MarkdownState} state @param {boolean} silent */
  function emphasis(state, silent) {
    const start = state.pos;
    const marker = state.src[start];
    if (silent || (marker !== "_" && marker !== "*")) return false;
    const scanned = state.scanDelims(start, marker === "*");
    let { can_open: opens, can_close: closes } = scanned;
    if (marker === "*") {
      const before = start ? state.src[start - 1] : " ";
      const after = start + scanned.length < state.posMax ? state.src[start + scanned.length] : " ";
      const double = scanned.length > 1;
      opens ||= !/\s/.test(after) && (double || JOINED.test(before));
      closes ||= !/\s/.test(before) && (double || JOINED.test(after));
    }
    for (let count = 0; count < scanned.length; count += 1) {
      state.push("text", "", 0).content = marker;
      state.delimiters.push({ marker: marker.charCodeAt(0), length: scanned.length, token: state.tokens.length - 1, end: -1, open: opens, close: closes });
    }
    state.pos += scanned.length;
    return true;
  }

  /** @param {MarkdownState} state */
  function headingIds(state) {
    state.tokens.forEach((heading, index) => {
      if (heading.type !== "heading_open") return;
      const words = state.tokens[index + 1].children;
      const end = words[words.length - 1];
      const start = end?.type === "text" ? end.content.lastIndexOf("{") : -1;
      const match = start < 0 ? null : end.content.slice(start).replace(/[# ]+$/, "").match(HEADING_ID);
      if (!match) return;
      heading.attrSet("id", match[1]);
      end.content = end.content.slice(0, start).replace(/[# ]+$/, "");
    });
  }

  const { escapeHtml } = markdownit().utils;
  const md = markdownit("commonmark").enable("table");
  md.disable(["code", "fence", "html_block", "html_inline", "image"]);
  md.core.ruler.disable("text_join"); // what is escaped stays apart from what is left as it is typed
  md.inline.ruler.at("emphasis", emphasis);
  md.inline.ruler.before("link", "citation", citation);
  md.core.ruler.after("inline", "heading_ids", headingIds);
  md.normalizeLink = md.normalizeLinkText = (url) => url;
  md.validateLink = (url) => /^(?:https?:\/\/|mailto:|\/(?![/\\])|#)/i.test(url);
  /** @type {MarkdownIt["renderer"]["rules"]} */
  const rules = {
    text_special: (tokens, index) => escapeHtml(tokens[index].content),
    table_open: (_tokens, _index, _options, env) =>
      `<div aria-label="${escapeHtml(env.table)}" class="table" role="group" tabindex="0">\n<table>\n`,
    // A line break, which browsers show as a space; nothing beside Chinese characters.
    softbreak: (tokens, index) => {
      const words = (/** @type {typeof tokens} */ part) => [...part.filter(({ type }) => ["text", "text_special", "code_inline"].includes(type)).map(({ content }) => content).join("")];
      const [before, after] = [words(tokens.slice(Math.max(index - 9, 0), index)), words(tokens.slice(index, index + 9))];
      const wide = (/** @type {string} */ sign) => WIDE.test(sign ?? "");
      const whole = [...before, ...after].filter((sign) => /\S/.test(sign));
      const beside = Number(wide(before[before.length - 1])) + Number(wide(after[0]));
      return beside < (2 * whole.filter(wide).length > whole.length ? 1 : 2) ? "\n" : "";
    },
    table_close: () => "</table>\n</div>\n",
    th_open: () => '<th scope="col">',
    td_open: () => "<td>",
    citation: (tokens, index, _options, env) => {
      const rank = tokens[index].content;
      return `<sup><a aria-label="${escapeHtml(env.label(rank))}" class="footnote-ref" href="#source-${rank}">${rank}</a></sup>`;
    },
  };
  Object.assign(md.renderer.rules, rules);

  /** The HTML of a text; `label` names the source of each rank, `table` a table. No markup that is typed is in it.
      @type {Reading["render"]} */
  const render = (text, label, table) => md.render(rewrite(text), { label, table }).replace(/\n$/, "");

  /** The paragraphs, items and tables that state something without a source.
      @param {string} text */
  function unsourced(text) {
    /** @type {Statement[]} */
    const found = [];
    let lists = 0;
    let first = false;
    /** @type {MarkdownToken[] | null} */
    let table = null;
    const add = (/** @type {string} */ content, /** @type {boolean} */ item, /** @type {MarkdownToken[]} */ children) => found.push({
      content,
      item,
      lists,
      cites: children.some((child) => child.type === "citation" || (child.type === "text" && NOTED.test(child.content))),
      says: /[\p{L}\p{N}]/u.test(content.replace(new RegExp(NOTED, "g"), "")),
    });
    const tokens = md.parse(rewrite(text), {});
    tokens.forEach((token, index) => {
      if (/^(bullet|ordered)_list_/.test(token.type)) lists += token.nesting;
      else if (token.type === "list_item_open") first = true;
      else if (token.type === "table_open") table = [];
      else if (table && token.type === "table_close") {
        add(table.map((cell) => cell.content).join("\n"), false, table.flatMap((cell) => cell.children));
        table = null;
      } else if (token.type === "inline") {
        if (table) table.push(token);
        else if (tokens[index - 1].type !== "heading_open") add(token.content, first && lists > 0, token.children);
        first = false;
      }
    });
    return found.filter((one, index) => {
      const after = found[index + 1];
      const leads = after?.item && after.lists > (one.item ? one.lists : 0) && /[:：]$/.test(one.content.trimEnd().replace(/[*_]+$/, ""));
      return one.says && !one.cites && !leads;
    }).map((one) => one.content);
  }

  const uncited = (/** @type {string} */ text) => unsourced(text).length > 0;

  return { render, rewrite, uncited, unsourced };
})();
