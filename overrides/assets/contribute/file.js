/* The file: YAML of a few shapes only. JSON's strings are YAML's; a long text is a block, line by line, but for lines that
   start with a tab, which YAML would not read there. An answer that is missing is left out: a draft can be saved too. */
(globalThis.roadmapForm ??= /** @type {any} */ ({})).file = (/** @type {FormContext} */ form) => {
  const { data } = form;
  const RANK = /(?<![\\!])\[([1-9]\d{0,2})\](?![(:])/g; // as an imported text has it: [^1]
  const scalar = (/** @type {unknown} */ text) => JSON.stringify(String(text)).replace(/[\u007f-\u009f\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const clean = (/** @type {string} */ text) => text.replace(/\r\n?/g, "\n").split("\n").map((line) => line.trimEnd()).join("\n").replace(/^\s+|\s+$/g, "");
  const block = (/** @type {string} */ text, /** @type {string} */ indent) => /^\t/m.test(clean(text)) ? scalar(clean(text)) : `|\n${clean(text).split("\n").map((line) => (line ? indent + line : "")).join("\n")}`;
  /** A text as the page has it, with citations of notes. @param {string} text */
  const cited = (text) => clean(text).replace(RANK, "[^$1]");

  function file() {
    const { values, sources } = form.state();
    const get = (/** @type {string} */ path) => values[path];
    const year = (/** @type {string} */ name) => Number(get(`case_study.years.${name}`)) || 0;
    const code = get("case_study.original_language") || data.language;
    const party = get("case_study.party");
    const lines = ["submission: 1"];
    /** @param {string} indent @param {string} name @param {unknown} value */
    const line = (indent, name, value) => { if (value) lines.push(`${indent}${name}: ${scalar(value)}`); };
    /** @param {string} name @param {(value: string) => string | number} write */
    function several(name, write) {
      const items = get(`case_study.${name}`).filter((/** @type {string} */ value) => name !== "co_parties" || value !== party);
      if (items.length) lines.push(`  ${name}: [${items.map(write).join(", ")}]`);
    }
    line("", "slug", get("slug"));
    lines.push("case_study:");
    line("  ", "party", party);
    several("co_parties", scalar);
    const years = ["start", "end"].filter(year).map((name) => `    ${name}: ${year(name)}`);
    for (const name of year("start") > new Date().getFullYear() ? ["planned"] : ["ongoing", "planned"]) if (get(`case_study.years.${name}`)) years.push(`    ${name}: true`);
    if (years.length) lines.push("  years:", ...years);
    if (get("case_study.lead_institution")) lines.push("  lead_institution:", `    ${scalar(code)}: ${scalar(get("case_study.lead_institution"))}`);
    several("activities", scalar);
    several("activities_partial", scalar);
    several("sdgs", Number);
    several("domains", scalar);
    for (const name of ["origin", "mandate", "contact", "licence"]) {
      if (name === "origin" || name === "licence" || get("case_study.origin") === "party") line("  ", name, get(`case_study.${name}`));
    }
    line("  ", "original_language", code);
    line("  ", "updated", form.today());
    const named = sources.map((source) => ["title", "url", "language", "seen"].filter((name) => source[name]).map((name) => `${name}: ${scalar(source[name])}`));
    if (named.some((one) => one.length)) {
      lines.push("  sources:", ...named.flatMap((one) => (one.length ? one : ['title: ""']).map((text, index) => `    ${index ? " " : "-"} ${text}`)));
    }
    for (const part of form.parts.values()) lines.push(...(part.lines?.("case_study", code) ?? []));
    lines.push("texts:", `  ${scalar(code)}:`);
    line("    ", "title", get("text.title"));
    line("    ", "summary", get("text.summary").replace(/\s+/g, " "));
    for (const name of Object.keys(data.sections)) if (get(`text.${name}`)) lines.push(`    ${name}: ${block(get(`text.${name}`), "      ")}`);
    for (const part of form.parts.values()) lines.push(...(part.lines?.("texts", code) ?? []), ...(part.lines?.("file", code) ?? []));
    return `${lines.join("\n")}\n`;
  }

  const fileName = () => `${form.state().values.slug || "case-study"}.yml`;

  return Object.assign(form, { file, fileName, cited });
};
