/* The steps: one is shown at a time, the others wait. Each has its address, so that the browser's Back goes a step back.
   After the last one, the answers are shown once more, each with a link to change it. */
(globalThis.roadmapForm ??= /** @type {any} */ ({})).steps = (/** @type {FormContext} */ form) => {
  const { element, data, say } = form;
  const panels = [...element.querySelectorAll(".step")];
  const names = panels.map((panel) => panel.id.slice(5));
  const links = [...element.querySelectorAll(".steps a")];
  const errors = element.querySelector(".errors");
  const back = element.querySelector(".back");
  const next = element.querySelector(".next");
  let current = names[0];
  let whole = false; // whether the errors listed are those of all steps

  const here = () => current;
  const stepOf = (/** @type {HTMLElement} */ question) => question.closest(".step")?.id.slice(5) ?? names[0];

  /** Show a step; the address says which, so that Back leads to the former one. @param {string} name @param {HTMLElement | null} [focus] */
  function show(name, focus) {
    current = name;
    panels.forEach((panel, index) => {
      panel.hidden = names[index] !== name;
    });
    links.forEach((link, index) => {
      if (names[index] === name) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    });
    const last = name === names[names.length - 1];
    next.hidden = last;
    back.hidden = name === names[0];
    if (!whole) errors.hidden = true; // what the whole form lacks stays in view until it is corrected
    if (last) review();
    if (focus === null) return;
    const panel = panels[names.indexOf(name)];
    const target = focus ?? panel.querySelector("h2");
    if (!focus) (panel.querySelector("h2") ?? panel).scrollIntoView();
    target?.focus({ preventScroll: !focus });
    if (focus) focus.scrollIntoView({ block: "center" });
  }

  /** @param {string} name @param {HTMLElement | null} [focus] */
  function go(name, focus) {
    if (location.hash !== `#step-${name}`) history.pushState(null, "", `#step-${name}`);
    show(name, focus);
  }

  /** Lead to a question, wherever it is. @param {HTMLElement} question */
  function lead(question) {
    const field = form.isSet(question) ? form.boxes(question)[0] ?? question : form.control(question);
    for (let folded = field.closest("details"); folded; folded = folded.parentElement?.closest("details") ?? null) /** @type {HTMLDetailsElement} */ (folded).open = true;
    go(stepOf(question), field);
  }

  /** Say what is wrong beside each question, and list it above the buttons.
      @param {Map<HTMLElement, string>} found @param {boolean} all whether of all steps */
  function report(found, all) {
    whole = all;
    for (const question of form.questions()) {
      if (!whole && stepOf(question) !== current) continue;
      const message = found.get(question) ?? "";
      const place = question.querySelector(".error");
      if (place) {
        place.textContent = message;
        place.hidden = !message;
      }
      const field = form.isSet(question) ? question : form.control(question);
      if (message) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
    errors.hidden = !found.size;
    if (!found.size) return;
    const title = document.createElement("p");
    title.textContent = say(whole ? "summary" : "step_summary");
    const items = document.createElement("ul");
    for (const [question, message] of found) {
      const link = document.createElement("a");
      const source = question.closest(".source")?.querySelector("legend").textContent;
      const label = form.label(question);
      link.href = `#${form.isSet(question) ? question.id : form.control(question).id}`;
      link.textContent = say("item", { question: source ? `${source} · ${label}` : label, problem: message });
      link.addEventListener("click", (event) => {
        event.preventDefault();
        lead(question);
      });
      const item = document.createElement("li");
      item.append(link);
      items.append(item);
    }
    errors.replaceChildren(title, items);
    if (!whole) {
      const later = Object.assign(document.createElement("button"), { type: "button", className: "plain-button", textContent: say("later") });
      later.addEventListener("click", () => go(names[names.indexOf(current) + 1]));
      errors.append(later);
    }
    errors.focus();
    errors.scrollIntoView({ block: "center" });
  }

  async function forward() {
    await form.markdown();
    for (const question of form.questions(panels[names.indexOf(current)])) form.repair(question);
    const found = form.findings(current);
    report(found, false);
    if (!found.size) go(names[names.indexOf(current) + 1]);
  }

  /** What was answered to a question, in words. @param {HTMLElement} question */
  function inWords(question) {
    const value = form.answer(question);
    const labels = (/** @type {string[]} */ values) => values.map((one) => data.choices[question.dataset.path]?.find((choice) => choice.value === one)?.label ?? one);
    if (form.isSet(question)) return labels(value).join(" · ");
    if (question.dataset.control === "tick") return value ? say("yes") : "";
    if (question.dataset.control === "choice") return form.control(question).querySelector("option:checked")?.textContent ?? "";
    if (question.dataset.control === "language") return value ? form.languages.name(value) : "";
    const signs = [...value];
    return signs.length > 300 ? `${signs.slice(0, 298).join("")}…` : value;
  }

  function review() {
    const place = element.querySelector(".review");
    const parts = panels.slice(0, -1).map((panel) => {
      const section = document.createElement("section");
      const title = Object.assign(document.createElement("h3"), { textContent: panel.querySelector("h2 .step__name")?.textContent ?? "" });
      const list = document.createElement("dl");
      for (const question of form.questions(panel)) {
        const words = inWords(question);
        const field = form.isSet(question) ? null : form.control(question);
        const needed = field ? field.required : "required" in question.dataset;
        if (!words && !needed) continue;
        const source = question.closest(".source")?.querySelector("legend").textContent;
        const label = source ? `${source} · ${form.label(question)}` : form.label(question);
        const change = Object.assign(document.createElement("a"), { href: `#${panel.id}`, textContent: say("change") });
        change.append(Object.assign(document.createElement("span"), { className: "hidden", textContent: ` ${label}` }));
        change.addEventListener("click", (event) => { event.preventDefault(); lead(question); });
        const name = Object.assign(document.createElement("dt"), { textContent: label });
        const answer = Object.assign(document.createElement("dd"), { textContent: words || say("missing"), dir: "auto", className: words ? "" : "missing" });
        const changing = document.createElement("dd");
        changing.append(change);
        const row = document.createElement("div");
        row.append(name, answer, changing);
        list.append(row);
      }
      section.append(title, list);
      return section;
    });
    place.replaceChildren(...parts);
  }

  links.forEach((link, index) => link.addEventListener("click", (event) => { event.preventDefault(); go(names[index]); }));
  back.addEventListener("click", () => go(names[names.indexOf(current) - 1]));
  next.addEventListener("click", () => { void forward(); });
  addEventListener("popstate", () => {
    const name = location.hash.replace("#step-", "");
    if (names.includes(name)) show(name);
    else if (!location.hash) show(names[0], null);
  });

  return Object.assign(form, { go, show, here, lead, report, forward, steps: names });
};
