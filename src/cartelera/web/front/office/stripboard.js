// The stripboard: strips move by mouse and by keyboard; the server says what the day now costs.
import { tell } from "./told.js";

const board = document.querySelector("[data-stripboard]");
if (board) watch();

function watch() {
  const movable = board.querySelector("[data-strip][draggable=true]") !== null;
  const first = board.querySelector("[data-strip]");
  if (first) first.tabIndex = 0;
  board.addEventListener("keydown", (event) => walk(event) || (movable && press(event)));
  board.addEventListener("focusin", (event) => event.target.matches?.("[data-strip]") && rove(event.target));
  if (!movable) return;
  board.addEventListener("click", (event) => {
    const strip = event.target.closest("[data-strip]");
    if (strip && (event.ctrlKey || event.metaKey || event.shiftKey)) mark(strip);
    strip?.focus({ preventScroll: true });
  });
  carry();
}

const all = () => [...board.querySelectorAll("[data-strip]")];
const dayOf = (strip) => strip.closest("[data-day]");
const days = () => [...board.querySelectorAll("[data-day]")];

function rove(strip) {
  for (const other of board.querySelectorAll("[data-strip][tabindex='0']")) other.tabIndex = -1;
  strip.tabIndex = 0;
}

function mark(strip) {
  strip.classList.toggle("is-marked");
  strip.setAttribute("aria-selected", strip.classList.contains("is-marked"));
}

function walk(event) {
  const strip = event.target.closest?.("[data-strip]");
  if (!strip || event.altKey || event.ctrlKey || event.metaKey) return false;
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const day = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step && !day) return false;
  event.preventDefault();
  if (step) {
    const strips = all();
    strips[strips.indexOf(strip) + step]?.focus();
    return true;
  }
  const there = days();
  for (let n = there.indexOf(dayOf(strip)) + day; there[n]; n += day) {
    const next = there[n].querySelector("[data-strip]");
    if (next) return next.focus() ?? true;
  }
  return true;
}

function press(event) {
  const strip = event.target.closest?.("[data-strip]");
  if (!strip || event.ctrlKey || event.metaKey) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === " ") {
    event.preventDefault();
    return mark(strip);
  }
  if (key === "Escape") return all().forEach((one) => one.classList.remove("is-marked"));
  const going = chosen(strip);
  if (key === "u" && !event.altKey) return move(going, days().at(-1), null);
  const hop = { "[": -1, "]": 1 }[key];
  const step = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[key];
  if (!hop && !step) return;
  event.preventDefault();
  const there = days();
  const here = there.indexOf(dayOf(strip));
  if (hop) return there[here + hop] && move(going, there[here + hop], null);
  const rows = [...dayOf(strip).querySelectorAll("[data-strip]")].filter((one) => !going.includes(one));
  const before = rows.filter((one) => one.compareDocumentPosition(going[0]) & Node.DOCUMENT_POSITION_FOLLOWING).length;
  if (step < 0 && before > 0) return move(going, dayOf(strip), rows[before - 1]);
  if (step > 0 && before < rows.length) return move(going, dayOf(strip), rows[before + 1] ?? null);
  const next = there[here + step];
  if (next) move(going, next, step > 0 ? next.querySelector("[data-strip]") : null);
}

function chosen(strip) {
  const marked = [...board.querySelectorAll(".strip.is-marked")];
  return marked.includes(strip) ? marked : [strip];
}

function carry() {
  let held = [];
  let line = null;
  board.addEventListener("dragstart", (event) => {
    const strip = event.target.closest?.("[data-strip]");
    if (!strip) return;
    held = chosen(strip);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.map((one) => one.dataset.strip).join(" "));
    requestAnimationFrame(() => held.forEach((one) => one.classList.add("is-held")));
  });
  board.addEventListener("dragover", (event) => {
    const day = event.target.closest?.("[data-day]");
    if (!held.length || !day) return;
    event.preventDefault();
    line?.classList.remove("is-under", "is-over");
    const strip = event.target.closest("[data-strip]");
    line = strip ?? day;
    line.classList.add(strip ? "is-under" : "is-over");
  });
  board.addEventListener("drop", (event) => {
    const day = event.target.closest?.("[data-day]");
    if (!held.length || !day) return;
    event.preventDefault();
    const strip = event.target.closest("[data-strip]");
    if (!held.includes(strip)) move(held, day, strip);
  });
  board.addEventListener("dragend", () => {
    held.forEach((one) => one.classList.remove("is-held"));
    line?.classList.remove("is-under", "is-over");
    held = [];
  });
}

async function move(strips, day, before) {
  const places = strips.map((one) => [one, one.parentElement, one.nextElementSibling]);
  const focused = strips.find((one) => one === document.activeElement) ?? strips[0];
  const list = day.querySelector("[data-strips]");
  const at = before && before.parentElement === list ? before : null;
  for (const one of strips) list.insertBefore(one, at);
  focused.focus({ preventScroll: true });
  focused.scrollIntoView({ block: "nearest" });
  try {
    const answer = await fetch(board.dataset.move, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({
        scenes: strips.map((one) => one.dataset.strip).join(" "),
        to: day.dataset.day,
        before: at?.dataset.strip ?? "",
        csrfmiddlewaretoken: document.querySelector("template[data-undo]").content.querySelector("[name=csrfmiddlewaretoken]").value,
      }),
    });
    if (!answer.ok) throw new Error(answer.status);
    show(await answer.json());
  } catch {
    for (const [one, parent, next] of places.reverse()) parent.insertBefore(one, next);
    focused.focus({ preventScroll: true });
    tell(board.dataset.failed, null);
  }
}

function show({ text, undo, heads, side }) {
  for (const [on, head] of Object.entries(heads)) {
    const shown = board.querySelector(`[data-day="${on}"] [data-head]`);
    if (shown && shown.innerHTML !== head) shown.innerHTML = head;
  }
  board.querySelector("[data-side]").innerHTML = side;
  const free = board.querySelector(".is-free");
  free.querySelector("[data-free-count]").textContent = free.querySelectorAll("[data-strip]").length;
  tell(text, undo);
}

// While a board is solved, ask how it stands and show what it came to.
const AGAIN_MS = 2000;
async function follow() {
  const box = document.querySelector("[data-solving][data-again]");
  if (!box) return;
  const answer = await fetch(box.dataset.again).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const news = page.querySelector("[data-solving]");
    const bar = box.querySelector("progress");
    const now = news?.querySelector("progress");
    if (bar && now) bar.value = now.value;
    else if (news) box.replaceWith(news);
  }
  setTimeout(follow, AGAIN_MS);
}
setTimeout(follow, AGAIN_MS);
