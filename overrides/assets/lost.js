/* The 404 page: where the same address exists in other languages, it leads there. */
(() => {
  const base = document.currentScript?.dataset.base ?? "/";
  const sections = [...document.querySelectorAll("section[data-path]")];
  const paths = sections.map((section) => section.dataset.path ?? "");
  const asked = location.pathname.startsWith(base) ? location.pathname.slice(base.length) : "";
  const language = paths.find((path) => path && asked.startsWith(path)) ?? "";
  const rest = asked.slice(language.length);
  if (!rest || rest === "404.html") return;
  for (const section of sections) {
    const address = base + (section.dataset.path ?? "") + rest;
    if (address === location.pathname) continue;
    fetch(address, { method: "HEAD", mode: "same-origin" }).then(({ ok }) => {
      if (!ok) return;
      const line = section.querySelector(".same-page");
      const link = line?.querySelector("a");
      if (!line || !link) return;
      link.href = address + location.search + location.hash;
      line.hidden = false;
    }, () => { /* without network, the other links remain */ });
  }
})();
