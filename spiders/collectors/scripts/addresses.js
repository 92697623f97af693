// Where IP addresses stand in a document: its text, fields not shown, attributes, scripts written into it.
() => {
  const ADDRESS = /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4})(?![\w:]|\.\w)/gi;
  const MOST = 40;
  const found = [];
  const look = (place, name, text) => {
    if (found.length >= MOST || !text || text.length > 500000) return;
    for (const [address] of text.matchAll(ADDRESS)) if (found.length < MOST) found.push({ place, name: String(name || "").slice(0, 80), address });
  };
  const variable = (text, at) => /([\w$.]{1,60})["']?\s*[:=]\s*["'`]?$/.exec(text.slice(Math.max(0, at - 90), at))?.[1];
  for (const script of document.querySelectorAll("script:not([src])")) {
    const text = script.textContent.slice(0, 500000);
    for (const match of text.matchAll(ADDRESS)) if (found.length < MOST) found.push({ place: "script", name: variable(text, match.index) || "", address: match[0] });
  }
  for (const field of document.querySelectorAll("input[type=hidden]")) look("hidden-field", field.name || field.id, field.value);
  for (const element of [...document.querySelectorAll("meta[content], [value]:not([type=hidden]), body, [data-ip], [data-client-ip], [data-user-ip]")].slice(0, 3000)) {
    for (const { name, value } of element.attributes) if (value.length < 400) look("attribute", name, value);
  }
  look("text", "", (document.body?.innerText || "").slice(0, 300000));
  return found;
};
