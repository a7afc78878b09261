"use strict";
// The theme: that of the system, light, or dark. Charts hear of a change through the event "themechange".
(() => {
  const root = document.documentElement;
  const themes = ["auto", "light", "dark"];
  const toggle = document.createElement("button");
  const current = () => root.dataset.theme ?? "auto";
  const announce = () => document.dispatchEvent(new Event("themechange"));
  const apply = theme => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    toggle.textContent = `Theme: ${theme}`;
  };
  toggle.type = "button";
  toggle.className = "theme";
  toggle.addEventListener("click", () => {
    const theme = themes[(themes.indexOf(current()) + 1) % themes.length];
    apply(theme);
    announce();
    try {
      localStorage.setItem("compare-theme", theme);
    } catch {
      // Not kept, then.
    }
  });
  apply(current());
  document.querySelector("header").prepend(toggle);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", announce);
})();
