// Search, filter and sort for tables marked data-tools; without script they are plain tables.
for (const table of document.querySelectorAll("table[data-tools]")) {
  const rows = [...table.tBodies[0].rows];
  const tools = document.querySelector(`[data-for="${table.id}"]`);
  const apply = () => {
    const words = tools.querySelector("input").value.toLowerCase();
    const choice = tools.querySelector("select").value;
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(words) || (choice && row.dataset.verdict !== choice);
  };
  tools.hidden = false;
  tools.addEventListener("input", apply);
  table.tHead.querySelectorAll("th").forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      table.tHead.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const key = (row) => row.cells[column].dataset.sort ?? row.cells[column].textContent.trim();
      rows.sort((a, b) => key(a).localeCompare(key(b), undefined, { numeric: true }) * (up ? 1 : -1));
      table.tBodies[0].append(...rows);
    });
  });
}
