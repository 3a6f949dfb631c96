/* What the plan is: its own fields, and the list of the plans in this browser. */
(globalThis.roadmapPlan ??= /** @type {any} */ ({})).about = (/** @type {Planner} */ planner) => {
  const { model } = roadmapPlan;
  const { data, say, make, button } = planner;
  const place = planner.find(".plan-fields");
  const others = planner.find(".plan-plans");
  const undo = make("p", { className: "undo", role: "status" });

  /** A source on one line: its title, then its address. A line without an address is refused. */
  const sourceLine = (/** @type {PlanSource} */ { title, url }) => (title === url ? url : `${title} ${url}`);
  /** The sources of some lines. Those that the plan has keep their language and the day on which they were read.
      @param {string[]} lines @param {PlanSource[]} known @returns {PlanSource[]} */
  const sourcesOf = (lines, known) => lines.map((line) => {
    const [url] = line.match(/https?:\/\/\S+$/i) ?? [line];
    const title = line.slice(0, -url.length).replace(/[\s:,;–—-]+$/u, "") || url;
    return { ...(known.find((one) => one.url === url) ?? { title, url, language: planner.plan.language, seen: planner.today() }), title };
  });

  /** @param {string} name @param {FieldOptions["control"]} control @param {FieldOptions["choices"]} [choices] @param {Pick<FieldOptions, "parse" | "format">} [lines] */
  function plain(name, control, choices, lines) {
    return planner.field({
      kind: "plan", name, control, choices, ...lines,
      read: () => /** @type {any} */ (planner.plan)[name],
      write: (value) => planner.set(name === "language" ? model.inLanguage(planner.plan, String(value) || data.language) : model.put(planner.plan, name, value), name),
    });
  }
  /** A text in the plan's language; those in other languages stay. @param {"title" | "summary"} name @param {FieldOptions["control"]} control */
  function localized(name, control) {
    return planner.field({
      kind: "plan", name, control,
      read: () => planner.plan[name]?.[planner.plan.language],
      write: (value) => planner.set(model.put(planner.plan, name, model.put({ ...planner.plan[name] }, planner.plan.language, value)), name),
    });
  }
  const fields = [
    localized("title", "line"),
    plain("party", "choice", data.parties),
    plain("language", "choice", planner.languages()),
    plain("status", "choice", Object.entries(data.choices.status)),
    plain("date", "ltr"),
    localized("summary", "text"),
    plain("mandate", "line"),
    plain("contact", "ltr"),
    plain("sources", "lines", [], { parse: sourcesOf, format: sourceLine }),
    plain("licence", "choice", data.rules.properties.licence.enum.map((/** @type {string} */ one) => [one, one])),
  ];
  const also = make("div", { className: "plan-also" });
  place.append(...fields.map((one) => one.node), also);

  /** What a file brought that has no field here: texts in other languages, unknown fields. */
  function kept() {
    const { plan } = planner;
    const lines = [
      ...["title", "summary"].flatMap((name) => Object.entries(/** @type {any} */ (plan)[name] ?? {}).filter(([code]) => code !== plan.language)
        .map(([code, text]) => [`${data.labels.plan[name]} (${planner.languageName(code)})`, String(text)])),
      ...Object.entries(plan).filter(([name]) => !data.rules.properties[name]).map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
    ];
    also.replaceChildren(...(lines.length ? [make("p", { className: "help" }, say("kept")), make("dl", {}, ...lines.flatMap(([label, text]) => [make("dt", { dir: "auto" }, label), make("dd", { dir: "auto" }, text)]))] : []));
  }

  const titleOf = (/** @type {any} */ entry) => entry?.name || model.title(entry?.plan ?? { language: "" }) || say("untitled");

  /** @param {{ id: string, text: string, entry: any }} one */
  function item(one) {
    const title = titleOf(one.entry);
    const mine = one.id === planner.current().id;
    const date = new Date(one.entry?.saved ?? "");
    const when = Number.isNaN(date.getTime()) ? "" : date.toLocaleString(data.language, { dateStyle: "medium", timeStyle: "short", numberingSystem: "latn" });
    const named = (/** @type {string} */ key) => { const text = say(key); return make("span", {}, text, make("span", { className: "hidden" }, ` ${title}`)); };
    const act = (/** @type {string} */ key, /** @type {() => void} */ does) => { const node = button("", does); node.append(named(key)); return node; };
    const readable = planner.readable(one.entry);
    return make("li", {}, make("span", {}, make("b", { dir: "auto" }, title), ` ${when}`, mine ? ` · ${say("here")}` : ""),
      ...(!readable ? [say("newer_plan")] : mine ? [] : [act("open", () => { planner.save(); planner.open(one.id); planner.focusOn("plan-about"); })]),
      ...(readable ? [act("rename", () => {
        const given = prompt(say("rename_to"), title);
        if (given === null) return;
        if (mine) planner.rename(planner.tidy(given, false));
        else planner.store(one.id, JSON.stringify({ ...one.entry, name: planner.tidy(given, false) }));
        list();
      }), act("duplicate", () => { planner.save(); planner.adopt(mine ? planner.plan : one.entry.plan, say("copy_of", { title }), true); planner.announce(say("duplicated")); })] : []),
      act("delete", () => {
        planner.save();
        const text = mine ? planner.all().find((other) => other.id === one.id)?.text ?? one.text : one.text;
        planner.forget(one.id);
        if (mine) {
          planner.leave();
          planner.begin(planner.empty());
        }
        list();
        const back = button(say("undo"), () => {
          planner.store(one.id, text);
          undo.replaceChildren();
          list();
          if (mine) planner.open(one.id);
        });
        undo.replaceChildren(say("deleted", { title }), " ", back);
        back.focus();
      }));
  }

  function list() {
    const all = planner.all();
    others.querySelector("summary").textContent = say("plans", { count: roadmap.number(all.length) });
    const place = others.querySelector("div");
    place.replaceChildren(make("ul", { className: "drafts" }, ...all.map(item)), undo, button(say("new_plan"), () => {
      planner.save();
      planner.begin(planner.empty());
      planner.focusOn("plan-about");
    }, "new-draft"));
  }

  planner.on((plan, before) => {
    for (const one of fields) one.fill();
    if (plan === before || plan.title !== before.title || plan.summary !== before.summary || plan.language !== before.language) kept();
  });
  planner.listPlans = list;
  return planner;
};
