// The viewer's pages: rows that go by buttons and arrows, posters that travel, search as you type.
import "./styles/screen.css";

for (const row of document.querySelectorAll("[data-row]")) {
  const strip = row.querySelector("[data-strip]");
  const ways = row.querySelector("[data-ways]");
  const back = row.querySelector("[data-back]");
  const on = row.querySelector("[data-on]");
  const settle = () => {
    ways.hidden = strip.scrollWidth <= strip.clientWidth + 4;
    back.disabled = strip.scrollLeft < 4;
    on.disabled = strip.scrollLeft > strip.scrollWidth - strip.clientWidth - 4;
  };
  const go = (direction) => strip.scrollBy({ left: direction * strip.clientWidth * 0.85, behavior: "smooth" });
  back.addEventListener("click", () => go(-1));
  on.addEventListener("click", () => go(1));
  strip.addEventListener("scroll", settle, { passive: true });
  new ResizeObserver(settle).observe(strip);
  strip.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    const card = event.target.closest("li");
    const near = event.key === "ArrowRight" ? card?.nextElementSibling : card?.previousElementSibling;
    if (!near) return;
    event.preventDefault();
    near.querySelector("a").focus();
  });
}

// What led to a title goes along to its player: the row, the place in it, a campaign.
const led = "cartelera-led";
const remember = (facts) => {
  try {
    sessionStorage.setItem(led, JSON.stringify({ ...JSON.parse(sessionStorage.getItem(led)), ...facts }));
  } catch {
    // a browser that keeps nothing tells nothing
  }
};
const campaign = new URLSearchParams(location.search).get("campaign")?.toLowerCase();
if (/^[a-z0-9][a-z0-9-]{0,39}$/.test(campaign ?? "")) remember({ campaign });
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-from]");
  if (!link) return;
  const row = link.closest("[data-row]");
  const place = row ? [...row.querySelectorAll("[data-from]")].indexOf(link) + 1 : 0;
  remember({ row: row?.dataset.row.slice(0, 40) || "page", place, title: link.dataset.from });
});

// A poster goes along from a card to the title's page, and back to the same card.
const travelling = "travelling-poster";
const posterOf = (key) =>
  document.querySelector(`[data-poster-here="${CSS.escape(key)}"], [data-from="${CSS.escape(key)}"] [data-poster]`);
const keyIn = (address) => address?.match(/\/titles\/([\w-]+)\//)?.[1];
addEventListener("pageswap", (event) => {
  const key = keyIn(event.activation?.entry?.url) ?? keyIn(location.href);
  const poster = event.viewTransition && key && posterOf(key);
  if (poster) poster.style.viewTransitionName = travelling;
});
addEventListener("pagereveal", (event) => {
  const key = keyIn(location.href) ?? keyIn(globalThis.navigation?.activation?.from?.url);
  const poster = event.viewTransition && key && posterOf(key);
  if (!poster) return;
  poster.style.viewTransitionName = travelling;
  event.viewTransition.finished.finally(() => poster.style.removeProperty("view-transition-name"));
});

const form = document.querySelector("[data-search]");
if (form) {
  const results = document.querySelector("[data-results]");
  const field = form.querySelector("input");
  let waiting;
  let asked = new AbortController();
  // Who has already gone on to a result stays on it, or is back at the words if it is no longer found.
  const put = (found) => {
    const held = results.contains(document.activeElement) ? document.activeElement.id : null;
    results.innerHTML = found;
    if (held !== null) (results.querySelector(`#${CSS.escape(held)}`) ?? field).focus();
  };
  const show = async () => {
    asked.abort();
    asked = new AbortController();
    const address = new URL(form.action);
    for (const [name, value] of new FormData(form)) if (value.trim()) address.searchParams.set(name, value.trim());
    history.replaceState(null, "", address);
    for (const link of document.querySelectorAll(".languages a")) {
      link.search = address.search;
    }
    address.searchParams.set("results", "only");
    try {
      const answer = await fetch(address, { signal: asked.signal });
      if (answer.ok) put(await answer.text());
    } catch (problem) {
      if (problem.name !== "AbortError") form.submit();
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 140);
  });
  // Down goes from the words to what they found, and on along it; up goes back, Escape at once.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && results.contains(document.activeElement)) field.focus();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [field, ...results.querySelectorAll(".result")];
    const at = stops.indexOf(document.activeElement);
    const near = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at < 0 || !near) return;
    event.preventDefault();
    near.focus();
  });
}

// A slash leads to the search from anywhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const way = document.querySelector("[data-search] input") ?? document.querySelector("[data-to-search]");
  if (!way) return;
  event.preventDefault();
  if (way.matches("input")) way.focus();
  else way.click();
});
