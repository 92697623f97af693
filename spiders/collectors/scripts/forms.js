// The forms of a document: where they send what, with which fields and boxes, and what is said beside them. Never what is
// typed in. Open shadow roots are looked into; fields that belong to no form are one record, with method "script".
() => {
  const fold = (text, most = 120) => (text || "").replace(/\s+/g, " ").trim().slice(0, most);
  const isAddress = (value) => /^(?:\d{1,3}\.){3}\d{1,3}$/.test(value) || /^[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}$/i.test(value);
  const CONTROLS = "input, select, textarea";
  const all = (root, selector, found = []) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.matches(selector)) found.push(element);
      if (element.shadowRoot) all(element.shadowRoot, selector, found);
    }
    return found;
  };
  const byId = (field, ids) => ids.split(/\s+/).map((id) => field.getRootNode().getElementById?.(id)?.textContent || "").join(" ");
  const labelledBy = (field) => byId(field, field.getAttribute("aria-labelledby") || "");
  // The text just before or, for a box, after a field that no label element is tied to.
  const beside = (field, way) => {
    for (let at = field[way], steps = 0; at && steps < 3; at = at[way], steps += 1) {
      if (at.nodeType === 1 && at.matches(`${CONTROLS}, button, form`)) return "";
      if (fold(at.textContent)) return at.textContent;
    }
    return "";
  };
  const isBox = (field) => field.type === "checkbox" || field.type === "radio";
  const label = (field, most = 120) => {
    const tied = [...(field.labels || [])].map((one) => one.textContent).join(" ");
    const around = isBox(field) ? beside(field, "nextSibling") || beside(field, "previousSibling") : field.placeholder || beside(field, "previousSibling");
    return fold(tied, most) || fold(labelledBy(field), most) || fold(field.getAttribute("aria-label"), most) || fold(around, most) || fold(beside(field.parentElement || field, "previousSibling"), most);
  };
  const address = (link) => String(link.href).slice(0, 500);
  const described = (field) => ({
    type: field.type || field.tagName.toLowerCase(),
    name: fold(field.name || field.id),
    label: label(field),
    autocomplete: fold(field.autocomplete),
    required: Boolean(field.required) || field.getAttribute("aria-required") === "true",
    hidden_value_is_ip: field.type === "hidden" && isAddress((field.value || "").trim()),
  });
  const box = (field) => ({
    label: label(field, 300),
    checked: field.defaultChecked || field.checked,
    required: Boolean(field.required) || field.getAttribute("aria-required") === "true",
    links: [...(field.labels || [])].flatMap((one) => [...one.querySelectorAll("a[href]")].map(address)).slice(0, 5),
  });
  // The block around a form, as long as it holds no other form and is not half the page.
  const blockOf = (form) => {
    let block = form;
    for (let steps = 0; steps < 2; steps += 1) {
      const wider = block.parentElement;
      if (!wider || wider.matches("body, main, html") || wider.querySelectorAll("form").length > 1 || wider.textContent.length > form.textContent.length + 3000) break;
      block = wider;
    }
    return block;
  };
  const said = (block) => {
    const parts = [];
    const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walk.nextNode() && parts.length < 200) if (!walk.currentNode.parentElement?.closest("script, style, noscript, template, button, option, select, textarea, label")) parts.push(walk.currentNode.data);
    return fold(parts.join(" "), 600);
  };
  const links = (within) => all(within, "a[href]").map((link) => ({ url: address(link), text: fold(link.textContent) }));
  const record = (fields, block, rest) => ({
    ...rest,
    fields: fields.slice(0, 80).map(described),
    boxes: fields.filter((field) => field.type === "checkbox").slice(0, 20).map(box),
    around: links(block).slice(0, 30),
    notice: said(block),
  });
  const target = (form) => {
    try {
      return new URL(form.getAttribute("action") || location.href, document.baseURI).href;
    } catch {
      return ""; // "http://[": no address
    }
  };
  const asks = (field) => !/^(?:submit|button|reset|image)$/.test(field.type);
  const forms = all(document, "form").slice(0, 50).map((form) => {
    const fields = [...form.elements].filter((field) => field.matches(CONTROLS) && asks(field));
    const own = [...form.querySelectorAll("a[href]")].slice(0, 10).map(address);
    return record(fields, blockOf(form), {
      action: target(form),
      method: (form.getAttribute("method") || "get").toLowerCase(),
      links: own,
    });
  });
  const loose = all(document, CONTROLS).filter((field) => !field.form && asks(field) && field.type !== "hidden" && field.getClientRects().length > 0);
  if (loose.some((field) => !isBox(field) && !/^(?:search|range|color)$/.test(field.type) && field.tagName !== "SELECT")) {
    let block = loose[0];
    while (block.parentElement && !loose.every((field) => block.contains(field))) block = block.parentElement;
    forms.push(record(loose, block === document.body || block === document.documentElement ? loose[0].parentElement : block, { action: "", method: "script", links: [] }));
  }
  return forms;
};
