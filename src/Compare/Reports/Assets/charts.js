"use strict";
// The charts: their data is in the page, their colours come from the style sheet. A chart is drawn when it comes near the window.
(() => {
  const root = document.documentElement;
  const charts = [...document.querySelectorAll(".chart")];

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
  const drawn = new Set();
  let theme = template();

  const draw = (chart, width) => {
    drawn.add(chart);
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
      toImageButtonOptions: { format: "svg", filename: chart.closest("figure").id.replaceAll("/", "-") },
    });
  };

  const observer = new IntersectionObserver(
    entries => {
      for (const entry of entries) if (entry.isIntersecting && !drawn.has(entry.target)) draw(entry.target);
    },
    { rootMargin: "100% 0px" },
  );
  for (const chart of charts) observer.observe(chart);

  const redraw = (which, width) => {
    theme = template();
    for (const chart of which) draw(chart, width);
  };
  document.addEventListener("themechange", () => redraw([...drawn]));

  // Paper: light, as wide as a sheet, and with every chart that is not folded away.
  const paperWidth = 680;
  let onScreen;
  addEventListener("beforeprint", () => {
    onScreen = root.dataset.theme;
    root.dataset.theme = "light";
    redraw(
      charts.filter(chart => chart.offsetParent),
      paperWidth,
    );
  });
  addEventListener("afterprint", () => {
    if (onScreen) root.dataset.theme = onScreen;
    else delete root.dataset.theme;
    redraw([...drawn]);
  });
})();
