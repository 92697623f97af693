// What a visit's record needs of the document, and how much text it shows.
() => ({
  title: (document.title || "").slice(0, 300),
  language: (document.documentElement?.lang || "").slice(0, 20),
  url: location.href,
  text: (document.body?.innerText || "").slice(0, 2000),
  hasContent: Boolean(document.body?.querySelector("img, svg, video, canvas, iframe, object, input, button, a[href]")),
});
