"use strict";
(() => {
  const root = document.documentElement;
  const byId = id => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // ---- Charts: the data is in the page, the colours come from the style sheet.

  const colour = name => {
    const probe = document.body.appendChild(document.createElement("span"));
    probe.style.color = `var(${name})`;
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  };

  const template = () => {
    const ink = colour("--ink");
    const axis = {
      gridcolor: colour("--line"),
      linecolor: colour("--line-strong"),
      zerolinecolor: colour("--line-strong"),
      showline: true,
    };
    return {
      layout: {
        paper_bgcolor: "rgba(0,0,0,0)",
        plot_bgcolor: "rgba(0,0,0,0)",
        font: { color: ink, size: 13, family: getComputedStyle(document.body).fontFamily },
        colorway: [1, 2, 3, 4, 5, 6].map(i => colour(`--series-${i}`)),
        xaxis: axis,
        yaxis: axis,
        hoverlabel: { bgcolor: colour("--paper"), bordercolor: ink, font: { color: ink } },
        modebar: { bgcolor: "rgba(0,0,0,0)", color: colour("--muted"), activecolor: ink },
        shapedefaults: { line: { color: colour("--disagrees") } },
        annotationdefaults: { font: { color: colour("--disagrees") } },
      },
    };
  };

  // Where fingers scroll the page they must not zoom a chart, and there is no room for buttons above it.
  const pointer = matchMedia("(hover: hover)").matches;

  const draw = width => {
    if (typeof Plotly === "undefined") return;
    const theme = template();
    for (const chart of all(".chart")) {
      const figure = JSON.parse(chart.parentElement.querySelector("script").textContent);
      figure.layout.template = theme;
      const colours = theme.layout.colorway;
      for (const trace of figure.data)
        if (trace.meta !== undefined) trace.line.color = colours[trace.meta % colours.length];
      if (!pointer) figure.layout.dragmode = false;
      if (width) figure.layout.width = width;
      Plotly.react(chart, figure.data, figure.layout, {
        responsive: true,
        displaylogo: false,
        displayModeBar: pointer ? "hover" : false,
        modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
        toImageButtonOptions: { format: "svg", filename: chart.parentElement.id.replaceAll("/", "-") },
      });
    }
  };

  // ---- Theme

  const themes = ["auto", "light", "dark"];
  const toggle = document.createElement("button");
  const current = () => root.dataset.theme ?? "auto";
  const apply = theme => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    toggle.textContent = `Theme: ${theme}`;
    draw();
  };
  toggle.type = "button";
  toggle.className = "theme";
  toggle.addEventListener("click", () => {
    const theme = themes[(themes.indexOf(current()) + 1) % themes.length];
    apply(theme);
    try {
      localStorage.setItem("compare-theme", theme);
    } catch {
      // Not kept, then.
    }
  });
  document.querySelector("header").prepend(toggle);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw());

  // ---- Paper: light, and as wide as a sheet.

  const paperWidth = 680;
  let onScreen;
  addEventListener("beforeprint", () => {
    onScreen = root.dataset.theme;
    root.dataset.theme = "light";
    draw(paperWidth);
  });
  addEventListener("afterprint", () => {
    if (onScreen) root.dataset.theme = onScreen;
    else delete root.dataset.theme;
    draw();
  });

  // ---- Findings: filter

  const table = document.querySelector("table.findings");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const form = document.querySelector("form.filter");
  const search = form.querySelector("input[type=search]");
  const boxes = all("input[type=checkbox]", form);
  const texts = new Map(rows.map(row => [row, row.textContent.toLowerCase()]));
  const filter = () => {
    const statuses = new Set(boxes.filter(box => box.checked).map(box => box.value));
    const words = search.value.toLowerCase().split(/\s+/).filter(word => word);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !statuses.has(row.dataset.status) || !words.every(word => texts.get(row).includes(word));
      if (!row.hidden) shown++;
    }
    form.querySelector("output").textContent = `${shown} of ${rows.length}`;
  };
  form.hidden = rows.length === 0;
  form.addEventListener("input", filter);
  form.addEventListener("submit", event => event.preventDefault());

  // ---- Findings: sort. A third click brings the first order back.

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
    });
  }

  // ---- Permalinks: a finding that is linked to is shown and unfolded.

  const reveal = () => {
    const target = document.querySelector(":target");
    if (!rows.includes(target)) return;
    target.querySelector("details").open = true;
    if (target.hidden) {
      for (const box of boxes) box.checked = true;
      search.value = "";
      filter();
    }
    target.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", reveal);

  // ---- Data: the very bytes of results.json. Inside a script element each < is spelled \u003c.

  const download = byId("report.download");
  download.hidden = false;
  download.addEventListener("click", () => {
    const json = byId("report.results").textContent.replace(/\\\\|\\u003c/g, escape => (escape === "\\\\" ? escape : "<"));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([json], { type: "application/json" }));
    link.download = "results.json";
    link.click();
    URL.revokeObjectURL(link.href);
  });

  apply(current());
  filter();
  reveal();
})();
