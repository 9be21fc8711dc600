// The office: the board, the rows of forms, and what closes with Escape.
import "./office.css";
import "./styles/range.css";
import "./office/audience.css";
import "./office/pages.css";
import "./office/stripboard.css";
import "./office/year.css";
import "./office/board.js";
import "./office/rows.js";
import "./office/announcements.js";
import "./office/stripboard.js";
import "./office/year.js";

// A menu shuts when the eye goes elsewhere.
for (const menu of document.querySelectorAll("details[data-menu]")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// A filter is applied when one of its choices is made.
for (const select of document.querySelectorAll("form.filter select, form.filter [type=checkbox]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}

// An address to copy is chosen whole.
for (const field of document.querySelectorAll("input.address")) {
  field.addEventListener("focus", () => field.select());
}
