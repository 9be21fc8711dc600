// The year: a part of a title moves by mouse and by keyboard; the server says what it costs now.
import { tell } from "./told.js";

const year = document.querySelector("[data-year]");
if (year) watch();

function watch() {
  year.addEventListener("keydown", press);
  if (!year.querySelector(".year-bar[role=button]")) return;
  year.addEventListener("pointerdown", carry);
}

const lineOf = (bar) => bar.closest("[data-line]");
const keyOf = (bar) => bar.closest("[data-row]").dataset.row;
const find = (key, part) => year.querySelector(`[data-row="${CSS.escape(key)}"] [data-part="${part}"]`);

function press(event) {
  const bar = event.target.closest?.(".year-bar");
  if (!bar || event.altKey || event.ctrlKey || event.metaKey) return;
  const hop = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!hop && !step) return;
  event.preventDefault();
  if (hop) {
    const lines = [...year.querySelectorAll("[data-line]")];
    const there = lines[lines.indexOf(lineOf(bar)) + hop];
    return (there?.querySelector(`[data-part="${bar.dataset.part}"]`) ?? there?.querySelector(".year-bar"))?.focus();
  }
  if (bar.getAttribute("role") === "button") move(bar, event.shiftKey ? "all" : bar.dataset.part, step);
}

function carry(event) {
  const bar = event.target.closest?.(".year-bar");
  if (!bar || event.button !== 0) return;
  event.preventDefault();
  bar.focus({ preventScroll: true });
  bar.setPointerCapture(event.pointerId);
  bar.classList.add("is-held");
  const week = lineOf(bar).getBoundingClientRect().width / Number(year.dataset.weeks);
  const going = event.shiftKey ? [...lineOf(bar).querySelectorAll(".year-bar")] : [bar];
  const weeks = (now) => Math.round((now.clientX - event.clientX) / week);
  const drag = (now) => going.forEach((one) => one.setAttribute("transform", `translate(${weeks(now) * week} 0)`));
  const drop = (now) => {
    bar.removeEventListener("pointermove", drag);
    bar.classList.remove("is-held");
    if (now.type === "pointerup" && weeks(now)) return move(bar, going.length > 1 ? "all" : bar.dataset.part, weeks(now));
    going.forEach((one) => one.removeAttribute("transform"));
  };
  bar.addEventListener("pointermove", drag);
  bar.addEventListener("pointerup", drop, { once: true });
  bar.addEventListener("pointercancel", drop, { once: true });
}

async function move(bar, part, by) {
  const key = keyOf(bar);
  const focused = bar.dataset.part;
  try {
    const answer = await fetch(year.dataset.move, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({
        title: key,
        part,
        by,
        csrfmiddlewaretoken: document.querySelector("template[data-undo]").content.querySelector("[name=csrfmiddlewaretoken]").value,
      }),
    });
    if (!answer.ok) throw new Error(answer.status);
    const { text, undo, chart, side } = await answer.json();
    year.querySelector("[data-chart]").innerHTML = chart;
    year.querySelector("[data-side]").innerHTML = side;
    find(key, focused)?.focus({ preventScroll: true });
    tell(text, undo);
  } catch {
    lineOf(bar)?.querySelectorAll(".year-bar").forEach((one) => one.removeAttribute("transform"));
    tell(year.dataset.failed, null);
  }
}
