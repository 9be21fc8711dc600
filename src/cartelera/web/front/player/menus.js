// The menus of subtitles, audio, quality and speed: radio buttons in a panel, made from what is there.
const names = new Intl.DisplayNames([document.documentElement.lang], { type: "language" });

function languageName(tag) {
  try {
    const name = names.of(tag);
    return name.charAt(0).toLocaleUpperCase() + name.slice(1);
  } catch {
    return tag;
  }
}

function trackName(track, words) {
  const name = track.language && track.language !== "und" ? languageName(track.language) : words.original;
  const roles = (track.roles ?? []).join(" ");
  const described = /description/.test(roles) || /DESCRIPTION/i.test(track.accessibilityPurpose ?? "");
  const captions = track.kind === "captions" || /caption/.test(roles);
  return described ? `${name} (${words.described})` : captions ? `${name} (${words.captions})` : name;
}

function fill(root, menu, choices, choose) {
  const list = root.querySelector(`[data-menu="${menu}"]`);
  const button = root.querySelector(`[popovertarget="${list.closest("[popover]").id}"]`);
  button.hidden = choices.length < 2;
  list.replaceChildren(
    ...choices.map(({ name, active, value }) => {
      const label = document.createElement("label");
      const radio = document.createElement("input");
      Object.assign(radio, { type: "radio", name: menu, checked: active });
      radio.addEventListener("change", () => choose(value));
      label.append(radio, name);
      return label;
    }),
  );
}

export function fillMenus(root, player, video) {
  const words = root.dataset;
  let fixed = null; // the height chosen by hand; null while it is chosen by the line's speed

  const text = () => {
    const tracks = player.getTextTracks();
    const none = { name: words.off, value: null, active: !tracks.some((track) => track.active) };
    fill(root, "text", [none, ...tracks.map((t) => ({ name: trackName(t, words), active: t.active, value: t }))],
      (track) => player.selectTextTrack(track));
  };
  const audio = () => {
    // one choice for the forms of a track (AAC, Opus), each with its own number of channels
    const named = new Map();
    for (const t of player.getAudioTracks()) {
      const name = trackName(t, words) + (t.channelsCount > 2 ? " 5.1" : "");
      if (!named.has(name) || t.active) named.set(name, t);
    }
    const choices = [...named].map(([name, t]) => ({ name, active: t.active, value: t }));
    fill(root, "audio", choices, (track) => player.selectAudioTrack(track));
  };
  const quality = () => {
    const best = new Map();
    for (const track of player.getVideoTracks()) {
      if (track.height && (best.get(track.height)?.bandwidth ?? 0) < track.bandwidth) best.set(track.height, track);
    }
    const tracks = [...best.values()].sort((one, other) => other.height - one.height);
    const choices = tracks.map((track) => ({ name: `${track.height}p`, active: fixed === track.height, value: track }));
    fill(root, "quality", [{ name: words.auto, active: fixed === null, value: null }, ...choices], (track) => {
      fixed = track?.height ?? null;
      player.configure({ abr: { enabled: fixed === null } });
      if (track) player.selectVideoTrack(track, true, 4);
    });
  };
  const speed = () => {
    const rates = [0.5, 0.75, 1, 1.25, 1.5, 2];
    const choices = rates.map((rate) => ({ name: `${rate} ×`, active: video.playbackRate === rate, value: rate }));
    fill(root, "speed", choices, (rate) => (video.playbackRate = rate));
  };

  text();
  audio();
  quality();
  speed();
  for (const event of ["texttrackchange", "textchanged", "trackschanged"]) player.addEventListener(event, text);
  for (const event of ["audiotrackchange", "audiotrackschanged", "trackschanged"]) player.addEventListener(event, audio);
  player.addEventListener("trackschanged", quality);
  video.addEventListener("ratechange", speed);
}
