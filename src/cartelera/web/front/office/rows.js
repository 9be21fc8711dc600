// Rows of a form: added, taken away and put in order without leaving the page. Without this
// script a button asks the server for another row, and a box takes one away.
for (const list of document.querySelectorAll("[data-rows]")) {
  const name = list.dataset.rows;
  const total = document.querySelector(`[name="${name}-TOTAL_FORMS"]`);
  const fresh = document.querySelector(`template[data-row-new="${name}"]`);
  const add = document.querySelector(`[data-row-add="${name}"]`);

  add.addEventListener("click", (event) => {
    event.preventDefault();
    const holder = document.createElement("template");
    holder.innerHTML = fresh.innerHTML.replaceAll("__prefix__", total.value);
    total.value = Number(total.value) + 1;
    const row = holder.content.querySelector("[data-row]");
    list.append(row);
    ready(row);
    row.querySelector("input:not([type=hidden]), select, textarea").focus();
  });

  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    if (event.target.closest("[data-row-remove]")) remove(row);
    if (event.target.closest("[data-row-up]") && row.previousElementSibling) {
      row.previousElementSibling.before(row);
      event.target.closest("button").focus();
    }
    if (event.target.closest("[data-row-down]") && row.nextElementSibling) {
      row.nextElementSibling.after(row);
      event.target.closest("button").focus();
    }
    number();
  });

  const boxOf = (row) => row.querySelector(`input[name$="-DELETE"]`);

  // A row taken away stays as one line with the way back, and goes when the form is saved.
  function remove(row) {
    const box = boxOf(row);
    box.checked = !box.checked;
    row.classList.toggle("is-removed", box.checked);
    for (const field of row.querySelectorAll(".row-fields :is(input, select, textarea)")) {
      field.disabled = false;
      field.tabIndex = box.checked ? -1 : 0;
    }
    row.querySelector("[data-row-remove]").setAttribute("aria-pressed", box.checked);
  }

  function number() {
    [...list.children].forEach((row, place) => {
      const order = row.querySelector(`input[name$="-ORDER"]`);
      if (order) order.value = place + 1;
    });
  }

  function ready(row) {
    row.classList.add("is-ready");
    for (const button of row.querySelectorAll(".row-deeds button")) button.hidden = false;
    if (boxOf(row).checked) row.classList.add("is-removed");
    number();
  }

  for (const row of list.children) ready(row);
}

// What was written is not lost by going away in haste.
const record = document.querySelector("form[data-record]");
if (record) {
  let written = false;
  record.addEventListener("input", () => (written = true));
  record.addEventListener("submit", () => (written = false));
  addEventListener("beforeunload", (event) => written && event.preventDefault());
  record.querySelector(".is-wrong :is(input, select, textarea)")?.focus();
}
document.addEventListener("keydown", (event) => {
  if (record && event.key === "s" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    record.requestSubmit(record.querySelector(".save-bar .primary"));
  }
});
