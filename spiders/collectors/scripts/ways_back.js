// The visible controls and links of the page that may open the consent dialog again, or, with `press`, the use of one.
// No link is followed: only a control that stays on the page is ever told to be used.
({ press }) => {
  if (press !== undefined) {
    globalThis.consentWays?.[press]?.click();
    return [];
  }
  const NAMED = /revisit|reopen|re-?consent|manage-?consent|cookie-?(?:settings|preferences|icon|badge|trigger|floating|widget|btn|button)|consent-?(?:icon|badge|trigger|button|btn|settings)|cc-revoke|ot-sdk|cookiebot-?widget|usercentrics-?button/i;
  const named = (element) => NAMED.test(`${element.id} ${element.getAttribute("class") || ""}`);
  const found = [];
  const visible = (element) => element.getClientRects().length > 0 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  // An accordion's heading or an entry of a table of contents: what it shows is text, with nothing in it to choose.
  const tellsOnly = (element) => {
    const id = element.getAttribute("aria-controls") || element.getAttribute("href")?.match(/^#(.+)/)?.[1];
    const shown = id && document.getElementById(id);
    return Boolean(shown) && !shown.matches("dialog, [role=dialog]") && !shown.querySelector("button, input, [role=button], [role=switch]");
  };
  const collect = (root) => {
    for (const element of root.querySelectorAll("*")) {
      const root = element.shadowRoot || globalThis.closedRoots?.get(element);
      if (root) collect(root);
      const usable = element.matches("button, a, [role=button], [onclick], [tabindex='0'], [data-cc]") || (named(element) && getComputedStyle(element).cursor === "pointer" && !element.querySelector("button, a"));
      if (found.length < 600 && usable && visible(element) && !tellsOnly(element)) found.push(element);
    }
  };
  collect(document);
  globalThis.consentWays = found;
  return found.map((element) => ({
    texts: [element.innerText, element.getAttribute("aria-label"), element.title, element.querySelector("img[alt]")?.alt].map((text) => (text || "").replace(/\s+/g, " ").trim().slice(0, 80)).filter(Boolean),
    named: named(element) && !element.matches("a[href]:not([href^='#'], [href^='javascript:'])"),
    stays: !element.matches("a[href]") || /^(?:#|javascript:|$)/i.test(element.getAttribute("href")),
  }));
};
