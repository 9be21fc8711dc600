// What was just done, and the way back.
export function tell(text, undo) {
  const told = document.querySelector("[data-told]");
  const words = document.createElement("p");
  words.textContent = text;
  told.replaceChildren(words);
  if (!undo) return;
  const form = document.querySelector("template[data-undo]").content.cloneNode(true);
  form.querySelector("form").action = undo;
  told.append(form);
}
