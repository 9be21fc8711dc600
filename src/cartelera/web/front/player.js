// The player: Shaka Player plays the package; the controls, keys and words are ours.
import "./styles/player.css";
import shaka from "shaka-player/dist/shaka-player.compiled-es2021.js";
import { listenToKeys } from "./player/keys.js";
import { fillMenus } from "./player/menus.js";
import { marks } from "./player/marks.js";
import { playOn } from "./player/next.js";
import { report } from "./player/report.js";
import { seekBar } from "./player/seek.js";

const IDLE_AFTER = 3000; // milliseconds without a move, after which the controls leave
const root = document.querySelector("[data-player]");
const video = root.querySelector("video");
const find = (name) => root.querySelector(`[data-${name}]`);

function manifest() {
  const asked = new URLSearchParams(location.search).get("format");
  const native = video.canPlayType("application/vnd.apple.mpegurl") && !("MediaSource" in globalThis);
  const format = asked === "hls" || asked === "dash" ? asked : native ? "hls" : "dash";
  return root.dataset[format] || root.dataset.dash || root.dataset.hls;
}

// What went wrong, in words that stand in the page; the way out stands beside them.
function fail(error) {
  const { NETWORK, MEDIA, MANIFEST } = shaka.util.Error.Category;
  const kind = { [NETWORK]: "network", [MEDIA]: "media", [MANIFEST]: "media" }[error?.category] ?? "other";
  for (const words of root.querySelectorAll("[data-fault]")) words.hidden = words.dataset.fault !== kind;
  const box = find("error");
  box.hidden = false;
  root.classList.add("failed");
  box.querySelector("button, a").focus();
}

function label(button, on) {
  button.setAttribute("aria-label", on ? button.dataset.whenOn : button.dataset.whenOff);
  button.title = button.getAttribute("aria-label");
  button.dataset.on = on;
}

function wireButtons(act) {
  const press = (name, action) => find(name)?.addEventListener("click", action);
  press("play", act.toggle);
  press("press", act.toggle);
  press("back", () => act.skip(-10));
  press("onward", () => act.skip(10));
  press("mute", act.mute);
  press("full", act.full);
  press("inset", act.inset);
  press("retry", () => location.reload());
  video.addEventListener("click", act.toggle);
  video.addEventListener("dblclick", act.full);

  const level = find("volume");
  level.addEventListener("input", () => {
    video.volume = level.valueAsNumber;
    video.muted = level.valueAsNumber === 0;
  });
  const settle = () => {
    label(find("play"), !video.paused);
    root.classList.toggle("paused", video.paused);
    label(find("mute"), video.muted);
    level.value = video.muted ? 0 : video.volume;
    label(find("full"), Boolean(document.fullscreenElement));
  };
  for (const event of ["play", "pause", "volumechange", "ended"]) video.addEventListener(event, settle);
  document.addEventListener("fullscreenchange", settle);
  if (!document.pictureInPictureEnabled) find("inset").hidden = true;
  settle();
}

function actions(player) {
  const clamp = (seconds) => Math.min(Math.max(0, seconds), video.duration || 0);
  const say = (words) => (find("said").textContent = words);
  return {
    toggle: () => (video.paused ? video.play().catch(() => {}) : video.pause()),
    skip: (seconds) => (video.currentTime = clamp(video.currentTime + seconds)),
    seekTo: (share) => (video.currentTime = clamp(share * video.duration)),
    mute: () => (video.muted = !video.muted),
    louder: (step) => {
      video.volume = Math.min(1, Math.max(0, video.volume + step));
      video.muted = video.volume === 0;
    },
    full: () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else if (root.requestFullscreen) root.requestFullscreen();
      else video.webkitEnterFullscreen?.();
    },
    inset: () =>
      document.pictureInPictureElement ? document.exitPictureInPicture() : video.requestPictureInPicture?.(),
    captions: () => {
      const shown = player.getTextTracks().find((track) => track.active);
      const wanted = shown ? null : player.getTextTracks()[0];
      player.selectTextTrack(wanted ?? null);
    },
    rate: (step) => {
      const rates = [0.5, 0.75, 1, 1.25, 1.5, 2];
      const near = rates.indexOf(video.playbackRate);
      video.playbackRate = rates[Math.min(rates.length - 1, Math.max(0, (near < 0 ? 2 : near) + step))];
      say(`${video.playbackRate} ×`);
    },
    help: () => find("keys").togglePopover(),
  };
}

// The controls leave while the film plays and nobody moves; a move or a key brings them back.
function hideWhenIdle() {
  let timer;
  const rest = () => {
    const busy = video.paused || root.querySelector(":popover-open, .player-controls :focus-visible");
    root.classList.toggle("idle", !busy);
  };
  const wake = () => {
    root.classList.remove("idle");
    clearTimeout(timer);
    timer = setTimeout(rest, IDLE_AFTER);
  };
  for (const event of ["pointermove", "pointerdown", "keydown", "focusin"]) root.addEventListener(event, wake);
  document.addEventListener("keydown", wake);
  for (const event of ["play", "pause"]) video.addEventListener(event, wake);
  wake();
}

async function begin() {
  shaka.polyfill.installAll();
  if (!shaka.Player.isBrowserSupported()) return fail();
  const player = new shaka.Player();
  player.setVideoContainer(find("words"));
  player.configure({
    streaming: { bufferingGoal: 30, rebufferingGoal: 1.5 },
    preferredAudio: [{ language: document.documentElement.lang }],
  });
  player.addEventListener("error", (event) => {
    if (event.detail.severity === shaka.util.Error.Severity.CRITICAL) fail(event.detail);
  });
  player.addEventListener("buffering", (event) => root.classList.toggle("buffering", event.buffering));
  await player.attach(video);

  const act = { ...actions(player), ...marks(root, video) };
  wireButtons(act);
  hideWhenIdle();
  listenToKeys(act);
  report(root, video, player);
  playOn(root, video);
  const seek = seekBar(root, video);
  try {
    await player.load(manifest(), Number(root.dataset.start) || null);
    await seek.showThumbnails(player, root.dataset.thumbnails);
    fillMenus(root, player, video);
    root.classList.add("ready");
  } catch (error) {
    return fail(error);
  }
  await video.play().catch(() => {}); // where the browser wants a press first, the button waits
}

begin().catch(fail);
