// Runs before the first paint: marks that scripts run, and applies the theme chosen earlier.
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  try {
    const theme = localStorage.getItem("compare-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // A page from disk may have no storage; the system's theme is then as good.
  }
})();
