// What was really watched, told to the house in stretches without a jump. What could not be sent
// waits in this browser and is sent later; the house knows a second copy by its number.
const EVERY = 10_000; // milliseconds
const STRETCH = 100_000; // a longer one is a machine that slept
const MOST = 20; // beacons in a request
const WAITING = "cartelera-beacons";
const KEPT_FOR = 7 * 24 * 3600_000; // milliseconds: later the house takes none
const LED = "cartelera-led";

const name = () => [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, "0")).join("");

function read(store, key, otherwise) {
  try {
    return JSON.parse(store.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function keep(reports) {
  try {
    if (reports.length) localStorage.setItem(WAITING, JSON.stringify(reports.slice(-500)));
    else localStorage.removeItem(WAITING);
  } catch {
    // a browser that keeps nothing loses what could not be sent
  }
}

// What waits, sent in order: each request holds beacons of one playing.
function sender(address) {
  let busy = false;
  const body = (some, now) =>
    JSON.stringify({
      ticket: some[0].ticket,
      session: some[0].session,
      beacons: some.map(({ at, beacon }) => ({ ...beacon, ago: Math.max(0, now - at) })),
    });
  const first = (waiting) => waiting.filter((one) => one.session === waiting[0].session).slice(0, MOST);
  const waiting = () => read(localStorage, WAITING, []).filter((one) => Date.now() - one.at < KEPT_FOR);
  const forget = (sent) => {
    const gone = new Set(sent.map((one) => `${one.session} ${one.beacon.number}`));
    keep(waiting().filter((one) => !gone.has(`${one.session} ${one.beacon.number}`)));
  };
  const send = async () => {
    if (busy) return;
    busy = true;
    try {
      for (let left = waiting(); left.length; left = waiting()) {
        const some = first(left);
        const answer = await fetch(address, { method: "POST", body: body(some, Date.now()), keepalive: true });
        if (!answer.ok && answer.status !== 400) break; // what is refused is not sent again
        forget(some);
      }
    } catch {
      // no network: it waits
    } finally {
      busy = false;
    }
  };
  // A tab that closes waits for no answer, so that what it sends also stays.
  const leave = () => {
    const left = waiting();
    if (left.length) navigator.sendBeacon?.(address, body(left.filter((one) => one.session === left.at(-1).session).slice(-MOST), Date.now()));
  };
  return { add: (report) => keep([...waiting(), report]), send, leave };
}

export function report(root, video, player) {
  const { beacon: address, ticket, title } = root.dataset;
  if (!address) return;
  const post = sender(address);
  const session = name();
  const led = read(sessionStorage, LED, {});
  let [number, total, seeks, stalls, stalled] = [0, 0, 0, 0, 0];
  let stretch = null; // the one that runs: { at, from, to }
  let waits = null; // when a stall began
  const round = (seconds) => Math.max(0, Math.round(seconds * 1000));

  const picture = () => {
    const shown = player.getVariantTracks().find((track) => track.active);
    const words = player.getTextTracks().find((track) => track.active);
    const stats = player.getStats();
    const kbps = Math.round((shown?.bandwidth ?? 0) / 1000);
    const buffered = round(Math.max(0, (player.getBufferedInfo().total.at(-1)?.end ?? 0) - video.currentTime));
    return {
      height: shown?.height ?? 0,
      audio: (shown?.language ?? "").slice(0, 16),
      text: words && words.language ? words.language.slice(0, 16) : "",
      cmcd: `br=${kbps},bl=${buffered},mtp=${Math.round((stats.estimatedBandwidth || 0) / 1000)}`,
    };
  };
  const close = () => {
    if (!stretch) return;
    const { at, from, to } = stretch;
    stretch = null;
    const now = Date.now();
    if (now - at > STRETCH || to <= from) return;
    const played = round(to - from);
    total += played;
    const told = {
      number: number++, span: now - at, played, total, from: round(from), to: round(to),
      seeks, stalls, stalled: Math.min(Math.round(stalled), STRETCH), ...picture(),
    }; // prettier-ignore
    if (led.row && led.title && title.startsWith(led.title)) Object.assign(told, { row: led.row, place: led.place });
    if (led.campaign) told.campaign = led.campaign;
    [seeks, stalls, stalled] = [0, 0, 0];
    post.add({ ticket, session, at: now, beacon: told });
  };
  const tell = () => {
    close();
    post.send();
  };

  video.addEventListener("timeupdate", () => {
    if (video.paused || video.seeking) return;
    const here = video.currentTime;
    if (waits !== null) {
      stalled += Date.now() - waits;
      waits = null;
    }
    if (!stretch) stretch = { at: Date.now(), from: here, to: here };
    else if (here >= stretch.to && here - stretch.to < 2 * video.playbackRate) stretch.to = here;
    else close();
    if (stretch && Date.now() - stretch.at >= EVERY) tell();
  });
  video.addEventListener("seeking", () => {
    seeks += video.currentTime > 0 && total + (stretch ? 1 : 0) > 0 ? 1 : 0;
    close();
  });
  video.addEventListener("waiting", () => {
    if (video.seeking || !total) return;
    stalls += 1;
    waits = Date.now();
    close();
  });
  for (const event of ["pause", "ended"]) video.addEventListener(event, tell);
  video.addEventListener("playing", () => setTimeout(tell, 1500), { once: true });
  addEventListener("online", post.send);
  addEventListener("visibilitychange", () => document.visibilityState === "hidden" && (close(), post.leave()));
  addEventListener("pagehide", () => (close(), post.leave()));
  post.send();
}
