// Masters: the form sends a file of any size and goes on where it broke off; the list keeps
// itself up to date while something is being encoded.
import { Upload } from "tus-js-client";

const PIECE = 16 * 1024 * 1024; // bytes of one request
const PAUSE = 1500; // milliseconds between two looks
const RETRIES = [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000, 60000, 60000];

const form = document.querySelector("form[data-deliver]");
const body = document.querySelector("[data-refresh]");

// A title that takes no master is refused before its file is sent, not hours later.
const named = form?.elements.title;
const known = new Set(Array.from(named?.list?.options ?? [], (option) => option.value));
const whole = known.size < Number(form?.dataset.listed);
const check = () => named.setCustomValidity(
  whole && named.value && !known.has(named.value.trim()) ? form.dataset.unknown : "",
);
named?.addEventListener("input", check);
if (named) check();

form?.addEventListener("submit", (event) => {
  if (form.elements.upload.value) return; // the file is there: the form itself goes now
  event.preventDefault();
  if (form.reportValidity()) send(form.querySelector("[data-master]").files[0]);
});

async function send(file) {
  const state = form.querySelector("[data-state]");
  const bar = state.querySelector("progress");
  const button = form.querySelector(".save-bar button");
  const words = form.querySelector("[data-words]");
  const say = (text) => {
    if (words.textContent !== text) words.textContent = text;
  };
  state.hidden = false;
  button.disabled = true;
  say(form.dataset.sending);
  const upload = new Upload(file, {
    endpoint: form.dataset.deliver,
    chunkSize: PIECE,
    retryDelays: RETRIES,
    removeFingerprintOnSuccess: true,
    metadata: { filename: file.name },
    headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    onProgress: (sent, whole) => {
      bar.value = sent / whole;
      say(form.dataset.sending);
    },
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      const again = status < 400 || status === 409 || status === 423 || status >= 500;
      if (again) say(form.dataset.paused);
      return again;
    },
    onError: (error) => {
      button.disabled = false;
      const reason = error.originalResponse?.getBody()?.trim();
      say(`${form.dataset.refused}${reason ? `: ${reason}` : ""}`);
    },
    onSuccess: () => {
      bar.value = 1;
      say(form.dataset.sent);
      form.elements.upload.value = upload.url.replace(/\/$/, "").split("/").at(-1);
      button.disabled = false;
      form.requestSubmit(button);
    },
  });
  const [earlier] = await upload.findPreviousUploads();
  if (earlier) upload.resumeFromPreviousUpload(earlier);
  upload.start();
}

if (body?.querySelector("[data-active]")) setTimeout(look, PAUSE);

async function look() {
  let active = true;
  if (!document.hidden) {
    try {
      const answer = await fetch(body.dataset.refresh);
      if (answer.ok) active = show(await answer.text());
    } catch {
      // the next look tells more
    }
  }
  if (active) setTimeout(look, PAUSE);
}

// Only what changed is put in place, and never under the hand of who is about to press it.
function show(text) {
  const holder = document.createElement("template");
  holder.innerHTML = text;
  for (const fresh of holder.content.querySelectorAll("[data-master-row]")) {
    const row = body.querySelector(`[data-master-row="${fresh.dataset.masterRow}"]`);
    if (!row) body.prepend(fresh);
    else if (!row.contains(document.activeElement)) row.replaceWith(fresh);
    else row.querySelector("[data-encode]").replaceWith(fresh.querySelector("[data-encode]"));
  }
  return Boolean(body.querySelector("[data-active]"));
}
