// When an episode ends the next one plays on, unless the viewer says no in time.
const SECONDS = 8;

export function playOn(root, video) {
  const box = root.querySelector("[data-next]");
  if (!box) return;
  const left = box.querySelector("[data-left]");
  const link = box.querySelector("a");
  let timer = null;

  const stop = () => {
    clearInterval(timer);
    timer = null;
    box.hidden = true;
  };
  video.addEventListener("ended", () => {
    let seconds = SECONDS;
    left.textContent = seconds;
    box.hidden = false;
    link.focus();
    clearInterval(timer);
    timer = setInterval(() => {
      seconds -= 1;
      left.textContent = Math.max(0, seconds);
      if (seconds <= 0) location.assign(link.href);
    }, 1000);
  });
  box.querySelector("button").addEventListener("click", () => {
    stop();
    root.querySelector("[data-play]").focus();
  });
  for (const event of ["play", "seeking"]) video.addEventListener(event, stop);
}
