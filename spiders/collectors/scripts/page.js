// What a visit's record needs of the document, and how much text it shows.
() => ({
  title: (document.title || "").slice(0, 300),
  language: (document.documentElement?.lang || "").slice(0, 20),
  url: location.href,
  lines: (document.body?.innerText || "").slice(0, 20000).split("\n").map((line) => line.trim()).filter((line) => line.length >= 15).slice(0, 40).map((line) => line.slice(0, 120)),
  text: (document.body?.innerText || "").slice(0, 2000),
  hasContent: Boolean(document.body?.querySelector("img, svg, video, canvas, iframe, object, input, button, a[href]")),
});
