// Search, filter and sort, copying, and opening what a link leads to; without script everything is there as plain tables.
const filters = (table, tools) => {
  const rows = [...table.tBodies[0].rows].map((row) => ({ row, text: row.textContent.toLowerCase() }));
  const shown = tools.querySelector("[role=status]");
  const apply = () => {
    const words = tools.querySelector("input").value.trim().toLowerCase();
    const choices = [...tools.querySelectorAll("select")].filter((one) => one.value);
    let count = 0;
    for (const { row, text } of rows) {
      row.hidden = !text.includes(words) || choices.some((one) => !row.dataset[one.dataset.key].split(" ").includes(one.value));
      count += row.hidden ? 0 : 1;
    }
    shown.textContent = shown.dataset.words.replace("{shown}", count).replace("{all}", rows.length);
  };
  tools.hidden = false;
  tools.addEventListener("input", apply);
};

const sorting = (table) => {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
      const keyed = [...table.tBodies[0].rows].map((row) => [row.cells[column].dataset.sort ?? row.cells[column].textContent.trim(), row]);
      keyed.sort((a, b) => order.compare(a[0], b[0]) * (up ? 1 : -1));
      table.tBodies[0].append(...keyed.map((one) => one[1]));
    });
  });
};

const copier = (words, done, text) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = words;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text());
    button.textContent = done;
    setTimeout(() => { button.textContent = words; }, 2000);
  });
  return button;
};

const lines = (card) => [...card.children]
  .flatMap((part) => (part.matches(".sides") ? [...part.querySelectorAll(":scope > div > *")] : [part]))
  .filter((part) => !part.matches(".followers, button"))
  .flatMap((part) => (part.tagName === "DETAILS" ? [...part.querySelectorAll("li, p")] : [part]))
  .map((part) => part.textContent.replace(/\s+/g, " ").trim())
  .join("\n");

const cells = (table) => [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()).join("\t")).join("\n");

const reveal = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let part = target?.parentElement; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
  if (target) target.scrollIntoView();
};

for (const table of document.querySelectorAll("table[data-tools]")) {
  filters(table, document.querySelector(`[data-for="${table.id}"]`));
  sorting(table);
}
for (const part of document.querySelectorAll("[data-copy]")) {
  for (const card of part.querySelectorAll(".card")) {
    const button = copier(part.dataset.copy, part.dataset.copied, () => lines(card));
    card.insertBefore(button, card.querySelector(":scope > .followers"));
  }
}
for (const part of document.querySelectorAll("[data-copy-table]")) {
  const table = part.querySelector("table");
  if (table) part.append(copier(part.dataset.copyTable, part.dataset.copied, () => cells(table)));
}
addEventListener("hashchange", reveal);
if (location.hash) reveal();
