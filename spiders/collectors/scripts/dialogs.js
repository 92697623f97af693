// What on the page may be a consent dialog: the boxes that stand out from it, with all that can be used in them.
// In a `frame` that is laid over its page the whole document may be the dialog. Words come as regular expressions on text
// that is normalised as scanner/languages/text.py does. The elements stay here, so that use.js can be told by number.
// Closed shadow roots are those that spiders/shadow.py has handed over.
// With `asked` the page was just asked for the dialog by a control of its own: then it need not speak of cookies at all.
({ words, frame, asked }) => {
  const MOST_BOXES = 12;
  const MOST_CONTROLS = 60;
  const CONTROLS =
    "button, [role=button], [role=link], input[type=button], input[type=submit], input[type=image], a, summary, [onclick], [tabindex='0'], :is(div, span, label, p, li)[class*=btn i], :is(div, span, label, p, li)[class*=button i], :is(div, span, p, li)[class*=close i]";
  const DIALOGS = "dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true], [popover]";
  const NAMES = ["cookie", "consent", "gdpr", "sikdat", "sikfail", "kupsis", "slapuk", "eväste", "evaste", "ciastecz", "piekris", "cmp-", "kuki"];
  const NAMED = NAMES.flatMap((word) => [`[id*=${word} i]`, `[class*=${word} i]`, `[aria-label*=${word} i]`]).join(", ");
  const TOGGLES = "input[type=checkbox], [role=switch], [role=checkbox], [aria-pressed], [class*=toggle i], [class*=switch i]";
  const normalise = (text) =>
    (text || "")
      .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, "")
      .toLowerCase()
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/[^\p{L}\p{N}_\s&.-]/gu, " ")
      .replace(/\s+/g, " ")
      .trim()
      .replace(/^[ .-]+|[ .-]+$/g, "");
  const unicode = (source) => source.replaceAll("\\w", "[\\p{L}\\p{N}_]").replaceAll("\\-", "-").replaceAll("\\ ", " ").replaceAll("\\&", "&");
  const within = (source) => new RegExp(`(?<![\\p{L}\\p{N}_])(?:${unicode(source)})(?![\\p{L}\\p{N}_])`, "u");
  const banner = within(words.banner);
  const privacy = within(words.privacy);
  const fold = (text, most) => (text || "").replace(/\s+/g, " ").trim().slice(0, most);

  const shadow = (element) => element.shadowRoot || globalThis.closedRoots?.get(element);
  const up = (element) => element.assignedSlot || element.parentElement || element.getRootNode().host;
  // Many dialogs only slide out of the window, or fold to nothing, once they were used.
  const away = (element) => {
    for (let at = element, level = 0; at && at !== document.body && level < 15; at = up(at), level += 1) {
      const style = getComputedStyle(at);
      const { width, height, top, bottom } = at.getBoundingClientRect();
      if ((width < 2 || height < 2) && style.overflow !== "visible" && at !== document.documentElement) return true;
      if (style.position === "fixed") return bottom < 2 || top > innerHeight - 2;
    }
    return false;
  };
  const visible = (element) => {
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2 || box.right < 1 || box.left > innerWidth - 1) return false;
    if (element.checkVisibility && !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    return !away(element);
  };
  const roots = (root) => (shadow(root) ? [root, shadow(root)] : [root]);
  // All elements within, those of shadow roots and those put into their slots included, each once.
  const every = (root, found = new Set()) => {
    for (const part of roots(root))
      for (const element of part.querySelectorAll("*")) {
        if (found.has(element)) continue;
        found.add(element);
        if (shadow(element)) every(element, found);
        for (const slotted of element.localName === "slot" ? element.assignedElements({ flatten: true }) : []) {
          if (found.has(slotted)) continue;
          found.add(slotted);
          every(slotted, found);
        }
      }
    return found;
  };
  const all = (root, selector) => [...every(root)].filter((element) => element.matches(selector));
  // The visible text, that of shadow roots included, which innerText leaves out.
  const textOf = (element) => {
    const hosts = roots(element).flatMap((part) => [...part.querySelectorAll("*")].filter((inner) => shadow(inner)));
    const shadows = (shadow(element) ? [element, ...hosts] : hosts).flatMap((host) => [...shadow(host).children].filter((child) => !child.matches("style, script")));
    return [element.innerText ?? element.textContent, ...shadows.map((child) => textOf(child))].join(" ").replace(/\s+/g, " ").trim();
  };
  const holds = (outer, inner) => {
    for (let at = inner; at; at = up(at)) if (at === outer) return true;
    return false;
  };

  const colour = (text) => (text.match(/[\d.]+/g) || []).map(Number);
  const backdrop = (element) => {
    for (let at = element; at; at = up(at)) {
      const [red, green, blue, alpha = 1] = colour(getComputedStyle(at).backgroundColor);
      if (alpha > 0.5) return [red, green, blue];
    }
    return [255, 255, 255];
  };
  const light = (rgb) => {
    const [red, green, blue] = rgb.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return Math.round(((high + 0.05) / (low + 0.05)) * 100) / 100;
  };
  const look = (control, box) => {
    const { width, height } = control.getBoundingClientRect();
    const style = getComputedStyle(control);
    const own = backdrop(control);
    return {
      width: Math.round(width),
      height: Math.round(height),
      font_size: parseFloat(style.fontSize) || 0,
      contrast: contrast(colour(style.color).slice(0, 3), own), // of the text with its ground (WCAG 2.2, 1.4.3)
      stands_out: contrast(own, backdrop(box)), // of the control with the dialog
    };
  };
  // Whether what is seen at the middle of a control is that control; unknown where it is scrolled out of sight.
  const onTop = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return true;
    let hit = document.elementFromPoint(x, y);
    for (let inner = hit; inner && shadow(inner) && (inner = shadow(inner).elementFromPoint(x, y)) && inner !== hit; ) hit = inner;
    return !hit || holds(element, hit) || holds(hit, element);
  };

  const isToggle = (element) => element.matches("input[type=checkbox], [role=switch], [role=checkbox], [aria-pressed]");
  // A button that can be pressed in is a switch, or one of several that decide: its text tells which.
  const pressed = (element) => element.matches("button[aria-pressed], [role=button][aria-pressed]");
  const said = (element) => {
    const labels = (element.getAttribute("aria-labelledby") || "").split(/\s+/).map((id) => id && element.getRootNode().getElementById?.(id)?.textContent);
    const pictures = all(element, "img[alt], svg, [role=img], use").map((one) => one.getAttribute("alt") || one.getAttribute("aria-label") || one.querySelector("title")?.textContent || one.getAttribute("title"));
    const written = ["::before", "::after"].map((part) => /^"(.{3,60})"$/u.exec(getComputedStyle(element, part).content)?.[1]);
    const texts = [textOf(element), element.getAttribute("aria-label"), ...labels, element.value, element.title, element.alt, ...pictures, ...written];
    return [...new Set(texts.map((text) => fold(typeof text === "string" ? text : "", 120)).filter(Boolean))].slice(0, 4);
  };
  const controls = (box) => {
    const pointed = (element) => element.childElementCount <= 2 && element.innerText?.length < 60 && getComputedStyle(element).cursor === "pointer";
    const known = [...every(box)]
      .filter((element) => (element.matches(CONTROLS) || /button|btn/.test(element.localName) || pointed(element)) && (!isToggle(element) || pressed(element)) && visible(element))
      .map((element) => ({ element, texts: said(element) }))
      .filter(({ texts }) => texts.length);
    // A wrapper with the same text as the button in it is not a second button, nor is a text inside a button.
    const same = (one, other) => one !== other && one.texts[0] === other.texts[0];
    const real = (element) => element.matches("button, a, input, [role=button], summary") || /button|btn/.test(element.localName);
    return known
      .filter((one) => !known.some((other) => same(one, other) && ((one.element.contains(other.element) && !real(one.element)) || (other.element.contains(one.element) && real(other.element) && one.element !== other.element))))
      .filter((one) => !known.some((other) => same(one, other) && one.element.contains(other.element) && real(other.element) && !one.element.matches("button, a, input")))
      .slice(0, MOST_CONTROLS);
  };
  const leads = (element) => {
    const link = element.closest("a[href]");
    if (!link || /^(?:#|javascript:|$)/i.test(link.getAttribute("href")) || !URL.canParse(link.href, location.href)) return null;
    const address = new URL(link.href, location.href);
    return address.hash && address.href.split("#")[0] === location.href.split("#")[0] ? null : address.href.slice(0, 500);
  };
  const sends = (element) => {
    const button = element.closest("button, input");
    return Boolean(button && button.form && (button.type === "submit" || button.type === "image") && button.form.hasAttribute("action"));
  };

  const rowOf = (field) => {
    for (let at = up(field), level = 0; at && level < 4; at = up(at), level += 1) {
      const text = fold(at.innerText ?? at.textContent, 400);
      if (/\p{L}{3}/u.test(text)) return text;
    }
    return "";
  };
  const labelOf = (field) => {
    const by = (field.getAttribute("aria-labelledby") || "").split(/\s+/).map((id) => id && field.getRootNode().getElementById?.(id)?.textContent);
    const own = isToggle(field) && !field.matches("input") ? field.innerText : "";
    const candidates = [field.labels?.[0]?.textContent, ...by, field.getAttribute("aria-label"), field.closest("label")?.textContent, field.title, own, rowOf(field), field.name];
    return fold(candidates.find((text) => /\p{L}{2}/u.test(text || "")) || "", 120);
  };
  const ON = /(?:^|[\s_-])(?:on|active|checked|enabled|selected)(?:$|\s)/i;
  const stateOf = (field) => {
    if (field.matches("input")) return field.checked;
    const told = field.getAttribute("aria-checked") ?? field.getAttribute("aria-pressed");
    if (told !== null) return told === "true";
    return ON.test(`${field.className?.baseVal ?? field.className} ${field.dataset.state || ""}`);
  };
  const toggles = (box) => {
    const found = all(box, TOGGLES);
    return found
      .filter((field) => isToggle(field) || (ON.test(`${field.className?.baseVal ?? field.className} ${field.dataset.state || ""}`) && !field.matches("label") && !found.some((other) => other !== field && (field.contains(other) || (isToggle(other) && other.contains(field)) || other.closest("label")?.contains(field)))))
      .filter((field) => !(field.matches("[aria-pressed]") && field.getAttribute("aria-pressed") === "false" && !/toggle|switch/i.test(field.className)))
      .map((field) => ({
        field,
        label: labelOf(field),
        row: rowOf(field).slice(0, 200),
        checked: Boolean(stateOf(field)),
        pressed: pressed(field),
        shown: [field, field.labels?.[0], field.closest("label"), up(field), up(up(field) || field)].some((one) => one && one !== box && holds(box, one) && visible(one)),
        locked: Boolean(field.disabled) || field.getAttribute("aria-disabled") === "true" || Boolean(field.readOnly) || field.matches(":disabled"),
      }))
      .slice(0, 400);
  };
  // Of several one is chosen: radio buttons, and the options of a list.
  const radios = (box) => [
    ...all(box, "input[type=radio], [role=radio]").filter((one) => !one.disabled).map((field) => ({ field, label: labelOf(field), value: fold(field.value, 40), group: field.name || "", checked: Boolean(field.checked ?? field.getAttribute("aria-checked") === "true") })),
    ...all(box, "select:not([multiple]) option").filter((one) => !one.disabled).map((field) => ({ field, label: fold(field.label, 120), value: fold(field.value, 40), group: field.closest("select").name || "select", checked: field.selected })),
  ];
  const HEADINGS = "h1, h2, h3, h4, h5, summary, legend, label, button, strong";
  const sectionOf = (list, box) => {
    for (let at = list; at && at !== box; at = up(at))
      for (let before = at.previousElementSibling; before; before = before.previousElementSibling) {
        const heading = before.matches(HEADINGS) ? before : before.querySelector(HEADINGS);
        if (fold(heading?.textContent, 120)) return fold(heading.textContent, 120);
      }
    return "";
  };
  // Cookies listed without a table: blocks of one kind beside each other, or terms and descriptions, each beginning with a
  // name as cookies have it. A label before it ("Name:") is passed over. Names like words ("lang", "NID") count where a third
  // of the list has names that no word looks like.
  const cookieName = /^(?=.*(?:_|\d|[a-z][A-Z]|\*))[\w.*#[\]{}<>-]{2,60}$/;
  const likeAWord = /^[A-Za-z.-]{2,40}$/;
  const leavesOf = (block) => [block, ...block.querySelectorAll("*")].filter((one) => one.matches("*") && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())).slice(0, 17);
  const rowFrom = (leaves) => {
    const texts = leaves.slice(0, 3).map((leaf) => fold(leaf.textContent, 80));
    const sure = texts.findIndex((text) => cookieName.test(text));
    const first = sure >= 0 ? sure : texts.findIndex((text) => !text.endsWith(":"));
    if (first < 0 || leaves.length <= first + 1 || (sure < 0 && !likeAWord.test(texts[first]))) return null;
    return { sure: sure >= 0, row: leaves.slice(first) };
  };
  const lists = (box) =>
    all(box, "ul, ol, dl, div, section, details, tbody")
      .filter((list) => list.childElementCount > 1 && !list.closest("table"))
      .map((list) => {
        const parts = [...list.children];
        const blocks = list.matches("dl") && list.querySelector(":scope > dt") ? parts.filter((one) => one.matches("dt")).map((term) => { const row = [term]; for (let at = term.nextElementSibling; at?.matches("dd"); at = at.nextElementSibling) row.push(at); return row; }) : parts.filter((one) => one.localName === parts.at(-1).localName && one.className === parts.at(-1).className).map(leavesOf);
        const found = blocks.map(rowFrom).filter(Boolean);
        const sure = found.filter((one) => one.sure).length;
        return [list, sure * 3 >= blocks.length && found.length > 0.7 * blocks.length ? found.map((one) => one.row) : []];
      })
      .filter(([, rows]) => rows.length > 1);
  const tables = (box) =>
    [...all(box, "table").map((table) => [table, [...table.rows].map((row) => [...row.cells])]), ...lists(box)]
      .slice(0, 40)
      .map(([list, rows]) => ({ section: sectionOf(list, box) || fold(list.caption?.textContent, 120), rows: rows.slice(0, 200).map((row) => row.slice(0, 8).map((cell) => fold(cell.textContent, 300))) }));

  const stands = (element) => {
    if (element.matches(DIALOGS) || element.matches(NAMED)) return true;
    const style = getComputedStyle(element);
    return ["fixed", "sticky"].includes(style.position) || (style.position === "absolute" && Number(style.zIndex) > 10);
  };
  // Laid over the page, not merely named like a dialog; or at an edge of the document.
  const over = (element) => {
    if (element.matches(DIALOGS)) return true;
    for (let at = element; at; at = up(at)) {
      const style = getComputedStyle(at);
      if (["fixed", "sticky"].includes(style.position) || (style.position === "absolute" && Number(style.zIndex) > 10)) return true;
    }
    return all(element, "*").some((inner) => ["fixed", "sticky"].includes(getComputedStyle(inner).position) || inner.matches(DIALOGS));
  };
  const edge = (element) => {
    const place = element.getBoundingClientRect();
    return place.top + scrollY < 250 || place.bottom + scrollY > document.documentElement.scrollHeight - 250;
  };
  const speaks = (text) => text.length > 15 && text.length < 9000 && (banner.test(normalise(text)) || privacy.test(normalise(text)));
  // A further layer of what spoke of cookies a moment ago need not do so again.
  const before = new Set((globalThis.consentBoxes || []).filter(({ told }) => told).map(({ element }) => element));
  const describe = (element) => ({ element, text: textOf(element), controls: controls(element) });
  let boxes = [...every(document.documentElement)]
    .filter((element) => (frame && element === document.body) || (!element.matches("html, body, script, style, a, button, input, svg *, label, option") && stands(element) && (visible(element) || shadow(element))))
    .map((element) => describe(element))
    .filter(({ element, text, controls: found }) => found.length && (speaks(text) || ((before.has(element) || asked) && text.length < 9000)));
  if (!boxes.some(({ element }) => over(element))) {
    // Nothing lies over the page: a box in the flow of the page, around a control, may still be one.
    const around = new Set();
    for (const control of all(document.documentElement, "button, [role=button], input[type=button], a[href^='#'], [onclick]").slice(0, 300))
      for (let at = up(control), level = 0; at && at !== document.body && level < 4; at = up(at), level += 1)
        if (speaks(textOf(at)) && textOf(at).length < 900) {
          if (!all(at, "input:not([type=checkbox], [type=button], [type=submit], [type=hidden], [type=radio]), textarea, select").length) around.add(at);
          break;
        }
    boxes = [...boxes, ...[...around].filter((element) => visible(element) && !boxes.some((one) => one.element === element)).map((element) => describe(element))];
  }
  // Of boxes with the same controls the innermost is enough.
  boxes = boxes.filter((one) => !boxes.some((other) => other !== one && holds(one.element, other.element) && other.controls.length === one.controls.length && toggles(other.element).length === toggles(one.element).length));
  boxes = boxes.slice(0, MOST_BOXES).map((one) => ({ ...one, told: before.has(one.element) || Boolean(asked) || banner.test(normalise(one.text)), toggles: toggles(one.element), radios: radios(one.element) }));
  globalThis.consentBoxes = boxes;

  const blocks = (element) => {
    const area = element.getBoundingClientRect();
    const corners = [[0.02, 0.3], [0.98, 0.3], [0.5, 0.02], [0.5, 0.5], [0.5, 0.98]].map(([x, y]) => [x * innerWidth, y * innerHeight]);
    const outside = corners.filter(([x, y]) => x < area.left || x > area.right || y < area.top || y > area.bottom);
    const covered = outside.filter(([x, y]) => {
      for (let at = document.elementFromPoint(x, y); at && at !== document.body; at = up(at)) if (stands(at) && !at.matches("header, nav, header *, nav *")) return true;
      return false;
    });
    return outside.length > 0 ? covered.length === outside.length : area.width * area.height > 0.9 * innerWidth * innerHeight;
  };
  const scrolls = ![document.documentElement, document.body].some((part) => part && /hidden|clip/.test(getComputedStyle(part).overflowY) && document.documentElement.scrollHeight > innerHeight + 40);
  return boxes.map((one) => ({
    text: one.text.slice(0, 4000),
    named: one.element.matches(NAMED) || one.element.matches(DIALOGS) || Boolean(frame),
    landmark: one.element.matches("header, nav, footer, main"),
    over: over(one.element) || Boolean(frame),
    again: before.has(one.element),
    asked: Boolean(asked) && !before.has(one.element),
    edge: edge(one.element),
    asks: all(one.element, "input[type=email], input[type=tel], input[type=password], input[autocomplete=email], input[name*=mail i]:not([type=checkbox], [type=hidden])").some(visible),
    language: fold(one.element.closest("[lang]")?.lang, 20),
    blocks: blocks(one.element),
    scrolls,
    controls: one.controls.map(({ element, texts }) => ({ texts, leads: leads(element), sends: sends(element), top: onTop(element), look: look(element, one.element) })),
    toggles: one.toggles.map(({ field: _, ...rest }) => rest),
    radios: one.radios.map(({ field: _, ...rest }) => rest),
    links: all(one.element, "a[href]").slice(0, 40).map((link) => ({ text: fold(link.textContent, 120), url: link.href.slice(0, 500) })),
    tables: tables(one.element),
  }));
};
