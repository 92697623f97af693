// Finds the consent dialog of a page; with `press`, clicks the control of that kind in it.
// Words come as regular expressions that match whole texts, normalised here as scanner/languages/words.py does.
({ words, press }) => {
  const KINDS = ["pay", "necessary_only", "reject", "save", "settings", "accept", "close"];
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
  const banner = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${unicode(words.banner)})(?![\\p{L}\\p{N}_])`, "u");
  const kindOf = (text) => KINDS.find((kind) => whole[kind].test(normalise(text))) || "other";

  const visible = (element) => {
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) return false;
    return element.checkVisibility ? element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) : true;
  };
  const all = (root, selector, found = []) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.matches(selector)) found.push(element);
      if (element.shadowRoot) all(element.shadowRoot, selector, found);
    }
    return found;
  };
  const textOf = (element) => (element.innerText || element.textContent || "").replace(/\s+/g, " ").trim();
  const label = (button) => textOf(button) || button.getAttribute("aria-label") || button.value || button.title || "";

  const CONTROLS = "button, [role=button], input[type=button], input[type=submit], a";
  const controls = (box) =>
    all(box, CONTROLS)
      .concat(box.shadowRoot ? all(box.shadowRoot, CONTROLS) : [])
      .filter(visible)
      .map((element) => ({ element, text: label(element).slice(0, 120), kind: kindOf(label(element)) }));
  const stands = (element) => {
    if (element.matches("dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true]")) return true;
    if (element.matches("[id*=cookie i], [class*=cookie i], [id*=consent i], [class*=consent i], [id*=gdpr i], [class*=gdpr i], [id*=sikdat i], [class*=sikdat i]")) return true;
    const style = getComputedStyle(element);
    return ["fixed", "sticky"].includes(style.position) || (style.position === "absolute" && Number(style.zIndex) > 10);
  };
  const boxes = all(document.documentElement, "*")
    .filter((element) => !element.matches("html, body, script, style, a, button, input") && stands(element) && visible(element))
    .map((element) => ({ element, text: textOf(element), buttons: controls(element) }))
    .filter(({ text, buttons }) => text.length > 15 && text.length < 8000 && banner.test(normalise(text)) && buttons.some(({ kind }) => kind !== "other" && kind !== "close"))
    .filter(({ element, buttons }) => !element.matches("header, nav, footer, main") || buttons.some(({ kind }) => kind === "accept" || kind === "reject"));
  const best = boxes.sort((one, other) => other.buttons.filter(({ kind }) => kind !== "other").length - one.buttons.filter(({ kind }) => kind !== "other").length || one.text.length - other.text.length)[0];
  if (!best) return { found: false };

  const boxesTicked = all(best.element, "input[type=checkbox], [role=switch]").map((field) => ({
    label: (field.labels?.[0]?.textContent || field.getAttribute("aria-label") || field.name || "").replace(/\s+/g, " ").trim().slice(0, 120),
    checked: field.checked ?? field.getAttribute("aria-checked") === "true",
    locked: Boolean(field.disabled) || field.getAttribute("aria-disabled") === "true",
    field,
  }));
  let pressed = null;
  if (press) {
    if (press.untick) for (const { field, checked, locked } of boxesTicked) if (checked && !locked) field.click();
    // A link to another document is never followed: a control is a button, or a link that stays on the page.
    const stays = ({ element }) => !element.matches("a[href]") || /^(?:#|javascript:|$)/i.test(element.getAttribute("href"));
    const submits = ({ element }) => element.matches("input[type=submit], button[type=submit]") && element.form && element.form.getAttribute("action");
    for (const kind of press.kinds) {
      const control = best.buttons.find((button) => button.kind === kind && stays(button) && !submits(button));
      if (control) {
        pressed = control.text;
        control.element.click();
        break;
      }
    }
  }
  return {
    found: true,
    text: best.text.slice(0, 2000),
    buttons: best.buttons.map(({ text, kind }) => ({ text, kind })),
    ticked: boxesTicked.filter(({ checked, locked }) => checked && !locked).map((one) => one.label),
    pressed,
  };
};
