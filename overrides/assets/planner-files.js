/* The planner's files: adaptation.yml out and in, tables for spreadsheets, two plans compared, and what to send. Fetched when
   first used, with js-yaml for what is opened. What is in a file is text, whatever it looks like; a file that is none of
   ours changes nothing. */
globalThis.roadmapPlanFiles = (() => {
  const MOST = 6_000_000; // characters
  const FIELDS = ["title", "output", "decision", "priority", "lead", "partners", "start", "end", "resources", "progress", "notes"];
  const refusal = (/** @type {string} */ key, values = {}) => Object.assign(new Error(key), { key, values });

  // --- Out

  /** A text as JSON has it, which YAML has too; what a YAML reader would refuse is written by its number. @param {unknown} text */
  const scalar = (text) => JSON.stringify(String(text)).replace(/[\u007f-\u009f\u2028\u2029\ufffe\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const key = (/** @type {string} */ name) => (/^[a-z_]{2,}$/.test(name) && !/^(?:yes|no|on|off|true|false|null)$/.test(name) ? name : scalar(name));

  /** The lines of a value below its key. @param {any} value @param {string} indent @returns {string[]} */
  function lines(value, indent) {
    if (Array.isArray(value)) {
      return value.flatMap((one) => {
        if (typeof one !== "object" || one === null) return [`${indent}- ${scalar(one)}`];
        const inner = lines(one, `${indent}  `);
        return inner.length ? [`${indent}- ${inner[0].trimStart()}`, ...inner.slice(1)] : [`${indent}- {}`];
      });
    }
    return Object.entries(value).flatMap(([name, inner]) => {
      if (typeof inner !== "object" || inner === null) return [`${indent}${key(name)}: ${scalar(inner)}`];
      const below = lines(inner, `${indent}  `);
      return below.length ? [`${indent}${key(name)}:`, ...below] : [`${indent}${key(name)}: ${Array.isArray(inner) ? "[]" : "{}"}`];
    });
  }

  /** A plan as adaptation.yml, its fields in the order of the model. @param {Plan} plan @param {Record<string, any>} rules */
  function dump(plan, rules) {
    const { format, ...rest } = plan;
    /** @param {Record<string, any>} record @param {string[]} order */
    const ordered = (record, order) => Object.fromEntries([...order.filter((name) => record[name] !== undefined), ...Object.keys(record).filter((name) => !order.includes(name))].map((name) => [name, record[name]]));
    const own = Object.keys(rules.properties.activities.items.properties);
    const whole = ordered({ ...rest, ...(rest.activities ? { activities: rest.activities.map((one) => ordered(one, own)) } : {}) }, Object.keys(rules.properties));
    return [`format: ${Number(format)}`, ...lines(whole, ""), ""].join("\n");
  }

  /** A table of all activities. What a spreadsheet would compute is made text. @param {Planner} planner @param {Plan} plan */
  function table(planner, plan) {
    const { model } = roadmapPlan;
    const { data } = planner;
    const cell = (/** @type {unknown} */ value) => {
      const text = String(value ?? "").replace(/\r\n?/g, "\n");
      return `"${(/^[\s\p{Cf}]*[=+\-@＝＋－＠]/u.test(text) || /^[\t\r]/.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;
    };
    const listed = model.activities(plan);
    const rows = [...listed, ...data.activities.filter((one) => !model.activity(plan, one.id)).map((one) => /** @type {Planned} */ ({ id: one.id }))];
    const labels = ["id", ...FIELDS].map((name) => data.labels.activity[name]);
    const values = rows.map((one) => [one.id, planner.isKnown(one.id) ? planner.nameOf(one).slice(one.id.length + 1) : one.title, model.outputOf(one), data.choices.decision[model.decision(one)] ?? one.decision,
      planner.words(one, "priority"), one.lead, (one.partners ?? []).join("; "), one.start, one.end, one.resources, one.progress, one.notes]);
    return `\ufeff${[labels, ...values].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
  }

  // --- In

  /** What a file contains. Raises an error with the key of a sentence for the person. @param {Planner} planner @param {string} text @returns {Plan} */
  function read(planner, text) {
    const { data } = planner;
    const given = text.replace(/^\ufeff/, "");
    if (given.length > MOST) throw refusal("open_large");
    let found;
    try {
      const fenced = given.match(/^(`{3,})ya?ml\s*\n([\s\S]*?)\n\1\s*$/m);
      found = jsyaml.load(fenced ? fenced[2] : given, { schema: jsyaml.FAILSAFE_SCHEMA, maxAliases: 0, maxDepth: 20 });
    } catch (error) {
      const line = /** @type {{ mark?: { line?: number } }} */ (error).mark?.line;
      throw /^format:/m.test(given) && line !== undefined ? refusal("open_broken", { line: roadmap.number(line + 1) }) : refusal("open_kind");
    }
    if (!planner.isRecord(found)) throw refusal("open_kind");
    const plan = cleaned(planner, /** @type {any} */ (found));
    const format = Number(plan.format);
    if (format > data.format) throw refusal("open_newer");
    if (format !== data.format || typeof plan.language !== "string") throw refusal("open_kind");
    plan.format = format;
    const [fault] = planner.faults(plan).filter(({ problem }) => problem.stops);
    if (fault) throw refusal("open_wrong", { place: planner.place(plan, fault.path), problem: planner.say(fault.problem.key, fault.problem.values) });
    return plan;
  }

  /** A value without what no text may contain: commands and marks that cannot be seen. @param {Planner} planner @param {any} value @returns {any} */
  function cleaned(planner, value) {
    if (typeof value === "string") return planner.tidy(value, true);
    if (Array.isArray(value)) return value.map((one) => cleaned(planner, one));
    if (!planner.isRecord(value)) return value;
    const entries = Object.entries(value).filter(([name]) => name !== "__proto__").map(([name, inner]) => [name, cleaned(planner, inner)]);
    return Object.fromEntries(entries.filter(([, inner]) => inner !== ""));
  }

  // --- Two plans

  /** Their plan, with ids of own activities that do not clash with mine: those of one title are one activity.
      @param {Plan} mine @param {Plan} theirs @returns {Plan} */
  function aligned(mine, theirs) {
    const { model } = roadmapPlan;
    let free = Number(model.freeId({ ...mine, activities: [...model.activities(mine), ...model.activities(theirs)] }).slice(model.OWN.length));
    const taken = new Set();
    return {
      ...theirs,
      activities: model.activities(theirs).map((one) => {
        if (!model.isOwn(one.id)) return one;
        const same = model.activities(mine).find((other) => model.isOwn(other.id) && !taken.has(other.id) && other.title === one.title && other.output === one.output);
        const id = same ? same.id : !model.activity(mine, one.id) ? one.id : `${model.OWN}${free++}`;
        taken.add(id);
        return { ...one, id };
      }),
    };
  }

  /** What differs: fields of the plan, and activities. `mine` or `theirs` is missing where only one has it.
      @param {Plan} mine @param {Plan} theirs @returns {PlanDifference[]} */
  function differences(mine, theirs) {
    const { model } = roadmapPlan;
    const same = (/** @type {unknown} */ a, /** @type {unknown} */ b) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
    const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].filter((name) => !["format", "activities", "updated", "roadmap"].includes(name));
    const ids = [...new Set([...model.activities(mine), ...model.activities(theirs)].map((one) => one.id))];
    return [
      ...names.map((name) => ({ name, id: "", mine: /** @type {any} */ (mine)[name], theirs: /** @type {any} */ (theirs)[name] })),
      ...ids.map((id) => ({ name: "", id, mine: model.activity(mine, id), theirs: model.activity(theirs, id) })),
    ].filter((one) => !same(one.mine, one.theirs));
  }
  /** @param {any} value @returns {any} */
  const sorted = (value) => (Array.isArray(value) || typeof value !== "object" || value === null ? value : Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])])));

  /** Mine, with theirs where it was chosen. @param {Plan} mine @param {PlanDifference[]} chosen @returns {Plan} */
  function merged(mine, chosen) {
    const { model } = roadmapPlan;
    let plan = { ...mine };
    for (const { name, id, theirs } of chosen) {
      if (name) plan = model.put(plan, name, theirs);
      else if (!theirs) plan = model.remove(plan, id);
      else if (model.activity(plan, id)) plan = { ...plan, activities: model.activities(plan).map((one) => (one.id === id ? theirs : one)) };
      else plan = { ...plan, activities: [...model.activities(plan), theirs] };
    }
    return plan;
  }

  // --- What the person sees

  return (/** @type {Planner} */ planner) => {
    const { model } = roadmapPlan;
    const { data, say, make, button, find } = planner;
    const status = find(".plan-status");
    const result = find(".plan-result");

    /** @param {BlobPart} content @param {string} name @param {string} type */
    function download(content, name, type) {
      const link = make("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      status.textContent = say("written", { name });
    }
    const dated = () => (planner.current().touched ? { ...planner.plan, updated: planner.today() } : planner.plan);
    const yaml = () => dump(dated(), data.rules);

    /** @param {File} file @returns {Promise<Plan | null>} */
    async function opened(file) {
      result.replaceChildren();
      try {
        if (file.size > 4 * MOST) throw refusal("open_large");
        return read(planner, await file.text());
      } catch (error) {
        const { key: reason, values } = /** @type {{ key?: string, values?: Record<string, unknown> }} */ (error);
        status.textContent = say(reason ?? "open_kind", values);
        status.focus();
        return null;
      }
    }

    /** What is wrong in the plan, with links to the fields. @param {PlanFault[]} faults */
    function report(faults) {
      return make("ul", {}, ...faults.slice(0, 30).map((fault) => {
        const words = say("item", { question: planner.place(planner.plan, fault.path), problem: say(fault.problem.key, fault.problem.values) });
        const one = fault.path[0] === "activities" ? model.activities(planner.plan)[Number(fault.path[1])] : null;
        return make("li", {}, one ? button(words, () => planner.reveal(one.id, String(fault.path[2] ?? "")), "plan-link") : words);
      }));
    }

    /** @param {File} file */
    async function open(file) {
      const plan = await opened(file);
      if (!plan) return;
      planner.adopt(plan);
      const faults = planner.faults(plan);
      const unknown = model.activities(plan).filter((one) => !planner.isKnown(one.id) && !model.isOwn(one.id));
      status.textContent = [say("opened", { title: model.title(plan) || say("untitled") }), ...(unknown.length ? [say("opened_unknown", { count: roadmap.number(unknown.length) })] : []), ...(faults.length ? [say("opened_faults")] : [])].join(" ");
      result.replaceChildren(...(faults.length ? [report(faults)] : []));
      status.focus();
    }

    /** @param {any} value @param {string} name */
    function inWords(value, name) {
      if (value === undefined) return say("absent");
      if (typeof value === "string") return data.choices[name]?.[value] ?? value;
      return Object.entries(value).map(([key_, inner]) => say("item", { question: data.labels.activity[key_] ?? key_, problem: Array.isArray(inner) ? inner.join(" · ") : data.choices[key_]?.[String(inner)] ?? planner.quarter(String(inner)) })).join("\n");
    }

    /** @param {File} file */
    async function compare(file) {
      const other = await opened(file);
      if (!other) return;
      const theirs = aligned(planner.plan, other);
      const found = differences(planner.plan, theirs);
      if (!found.length) {
        status.textContent = say("same");
        return status.focus();
      }
      status.textContent = say("different", { count: roadmap.number(found.length) });
      const heading = make("h3", { tabIndex: -1 }, say("compared"));
      const sets = found.map((one, index) => {
        const preferred = one.mine === undefined ? "theirs" : "mine";
        const label = one.id ? planner.nameOf(one.mine ?? one.theirs) : data.labels.plan[one.name] ?? one.name;
        const choice = (/** @type {"mine" | "theirs"} */ side) => make("label", { className: "plan-side" }, make("input", { type: "radio", name: `merge-${index}`, value: side, checked: side === preferred }), make("b", {}, say(side)), make("span", { dir: "auto" }, inWords(trimmed(one[side], one[side === "mine" ? "theirs" : "mine"]), one.name)));
        return make("fieldset", { className: "plan-difference" }, make("legend", { dir: "auto" }, label), choice("mine"), choice("theirs"));
      });
      const all = (/** @type {"mine" | "theirs"} */ side) => button(say(`all_${side}`), () => { for (const set of sets) /** @type {HTMLInputElement} */ (set.querySelector(`[value="${side}"]`)).checked = true; });
      const apply = button(say("merge"), () => {
        const chosen = found.filter((_one, index) => /** @type {HTMLInputElement} */ (sets[index].querySelector('[value="theirs"]')).checked);
        planner.set(merged(planner.plan, chosen));
        result.replaceChildren();
        status.textContent = say("merged", { count: roadmap.number(chosen.length) });
        status.focus();
      }, "plan-merge");
      result.replaceChildren(heading, make("p", { className: "form-buttons" }, all("mine"), all("theirs")), ...sets, make("p", { className: "form-buttons" }, apply, button(say("cancel"), () => { result.replaceChildren(); status.textContent = ""; })));
      heading.focus();
      return undefined;
    }

    /** Of an activity, the fields that differ; of anything else, all of it. @param {any} one @param {any} other */
    function trimmed(one, other) {
      if (!planner.isRecord(one) || !one.id) return one;
      const names = Object.keys(one).filter((name) => name !== "id" && JSON.stringify(one[name]) !== JSON.stringify(other?.[name]));
      return names.length ? Object.fromEntries(names.map((name) => [name, one[name]])) : say("nothing");
    }

    /** Whether the plan can be published, and if so, the ways to send it. */
    function publish() {
      const place = find(".plan-ready");
      const missing = planner.needed(planner.plan);
      const gone = model.activities(planner.plan).flatMap((one, index) => (planner.isKnown(one.id) || model.isOwn(one.id) ? [] : [{ path: ["activities", index], problem: { key: "gone" } }]));
      const faults = [...planner.faults(planner.plan), ...gone];
      const none = !model.takenUp(planner.plan).length;
      const errors = find(".plan-errors");
      place.hidden = errors.hidden = true;
      if (missing.length || faults.length || none) {
        errors.hidden = false;
        errors.replaceChildren(make("p", {}, say("before")), make("ul", {}, ...missing.map((name) => make("li", {}, button(say("item", { question: data.labels.plan[name], problem: say("missing") }), () => { find(`.plan-fields [data-field="${name}"] :is(input, select, textarea)`).focus(); }, "plan-link"))), ...(none ? [make("li", {}, say("nothing_taken_up"))] : [])), report(faults));
        return errors.focus();
      }
      const text = yaml();
      const name = fileName("yml");
      const mail = /** @type {HTMLAnchorElement | null} */ (place.querySelector(".mail"));
      if (mail) mail.href = `${mail.href.split("?")[0]}?subject=${encodeURIComponent(`adaptation.yml – ${model.title(planner.plan)}`)}`;
      const issue = /** @type {HTMLAnchorElement | null} */ (place.querySelector(".issue"));
      if (issue) {
        const url = new URL(issue.href);
        url.searchParams.set("title", model.title(planner.plan));
        url.searchParams.set("party", planner.plan.party ?? "");
        issue.href = url.href;
      }
      /** @type {HTMLTextAreaElement} */ (place.querySelector("textarea")).value = text;
      /** @type {HTMLButtonElement} */ (place.querySelector(".plan-copy")).onclick = async () => {
        const status = find(".plan-copied");
        try {
          await navigator.clipboard.writeText(text);
          status.textContent = say("copied");
        } catch {
          /** @type {HTMLTextAreaElement} */ (place.querySelector("textarea")).select();
          status.textContent = say("uncopied");
        }
      };
      /** @type {HTMLButtonElement} */ (place.querySelector(".plan-send")).onclick = () => download(text, name, "application/yaml");
      place.hidden = false;
      return place.focus();
    }

    /** @param {string} suffix */
    function fileName(suffix) {
      return suffix === "yml" ? "adaptation.yml" : `${(planner.plan.party ?? "plan").toLowerCase()}-${planner.today()}.${suffix}`;
    }

    return {
      open, compare, publish, download, fileName, read: (/** @type {string} */ text) => read(planner, text), dump: (/** @type {Plan} */ plan) => dump(plan, data.rules), aligned, differences, merged,
      table: (/** @type {Plan} */ plan) => table(planner, plan),
      yaml: () => download(yaml(), fileName("yml"), "application/yaml"),
      csv: () => download(table(planner, planner.plan), fileName("csv"), "text/csv;charset=utf-8"),
      docx: () => {
        if (globalThis.roadmapPlanDocument) void planner.more().then((beside) => download(globalThis.roadmapPlanDocument.file(planner, beside), fileName("docx"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"));
      },
    };
  };
})();
