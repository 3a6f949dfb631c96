/* The plan as a document for word processors: WordprocessingML (ISO/IEC 29500) of a few shapes, in a ZIP that fflate writes.
   Text is escaped, and what XML cannot contain is left out. Fetched when first used. */
globalThis.roadmapPlanDocument = (() => {
  const MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
  const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const escape = (/** @type {string} */ text) => text.replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
  const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/;

  /** A run of text in a language: right to left where its writing is.
      @param {string} text @param {DocumentVoice} voice @param {string} [looks] */
  function run(text, voice, looks = "") {
    const kind = voice.rtl ? "w:bidi" : WIDE.test(text) ? "w:eastAsia" : "w:val";
    const parts = text.split("\n").map((line) => `<w:t xml:space="preserve">${escape(line)}</w:t>`).join("<w:br/>");
    return `<w:r><w:rPr>${looks}${voice.rtl ? "<w:rtl/>" : ""}<w:lang ${kind}="${escape(voice.language)}"/></w:rPr>${parts}</w:r>`;
  }
  /** @param {string} text @param {DocumentVoice} voice @param {string} [style] @param {string} [more] */
  const paragraph = (text, voice, style = "", more = "") => `<w:p><w:pPr>${style ? `<w:pStyle w:val="${style}"/>` : ""}${more}${voice.rtl ? "<w:bidi/>" : ""}</w:pPr>${run(text, voice)}</w:p>`;

  /** @param {string[][]} rows the first is the head @param {DocumentVoice} page @param {DocumentVoice} own @param {number[]} widths in twentieths of a point */
  function table(rows, page, own, widths) {
    const cell = (/** @type {string} */ text, /** @type {number} */ width, /** @type {boolean} */ head, /** @type {DocumentVoice} */ voice) =>
      `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${head ? '<w:shd w:val="clear" w:color="auto" w:fill="EEEEEE"/>' : ""}</w:tcPr><w:p><w:pPr>${voice.rtl ? "<w:bidi/>" : ""}</w:pPr>${run(text, voice, head ? "<w:b/><w:bCs/>" : "")}</w:p></w:tc>`;
    const body = rows.map((row, index) => `<w:tr><w:trPr><w:cantSplit/>${index ? "" : "<w:tblHeader/>"}</w:trPr>${row.map((text, at) => cell(text, widths[at], !index, index && at !== 1 ? own : page)).join("")}</w:tr>`).join("");
    const edge = ["top", "left", "bottom", "right", "insideH", "insideV"].map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="999999"/>`).join("");
    return `<w:tbl><w:tblPr>${page.rtl ? "<w:bidiVisual/>" : ""}<w:tblW w:w="0" w:type="auto"/><w:tblBorders>${edge}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join("")}</w:tblGrid>${body}</w:tbl>`;
  }

  function styles() {
    const heading = (/** @type {number} */ level, /** @type {number} */ size) => `<w:style w:type="paragraph" w:styleId="Heading${level}"><w:name w:val="heading ${level}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="${level - 1}"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="${size}"/><w:szCs w:val="${size}"/></w:rPr></w:style>`;
    return `${HEAD}<w:styles xmlns:w="${MAIN}"><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="80"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:rPr><w:b/><w:bCs/><w:sz w:val="40"/><w:szCs w:val="40"/></w:rPr></w:style>${heading(1, 30)}${heading(2, 25)}</w:styles>`;
  }

  /** The document's body. @param {Planner} planner @param {Record<string, Beside>} beside */
  function body(planner, beside) {
    const { model } = roadmapPlan;
    const { data, say, plan } = planner;
    const page = { language: data.language, rtl: planner.direction(data.language) === "rtl" };
    const own = { language: plan.language, rtl: planner.direction(plan.language) === "rtl" };
    const rows = model.takenUp(plan);
    const labels = data.labels.activity;
    const party = data.parties.find(([code]) => code === plan.party)?.[1] ?? "";
    const facts = /** @type {[string, string][]} */ ([["party", party], ["status", data.choices.status[plan.status ?? "draft"]], ["date", plan.date ?? ""], ["mandate", plan.mandate ?? ""], ["contact", plan.contact ?? ""], ["licence", plan.licence ?? ""]]);
    const fact = (/** @type {string} */ label, /** @type {string} */ text, /** @type {DocumentVoice} */ voice) => `<w:p><w:pPr>${page.rtl ? "<w:bidi/>" : ""}</w:pPr>${run(`${say("item", { question: label, problem: "" }).trimEnd()} `, page, "<w:b/><w:bCs/>")}${run(text, voice)}</w:p>`;
    const sheets = rows.flatMap((one) => {
      const text = beside[one.id]?.text;
      return [
        paragraph(planner.nameOf(one), planner.isKnown(one.id) ? page : own, "Heading2"),
        ...(text ? [paragraph(text[0], text[1] ? { language: text[1], rtl: text[2] === "rtl" } : page)] : []),
        ...(planner.period(one) ? [fact(say("when"), planner.period(one), page)] : []),
        ...["priority", "lead", "partners", "resources", "progress", "notes"].filter((name) => planner.words(one, name)).map((name) => fact(labels[name], planner.words(one, name), name === "priority" ? page : own)),
      ];
    });
    const grid = [[labels.id, say("when"), labels.lead, labels.progress], ...rows.map((one) => [planner.nameOf(one), planner.period(one), one.lead ?? "", one.progress ?? ""])];
    return [
      paragraph(model.title(plan) || say("untitled"), own, "Title"),
      ...facts.filter(([, text]) => text).map(([name, text]) => fact(data.labels.plan[name], text, ["party", "status"].includes(name) ? page : name === "mandate" ? own : { ...own, rtl: false })),
      ...(plan.summary?.[plan.language] ? [paragraph(plan.summary[plan.language], own)] : []),
      paragraph(say("matrix"), page, "Heading1"),
      table(grid, page, own, [2900, 1700, 2300, 2700]),
      paragraph(say("sheets"), page, "Heading1"),
      ...sheets,
    ].join("") + `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>${page.rtl ? "<w:bidi/>" : ""}</w:sectPr>`;
  }

  /** The file. @param {Planner} planner @param {Record<string, Beside>} beside @returns {Uint8Array<ArrayBuffer>} */
  function file(planner, beside) {
    const { model } = roadmapPlan;
    const parts = {
      "[Content_Types].xml": `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`,
      "_rels/.rels": `${HEAD}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
      "docProps/core.xml": `${HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escape(model.title(planner.plan))}</dc:title><dc:language>${escape(planner.plan.language)}</dc:language></cp:coreProperties>`,
      "word/_rels/document.xml.rels": `${HEAD}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
      "word/document.xml": `${HEAD}<w:document xmlns:w="${MAIN}"><w:body>${body(planner, beside)}</w:body></w:document>`,
      "word/styles.xml": styles(),
    };
    return fflate.zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, fflate.strToU8(text)])), { mtime: new Date(1980, 0, 1) });
  }

  return { file };
})();
