// The document as rendered, open shadow roots included; at most `limit` characters.
(limit) => {
  const root = document.documentElement;
  if (!root) return "";
  const hosts = [...document.querySelectorAll("*")].filter((element) => element.shadowRoot);
  const shadowRoots = hosts.map((element) => element.shadowRoot);
  const text = root.getHTML ? root.getHTML({ serializableShadowRoots: true, shadowRoots }) : root.innerHTML;
  const attributes = [...root.attributes].map(({ name, value }) => ` ${name}="${value.replaceAll('"', "&quot;")}"`);
  return `<!doctype html><html${attributes.join("")}>${text}</html>`.slice(0, limit);
};
