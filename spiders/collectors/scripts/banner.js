// Finds the consent dialog of a page; with `press`, clicks the control of that kind in it.
// In a `frame` that is laid over its page the whole document may be the dialog. Words come as regular expressions that
// match whole texts, normalised here as scanner/languages/words.py does.
({ words, press, frame }) => {
  const KINDS = ["pay", "necessary_only", "reject", "save", "settings", "accept", "close"];
  const CONTROLS =
    "button, [role=button], input[type=button], input[type=submit], a, [onclick], [tabindex='0'], :is(div, span, label)[class*=btn i], :is(div, span, label)[class*=button i]";
  const DIALOGS = "dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true]";
  const NAMED = ["cookie", "consent", "gdpr", "sikdat", "sikfail", "kupsis", "slapuk"].flatMap((word) => [`[id*=${word} i]`, `[class*=${word} i]`]).join(", ");
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
  const whole = Object.fromEntries(KINDS.map((kind) => [kind, new RegExp(`^(?:${unicode(words[kind])})$`, "u")]));
  const within = (source) => new RegExp(`(?<![\\p{L}\\p{N}_])(?:${unicode(source)})(?![\\p{L}\\p{N}_])`, "u");
  const banner = within(words.banner);
  const privacy = within(words.privacy);
  const kindOf = (text) => KINDS.find((kind) => whole[kind].test(normalise(text))) || "other";

  const visible = (element) => {
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) return false;
    return element.checkVisibility ? element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) : true;
  };
  const roots = (root) => (root.shadowRoot ? [root, root.shadowRoot] : [root]);
  const all = (root, selector, found = []) => {
    for (const part of roots(root))
      for (const element of part.querySelectorAll("*")) {
        if (element.matches(selector)) found.push(element);
        if (element.shadowRoot) all(element, selector, found);
      }
    return [...new Set(found)];
  };
  // The visible text, that of shadow roots included, which innerText leaves out.
  const textOf = (element) => {
    const hosts = roots(element).flatMap((part) => [...part.querySelectorAll("*")].filter((inner) => inner.shadowRoot));
    const shadows = (element.shadowRoot ? [element, ...hosts] : hosts).flatMap((host) => [...host.shadowRoot.children].filter((child) => !child.matches("style, script")));
    return [element.innerText ?? element.textContent, ...shadows.map((child) => child.innerText ?? "")].join(" ").replace(/\s+/g, " ").trim();
  };
  const label = (control) => textOf(control) || control.getAttribute("aria-label") || control.value || control.title || "";

  const colour = (text) => (text.match(/[\d.]+/g) || []).map(Number);
  const backdrop = (element) => {
    for (let at = element; at; at = at.parentElement || at.getRootNode().host) {
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

  const controls = (box) => {
    const known = all(box, CONTROLS)
      .filter(visible)
      .map((element) => ({ element, text: label(element).slice(0, 120) }))
      .map((one) => ({ ...one, kind: kindOf(one.text) }));
    // A wrapper with the same text as the button in it is not a second button.
    return known.filter((one) => !known.some((other) => other !== one && one.element.contains(other.element) && other.text === one.text && !one.element.matches("button, a, input")));
  };
  const stands = (element) => {
    if (element.matches(DIALOGS) || element.matches(NAMED)) return true;
    const style = getComputedStyle(element);
    return ["fixed", "sticky"].includes(style.position) || (style.position === "absolute" && Number(style.zIndex) > 10);
  };
  const told = ({ kind }) => kind !== "other" && kind !== "close";
  const sideBySide = (buttons) => buttons.some(({ kind }) => kind === "accept") && buttons.some(({ kind }) => kind === "reject" || kind === "necessary_only");
  const speaksOfConsent = (text, buttons) => banner.test(text) || (sideBySide(buttons) && privacy.test(text));
  const boxes = all(document.documentElement, "*")
    .filter((element) => (frame && element === document.body) || (!element.matches("html, body, script, style, a, button, input") && stands(element) && (visible(element) || element.shadowRoot)))
    .map((element) => ({ element, text: textOf(element), buttons: controls(element) }))
    .filter(({ text, buttons }) => text.length > 15 && text.length < 8000 && buttons.some(told) && speaksOfConsent(normalise(text), buttons))
    .filter(({ element, buttons }) => !element.matches("header, nav, footer, main") || buttons.some(({ kind }) => kind === "accept" || kind === "reject"));
  const best = boxes.sort((one, other) => other.buttons.filter(told).length - one.buttons.filter(told).length || one.text.length - other.text.length)[0];
  if (!best) return { found: false };

  const named = (field) => (field.labels?.[0]?.textContent || field.getAttribute("aria-label") || field.closest("label")?.textContent || field.name || "").replace(/\s+/g, " ").trim().slice(0, 120);
  const ticks = all(best.element, "input[type=checkbox], [role=switch], [role=checkbox]").map((field) => ({
    label: named(field),
    checked: field.checked ?? field.getAttribute("aria-checked") === "true",
    locked: Boolean(field.disabled) || field.getAttribute("aria-disabled") === "true",
    field,
  }));
  // A link to another document is never followed and no form is sent: a control is a button, or a link that stays here.
  const stays = ({ element }) => !element.matches("a[href]") || /^(?:#|javascript:|$)/i.test(element.getAttribute("href"));
  const sends = ({ element }) => element.matches("input[type=submit], button:not([type=button])") && element.form && element.form.hasAttribute("action");
  let pressed = null;
  if (press) {
    if (press.keep !== undefined) {
      const keep = press.keep ? new RegExp(unicode(press.keep), "u") : null;
      for (const { field, checked, locked, label: name } of ticks) if (!locked && checked !== Boolean(keep && keep.test(normalise(name)))) field.click();
      for (const radio of all(best.element, "input[type=radio]")) if (!radio.disabled && !radio.checked && ["reject", "necessary_only"].includes(kindOf(named(radio)))) radio.click();
    }
    for (const kind of press.kinds) {
      const control = best.buttons.find((button) => button.kind === kind && stays(button) && !sends(button));
      if (control) {
        pressed = { text: control.text, kind };
        control.element.click();
        break;
      }
    }
  }
  const area = best.element.getBoundingClientRect();
  const corners = [[0.02, 0.3], [0.98, 0.3], [0.5, 0.02], [0.5, 0.5], [0.5, 0.98]].map(([x, y]) => [x * innerWidth, y * innerHeight]);
  const outside = corners.filter(([x, y]) => x < area.left || x > area.right || y < area.top || y > area.bottom);
  const covered = outside.filter(([x, y]) => {
    for (let at = document.elementFromPoint(x, y); at && at !== document.body; at = at.parentElement || at.getRootNode().host) if (stands(at) && !at.matches("header, nav")) return true;
    return false;
  });
  return {
    found: true,
    text: best.text.slice(0, 2000),
    buttons: best.buttons.map(({ element, text, kind }) => ({ text, kind, ...look(element, best.element) })),
    ticked: ticks.filter(({ checked, locked }) => checked && !locked).map((one) => one.label),
    choices: ticks.map((one) => one.label),
    blocks: outside.length > 0 ? covered.length === outside.length : area.width * area.height > 0.9 * innerWidth * innerHeight,
    pressed,
  };
};
