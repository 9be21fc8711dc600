// The keys of the player; `?` shows them.
const isText = (target) => target.matches("input:not([type=range], [type=radio]), textarea, select");

export function listenToKeys(act) {
  const keys = {
    " ": act.toggle, k: act.toggle,
    ArrowLeft: () => act.skip(-5), ArrowRight: () => act.skip(5),
    ArrowUp: () => act.louder(0.1), ArrowDown: () => act.louder(-0.1),
    j: () => act.skip(-10), l: () => act.skip(10),
    m: act.mute, c: act.captions, f: act.full, i: act.inset,
    s: act.skipMark, p: () => act.chapter(-1), n: () => act.chapter(1),
    "<": () => act.rate(-1), ">": () => act.rate(1), "?": act.help,
    Home: () => act.seekTo(0), End: () => act.seekTo(1),
  };
  for (let tenth = 0; tenth < 10; tenth += 1) keys[tenth] = () => act.seekTo(tenth / 10);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isText(event.target)) return;
    const own = event.target.closest("button, a, [popover]");
    if (own && (event.key === " " || event.key.startsWith("Arrow"))) return; // theirs to use
    if (event.target.matches("[data-volume]") && event.key.startsWith("Arrow")) return;
    const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
