/* The plan: a record with the names of adaptation.yml. No function here knows the page, and none changes what it is given:
   each returns a new plan, so that earlier ones can be shown again. */
(globalThis.roadmapPlan ??= /** @type {any} */ ({})).model = (() => {
  const OWN = "own-";
  const isOwn = (/** @type {string} */ id) => id.startsWith(OWN);
  const isEmpty = (/** @type {unknown} */ value) => value === "" || value === undefined || value === null || (Array.isArray(value) && !value.length) || (typeof value === "object" && !Array.isArray(value) && !Object.keys(value ?? {}).length);

  /** A record with another value for a field; an empty one takes the field away.
      @template {Record<string, any>} T @param {T} record @param {string} name @param {unknown} value @returns {T} */
  function put(record, name, value) {
    const next = { ...record };
    if (isEmpty(value)) delete next[name];
    else /** @type {Record<string, any>} */ (next)[name] = value;
    return next;
  }

  /** @param {Plan} plan */
  const activities = (plan) => plan.activities ?? [];
  /** @param {Plan} plan @param {string} id */
  const activity = (plan, id) => activities(plan).find((one) => one.id === id);
  const decision = (/** @type {Planned | undefined} */ one) => one?.decision ?? "undecided";
  /** What the Party takes up, in its order. @param {Plan} plan */
  const takenUp = (plan) => activities(plan).filter((one) => one.decision === "taken_up");

  /** A plan with another value for a field of an activity. One that is not in it yet is added in the roadmap's order.
      @param {Plan} plan @param {string} id @param {string} name @param {unknown} value @returns {Plan} */
  function edit(plan, id, name, value) {
    const list = [...activities(plan)];
    const at = list.findIndex((one) => one.id === id);
    if (at >= 0) {
      list[at] = put(list[at], name, value);
    } else {
      const after = list.findIndex((one) => isOwn(one.id) || one.id > id);
      list.splice(after < 0 ? list.length : after, 0, put(/** @type {Planned} */ ({ id, decision: "undecided" }), name, value));
    }
    return { ...plan, activities: list };
  }

  /** The first id of an own activity that is free. @param {Plan} plan */
  function freeId(plan) {
    const numbers = activities(plan).filter((one) => isOwn(one.id)).map((one) => Number(one.id.slice(OWN.length)) || 0);
    return `${OWN}${Math.max(0, ...numbers) + 1}`;
  }

  /** A plan with one more activity, of the Party's own, under an output. @param {Plan} plan @param {string} output @param {string} title */
  const add = (plan, output, title) => ({ ...plan, activities: [...activities(plan), /** @type {Planned} */ ({ id: freeId(plan), output, ...(title ? { title } : {}), decision: "taken_up" })] });
  /** @param {Plan} plan @param {string} id */
  const remove = (plan, id) => put(plan, "activities", activities(plan).filter((one) => one.id !== id));

  /** A plan in which an activity that is taken up changes places with the one before or after it.
      @param {Plan} plan @param {string} id @param {-1 | 1} step @returns {Plan} */
  function move(plan, id, step) {
    const order = takenUp(plan);
    const other = order[order.findIndex((one) => one.id === id) + step];
    const list = [...activities(plan)];
    const [from, to] = [id, other?.id].map((one) => list.findIndex((entry) => entry.id === one));
    if (!other || from < 0) return plan;
    [list[from], list[to]] = [list[to], list[from]];
    return { ...plan, activities: list };
  }

  /** The output of an activity: the roadmap's have it in their number. @param {Planned} one */
  const outputOf = (one) => (isOwn(one.id) ? one.output ?? "" : one.id.split(".")[0]);

  /** A plan in another language: texts that exist in the former one only go with it. @param {Plan} plan @param {string} code @returns {Plan} */
  function inLanguage(plan, code) {
    let next = { ...plan, language: code };
    for (const name of /** @type {const} */ (["title", "summary"])) {
      const texts = { ...plan[name] };
      if (texts[plan.language] === undefined || texts[code] !== undefined) continue;
      texts[code] = texts[plan.language];
      delete texts[plan.language];
      next = put(next, name, texts);
    }
    return next;
  }

  /** The title in the plan's language, else in any. @param {Plan} plan */
  const title = (plan) => plan.title?.[plan.language] ?? Object.values(plan.title ?? {})[0] ?? "";

  return { put, activities, activity, decision, takenUp, edit, add, remove, move, outputOf, inLanguage, title, isOwn, isEmpty, freeId, OWN };
})();
