// The board: titles move from stage to stage by mouse and by keyboard, and can be put back.
import { tell } from "./told.js";

const board = document.querySelector("[data-board]");
const menu = document.querySelector("[data-stage-menu]");

if (board) watch();

function watch() {
  board.addEventListener("keydown", walk);
  if (!menu) return;
  board.addEventListener("keydown", move);
  board.addEventListener("click", open);
  menu.addEventListener("submit", choose);
  carry();
}

const columns = () => [...board.querySelectorAll("[data-stage]")];
const cardsOf = (column) => [...column.querySelectorAll(".card")];
const linkOf = (card) => card.querySelector(".card-name");

function walk(event) {
  const card = event.target.closest?.(".card");
  const step = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
  if (!card || !step || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const column = card.closest("[data-stage]");
  const here = cardsOf(column);
  const place = here.indexOf(card);
  if (step[1]) return linkOf(here[place + step[1]] ?? card).focus();
  const all = columns();
  for (let n = all.indexOf(column) + step[0]; all[n]; n += step[0]) {
    const there = cardsOf(all[n]);
    if (there.length) return linkOf(there[Math.min(place, there.length - 1)]).focus();
  }
}

function move(event) {
  const card = event.target.closest?.(".card");
  if (!card || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "m") {
    event.preventDefault();
    return show(card);
  }
  const step = { "[": -1, "]": 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = columns();
  const to = all[all.indexOf(card.closest("[data-stage]")) + step];
  if (to) enter(card, to);
}

function open(event) {
  const opener = event.target.closest("[data-move-open]");
  if (!opener) return;
  event.preventDefault();
  show(opener.closest(".card"));
}

function show(card) {
  menu.card = card;
  menu.action = card.dataset.move;
  const now = card.closest("[data-stage]").dataset.stage;
  for (const button of menu.querySelectorAll("button")) {
    if (button.value === now) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  menu.showPopover();
  const box = card.getBoundingClientRect();
  const left = Math.min(box.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8);
  const top = Math.min(box.top + 28, innerHeight - menu.offsetHeight - 8);
  menu.style.setProperty("inset-inline-start", `${Math.max(8, left)}px`);
  menu.style.setProperty("inset-block-start", `${Math.max(8, top)}px`);
  (menu.querySelector("[aria-current]") ?? menu.querySelector("button")).focus();
}

if (menu) {
  menu.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      event.preventDefault();
      menu.hidePopover();
      linkOf(menu.card).focus();
    }
    if (!step) return;
    event.preventDefault();
    const buttons = [...menu.querySelectorAll("button")];
    const next = buttons.indexOf(document.activeElement) + step;
    buttons.at(next % buttons.length).focus();
  });
}

function choose(event) {
  event.preventDefault();
  menu.hidePopover();
  const stage = event.submitter.value;
  const to = columns().find((column) => column.dataset.stage === stage);
  if (to === menu.card.closest("[data-stage]")) linkOf(menu.card).focus();
  else enter(menu.card, to);
}

function carry() {
  let held = null;
  board.addEventListener("dragstart", (event) => {
    held = event.target.closest?.(".card");
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.dataset.key);
    requestAnimationFrame(() => held?.classList.add("is-held"));
  });
  board.addEventListener("dragover", (event) => {
    const column = event.target.closest?.("[data-stage]");
    if (!held || !column) return;
    event.preventDefault();
    for (const one of columns()) one.classList.toggle("is-over", one === column);
  });
  board.addEventListener("drop", (event) => {
    const column = event.target.closest?.("[data-stage]");
    if (!held || !column) return;
    event.preventDefault();
    if (column !== held.closest("[data-stage]")) enter(held, column);
  });
  board.addEventListener("dragend", () => {
    held?.classList.remove("is-held");
    for (const one of columns()) one.classList.remove("is-over");
    held = null;
  });
}

async function enter(card, column) {
  const from = card.closest("[data-stage]");
  const next = card.nextElementSibling;
  place(card, column);
  try {
    const answer = await fetch(card.dataset.move, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({
        stage: column.dataset.stage,
        csrfmiddlewaretoken: menu.querySelector("[name=csrfmiddlewaretoken]").value,
      }),
    });
    if (!answer.ok) throw new Error(answer.status);
    const { text, undo } = await answer.json();
    tell(text, undo);
  } catch {
    place(card, from, next);
    tell(menu.dataset.failed, null);
  }
}

function place(card, column, before) {
  const from = card.closest("[data-stage]");
  const settle = () => {
    const list = column.querySelector(".cards");
    list.insertBefore(card, before === undefined ? list.firstElementChild : before);
    count(from, -1);
    count(column, 1);
  };
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const focused = card.contains(document.activeElement) || document.activeElement === document.body;
  if (calm || !document.startViewTransition) settle();
  else {
    card.classList.add("is-moving");
    const moving = document.startViewTransition(settle);
    moving.finished.finally(() => card.classList.remove("is-moving"));
    moving.updateCallbackDone.then(() => focused && linkOf(card).focus());
    return;
  }
  if (focused) linkOf(card).focus();
}

function count(column, change) {
  const shown = column.querySelector("[data-count]");
  shown.textContent = Number(shown.textContent) + change;
  column.classList.toggle("is-empty", shown.textContent === "0");
}
