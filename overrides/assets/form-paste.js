/* Pasted text as Markdown, for the form's long answers: fetched at the first paste. Lists, tables, quotations, links and
   line breaks of Word, LibreOffice, Google Docs, Outlook and web pages become those of Markdown; styles go.
   The HTML is parsed into a document that runs nothing and loads nothing, and only its text is used. */
globalThis.roadmapPaste = (() => {
  const MOST = 3_000_000; // characters of HTML
  const DEEPEST = 200; // elements within elements
  const LEVELS = 4; // of lists within lists, as the checks accept
  const SKIPPED = new Set(["head", "style", "xmp", "script", "noscript", "template", "xml", "title", "meta", "link", "nav", "button",
    "select", "option", "datalist", "textarea", "input", "iframe", "object", "embed", "audio", "video", "rt", "rp", "math"]);
  const PICTURES = new Set(["img", "picture", "svg", "canvas", "v:imagedata"]);
  const BLOCKS = new Set(["address", "article", "aside", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "main", "p", "pre", "section", "summary", "caption"]);
  const LISTS = new Set(["ul", "ol", "menu", "dir"]);
  const BULLET = /^[\s\u00a0]*([•◦▪‣●○■□▫⁃∙·►➢\u2013\u2014\uf000-\uf0ff]|[o§ØüvqnlàÞ-](?=[\s\u00a0]))[\s\u00a0]*/;
  const NUMBERED = /^[\s\u00a0]*[(（]?(?:\d{1,3}\.)*(?:(\d{1,3})|([a-z])|[ivxlc]{1,6})[.)）、][\s\u00a0]*/i;
  const MARK = /^#(?:_?(?:ftn|edn)|ftnt|sdfootnote|sdendnote|cite_note|fn|footnote|endnote)[\w:.-]*\d/i;
  const BACK = /^#(?:_?(?:ftn|edn)ref|ftnt_ref|sd(?:foot|end)note\d+anc|cite_ref|fn-?ref|footnote-?ref)/i;
  const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const LOWERED = "₀₁₂₃₄₅₆₇₈₉";
  const SPACE = /^[\s\u00a0]+|[\s\u00a0]+$/g;
  const PLAIN = { bold: false, italic: false, href: "" };

  const style = (/** @type {Element} */ element) => (element.getAttribute("data-style") ?? "").toLowerCase();
  const named = (/** @type {Element} */ element, /** @type {RegExp} */ names) => names.test(element.getAttribute("class") ?? "");
  const digits = (/** @type {string} */ text, /** @type {string} */ signs) => text.replace(/\d/g, (digit) => signs[Number(digit)]);

  /** The address of a link, out of the one by which Outlook or Google watches who follows it; "" for any other scheme.
      @param {string | null} href */
  function address(href) {
    const given = (href ?? "").trim();
    if (/^mailto:[^\s<>"]+$/i.test(given)) return given;
    if (!/^https?:\/\//i.test(given)) return "";
    try {
      const url = new URL(given);
      const inner = url.hostname.endsWith(".safelinks.protection.outlook.com") ? url.searchParams.get("url")
        : /^www\.google\.[a-z.]+$/.test(url.hostname) && url.pathname === "/url" ? url.searchParams.get("q") ?? url.searchParams.get("url") : null;
      if (inner && /^https?:\/\//i.test(inner)) return address(inner);
    } catch {
      return "";
    }
    return given.replace(/[\s<>"'()\\`*[\]|]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
  }

  /** What two addresses of one page have in common. @param {string} url */
  const page = (url) => url.trim().replace(/^https?:\/\/(?:www\.)?/i, "").replace(/\/$/, "").toLowerCase();

  // Runs: pieces of one line with the same looks

  /** @param {string} text */
  function escaped(text) {
    return text
      .replace(/[\\`*]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=#?\w{1,30};)|(?<=!)\[/gu, "\\$&")
      .replace(/[\u00ad\u200b\ufeff]/g, "");
  }

  /** @param {PasteRun[]} runs @param {("href" | "bold" | "italic")[]} looks @returns {string} */
  function marked(runs, looks) {
    const [look, ...others] = looks;
    if (!look) return runs.map((run) => (run.break ? "\\\n" : run.ready ?? escaped(run.text))).join("");
    /** @type {PasteRun[][]} */
    const groups = [];
    for (const run of runs) {
      const group = groups[groups.length - 1];
      const space = !run.ready && !run.break && !run.text.replace(SPACE, ""); // no look of its own
      if (group && (space || group[0][look] === run[look])) group.push(run);
      else groups.push([run]);
    }
    return groups.map((group) => {
      const words = marked(group, others);
      const value = group[0][look];
      const core = words.replace(/^(?:\s|\u00a0|\\\n)+|(?:\s|\u00a0|\\\n)+$/g, "");
      if (!value || !/[\p{L}\p{N}]/u.test(core)) return words;
      const at = words.indexOf(core);
      const sign = look === "bold" ? "**" : "*";
      const made = look === "href" ? `[${core}](${value})` : `${sign}${core}${sign}`;
      return words.slice(0, at) + made + words.slice(at + core.length);
    }).join("");
  }

  /** The Markdown of a paragraph's runs. @param {PasteRun[]} runs */
  function line(runs) {
    const words = marked(runs, ["href", "bold", "italic"])
      .replace(/[ \t\r\n\f]*\u00a0[ \u00a0\t\r\n\f]*/g, "\u00a0")
      .replace(/(?<!\\)[ \t\r\n\f]+/g, " ")
      .replace(/[ \u00a0]*\\\n[ \u00a0]*/g, "\\\n")
      .replace(/^(?:[\s\u00a0]|\\\n)+|(?:[\s\u00a0]|\\\n)+$/g, "");
    // What would start a heading, a quotation, a table or a list, at the start of a line; a star that is a bullet.
    return words.split("\n").map((one) => one.replace(/^\\(?=\* )/, "").replace(/^((?:(?:[-+*•]|\d+[.)]) +)*)(?=[#>|])/, "$1\\").replace(/^(\d{4,9})(?=[.)])/, "$1\\")).filter((one) => !/^(?:=+|[-_* ]{3,})\\?$/.test(one)).join("\n");
  }

  // From elements to blocks

  /** @param {Document} html @param {string[]} sources addresses of the form's sources, in their order */
  function read(html, sources) {
    /** @type {Record<PasteNotice, number>} */
    const left = { struck: 0, comments: 0, pictures: 0, notes: 0, merged: 0 };
    const known = sources.map(page);
    if (html.querySelector('meta[name="generator" i][content^="LibreOffice"]')) { // which writes comments as those of HTML
      const comments = html.createTreeWalker(html.body, NodeFilter.SHOW_COMMENT);
      while (comments.nextNode()) left.comments += /^(?:Start|End)Fragment$/.test(comments.currentNode.nodeValue ?? "") ? 0 : 1;
    }

    /** The number of the only source that a note names by its address; 0 if that is not clear.
        @param {string} target */
    function noted(target) {
      const id = decodeURIComponent(target.slice(1));
      const anchor = html.getElementById(id) ?? html.getElementsByName(id)[0];
      const note = anchor?.closest("p, li, td") ?? anchor;
      if (!note) return 0;
      const links = [...note.querySelectorAll("a[href]")].map((link) => address(link.getAttribute("href")));
      const named = new Set([...links, ...(note.textContent ?? "").match(/https?:\/\/[^\s<>"]+[^\s<>".,;:)\]»”]/gi) ?? []].filter(Boolean).map(page));
      const found = new Set(known.flatMap((one, index) => (one && named.has(one) ? [index + 1] : [])));
      return found.size === 1 ? [...found][0] : 0;
    }

    /** @param {ParentNode & Node} root @param {boolean} plain whether bold says nothing, as in a table's first row
        @returns {PasteBlock[]} */
    function blocks(root, plain = false) {
      /** @type {PasteBlock[]} */
      const made = [];
      /** @type {PasteRun[]} */
      let runs = [];
      /** @type {PastePlace} */
      let place = { kind: "text", level: 0, quotes: 0 };

      function end() {
        const text = place.kind === "heading" ? line(runs.map((run) => ({ ...run, bold: false }))).replace(/^\*(?= )/, "\\*") : line(runs);
        runs = [];
        if (!text) return;
        made.push({ ...place, text });
        if (place.kind === "item") place = { ...place, kind: "more" };
      }

      /** @param {Partial<PastePlace>} change @param {() => void} content */
      function within(change, content) {
        end();
        const before = place;
        place = { ...place, ...change };
        content();
        end();
        place = before.kind === "item" && place.kind === "more" && place.level === before.level ? { ...before, kind: "more" } : before;
      }

      /** @param {Element} element @param {PasteLooks} looks @param {number} depth */
      function children(element, looks, depth) {
        if (depth > DEEPEST) runs.push({ ...looks, text: element.textContent ?? "" });
        else for (const node of element.childNodes) {
          if (node.nodeType === Node.TEXT_NODE) words(node.nodeValue ?? "", looks);
          else if (node.nodeType === Node.ELEMENT_NODE) visit(/** @type {Element} */ (node), looks, depth + 1);
        }
      }

      /** @param {string} text @param {PasteLooks} looks */
      function words(text, looks) {
        if (looks.href) { // a citation is a link of its own
          text.split(/(\[\^?\d[\d\s,;–-]*\])/).forEach((part, index) => runs.push({ ...looks, text: part, href: index % 2 ? "" : looks.href }));
        } else if (!looks.pre) runs.push({ ...looks, text });
        else text.split(/\r?\n/).forEach((part, index) => { if (index) runs.push({ ...PLAIN, text: "", break: true }); runs.push({ ...looks, text: part }); });
      }

      /** A raised digit: a citation if nothing else is meant, as after a full stop; m² stays.
          @param {string} text @param {PasteLooks} looks */
      function raised(text, looks) {
        const [, bracketed, bare] = text.trim().match(/^(?:\[(\d{1,3})\]|(\d{1,3}))$/) ?? [];
        const before = runs.filter((run) => run.text || run.ready).map((run) => run.ready ?? run.text).pop()?.slice(-1) ?? "";
        const citation = bare && Number(bare) >= 1 && Number(bare) <= known.length && /[.;:,!?…»”")\]。；，！？]/.test(before);
        if (bracketed || citation) runs.push({ ...looks, text: "", href: "", ready: `[${bracketed ?? bare}]` });
        else runs.push({ ...looks, text: bare ? digits(text, RAISED) : text });
      }

      /** An item, whose sign may be written out, as Word does.
          @param {Element} element @param {PasteLooks} looks @param {number} depth @param {number} level */
      function listed(element, looks, depth, level) {
        const sign = [...element.querySelectorAll("[data-style]")].find((one) => /mso-list:\s*ignore/.test(style(one)));
        const written = (sign ?? element).textContent ?? "";
        const number = sign || !BULLET.test(written) ? written.match(NUMBERED) : null;
        const ordered = number !== null;
        sign?.remove();
        within({ kind: "item", level, ordered, number: number?.[1] ? Number(number[1]) : number?.[2] ? number[2].toLowerCase().charCodeAt(0) - 96 : undefined }, () => {
          children(element, looks, depth);
          if (sign) return;
          const first = runs.find((run) => run.text.replace(SPACE, ""));
          const all = runs.map((run) => run.text).join("").match(ordered ? NUMBERED : BULLET)?.[0].length ?? 0;
          let rest = first ? all : 0;
          for (const run of runs) {
            const cut = Math.min(rest, run.text.length);
            run.text = run.text.slice(cut);
            rest -= cut;
          }
        });
      }

      /** @param {HTMLTableElement} table @param {PasteLooks} looks @param {number} depth */
      function tabular(table, looks, depth) {
        end();
        const caption = table.querySelector("caption");
        if (caption) within({ kind: "text" }, () => children(caption, looks, depth));
        const cells = [...table.rows].map((row) => [...row.cells]);
        const wide = Math.max(0, ...cells.map((row) => row.length));
        const layout = cells.filter((row) => row.some((cell) => (cell.textContent ?? "").replace(SPACE, ""))).length < 2 || wide < 2 || table.querySelector("table") !== null;
        if (layout) {
          for (const cell of cells.flat()) within({}, () => children(cell, looks, depth));
          return;
        }
        /** @type {string[][]} */
        const rows = [];
        cells.forEach((row, y) => {
          rows[y] ??= [];
          let x = 0;
          for (const cell of row) {
            while (rows[y][x] !== undefined) x += 1;
            const [width, height] = [Math.min(cell.colSpan, 100), Math.min(cell.rowSpan || 1, cells.length - y)];
            if (width > 1 || height > 1) left.merged += 1;
            const text = cellText(blocks(cell, y === 0));
            for (let down = 0; down < height; down += 1) {
              for (let right = 0; right < width; right += 1) (rows[y + down] ??= [])[x + right] = down || right ? "" : text;
            }
            x += width;
          }
        });
        const used = rows.filter((row) => row.some(Boolean));
        const columns = Math.max(...used.map((row) => row.length));
        const filled = [...Array(columns).keys()].filter((x) => used.some((row) => row[x]));
        made.push({ ...place, kind: "table", text: "", rows: used.map((row) => filled.map((x) => row[x] ?? "")) });
      }

      /** @param {Element} element @param {PasteLooks} looks @param {number} depth */
      function visit(element, looks, depth) {
        const name = element.localName;
        const css = style(element);
        const href = element.getAttribute("href") ?? "";
        if (SKIPPED.has(name) || /display:\s*none|visibility:\s*hidden|mso-hide:\s*all/.test(css)) return;
        if (PICTURES.has(name)) {
          if (Number(element.getAttribute("width") ?? 9) > 2) left.pictures += 1;
          return;
        }
        const text = (element.textContent ?? "").trim();
        if (["del", "s", "strike"].includes(name) || named(element, /\bmsodel\b/i) || /text-decoration[a-z-]*:[^;]*line-through/.test(css)) {
          if (text) left.struck += 1;
          return;
        }
        if (named(element, /\bMsoComment(?:Reference|Text)\b/i) || /mso-element:\s*comment/.test(css)) {
          if (text && named(element, /Reference/i)) left.comments += 1;
          return;
        }
        if (/mso-element:\s*(?:footnote|endnote)/.test(css) || isNote(element)) return;
        if (name === "a" && MARK.test(href) && !BACK.test(href)) {
          const rank = noted(href);
          if (rank) runs.push({ ...looks, text: "", ready: `[${rank}]` });
          else left.notes += 1;
          return;
        }
        if (name === "br") {
          const last = runs.filter((run) => run.break || run.ready || run.text.replace(SPACE, "")).pop();
          if (/page-break/.test(css) || last?.break) end();
          else runs.push({ ...PLAIN, text: "", break: true });
          return;
        }
        const now = looksOf(element, name, css, href, looks, plain);
        if ((name === "sup" || /vertical-align:\s*super/.test(css)) && !element.querySelector("a[href]")) raised(element.textContent ?? "", now);
        else if ((name === "sub" || /vertical-align:\s*sub/.test(css)) && /^\d+$/.test(text)) runs.push({ ...now, text: digits(text, LOWERED) });
        else block(element, name, css, now, depth);
      }

      /** @param {Element} element @param {string} name @param {string} css @param {PasteLooks} looks @param {number} depth */
      function block(element, name, css, looks, depth) {
        const inside = () => children(element, looks, depth);
        const level = css.match(/mso-list:\s*\w+\s+level(\d)/);
        if (level) listed(element, looks, depth, Number(level[1]));
        else if (named(element, /^MsoListParagraph/i) && (BULLET.test(element.textContent ?? "") || NUMBERED.test(element.textContent ?? ""))) listed(element, looks, depth, levelOf(css));
        else if (name === "table") tabular(/** @type {HTMLTableElement} */ (element), looks, depth);
        else if (LISTS.has(name)) within({ kind: "text", level: place.level + 1, ordered: name === "ol", number: name === "ol" ? Number(element.getAttribute("start") ?? 1) : undefined }, () => items(element, looks, depth));
        else if (name === "li") within({ kind: "item", level: Math.max(place.level, 1) }, inside);
        else if (name === "blockquote" || named(element, /\bMso(?:Intense)?Quote/i)) within({ quotes: place.quotes + 1 }, inside);
        else if (/^h[1-6]$/.test(name) || element.getAttribute("role") === "heading" || named(element, /^Mso(?:Sub)?Title/i)) within({ kind: "heading" }, () => children(element, { ...looks, bold: false }, depth));
        else if (BLOCKS.has(name) || name === "tr" || name === "td") within({}, inside);
        else inside();
      }

      /** @param {Element} list @param {PasteLooks} looks @param {number} depth */
      function items(list, looks, depth) {
        const { level, ordered } = place;
        let number = place.number;
        for (const node of list.children) {
          const own = Number(node.getAttribute("aria-level") ?? node.getAttribute("data-aria-level") ?? 0); // Word on the web lists each item apart
          if (node.localName !== "li") visit(node, looks, depth + 1);
          else {
            if (ordered && node.hasAttribute("value")) number = Number(node.getAttribute("value"));
            within({ kind: "item", level: own || level, ordered, number }, () => children(node, looks, depth + 1));
            if (number !== undefined) number += 1;
          }
        }
      }

      if (root.nodeType === Node.ELEMENT_NODE) children(/** @type {Element} */ (root), PLAIN, 0);
      end();
      return made;
    }

    return { made: blocks(html.body), left };
  }

  /** @param {PasteBlock[]} cell */
  const cellText = (cell) => cell.map((one) => one.text).join(cell.some((one) => one.kind === "item") ? "; " : " ").replace(/\\\n/g, " ").replace(/\n/g, " ").replace(/\|/g, "\\|");

  /** Whether an element is a note below the text: its first link leads back to its mark. @param {Element} element */
  function isNote(element) {
    if (!/^(?:p|li|div)$/.test(element.localName)) return false;
    const link = element.querySelector("a[href]");
    return link !== null && BACK.test(link.getAttribute("href") ?? "") && (element.textContent ?? "").trim().startsWith((link.textContent ?? "").trim());
  }

  /** The level of a list's paragraph by its margin, half an inch each, where Word does not state it. @param {string} css */
  function levelOf(css) {
    const [, size, unit] = css.match(/margin(?:-left|-right)?:\s*(?:[\d.]+\w+\s+){0,3}?([\d.]+)(pt|in|cm|px)/) ?? [];
    const inches = Number(size ?? 0.5) / ({ pt: 72, in: 1, cm: 2.54, px: 96 }[unit] ?? 1);
    return Math.max(1, Math.round(inches / 0.5));
  }

  /** @param {Element} element @param {string} name @param {string} css @param {string} href @param {PasteLooks} looks
      @param {boolean} plain @returns {PasteLooks} */
  function looksOf(element, name, css, href, looks, plain) {
    const [, weight] = css.match(/(?:^|[;\s])font-weight:\s*(\w+)/) ?? [];
    const [, slant] = css.match(/(?:^|[;\s])font-style:\s*(\w+)/) ?? [];
    const bold = weight ? /^(?:bold|bolder|[6-9]00)$/.test(weight) : name === "b" || name === "strong" || looks.bold;
    const italic = slant ? slant !== "normal" : ["i", "em", "cite", "dfn"].includes(name) || looks.italic;
    return {
      bold: bold && !plain && !/^(?:th|h[1-6])$/.test(name),
      italic,
      href: name === "a" && !/mso-comment-reference/.test(css) ? address(href) : looks.href,
      pre: name === "pre" || /white-space:\s*pre(?:-wrap|-line)?\b/.test(css) && element.querySelector("br, p") === null || looks.pre,
    };
  }

  // From blocks to Markdown

  /** @param {PasteBlock[]} made @returns {string[]} */
  function lines(made) {
    /** @type {string[]} */
    const out = [];
    /** @type {{ width: number, ordered: boolean, number: number }[]} */
    let open = [];
    let heading = "";
    const apart = () => { if (out.length && out[out.length - 1]) out.push(""); };
    const margin = () => " ".repeat(open.reduce((sum, one) => sum + one.width, 0));
    const put = (/** @type {string} */ text, /** @type {string} */ first, /** @type {string} */ others) =>
      text.split("\n").forEach((one, index) => out.push((index ? others : first) + one));
    made.forEach((one, index) => {
      if (one.kind === "heading") { // the form has its own headings: this one leads what is below it
        const next = made[index + 1];
        heading = next?.kind === "text" && !next.quotes && next.text ? `**${one.text}**\\\n` : "";
        if (heading) return;
      }
      if (one.quotes) {
        if (index && made[index - 1].quotes) return; // written with the first of them
        const end = made.findIndex((other, at) => at > index && !other.quotes);
        apart();
        out.push(...lines(made.slice(index, end < 0 ? undefined : end).map((inner) => ({ ...inner, quotes: inner.quotes - 1 }))).map((text) => (text ? `> ${text}` : ">")), "");
        open = [];
        return;
      }
      if (one.kind === "item") {
        const level = Math.min(one.level, open.length + 1, LEVELS);
        let before = null;
        while (open.length >= level) before = open.pop();
        const ordered = one.ordered === true;
        const number = one.number ?? (before?.ordered ? before.number + 1 : 1);
        if (!before ? level === 1 : before.ordered !== ordered) apart();
        const sign = ordered ? `${number}. ` : "- ";
        const at = margin();
        put(one.text, at + sign, at + " ".repeat(sign.length));
        open.push({ width: sign.length, ordered, number });
        return;
      }
      apart();
      if (one.kind !== "more") open = [];
      else open = open.slice(0, one.level);
      const at = margin();
      if (one.rows) {
        const [head, ...rest] = one.rows.map((row) => `${at}| ${row.join(" | ")} |`);
        out.push(head, `${at}|${" --- |".repeat(one.rows[0].length)}`, ...rest, "");
      } else if (one.kind === "heading") put(`**${one.text}${/[:：]$/.test(one.text) ? "" : ":"}**`, at, at);
      else put(heading + one.text, at, at);
      heading = "";
    });
    return out;
  }

  /** The Markdown of pasted HTML, and how many things of each kind were left out; null if there is too much of it.
      @type {Paste["markdown"]} */
  function markdown(html, sources) {
    if (html.length > MOST) return null;
    // Styles are read, never applied: the page's policy would report each of them.
    const unstyled = html.replace(/<(\/?)style\b/gi, "<$1xmp").replace(/<[a-z][^<>]*/gi, (tag) => tag.replace(/(?<=[\s"'])style(?=\s*=)/gi, "data-style"));
    const document = new DOMParser().parseFromString(unstyled, "text/html");
    const { made, left } = read(document, sources);
    return { text: lines(made).join("\n").replace(/\n{3,}/g, "\n\n").trim(), left };
  }

  const SHAPED = /[\t\v\u2028\u2029]|^[ \u00a0]*[•◦▪‣●○■□▫⁃∙·►➢\uf0b7\uf0a7\uf0d8\uf0fc]/m;

  /** The Markdown of pasted text without looks: bullets, rows and line breaks of a word processor become what they mean.
      Needs markdown.js. @type {Paste["plain"]} */
  function plain(text) {
    const given = text.replace(/\r\n?/g, "\n");
    if (!SHAPED.test(given)) return given;
    const broken = given.replace(/[\u00ad\u200b\ufeff]/g, "").replace(/[ \u00a0]*[\v\u2028](?!\n|$)/g, "\\\n").replace(/[\v\u2028]/g, "").replace(/\u2029/g, "\n\n");
    return (globalThis.roadmapMarkdown?.rewrite(broken) ?? broken).replace(/\n{3,}/g, "\n\n").trim();
  }

  /** Put Markdown where the caret is, as if it had been typed: it can be undone. What makes blocks gets lines of its own.
      @type {Paste["insert"]} */
  function insert(field, text) {
    const before = field.value.slice(0, field.selectionStart ?? 0);
    const after = field.value.slice(field.selectionEnd ?? 0);
    const several = /\n/.test(text) || /^(?:[-|>]|\d+\.) /.test(text);
    const start = !several || !before.trim() || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const end = !several || !after.trim() || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
    field.focus();
    if (document.execCommand("insertText", false, start + text + end)) return;
    field.setRangeText(start + text + end, field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Paste into an answer, and say beside it what was left out. @type {Paste["take"]} */
  function take(form, question, field, html, text) {
    const found = html ? markdown(html, form.sourceValues().map((one) => one.url ?? "")) : null;
    insert(field, found?.text || plain(text));
    const left = Object.entries(found?.left ?? {}).filter(([, count]) => count).map(([name, count]) => `${form.say(`paste_${name}`)} (${roadmap.number(count)})`);
    form.note(question, left.length ? [form.say("paste_left", { what: left.join(" · ") })] : []);
  }

  return { markdown, plain, insert, take };
})();
