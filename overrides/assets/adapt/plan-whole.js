/* The whole: a route map, the matrix, the timeline, the goals and SDGs that the plan serves; and the sheets to print. Drawn
   when they come into view, and never during typing. */
(globalThis.roadmapPlan ??= /** @type {any} */ ({})).whole = (/** @type {Planner} */ planner) => {
  const { model } = roadmapPlan;
  const { data, say, make, button } = planner;
  const place = planner.find(".plan-whole");
  const sheets = planner.find(".plan-print");
  const SVG = "http://www.w3.org/2000/svg";
  const SHOWN = ["priority", "lead", "partners", "resources", "progress", "notes"];
  const fold = /** @type {HTMLDetailsElement} */ (planner.find(".worksheet-fold"));
  let unfolded = false; // before printing
  let stale = true;
  let visible = false;
  let waiting = 0;

  /** @param {string} tag @param {Record<string, string | number>} values @param {(Node | string)[]} children */
  function draw(tag, values, ...children) {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(values)) node.setAttribute(name, String(value));
    node.append(...children);
    return node;
  }
  const colour = (/** @type {Planned} */ one) => `o${model.outputOf(one) || 0}`;
  const period = (/** @type {Planned} */ one) => (one.start || one.end ? say("period", { start: one.start ? planner.quarter(one.start) : "…", end: one.end ? planner.quarter(one.end) : "…" }) : "");
  /** @param {Planned} one @param {string} name */
  function words(one, name) {
    const value = /** @type {any} */ (one)[name];
    if (name === "priority") return data.choices.priority[value] ?? value ?? "";
    return Array.isArray(value) ? value.join(" · ") : value ?? "";
  }

  /** The roadmap by goal and output, each activity with its decision. @param {Plan} plan */
  function map(plan) {
    const own = (/** @type {string} */ output) => model.activities(plan).filter((one) => model.isOwn(one.id) && one.output === output);
    return make("ul", { className: "plan-map" }, ...data.goals.map((goal) => make("li", {}, make("p", { className: "row-name" }, `${goal.label} ${goal.short}`),
      make("ul", {}, ...goal.outputs.map((id) => {
        const output = planner.outputs.get(id);
        const stops = [...data.activities.filter((one) => one.id.startsWith(`${id}.`)).map((one) => model.activity(plan, one.id) ?? /** @type {Planned} */ ({ id: one.id })), ...own(id)];
        return make("li", { className: `o${id}` }, make("b", {}, `${id} ${output?.short ?? ""}`), make("ul", { className: "plan-stops" }, ...stops.map((one) => {
          const decision = model.decision(one);
          return make("li", { className: "plan-stop", "data-decision": decision }, make("span", { className: "hidden" }, say("item", { question: planner.nameOf(one), problem: data.choices.decision[decision] ?? decision })), make("span", { "aria-hidden": "true" }, model.isOwn(one.id) ? "+" : one.id));
        })));
      })))));
  }

  /** @param {Planned[]} rows @param {boolean} moving */
  function matrix(rows, moving) {
    const shown = SHOWN.filter((name) => rows.some((one) => words(one, name))); // an empty column would take room
    const heads = [data.labels.activity.id, say("when"), ...shown.map((name) => data.labels.activity[name])];
    const move = (/** @type {Planned} */ one, /** @type {-1 | 1} */ step, /** @type {boolean} */ last) => {
      const node = button("", () => {
        planner.set(model.move(planner.plan, one.id, step));
        refresh();
        const again = place.querySelector(`[data-move="${CSS.escape(one.id)} ${step}"]`);
        const other = place.querySelector(`[data-move="${CSS.escape(one.id)} ${-step}"]`);
        /** @type {HTMLElement | null} */ (/** @type {HTMLButtonElement | null} */ (again)?.disabled ? other : again)?.focus();
        planner.announce(say("moved", { name: planner.nameOf(one), rank: roadmap.number(model.takenUp(planner.plan).findIndex((entry) => entry.id === one.id) + 1) }));
      }, "plan-move");
      node.append(make("span", { "aria-hidden": "true" }, step < 0 ? "↑" : "↓"), make("span", { className: "hidden" }, say(step < 0 ? "up" : "down", { name: planner.nameOf(one) })));
      node.dataset.move = `${one.id} ${step}`;
      node.disabled = last;
      return node;
    };
    return make("div", { className: "table", tabIndex: 0, role: "region", "aria-label": say("matrix") }, make("table", { className: "plan-matrix" },
      make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
      make("tbody", {}, ...rows.map((one, index) => make("tr", { className: colour(one) },
        make("th", { scope: "row" }, make("span", { dir: "auto" }, planner.nameOf(one)), ...(moving ? [" ", make("span", { className: "plan-moves" }, move(one, -1, index === 0), move(one, 1, index === rows.length - 1))] : [])),
        make("td", {}, period(one)), ...shown.map((name) => make("td", { dir: "auto" }, words(one, name))))))));
  }

  const rank = (/** @type {string} */ text) => { const [, year, number] = text.match(/^(\d{4})-Q([1-4])$/) ?? []; return year ? Number(year) * 4 + Number(number) - 1 : NaN; };

  /** Bars by quarter, from right to left where the page is. The matrix has the same in words. @param {Planned[]} rows */
  function timeline(rows) {
    const dated = rows.map((one) => ({ one, from: rank(one.start ?? one.end ?? ""), to: rank(one.end ?? one.start ?? "") })).filter(({ from, to }) => from <= to);
    if (!dated.length) return null;
    const first = Math.floor(Math.min(...dated.map((one) => one.from)) / 4) * 4;
    const quarters = Math.ceil((Math.max(...dated.map((one) => one.to)) - first + 1) / 4) * 4;
    const [left, width, height] = [200, 560, 26];
    const unit = width / quarters;
    const flipped = document.documentElement.dir === "rtl";
    const x = (/** @type {number} */ at, /** @type {number} */ wide) => (flipped ? left + width - at - wide - left : left + at);
    const total = 24 + dated.length * height;
    const every = Math.max(1, Math.ceil(quarters / 4 / 12));
    const years = Array.from({ length: Math.ceil(quarters / 4 / every) }, (_none, index) => index * every).flatMap((year) => {
      const at = x(year * 4 * unit, 0);
      return [draw("line", { x1: at, x2: at, y1: 0, y2: total, class: "plan-year" }), draw("text", { x: flipped ? at - 4 : at + 4, y: 14 }, String(first / 4 + year))];
    });
    const bars = dated.map(({ one, from, to }, index) => {
      const y = 24 + index * height;
      const wide = (to - from + 1) * unit;
      const name = [...(planner.isKnown(one.id) ? planner.nameOf(one) : one.title ?? "")];
      return draw("g", { class: colour(one) }, draw("title", {}, say("item", { question: planner.nameOf(one), problem: period(one) })), draw("text", { x: flipped ? left + width : 0, y: y + 17, direction: flipped ? "rtl" : "ltr" }, name.length > 34 ? `${name.slice(0, 33).join("")}…` : name.join("")), draw("rect", { x: x((from - first) * unit, wide), y: y + 4, width: wide, height: height - 8, rx: 3 }));
    });
    return make("figure", { className: "plan-timeline", tabIndex: 0, "aria-label": say("timeline") }, draw("svg", { viewBox: `0 0 ${left + width + 4} ${total}`, role: "img", "aria-label": say("timeline_label", { from: yearOf(first), to: yearOf(first + quarters - 1) }) }, ...years, ...bars));
  }
  const yearOf = (/** @type {number} */ quarter) => String(Math.floor(quarter / 4));

  /** Goals and SDGs with how many activities serve them; bare ones by name. @param {Planned[]} rows */
  function served(rows) {
    const counts = data.goals.map((goal) => ({ goal, count: rows.filter((one) => goal.outputs.includes(model.outputOf(one))).length }));
    const reached = new Set(counts.filter(({ count }) => count).flatMap(({ goal }) => goal.sdgs));
    const line = (/** @type {string} */ name, /** @type {number} */ count) => make("li", { className: count ? "" : "plan-bare" }, name, " ", make("b", {}, count ? roadmap.number(count) : say("bare")));
    return [
      make("h3", {}, say("goals")), make("ul", { className: "plan-served" }, ...counts.map(({ goal, count }) => line(`${goal.label} ${goal.short}`, count))),
      make("h3", {}, say("outputs")), make("ul", { className: "plan-served" }, ...data.outputs.map((one) => line(`${one.label} ${one.short}`, rows.filter((row) => model.outputOf(row) === one.id).length))),
      make("h3", {}, say("sdgs")), make("ul", { className: "plan-served" }, ...Object.entries(data.sdgs).map(([number, title]) => make("li", { className: reached.has(Number(number)) ? "" : "plan-bare" }, `${number} ${title} `, make("b", {}, say(reached.has(Number(number)) ? "served" : "unserved"))))),
    ];
  }

  /** @param {Plan} plan */
  function counts(plan) {
    const rows = [...data.activities.map((one) => model.activity(plan, one.id)), ...model.activities(plan).filter((one) => !planner.isKnown(one.id))];
    return make("p", { className: "plan-counts" }, Object.entries(data.choices.decision).map(([value, label]) => say("item", { question: label, problem: roadmap.number(rows.filter((one) => model.decision(one) === value).length) })).join(" · "));
  }

  function refresh() {
    clearTimeout(waiting);
    stale = false;
    const { plan } = planner;
    const rows = model.takenUp(plan);
    const line = timeline(rows);
    place.replaceChildren(counts(plan), map(plan), ...(rows.length ? [make("h3", {}, say("matrix")), make("p", { className: "help" }, say("order_help")), matrix(rows, true)] : [make("p", { className: "help" }, say("nothing_taken_up"))]),
      ...(line ? [make("h3", {}, say("timeline")), line] : []), ...served(rows));
  }

  function later() {
    stale = true;
    if (!visible) return;
    clearTimeout(waiting);
    const typing = document.activeElement?.matches("textarea, input[type=text]") && planner.element.contains(document.activeElement);
    waiting = setTimeout(refresh, typing ? 1500 : 150);
  }

  /** One sheet for each activity taken up. @param {Planned} one @param {Record<string, Beside>} beside */
  function sheet(one, beside) {
    const text = beside[one.id]?.text;
    const lines = [[say("when"), period(one)], ...SHOWN.map((name) => [data.labels.activity[name], words(one, name)])];
    const output = planner.outputs.get(model.outputOf(one));
    return make("section", { className: `plan-sheet ${colour(one)}` }, make("p", { className: "row-name" }, output ? `${output.label} ${output.short}` : ""), make("h2", { dir: "auto" }, planner.nameOf(one)), ...(text ? [make("p", {}, planner.marked(text))] : []),
      make("dl", {}, ...lines.flatMap(([label, value]) => [make("dt", {}, label), make("dd", { dir: "auto" }, value || "…")])));
  }

  /** What the printer gets: the plan, or the blank worksheet as long as nothing is taken up. @param {Record<string, Beside>} beside */
  function prepare(beside) {
    const { plan } = planner;
    const rows = model.takenUp(plan);
    const whole = document.documentElement.dataset.print !== "worksheet" && rows.length > 0;
    document.documentElement.classList.toggle("prints-plan", whole);
    fold.open ||= !whole;
    if (!whole) return sheets.replaceChildren();
    const party = data.parties.find(([code]) => code === plan.party)?.[1] ?? "";
    const line = timeline(rows);
    const facts = [[party, ""], [data.choices.status[plan.status ?? "draft"], ""], [plan.date, "ltr"], [plan.mandate, "auto"], [plan.contact, "ltr"], [plan.licence, "ltr"]];
    const shown = facts.filter(([text]) => text).flatMap(([text, dir], at) => [...(at ? [" · "] : []), make("bdi", { dir: dir || undefined }, text ?? "")]);
    return sheets.replaceChildren(make("h1", { dir: "auto" }, model.title(plan) || say("untitled")), make("p", {}, ...shown), ...(plan.summary?.[plan.language] ? [make("p", { dir: "auto" }, plan.summary[plan.language])] : []),
      counts(plan), map(plan), make("h2", {}, say("matrix")), matrix(rows, false), ...(line ? [make("h2", {}, say("timeline")), line] : []), make("div", { className: "plan-columns" }, ...served(rows)), ...rows.map((one) => sheet(one, beside)));
  }
  /** @type {Record<string, Beside>} */
  let known = {};
  addEventListener("beforeprint", () => {
    unfolded = fold.open;
    prepare(known);
  });
  addEventListener("afterprint", () => {
    delete document.documentElement.dataset.print;
    fold.open = unfolded;
  });
  async function printed() {
    known = await planner.more();
    prepare(known);
    print();
  }

  new IntersectionObserver(([entry]) => {
    visible = entry.isIntersecting;
    if (visible && stale) refresh();
  }, { rootMargin: "200px" }).observe(place);
  place.closest("section")?.addEventListener("focusin", () => { if (stale) later(); });
  planner.on(later);
  return Object.assign(planner, { refresh, prepare, printed, period, words, timelineOf: timeline });
};
