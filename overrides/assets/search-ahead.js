/* Fetches what the first query needs, while the rest of the page comes: at once if the address has a query, otherwise when
   it is asked. Pagefind alone would ask for one thing after the other. */
(() => {
  const at = new URL(document.currentScript?.dataset.index ?? "", location.href);
  /** @type {Promise<void> | undefined} */
  let begun;

  /** @param {string} file @param {object} how */
  const ahead = (file, how) => document.head.append(Object.assign(document.createElement("link"), { href: new URL(file, at).href, ...how }));

  async function begin() {
    ahead("pagefind.js", { rel: "modulepreload" });
    try {
      const { languages } = await (await fetch(new URL("pagefind-entry.json", at), { mode: "same-origin" })).json();
      const { hash, wasm } = languages[document.documentElement.lang.toLowerCase()];
      for (const file of [`pagefind.${hash}.pf_meta`, `wasm.${wasm ?? "unknown"}.pagefind`]) ahead(file, { rel: "preload", as: "fetch", crossOrigin: "anonymous" });
    } catch {
      // Pagefind asks itself
    }
  }

  globalThis.roadmapAhead = () => begun ??= begin();
  if (new URLSearchParams(location.search).get("q")?.trim()) globalThis.roadmapAhead();
})();
