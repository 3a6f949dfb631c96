/* The activities, under their outputs. The fields of one are made when it is first opened: two hundred of one's own cost a
   line each. */
(globalThis.roadmapPlan ??= /** @type {any} */ ({})).list = (/** @type {Planner} */ planner) => {
  const { model } = roadmapPlan;
  const { data, say, make, button } = planner;
  const place = planner.find(".plan-activities");
  /** @type {Map<string, PlanRow>} */
  const rows = new Map();
  /** @type {Map<string, HTMLElement>} */
  const lists = new Map();
  const known = new Map(data.activities.map((one) => [one.id, one]));
  const outputs = new Map(data.outputs.map((one) => [one.id, one]));
  /** @type {Promise<Record<string, Beside>> | null} */
  let beside = null;

  /** The name of an activity: that of the roadmap, or the one that it was given. @param {Partial<Planned>} one */
  const nameOf = (one) => {
    const short = known.get(one.id ?? "")?.short;
    return short ? `${one.id} ${short}` : one.title || (one.id && !model.isOwn(one.id) ? say("unknown_activity", { id: one.id }) : say("untitled_activity"));
  };

  function more() {
    beside ??= roadmap.json(planner.element.dataset.more).catch(() => {
      beside = null;
      planner.announce(say("unloaded"));
      return {};
    });
    return beside;
  }

  /** @param {string} id @param {string} name @param {unknown} value */
  const write = (id, name, value) => planner.set(model.edit(planner.plan, id, name, value), `${id} ${name}`);
  const read = (/** @type {string} */ id, /** @type {string} */ name) => /** @type {any} */ (model.activity(planner.plan, id))?.[name];

  /** @param {string} id */
  function decide(id) {
    const set = make("fieldset", { className: "question plan-decision" }, make("legend", {}, data.labels.activity.decision));
    for (const [value, text] of Object.entries(data.choices.decision)) {
      const box = make("input", { type: "radio", name: `decision-${id}`, value });
      box.addEventListener("change", () => write(id, "decision", value));
      set.append(make("label", {}, box, make("span", {}, text)));
    }
    const fill = () => { for (const box of set.querySelectorAll("input")) /** @type {HTMLInputElement} */ (box).checked = /** @type {HTMLInputElement} */ (box).value === model.decision(model.activity(planner.plan, id)); };
    fill();
    return { node: set, fill };
  }

  /** What the roadmap and other countries offer beside an activity. @param {string} id @param {HTMLElement} about @param {HTMLElement} measures @param {PlanField} progress */
  async function offer(id, about, measures, progress) {
    const found = (await more())[id];
    const one = known.get(id);
    if (!found || !one) return;
    const countries = found.cases.map(([address, parties, ...title]) => make("li", {}, make("b", {}, parties), " ", make("a", { href: address, target: "_blank", rel: "noopener" }, planner.marked(/** @type {[string]} */ (title)))));
    about.append(
      make("p", {}, planner.marked(found.text)),
      make("details", { className: "many" }, make("summary", {}, say("practice")), make("p", { className: "help" }, say("editors")),
        make("dl", {}, ...found.practice.flatMap(([label, sentences]) => [make("dt", {}, label), ...sentences.map((one) => make("dd", {}, planner.marked(one)))]))),
      ...(countries.length ? [make("p", { className: "row-name" }, say("elsewhere")), make("ul", {}, ...countries)] : []),
      make("p", {}, make("a", { href: one.address, target: "_blank", rel: "noopener" }, found.more ? say("read_more_cases", { count: found.more }) : say("read_more"))),
    );
    if (!found.signs.length) return;
    measures.append(make("p", { className: "help" }, say("signs")), make("ul", {}, ...found.signs.map((sign) => make("li", {}, `${sign} `, button(say("use_sign"), () => {
      const now = read(id, "progress") ?? "";
      if (!now.includes(sign)) write(id, "progress", now ? `${now}\n${sign}` : sign);
      progress.input.focus();
    })))));
  }

  /** The fields of an activity. @param {string} id @param {HTMLElement} body */
  function open(id, body) {
    const own = !known.has(id);
    const make_ = (/** @type {string} */ name, /** @type {FieldOptions["control"]} */ control, /** @type {FieldOptions["choices"]} */ choices = undefined) =>
      planner.field({ kind: "activity", name, control, choices, read: () => read(id, name), write: (value) => write(id, name, value) });
    const named = own ? [make_("title", "line"), ...(model.isOwn(id) ? [make_("output", "choice", data.outputs.map((one) => [one.id, `${one.id} ${one.short}`]))] : [])] : [];
    const decision = decide(id);
    const quarters = planner.quarters();
    const [priority, lead, partners, start, end, resources, progress, notes] = [
      make_("priority", "choice", Object.entries(data.choices.priority)), make_("lead", "line"), make_("partners", "lines"),
      make_("start", "choice", quarters), make_("end", "choice", quarters), make_("resources", "text"), make_("progress", "text"), make_("notes", "text"),
    ];
    const about = make("div", { className: "plan-about-activity" });
    const measures = make("div", { className: "plan-signs" });
    const order = make("p", { className: "error", hidden: true });
    progress.node.append(measures);
    body.append(...named.map((one) => one.node), about, decision.node,
      make("div", { className: "plan-pairs" }, priority.node, lead.node, partners.node, make("div", { className: "plan-dates" }, start.node, end.node, order)),
      resources.node, progress.node, notes.node);
    if (own) body.append(make("p", { className: "form-buttons" }, button(say("remove"), () => {
      const next = body.closest("li")?.nextElementSibling?.querySelector("summary") ?? body.closest("section")?.querySelector(".plan-add");
      planner.set(model.remove(planner.plan, id));
      planner.announce(say("removed"));
      /** @type {HTMLElement | null} */ (next ?? null)?.focus();
    }, "remove")));
    if (!own) void offer(id, about, measures, progress);
    const all = [...named, decision, priority, lead, partners, start, end, resources, progress, notes];
    const checked = () => {
      const one = model.activity(planner.plan, id);
      order.textContent = one?.start && one.end && one.end < one.start ? say("order") : "";
      order.hidden = !order.textContent;
    };
    checked();
    return () => { for (const one of all) one.fill(); checked(); };
  }

  /** @param {Planned} one */
  function row(one) {
    const { id } = one;
    const name = make("span", { dir: "auto", className: "plan-name" });
    const mark = make("span", { className: "plan-mark" });
    const body = make("div", { className: "plan-body" });
    const details = make("details", { id: `plan-${id}` }, make("summary", {}, ...(known.has(id) ? [make("b", {}, id), " "] : []), name, " ", mark), body);
    /** @type {(() => void) | null} */
    let refill = null;
    details.addEventListener("toggle", () => { if (details.open) refill ??= open(id, body); });
    const made = {
      node: make("li", {}, details),
      output: model.outputOf(one),
      details,
      update: () => {
        const now = model.activity(planner.plan, id);
        const decision = model.decision(now);
        name.textContent = known.get(id)?.short ?? nameOf(now ?? one);
        mark.textContent = data.choices.decision[decision] ?? decision;
        details.dataset.decision = decision;
        refill?.();
      },
    };
    made.update();
    return made;
  }

  /** The list that an activity is in: that of its output, or the one of what the roadmap no longer has. @param {Planned} one */
  const listOf = (one) => lists.get(known.has(one.id) || model.isOwn(one.id) ? model.outputOf(one) : "") ?? lists.get("");

  /** Bring the lists in line with the plan: only what changed is touched. @param {Plan} plan @param {Plan} before */
  function update(plan, before) {
    const now = new Map(model.activities(plan).map((one) => [one.id, one]));
    const was = new Map(model.activities(before).map((one) => [one.id, one]));
    for (const [id, made] of rows) {
      if (now.has(id) || known.has(id)) continue;
      made.node.remove();
      rows.delete(id);
    }
    for (const one of now.values()) {
      const made = rows.get(one.id);
      if (!made) {
        const added = row(one);
        rows.set(one.id, added);
        listOf(one)?.append(added.node);
      } else if (made.output !== model.outputOf(one)) {
        made.output = model.outputOf(one);
        listOf(one)?.append(made.node);
      }
    }
    for (const [id, made] of rows) if (plan === before || now.get(id) !== was.get(id)) made.update();
    const other = place.querySelector(".plan-others");
    if (other instanceof HTMLElement) other.hidden = !lists.get("")?.children.length;
  }

  /** @param {string} output */
  function add(output) {
    if (model.activities(planner.plan).length >= data.most) return planner.warn(say("many", { found: roadmap.number(data.most + 1), limit: roadmap.number(data.most) }));
    const id = model.freeId(planner.plan);
    planner.set(model.add(planner.plan, output, ""));
    reveal(id);
    return undefined;
  }

  /** Open an activity and go to its first field, or to one of them. @param {string} id @param {string} [field] */
  function reveal(id, field) {
    const made = rows.get(id);
    if (!made) return;
    made.details.open = true;
    requestAnimationFrame(() => {
      const target = made.node.querySelector(field ? `[data-field="${field}"] :is(input, select, textarea)` : ".plan-body :is(input, select, textarea)");
      /** @type {HTMLElement | null} */ (target)?.focus();
      made.node.scrollIntoView({ block: "start" });
    });
  }

  for (const output of data.outputs) {
    const list = make("ol", { className: "plan-list" });
    lists.set(output.id, list);
    place.append(make("section", { className: `plan-output o${output.id}`, "aria-label": `${output.label} ${output.short}` },
      make("h3", {}, make("span", { className: "plan-number" }, output.label), " ", make("span", {}, output.short)), list, button(say("add"), () => add(output.id), "plan-add")));
  }
  lists.set("", make("ol", { className: "plan-list" }));
  place.append(make("section", { className: "plan-output plan-others", hidden: true }, make("h3", {}, say("others")), make("p", { className: "help" }, say("others_help")), /** @type {HTMLElement} */ (lists.get(""))));
  for (const one of data.activities) {
    const made = row(/** @type {Planned} */ (/** @type {unknown} */ (one)));
    rows.set(one.id, made);
    lists.get(one.id.split(".")[0])?.append(made.node);
  }
  return Object.assign(planner, { nameOf, more, reveal, isKnown: (/** @type {string} */ id) => known.has(id), outputs, updateList: update });
};
