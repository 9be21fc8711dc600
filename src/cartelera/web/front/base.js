// The shared look, and the theme switch. Without this script pages follow the system's theme.
import "./styles/base.css";

const year = 60 * 60 * 24 * 365;
const root = document.documentElement;
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

for (const button of document.querySelectorAll("[data-theme-switch]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const now = root.dataset.theme ?? (systemIsDark.matches ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `theme=${root.dataset.theme}; path=/; max-age=${year}; samesite=lax${secure}`;
  });
}
