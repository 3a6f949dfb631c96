/* Pictures of a case study, for the form: fetched when the first one is chosen, or is in a draft. A picture is drawn again,
   smaller and upright, so nothing of its owner, its camera or its place is left; it goes into the file in base64.
   Drafts have its words in localStorage, and its content, which is too large for that, in IndexedDB. */
globalThis.roadmapPictures = (() => {
  const MOST = 10;
  const MOST_BYTES = 300_000; // ten of them in one file
  const MOST_FILE = 60_000_000;
  const MOST_PIXELS = 60_000_000; // more would freeze a phone
  const SIDES = [1400, 1100, 850, 640];
  const QUALITIES = [0.85, 0.7, 0.5];
  const SUFFIXES = /** @type {Record<string, string>} */ ({ "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp" });

  const refusal = (/** @type {string} */ key, values = {}) => Object.assign(new Error(key), { key, values });

  // What a file is, by its first bytes: nothing is decoded before its size is known.

  /** @param {DataView} bytes @param {number} at @param {number} length */
  const letters = (bytes, at, length) => at + length > bytes.byteLength ? "" : String.fromCharCode(...new Uint8Array(bytes.buffer, at, length));

  /** @param {DataView} bytes @returns {[number, number] | null} */
  function jpeg(bytes) {
    let at = 2;
    while (at + 9 < bytes.byteLength) {
      if (bytes.getUint8(at) !== 0xff) return null;
      const marker = bytes.getUint8(at + 1);
      if (marker === 0xff) { at += 1; continue; }
      if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return [bytes.getUint16(at + 7), bytes.getUint16(at + 5)];
      at += marker === 0x01 || (marker >= 0xd0 && marker <= 0xd9) ? 2 : 2 + bytes.getUint16(at + 2);
    }
    return null;
  }

  /** @param {DataView} bytes @returns {[number, number] | null} */
  function webp(bytes) {
    const three = (/** @type {number} */ at) => bytes.getUint16(at, true) | (bytes.getUint8(at + 2) << 16);
    const kind = letters(bytes, 12, 4);
    if (bytes.byteLength < 30) return null;
    if (kind === "VP8X") return [three(24) + 1, three(27) + 1];
    if (kind === "VP8 ") return [bytes.getUint16(26, true) & 0x3fff, bytes.getUint16(28, true) & 0x3fff];
    const packed = bytes.getUint32(21, true);
    return kind === "VP8L" ? [(packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1] : null;
  }

  /** AVIF and HEIC: the largest of the sizes that are stated. @param {DataView} bytes @returns {[number, number] | null} */
  function boxed(bytes) {
    /** @type {[number, number] | null} */
    let found = null;
    for (let at = 16; at + 16 < bytes.byteLength; at += 1) {
      if (bytes.getUint32(at) !== 0x69737065) continue; // "ispe"
      const size = /** @type {[number, number]} */ ([bytes.getUint32(at + 8), bytes.getUint32(at + 12)]);
      if (!found || size[0] * size[1] > found[0] * found[1]) found = size;
    }
    return found;
  }

  /** The width and height that a file states, in pixels; null if it is no picture that we know.
      @param {Blob} file @returns {Promise<[number, number] | null>} */
  async function sizeOf(file) {
    const bytes = new DataView(await file.slice(0, 1_000_000).arrayBuffer());
    if (bytes.byteLength < 24) return null;
    if (bytes.getUint16(0) === 0xffd8) return jpeg(bytes);
    if (bytes.getUint32(0) === 0x89504e47) return [bytes.getUint32(16), bytes.getUint32(20)];
    if (letters(bytes, 0, 4) === "RIFF" && letters(bytes, 8, 4) === "WEBP") return webp(bytes);
    if (letters(bytes, 0, 4) === "GIF8") return [bytes.getUint16(6, true), bytes.getUint16(8, true)];
    return letters(bytes, 4, 4) === "ftyp" ? boxed(bytes) : null;
  }

  // Drawn again

  /** @param {CanvasImageSource} source @param {number} width @param {number} height @param {boolean} white */
  function drawn(source, width, height, white) {
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d");
    if (!context) throw refusal("picture_broken");
    if (white) {
      context.fillStyle = "#fff";
      context.fillRect(0, 0, width, height);
    }
    context.imageSmoothingQuality = "high";
    context.drawImage(source, 0, 0, width, height);
    return canvas;
  }

  /** @param {HTMLCanvasElement} canvas */
  function isClear(canvas) {
    const { data } = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 3; at < data.length; at += 4) if (data[at] < 255) return true;
    return false;
  }

  /** @param {HTMLCanvasElement} canvas @param {string} type @param {number} [quality] @returns {Promise<Blob | null>} */
  const encoded = (canvas, type, quality) => new Promise((done) => {
    canvas.toBlob((blob) => done(blob && blob.type === type && blob.size <= MOST_BYTES ? blob : null), type, quality);
  });

  /** The smallest change that makes a picture light enough: its kind, then its quality, then its size.
      @param {ImageBitmap} bitmap @param {boolean} photo */
  async function light(bitmap, photo) {
    for (const side of SIDES) {
      const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
      const [width, height] = [bitmap.width, bitmap.height].map((length) => Math.max(1, Math.round(length * scale)));
      const canvas = drawn(bitmap, width, height, photo);
      const clear = !photo && isClear(canvas);
      const drawing = photo ? null : await encoded(canvas, "image/png");
      if (drawing) return drawing;
      for (const quality of QUALITIES) {
        const blob = await encoded(canvas, clear ? "image/webp" : "image/jpeg", quality);
        if (blob) return blob;
      }
    }
    throw refusal("picture_heavy");
  }

  /** A picture to publish, from a file that was chosen. Raises an error with the key of a sentence for the person.
      @type {Pictures["prepare"]} */
  async function prepare(file) {
    const size = await sizeOf(file).catch(() => null);
    if (!size || !size[0] || !size[1]) throw refusal("picture_kind");
    const millions = Math.round((size[0] * size[1]) / 100_000) / 10;
    if (size[0] * size[1] > MOST_PIXELS || file.size > MOST_FILE) throw refusal("picture_large", { millions: roadmap.number(millions), limit: roadmap.number(MOST_PIXELS / 1_000_000) });
    const photo = new DataView(await file.slice(0, 2).arrayBuffer()).getUint16(0) === 0xffd8;
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
    if (!bitmap) throw refusal("picture_broken");
    try {
      const blob = await light(bitmap, photo);
      return { blob, name: nameOf(file.name, SUFFIXES[blob.type]), width: bitmap.width, height: bitmap.height };
    } finally {
      bitmap.close();
    }
  }

  /** A file's name as the project accepts it. @param {string} given @param {string} suffix */
  function nameOf(given, suffix) {
    const plain = given.replace(/\.[^.]*$/, "").normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, "-").slice(0, 40).replace(/^-+|-+$/g, "");
    return `${plain || "image"}.${suffix}`;
  }

  /** @param {Blob} blob @returns {Promise<string>} */
  const inBase64 = (blob) => new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });

  /** @param {string} text @param {string} name */
  const fromBase64 = (text, name) => new Blob([Uint8Array.from(atob(text.replace(/\s/g, "")), (sign) => sign.charCodeAt(0))],
    { type: Object.keys(SUFFIXES).find((type) => name.endsWith(SUFFIXES[type])) });

  // Contents of drafts

  /** @template T @param {(store: IDBObjectStore) => IDBRequest<T>} act @returns {Promise<T>} */
  const stored = (act) => new Promise((done, failed) => {
    const opening = indexedDB.open("roadmap-form", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("pictures");
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction("pictures", "readwrite");
      const request = act(transaction.objectStore("pictures"));
      transaction.oncomplete = () => { database.close(); done(request.result); };
      transaction.onerror = transaction.onabort = () => { database.close(); failed(transaction.error); };
    };
  });

  /** Remove the contents that no draft names any more. */
  async function sweep() {
    const drafts = Object.keys(localStorage).filter((key) => key.startsWith("roadmap:draft:")).map((key) => localStorage.getItem(key) ?? "");
    for (const key of await stored((store) => store.getAllKeys())) {
      if (!drafts.some((draft) => draft.includes(String(key)))) await stored((store) => store.delete(key));
    }
  }

  // The part of the form

  /** @type {Pictures["attach"]} */
  function attach(form, place) {
    const { say } = form;
    const list = Object.assign(document.createElement("ol"), { className: "pictures-list" });
    const status = Object.assign(document.createElement("p"), { className: "pictures-status" });
    const chooser = Object.assign(document.createElement("input"), { type: "file", id: "pictures-file", accept: "image/jpeg,image/png,image/webp,image/gif,image/avif", multiple: true });
    const help = Object.assign(document.createElement("p"), { className: "help", id: "pictures-help", textContent: say("pictures_help") });
    status.setAttribute("role", "status");
    chooser.setAttribute("aria-describedby", "pictures-help");
    place.append(help, list, Object.assign(document.createElement("label"), { htmlFor: "pictures-file", textContent: say("picture_add") }), chooser, status);
    chooser.addEventListener("change", () => {
      const files = [...(chooser.files ?? [])];
      chooser.value = "";
      void add(files);
    });
    /** @type {FormPicture[]} */
    let all = [];
    let rows = 0;
    let turn = 0; // of the last restoration: contents of a former one come too late

    const tell = (/** @type {string} */ sentence) => { status.textContent = sentence; };
    const save = () => all.map(({ id, name, alt, credit, address, others }) => ({ id, name, alt, credit, ...(address ? { address } : {}), ...(others ? { others } : {}) }));

    /** @param {FormPicture} one @param {"alt" | "credit"} key */
    function question(one, key) {
      const box = Object.assign(document.createElement("div"), { className: "question" });
      Object.assign(box.dataset, { path: `picture.${key}`, control: "line" });
      const id = `picture-${key}-${rows}`;
      const label = Object.assign(document.createElement("label"), { htmlFor: id, textContent: say(`picture_${key}`) });
      const help = Object.assign(document.createElement("p"), { className: "help", id: `${id}-help`, textContent: say(`picture_${key}_help`) });
      const field = Object.assign(document.createElement("input"), { id, type: "text", required: true, dir: "auto", value: one[key], autocomplete: "off" });
      field.setAttribute("data-maxlength", "300");
      field.setAttribute("aria-describedby", `${id}-help ${id}-error`);
      field.addEventListener("input", () => { one[key] = field.value.trim(); });
      box.append(label, help, field, Object.assign(document.createElement("p"), { className: "error", id: `${id}-error`, hidden: true }));
      return box;
    }

    /** @param {FormPicture} one */
    function row(one) {
      rows += 1;
      const item = Object.assign(document.createElement("li"), { className: "source picture" });
      const set = document.createElement("fieldset");
      const remove = Object.assign(document.createElement("button"), { type: "button", className: "plain-button remove", textContent: say("picture_remove") });
      remove.addEventListener("click", () => {
        all = all.filter((other) => other !== one);
        const next = /** @type {HTMLElement | null} */ (item.nextElementSibling ?? item.previousElementSibling);
        item.remove();
        number();
        tell(say("picture_removed"));
        form.changed();
        (next?.querySelector("input") ?? chooser).focus();
      });
      set.append(document.createElement("legend"));
      if (one.blob || one.address) {
        const source = one.blob ? URL.createObjectURL(one.blob) : one.address ?? "";
        const picture = Object.assign(document.createElement("img"), { className: "picture__preview", alt: "", src: source });
        if (one.blob) picture.addEventListener("load", () => URL.revokeObjectURL(source));
        set.append(picture);
      } else set.append(again(one, item));
      set.append(question(one, "alt"), question(one, "credit"), remove);
      item.append(set);
      return item;
    }

    /** For a picture whose content this browser has lost: choose it again.
        @param {FormPicture} one @param {HTMLElement} item */
    function again(one, item) {
      const box = Object.assign(document.createElement("div"), { className: "question" });
      Object.assign(box.dataset, { path: "picture.file", control: "line" });
      const id = `picture-file-${rows}`;
      const field = Object.assign(document.createElement("input"), { id, type: "file", accept: "image/jpeg,image/png,image/webp,image/gif,image/avif", required: true });
      field.setAttribute("aria-describedby", `${id}-error`);
      field.addEventListener("change", () => {
        void take(field.files?.[0], one).then((found) => { if (found) item.replaceWith(row(one)); number(); });
      });
      box.append(Object.assign(document.createElement("label"), { htmlFor: id, textContent: say("picture_lost", { name: one.name }) }), field,
        Object.assign(document.createElement("p"), { className: "error", id: `${id}-error`, hidden: true }));
      return box;
    }

    function number() {
      [...list.children].forEach((item, index) => {
        /** @type {HTMLElement} */ (item.querySelector("legend")).textContent = say("picture", { rank: roadmap.number(index + 1) });
      });
      chooser.disabled = all.length >= MOST;
    }

    /** Read a chosen file into `one`; whether it could be.
        @param {File | undefined} file @param {FormPicture} one */
    async function take(file, one) {
      if (!file) return false;
      tell(say("picture_reading"));
      try {
        const { blob, name } = await prepare(file);
        const others = all.filter((other) => other !== one).map((other) => other.name);
        one.name = name;
        for (let count = 2; others.includes(one.name); count += 1) one.name = name.replace(/\./, `-${count}.`);
        one.blob = blob;
        one.content = await inBase64(blob);
        tell(say("picture_added", { size: roadmap.number(Math.ceil(blob.size / 1000)) }));
        await stored((store) => store.put(blob, one.id)).catch(() => { tell(say("picture_unkept")); });
        form.changed();
        return true;
      } catch (error) {
        const { key = "picture_broken", values = {} } = /** @type {{ key?: string, values?: Values }} */ (error);
        tell(say(key, values));
        return false;
      }
    }

    /** @param {Iterable<File>} files */
    async function add(files) {
      const refused = [];
      for (const file of files) {
        if (all.length >= MOST) {
          refused.push(say("picture_many", { limit: roadmap.number(MOST) }));
          break;
        }
        /** @type {FormPicture} */
        const one = { id: `picture-${crypto.randomUUID?.() ?? Math.random().toString(36).slice(2)}`, name: "", alt: "", credit: "" };
        if (!(await take(file, one))) {
          refused.push(`${file.name}: ${status.textContent}`);
          continue;
        }
        all.push(one);
        const item = row(one);
        list.append(item);
        number();
        item.querySelector("input")?.focus();
        form.changed();
      }
      if (refused.length) tell(refused.join(" "));
    }

    /** @param {FormPicture[] | undefined} saved */
    async function restore(saved) {
      turn += 1;
      const now = turn;
      all = (Array.isArray(saved) ? saved : []).filter((one) => one && typeof one === "object").slice(0, MOST)
        .map((one, index) => ({ ...one, id: String(one.id ?? `picture-${Date.now()}-${index}`), name: String(one.name ?? ""), alt: String(one.alt ?? ""), credit: String(one.credit ?? "") }));
      list.replaceChildren();
      tell("");
      for (const one of all) {
        try {
          if (one.content) {
            one.blob = fromBase64(one.content, one.name);
            await stored((store) => store.put(one.blob, one.id));
          } else if (!one.address) {
            const blob = await stored((store) => store.get(one.id));
            if (blob instanceof Blob) one.blob = blob;
            if (one.blob) one.content = await inBase64(one.blob);
          }
        } catch {
          if (one.blob) tell(say("picture_unkept"));
        }
        if (now !== turn) return;
        list.append(row(one));
      }
      number();
      if (!all.length) await sweep().catch(() => { /* nothing is stored */ });
    }

    /** @param {string} text */
    const scalar = (text) => JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

    /** @param {string} where @param {string} language */
    function lines(where, language) {
      const usable = all.filter((one) => one.content || one.address);
      if (!usable.length) return [];
      if (where === "case_study") return ["  images:", ...usable.flatMap((one) => [`    - file: ${scalar(one.name)}`, `      alt: {${Object.entries({ ...one.others, [language]: one.alt }).map(([code, words]) => `${scalar(code)}: ${scalar(words)}`).join(", ")}}`, `      credit: ${scalar(one.credit)}`])];
      const carried = usable.filter((one) => one.content);
      if (where !== "file" || !carried.length) return [];
      return ["pictures:", ...carried.flatMap((one) => [`  ${one.name}: |`, ...(one.content?.match(/.{1,76}/g) ?? []).map((line) => `    ${line}`)])];
    }

    return { save, restore, lines, add };
  }

  return { prepare, attach };
})();
