// Chapters as ticks on the seek bar, and a button that leaves out an opening, recap or credits.
const NEAR_ITS_END = 1; // seconds of a stretch that are not worth a press

export function marks(root, video) {
  const all = [...root.querySelectorAll("[data-mark]")].map((item) => ({
    kind: item.dataset.mark,
    start: Number(item.dataset.start),
    end: Number(item.dataset.end),
  }));
  const chapters = all.filter((mark) => mark.kind === "chapter");
  const button = root.querySelector("[data-skip]");
  const ticks = root.querySelector("[data-ticks]");
  const here = () =>
    all.find((m) => m.kind !== "chapter" && m.start <= video.currentTime && video.currentTime < m.end - NEAR_ITS_END);

  const offer = () => {
    const mark = here();
    if (button.hidden !== !mark && !mark && document.activeElement === button) root.querySelector("[data-play]").focus();
    button.hidden = !mark;
    if (mark) button.textContent = button.dataset[mark.kind];
  };
  const draw = () => {
    ticks.replaceChildren(
      ...chapters.filter((m) => m.start > 0).map((m) => {
        const tick = document.createElement("span");
        tick.style.setProperty("--at", m.start / video.duration);
        return tick;
      }),
    );
  };
  const skip = () => {
    const mark = here();
    if (mark) video.currentTime = Math.min(mark.end, video.duration);
  };
  const chapter = (step) => {
    const now = video.currentTime;
    // back goes to the start of this chapter first, as a disc player does
    const found = step > 0 ? chapters.find((m) => m.start > now) : chapters.findLast((m) => m.start < now - 3) ?? chapters[0];
    if (found) video.currentTime = found.start;
  };
  if (all.length) {
    for (const event of ["timeupdate", "seeking"]) video.addEventListener(event, offer);
    video.addEventListener("durationchange", draw);
    button.addEventListener("click", skip);
  }
  return { skipMark: skip, chapter };
}
