/* What must hold in a plan: the rules of the JSON Schema that Python makes from the model, and what must hold between
   fields. A fault has its place, as a path, and the key of its sentence. */
(globalThis.roadmapPlan ??= /** @type {any} */ ({})).checks = (/** @type {Planner} */ planner) => {
  const { model } = roadmapPlan;
  const { data } = planner;
  const MARKUP = new RegExp(data.markup, "u");
  const ADDRESS = /^https?:\/\/[^\s<>"'`\\]+$/i;
  const EMAIL = /^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}$/;
  const PLAIN = new Set(["title", "lead", "partners", "resources", "progress", "notes", "mandate", "summary"]);
  /** @type {Map<string, RegExp>} */
  const patterns = new Map();
  /** @param {string} source */
  function pattern(source) {
    if (!patterns.has(source)) patterns.set(source, new RegExp(source, "u"));
    return /** @type {RegExp} */ (patterns.get(source));
  }
  const short = (/** @type {string} */ text) => { const signs = [...text.trim().replace(/\s+/g, " ")]; return signs.length > 40 ? `${signs.slice(0, 38).join("")}…` : signs.join(""); };
  const isRecord = (/** @type {unknown} */ value) => typeof value === "object" && value !== null && !Array.isArray(value);

  /** A day, a month or a year that exists. @param {string} text */
  function isDate(text) {
    const [, year, month = "01", day = "01"] = text.match(/^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/) ?? [];
    const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
    return year !== undefined && year !== "0000" && !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
  }

  /** @param {any} rule @param {string} text @param {string | number} name @returns {PlanFault["problem"] | null} */
  function wrongText(rule, text, name) {
    const length = [...text].length;
    const found = short(text);
    if (rule.maxLength && length > rule.maxLength) return { key: "long", values: { found: roadmap.number(length), limit: roadmap.number(rule.maxLength) } };
    if (rule.enum && !rule.enum.includes(text)) return { key: "choice", values: { found } };
    if (rule.pattern && !pattern(rule.pattern).test(text)) return { key: rule.pattern.includes("Q[") ? "quarter_form" : rule.pattern.includes("{0,2}") ? "date" : "form", values: { found } };
    if ((rule.format === "date" || rule.pattern?.includes("{0,2}")) && !isDate(text)) return { key: "date", values: { found } };
    if (rule.format === "uri" && !ADDRESS.test(text)) return { key: "url", values: { found } };
    if (name === "contact" && !EMAIL.test(text) && !ADDRESS.test(text)) return { key: "contact", values: { found } };
    const mark = PLAIN.has(String(name)) ? text.match(MARKUP) : null;
    return mark ? { key: "markup", values: { found: mark[0] } } : null;
  }

  /** @param {any} rule @param {any} value @param {(string | number)[]} path @param {(fault: PlanFault) => void} add @param {string | number} name */
  function walk(rule, value, path, add, name) {
    const wrong = (/** @type {PlanFault["problem"]} */ problem, at = path) => add({ path: at, problem });
    if (rule.const !== undefined) return;
    if (rule.type === "array") {
      if (!Array.isArray(value)) return void wrong({ key: "kind_list", stops: true });
      if (rule.maxItems && value.length > rule.maxItems) wrong({ key: "many", values: { found: roadmap.number(value.length), limit: roadmap.number(rule.maxItems) }, stops: path[0] === "activities" && path.length === 1 });
      value.forEach((one, index) => walk(rule.items, one, [...path, index], add, name));
    } else if (rule.type === "object") {
      if (!isRecord(value)) return void wrong({ key: "kind_record", stops: true });
      for (const needed of rule.required ?? []) if (value[needed] === undefined && needed !== "format") wrong({ key: "missing", stops: needed === "id" }, [...path, needed]);
      for (const [key, inner] of Object.entries(value)) {
        const known = rule.properties?.[key] ?? Object.entries(rule.patternProperties ?? {}).find(([form]) => pattern(form).test(key))?.[1];
        if (known) walk(known, inner, [...path, key], add, rule.properties ? key : name);
        else wrong({ key: "unknown", values: { found: short(key) } }, [...path, key]);
      }
    } else if (typeof value !== "string") {
      wrong({ key: "kind_text", stops: true });
    } else {
      const problem = wrongText(rule, value, name);
      if (problem) wrong(problem);
    }
  }

  /** @param {Plan} plan @param {(fault: PlanFault) => void} add */
  function together(plan, add) {
    if (plan.status === "adopted" && plan.date && plan.date > planner.today().slice(0, plan.date.length)) add({ path: ["date"], problem: { key: "future" } });
    const seen = new Set();
    model.activities(plan).forEach((one, index) => {
      const at = ["activities", index];
      if (seen.has(one.id)) add({ path: at, problem: { key: "twice", stops: true } });
      seen.add(one.id);
      if (one.start && one.end && one.end < one.start) add({ path: [...at, "end"], problem: { key: "order" } });
      if (!model.isOwn(String(one.id))) return;
      if (!one.title) add({ path: [...at, "title"], problem: { key: "missing" } });
      if (!one.output) add({ path: [...at, "output"], problem: { key: "missing" } });
    });
  }

  /** Everything that is wrong in a plan. @param {Plan} plan @returns {PlanFault[]} */
  function faults(plan) {
    /** @type {PlanFault[]} */
    const found = [];
    walk(data.rules, plan, [], (fault) => { if (found.length < 200) found.push(fault); }, "");
    if (!found.some((fault) => fault.problem.stops)) together(plan, (fault) => found.push(fault));
    return found;
  }

  /** What a plan still needs before this site can publish it: names of its fields. @param {Plan} plan */
  function needed(plan) {
    const names = data.published.filter((name) => !["format", "updated"].includes(name));
    if ((plan.origin ?? "party") === "party") names.push("mandate", "contact");
    if (plan.status === "adopted") names.push("date");
    return names.filter((name) => (name === "title" ? !plan.title?.[plan.language] : model.isEmpty(plan[name])));
  }

  /** What is wrong with one field, in words; empty if nothing is. @param {"plan" | "activity"} kind @param {string} name @param {any} value */
  function problem(kind, name, value) {
    if (model.isEmpty(value)) return "";
    const rule = kind === "plan" ? data.rules.properties[name] : data.rules.properties.activities.items.properties[name];
    /** @type {PlanFault[]} */
    const found = [];
    walk(rule, value, [], (fault) => found.push(fault), name);
    return found.length ? planner.say(found[0].problem.key, found[0].problem.values) : "";
  }

  /** A place in words: the activity and the field. @param {Plan} plan @param {(string | number)[]} path */
  function place(plan, path) {
    const labels = data.labels;
    const field = String(path.findLast((part) => typeof part === "string") ?? "");
    if (path[0] === "activities" && path.length > 1) {
      const one = model.activities(plan)[Number(path[1])];
      const label = labels.activity[String(path[2] ?? "")] ?? String(path[2] ?? "");
      const name = planner.nameOf(one ?? {});
      return label ? planner.say("item", { question: name, problem: label }) : name;
    }
    return labels.plan[String(path[0] ?? "")] ?? field;
  }

  return Object.assign(planner, { faults, needed, problem, place, isRecord, short });
};
