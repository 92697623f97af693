// All links of a page with their text and the place they stand in; open shadow roots included. "kept": no link, but an
// address in a data attribute, as what is loaded by a click has it.
() => {
  const MOST = 1500;
  const fold = (text) => (text || "").replace(/\s+/g, " ").trim().slice(0, 200);
  const found = [];
  const place = (element) => {
    if (element.closest("footer, [role=contentinfo], [id*=footer i], [class*=footer i]")) return "footer";
    if (element.closest("form")) return "form";
    for (let box = element; box; box = box.parentElement) {
      if (box.matches("dialog, [role=dialog], [aria-modal=true]")) return "banner";
      if (box.matches("[id*=cookie i], [class*=cookie i], [id*=consent i], [class*=consent i]")) return "banner";
      const { position } = getComputedStyle(box);
      if (position === "fixed" && box.offsetHeight < innerHeight && !box.matches("header, nav")) return "banner";
    }
    if (element.closest("nav, header, [role=navigation]")) return "nav";
    return "body";
  };
  const keep = (element) => {
    for (const name of element.getAttributeNames()) {
      if (!name.startsWith("data-")) continue;
      const value = element.getAttribute(name).trim();
      if (/^(https?:)?\/\/[\w-]+\.\S+$/i.test(value) && value.length < 2000 && URL.canParse(value, location.href))
        found.push({ text: "", url: new URL(value, location.href).href, place: "kept" });
    }
  };
  const walk = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) walk(element.shadowRoot);
      if (found.length >= MOST) return;
      keep(element);
      if (!element.matches("a[href], area[href]")) continue;
      const image = element.querySelector("img[alt]");
      const text = element.textContent || element.getAttribute("aria-label") || element.title || image?.alt;
      found.push({ text: fold(text), url: String(element.href?.baseVal ?? element.href).slice(0, 2000), place: place(element) });
    }
  };
  walk(document);
  return found;
};
