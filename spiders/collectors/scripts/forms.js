// The forms of a page: where they send what, with which fields. Never what is typed in.
() => {
  const fold = (text) => (text || "").replace(/\s+/g, " ").trim().slice(0, 120);
  const isAddress = (value) => /^(?:\d{1,3}\.){3}\d{1,3}$/.test(value) || /^[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}$/i.test(value);
  const label = (field) => {
    const own = field.labels?.[0]?.textContent || field.getAttribute("aria-label") || field.placeholder;
    return fold(own);
  };
  return [...document.forms].slice(0, 50).map((form) => ({
    action: new URL(form.getAttribute("action") || location.href, document.baseURI).href,
    method: (form.getAttribute("method") || "get").toLowerCase(),
    fields: [...form.elements]
      .filter((field) => field.matches("input, select, textarea") && !/^(?:submit|button|reset|image)$/.test(field.type))
      .slice(0, 80)
      .map((field) => ({
        type: field.type || field.tagName.toLowerCase(),
        name: fold(field.name || field.id),
        label: label(field),
        autocomplete: fold(field.autocomplete),
        hidden_value_is_ip: field.type === "hidden" && isAddress((field.value || "").trim()),
      })),
    links: [...form.querySelectorAll("a[href]")].slice(0, 10).map((link) => String(link.href).slice(0, 500)),
  }));
};
