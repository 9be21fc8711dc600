// The seek bar: a range whose value is read aloud as a time, with a picture while seeking.
const WIDE = 176; // pixels of a thumbnail

export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds || 0));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

// The size of a sheet of thumbnails, asked of the picture itself: its track does not say.
const sheets = new Map();
function sheetOf(address) {
  if (!sheets.has(address)) {
    const sheet = new Image();
    sheet.src = address;
    sheets.set(address, sheet.decode().then(() => sheet));
  }
  return sheets.get(address);
}

export function seekBar(root, video) {
  const bar = root.querySelector("[data-seek]");
  const time = root.querySelector("[data-time]");
  const glance = root.querySelector("[data-glance]");
  const picture = glance.querySelector("[data-picture]");
  const moment = glance.querySelector("[data-moment]");
  let dragging = false;
  let thumbnails = null;

  const paint = () => {
    const long = video.duration || 0;
    bar.max = long;
    if (!dragging) bar.value = video.currentTime;
    const at = dragging ? bar.valueAsNumber : video.currentTime;
    bar.setAttribute("aria-valuetext", `${clock(at)} / ${clock(long)}`);
    time.textContent = `${clock(at)} / ${clock(long)}`;
    const buffered = video.buffered.length ? video.buffered.end(video.buffered.length - 1) : 0;
    bar.style.setProperty("--played", long ? at / long : 0);
    bar.style.setProperty("--buffered", long ? buffered / long : 0);
  };
  for (const event of ["timeupdate", "durationchange", "progress", "seeking", "loadedmetadata"]) {
    video.addEventListener(event, paint);
  }

  const look = async (share) => {
    const at = share * (video.duration || 0);
    glance.hidden = false;
    moment.textContent = clock(at);
    glance.style.setProperty("--at", share);
    const found = thumbnails && (await thumbnails(at));
    const sheet = found && (await sheetOf(found.uris[0].split("#")[0]).catch(() => null));
    picture.hidden = !sheet;
    if (!sheet) return;
    const scale = WIDE / found.width;
    picture.style.inlineSize = `${WIDE}px`;
    picture.style.blockSize = `${found.height * scale}px`;
    picture.style.backgroundImage = `url("${sheet.src}")`;
    picture.style.backgroundSize = `${sheet.naturalWidth * scale}px ${sheet.naturalHeight * scale}px`;
    picture.style.backgroundPosition = `-${found.positionX * scale}px -${found.positionY * scale}px`;
  };
  const away = () => (glance.hidden = true);

  bar.addEventListener("input", () => {
    dragging = true;
    paint();
    look(bar.valueAsNumber / (video.duration || 1));
  });
  bar.addEventListener("change", () => {
    dragging = false;
    video.currentTime = bar.valueAsNumber;
    away();
  });
  bar.addEventListener("pointermove", (event) => {
    const box = bar.getBoundingClientRect();
    look(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
  });
  for (const event of ["pointerleave", "blur"]) bar.addEventListener(event, away);

  return {
    async showThumbnails(player, address) {
      const track = address
        ? await player.addThumbnailsTrack(new URL(address, location.href).href, "text/vtt").catch(() => null)
        : player.getImageTracks()[0];
      if (track) thumbnails = (at) => player.getThumbnails(track.id, at).catch(() => null);
    },
  };
}
