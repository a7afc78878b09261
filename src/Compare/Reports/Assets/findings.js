"use strict";
// The table of findings: filter, sort, permalinks. The first rows are shown, and all on demand.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const table = document.querySelector("table.findings");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const form = document.querySelector("form.filter");
  const search = form.querySelector("input[type=search]");
  const boxes = all("input[type=checkbox]", form);
  const texts = new Map(rows.map(row => [row, row.textContent.toLowerCase()]));

  // ---- Filter

  const most = 25;
  let limit = most;
  const more = document.createElement("button");
  more.type = "button";
  more.className = "more";
  const rest = document.createElement("p");
  rest.className = "paper";
  table.after(more, rest);
  const filter = () => {
    const statuses = new Set(boxes.filter(box => box.checked).map(box => box.value));
    const words = search.value.toLowerCase().split(/\s+/).filter(word => word);
    let found = 0;
    for (const row of body.rows) {
      const fits = statuses.has(row.dataset.status) && words.every(word => texts.get(row).includes(word));
      row.hidden = !fits || ++found > limit;
    }
    more.textContent = `Show all ${found}`;
    more.hidden = found <= limit;
    rest.textContent = `The first ${limit} of ${found}; the page on screen and results.json have the others.`;
    rest.hidden = more.hidden;
    form.querySelector("output").textContent = `${found} of ${rows.length}`;
  };
  const showAll = () => {
    limit = Infinity;
    filter();
  };
  form.hidden = rows.length === 0;
  form.addEventListener("input", filter);
  form.addEventListener("submit", event => event.preventDefault());
  more.addEventListener("click", () => {
    showAll();
    [...body.rows].filter(row => !row.hidden)[most].querySelector("summary").focus();
  });
  for (const link of all("a[data-words]"))
    link.addEventListener("click", () => {
      for (const box of boxes) box.checked = true;
      search.value = link.dataset.words;
      filter();
    });

  // ---- Sort. A third click brings the first order back.

  const firstNumber = 2;
  const key = (row, column) => {
    const cell = row.cells[column];
    if (cell.dataset.value === undefined) return cell.textContent.trim();
    if (cell.dataset.value === "") return null;
    const value = Number(cell.dataset.value);
    return Number.isNaN(value) ? Infinity : value;
  };
  // Rows without a value come last in either direction.
  const compare = (a, b, sign) => {
    if (a === null || b === null) return (a === null) - (b === null);
    return sign * (typeof a === "string" ? a.localeCompare(b, "en", { numeric: true }) : a - b || 0);
  };
  for (const head of all("th[data-sort]", table)) {
    const column = head.cellIndex;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const [first, second] = column >= firstNumber ? ["descending", "ascending"] : ["ascending", "descending"];
      const before = head.getAttribute("aria-sort");
      const order = before === null ? first : before === first ? second : null;
      for (const other of all("th[data-sort]", table)) other.removeAttribute("aria-sort");
      if (order) head.setAttribute("aria-sort", order);
      const sign = order === "descending" ? -1 : 1;
      const sorted = order ? rows.toSorted((a, b) => compare(key(a, column), key(b, column), sign)) : rows;
      body.append(...sorted);
      filter();
    });
  }

  // ---- Permalinks: what is linked to is shown and unfolded.

  const reveal = () => {
    // Not :target, which is not yet known while the page is being read.
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = target?.querySelector("details.fold");
    if (!fold) return;
    fold.open = true;
    if (target.hidden) {
      for (const box of boxes) box.checked = true;
      search.value = "";
      showAll();
    }
    target.scrollIntoView({ block: rows.includes(target) ? "center" : "start" });
  };
  addEventListener("hashchange", reveal);

  filter();
  reveal();
})();
