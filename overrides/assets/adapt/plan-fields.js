/* Fields: a label, a help, a control and a place for what is wrong with it. All that is typed is put in as text. */
(globalThis.roadmapPlan ??= /** @type {any} */ ({})).fields = (/** @type {Planner} */ planner) => {
  const { data, say } = planner;
  const invisible = new RegExp(data.invisible, "gu");
  const CODES = "aa ab af ak am ar as av ay az ba be bg bi bm bn bo br bs ca ce cs cy da de dv dz ee el en es et eu fa ff fi fil fj fo fr fy ga gd gl gn gu ha he hi hr ht hu hy id ig is it ja jv ka ki kk km kn ko ku ky lb lg ln lo lt lu lv mg mh mi mk ml mn mr ms mt my nb ne nl nn no nr ny om or pa pl ps pt qu rm rn ro ru rw sa sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt ty ug uk ur uz ve vi wo xh yo zh zu".split(" ");
  let count = 0;

  /** @template {keyof HTMLElementTagNameMap} T @param {T} tag @param {Record<string, unknown>} [values] @param {(Node | string)[]} children @returns {HTMLElementTagNameMap[T]} */
  function make(tag, values = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(values)) {
      if (name.includes("-")) node.setAttribute(name, String(value));
      else if (value !== undefined) /** @type {any} */ (node)[name] = value;
    }
    node.append(...children);
    return node;
  }
  const button = (/** @type {string} */ text, /** @type {() => void} */ act, className = "") => {
    const node = make("button", { type: "button", className: `plain-button ${className}`.trim() }, text);
    node.addEventListener("click", act);
    return node;
  };
  /** A text of the roadmap, with its language where it is not the page's. @param {[string, string?, string?]} text */
  const marked = ([text, lang, dir]) => make("span", lang ? { lang, dir } : {}, text);

  const namer = (() => { try { return new Intl.DisplayNames([data.language], { type: "language" }); } catch { return null; } })();
  const languageName = (/** @type {string} */ code) => { try { return namer?.of(code) ?? code; } catch { return code; } };
  const languages = () => [...new Set([...data.languages, ...CODES])].map((code) => /** @type {[string, string]} */ ([code, languageName(code)]))
    .sort((a, b) => a[1].localeCompare(b[1], data.language));
  const direction = (/** @type {string} */ code) => (["ar", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"].includes(code.split("-")[0]) ? "rtl" : "ltr");

  /** The words of a quarter. @param {string} text */
  function quarter(text) {
    const [, year, number] = text.match(/^(\d{4})-Q([1-4])$/) ?? [];
    return year ? say("quarter", { number, year }) : text;
  }
  /** Quarters to choose from, around today. @returns {[string, string][]} */
  function quarters() {
    const year = new Date().getFullYear();
    return Array.from({ length: 52 }, (_none, at) => `${year - 2 + Math.floor(at / 4)}-Q${(at % 4) + 1}`).map((one) => [one, quarter(one)]);
  }

  /** What people type, without what no file may contain. @param {string} text @param {boolean} lines */
  const tidy = (text, lines) => text.replace(/[\v\f\u0085\u2028\u2029]/g, lines ? "\n" : " ").replace(/\r\n?/g, "\n").replace(invisible, "").trim();

  /** A question, with its control. `read` gives the value that is in the plan now. Lines may be more than
      texts: `parse` makes values of them, from what the plan has, and `format` a line of each value.
      @param {FieldOptions} options @returns {PlanField} */
  function field({ kind, name, control, choices = [], read, write, parse = (lines) => lines, format = String }) {
    count += 1;
    const id = `${kind}-${name}-${count}`;
    const help = data.helps[kind][name];
    const error = make("p", { className: "error", id: `${id}-error`, hidden: true });
    const described = [error.id, ...(help ? [`${id}-help`] : [])].join(" ");
    const shape = control === "choice" ? make("select") : control === "text" || control === "lines" ? make("textarea", { rows: control === "lines" ? 2 : 3, dir: "auto" }) : make("input", { type: "text", dir: control === "ltr" ? "ltr" : "auto" });
    const input = /** @type {HTMLInputElement} */ (/** @type {unknown} */ (Object.assign(shape, { id })));
    input.setAttribute("aria-describedby", described);
    if (control === "choice") {
      input.append(make("option", { value: "" }, say("none")));
      for (const [value, text, lang, dir] of choices) input.append(make("option", { value, ...(lang ? { lang, dir } : {}) }, text));
    }
    const node = make("div", { className: "question", "data-field": name }, make("label", { htmlFor: id }, data.labels[kind][name]), ...(help ? [make("p", { className: "help", id: `${id}-help` }, help)] : []), input, error);

    /** What the control says, as the plan has it. */
    function value() {
      if (control === "choice") return input.value;
      if (control === "lines") return parse(input.value.split("\n").map((line) => tidy(line, false)).filter(Boolean), read() ?? []);
      return tidy(input.value, control === "text");
    }
    function check() {
      const problem = planner.problem(kind, name, kind === "plan" && ["title", "summary"].includes(name) && read() ? { fr: read() } : read());
      error.textContent = problem;
      error.hidden = !problem;
      if (problem) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
    function fill() {
      const now = read() ?? "";
      const text = Array.isArray(now) ? now.map(format).join("\n") : String(now);
      if (JSON.stringify(value()) !== JSON.stringify(control === "lines" ? now || [] : text)) {
        if (control === "choice" && text && ![...shape.querySelectorAll("option")].some((one) => one.getAttribute("value") === text)) input.append(make("option", { value: text }, name === "start" || name === "end" ? quarter(text) : text));
        input.value = text;
      }
      check();
    }
    input.addEventListener("input", () => { write(value()); if (!error.hidden) check(); });
    input.addEventListener("change", check);
    fill();
    return { node, input, fill, check };
  }

  return Object.assign(planner, { make, button, marked, field, quarter, quarters, languages, languageName, direction, tidy });
};
