// Reading an announcement: the draft in hand lights its words in the text, and keys work it.
import "./announcements.css";

const review = document.querySelector("[data-review]");
if (review) {
  const text = review.querySelector("[data-press-text]");
  const marks = [...text.querySelectorAll("mark")].map((mark) => [mark, mark.dataset.drafts.split(" ")]);
  const drafts = [...review.querySelectorAll("[data-draft]")];
  let lit = null;

  function light(draft, scroll) {
    if (draft === lit) return;
    lit = draft;
    let first = null;
    for (const [mark, numbers] of marks) {
      const says = draft !== null && numbers.includes(draft.dataset.draft);
      mark.classList.toggle("is-lit", says);
      // What is said for all productions lies far off: the words of this one alone are shown.
      if (says && !first && numbers.filter(Boolean).length === 1) first = mark;
    }
    text.classList.toggle("has-lit", draft !== null);
    if (scroll && first) text.scrollTop += first.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 4;
  }

  for (const draft of drafts) {
    draft.addEventListener("focusin", () => light(draft, true));
    draft.addEventListener("pointerenter", () => !review.contains(document.activeElement) && light(draft, false));
  }

  function go(step) {
    const at = drafts.indexOf(document.activeElement.closest?.("[data-draft]") ?? lit);
    const waiting = at < 0 && drafts.find((draft) => draft.matches(".is-drafted"));
    const next = waiting || drafts[Math.min(Math.max(at + step, 0), drafts.length - 1)];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "start" });
  }

  const deeds = {
    j: () => go(1),
    k: () => go(-1),
    a: (draft) => draft?.querySelector("[data-accept]")?.click(),
    r: (draft) => draft?.querySelector("[data-reject]")?.click(),
    e: (draft) => draft?.querySelector("input:not([type=hidden])")?.focus(),
    s: (draft) => part(draft, "[data-second]"),
    m: (draft) => part(draft, "[data-into]"),
    y: (draft) => draft?.querySelector("[data-confirm]")?.click(),
    n: (draft) => draft?.querySelector("[data-decline]")?.click(),
    z: () => document.querySelector("[data-told] .undo")?.click(),
  };

  // Splitting takes the words that are chosen in the text; joining begins with the draft above.
  function part(draft, wanted) {
    const field = draft?.querySelector(wanted);
    if (!field) return;
    const chosen = document.getSelection();
    if (field.matches("[data-second]") && text.contains(chosen.anchorNode)) field.value = chosen.toString().trim() || field.value;
    if (field.matches("[data-into]") && !field.value) {
      const numbers = [...field.options].map((option) => option.value);
      const above = drafts.slice(0, drafts.indexOf(draft)).map((each) => each.dataset.draft).filter((number) => numbers.includes(number));
      field.value = above.at(-1) ?? numbers[1];
    }
    field.closest("details").open = true;
    field.focus();
  }

  // A deed brings the page anew: what was typed in other drafts, and not saved, outlives that.
  const place = `review ${review.dataset.review}`;
  const typed = (draft) => "typed" in draft.dataset;
  function type(draft, values) {
    const form = draft?.querySelector("form");
    if (!form) return;
    for (const [name, value] of values) if (form.elements[name]?.type !== "hidden" || name === "version") form.elements[name].value = value;
    draft.dataset.typed = "";
  }
  for (const [number, values] of JSON.parse(sessionStorage.getItem(place) ?? "[]")) type(drafts.find((draft) => draft.dataset.draft === number), values);
  sessionStorage.removeItem(place);
  for (const draft of drafts) if (draft.querySelector("[role=alert]")) draft.dataset.typed = ""; // refused: it is as it was sent
  let leaving = false;
  for (const draft of drafts) draft.addEventListener("input", () => (draft.dataset.typed = ""));
  document.addEventListener("submit", (event) => {
    leaving = true;
    const others = drafts.filter((draft) => typed(draft) && draft !== event.target.closest("[data-draft]"));
    const values = (draft) => [...new FormData(draft.querySelector("form"))].filter(([name]) => name !== "csrfmiddlewaretoken");
    sessionStorage.setItem(place, JSON.stringify(others.map((draft) => [draft.dataset.draft, values(draft)])));
  });
  addEventListener("beforeunload", (event) => !leaving && drafts.some(typed) && event.preventDefault());

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") document.activeElement.closest("[data-draft]")?.focus();
    if (event.target.closest("input, select, textarea, button, summary")) return;
    const deed = deeds[event.key.toLowerCase()];
    if (!deed) return;
    event.preventDefault();
    deed(document.activeElement.closest("[data-draft]") ?? lit);
  });
  review.querySelector("[data-keys]").hidden = false;
  const target = document.querySelector("[data-draft]:target") ?? document.querySelector("[data-draft]:has([role=alert], .is-wrong)");
  target?.focus({ preventScroll: !target.matches(":has([role=alert])") });
}
