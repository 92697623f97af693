// Finds a control outside the consent dialog that opens it again; with `press`, uses it if it stays on the page.
({ words, press }) => {
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
  const wanted = new RegExp(`^(?:${unicode(words.withdraw)})$`, "u");
  const controls = [];
  const collect = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.matches("button, a, [role=button], [onclick], [tabindex='0']")) controls.push(element);
      if (element.shadowRoot) collect(element.shadowRoot);
    }
  };
  collect(document);
  const visible = (element) => element.getClientRects().length > 0 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const stays = (element) => !element.matches("a[href]") || /^(?:#|javascript:|$)/i.test(element.getAttribute("href"));
  const found = controls
    .filter((element) => visible(element))
    .map((element) => ({ element, text: [element.innerText, element.getAttribute("aria-label"), element.title].map((text) => (text || "").replace(/\s+/g, " ").trim()).find((text) => wanted.test(normalise(text))) }))
    .filter(({ text }) => text);
  const usable = found.find(({ element }) => stays(element));
  if (press && usable) usable.element.click();
  return { texts: found.map(({ text }) => text.slice(0, 120)).slice(0, 5), pressed: press && usable ? usable.text.slice(0, 120) : null };
};
