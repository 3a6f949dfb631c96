/* The field that opens from the header of any page. It leads to the page for searching only with words in it. */
const STYLE = `
.site-header { position: relative; }
.quick-search { position: absolute; z-index: 3; inset-block-start: 100%; inset-inline-end: 0; inline-size: min(26rem, 100%); box-sizing: border-box; padding: .6rem; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); flex-wrap: nowrap; }
`;
/** @type {HTMLFormElement | undefined} */
let form;

/** @param {HTMLAnchorElement} link */
function make(link) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const made = document.createElement("form");
  made.className = "search quick-search";
  made.action = link.href;
  made.setAttribute("role", "search");
  const name = (link.textContent ?? "").trim();
  const typed = Object.assign(document.createElement("input"), { type: "search", name: "q", dir: "auto", maxLength: Number(link.dataset.longest), autocomplete: "off" });
  typed.setAttribute("aria-label", name);
  made.append(typed, Object.assign(document.createElement("button"), { type: "submit", textContent: name }));
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    made.remove();
    link.focus();
  });
  made.addEventListener("focusout", (event) => {
    if (event.relatedTarget && event.relatedTarget !== link && !made.contains(event.relatedTarget)) made.remove();
  });
  made.addEventListener("submit", (event) => {
    if (!typed.value.trim()) event.preventDefault();
  });
  return made;
}

/** Opens the field, or closes it.
    @param {HTMLAnchorElement} link */
export function toggle(link) {
  form ??= make(link);
  if (form.isConnected) {
    form.remove();
    return;
  }
  link.after(form);
  form.querySelector("input").focus();
}
