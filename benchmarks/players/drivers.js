// One face for four players: load, and choose a height, a language of sound and a language of text.
const video = document.querySelector("video");
const words = document.querySelector("#words");
const faults = [];
window.faults = faults;

// Little is held, as of a long film: in HLS, Shaka shows words only once more of the picture has come.
const BRIEF = { bufferingGoal: 3, bufferBehind: 1, evictionGoal: 0, rebufferingGoal: 0.5 };
const unique = (list) => [...new Set(list)];

const drivers = {
  async hls(address, codec) {
    const hls = new Hls({ startPosition: 0 });
    const ready = new Promise((done) => hls.once(Hls.Events.MANIFEST_PARSED, done));
    // what it mends by itself (a segment it let go of, a wait for more) is no fault
    hls.on(Hls.Events.ERROR, (_, e) => e.fatal && faults.push(`${e.type} ${e.details} ${e.reason ?? ""}`));
    hls.loadSource(address);
    hls.attachMedia(video);
    await ready;
    const own = () => hls.levels.map((level, n) => ({ ...level, n, height: level.height, codec: level.videoCodec })).filter((l) => l.codec.startsWith(codec));
    hls.startLevel = own()[0].n;
    hls.nextLevel = own()[0].n;
    return {
      heights: () => unique(own().map((l) => l.height)),
      height: (wanted) => (hls.currentLevel = own().find((l) => l.height === wanted).n),
      sounds: () => hls.audioTracks.map((t) => t.name),
      sound: (n) => (hls.audioTrack = n),
      soundNow: () => hls.audioTracks[hls.audioTrack]?.name,
      texts: () => hls.subtitleTracks.map((t) => t.name),
      text: (n) => { hls.subtitleDisplay = n >= 0; hls.subtitleTrack = n; },
    };
  },
  async shaka(address, codec) {
    shaka.polyfill.installAll();
    const player = new shaka.Player();
    player.setVideoContainer(words);
    await player.attach(video);
    player.addEventListener("error", (e) => faults.push(`shaka ${e.detail.code} ${e.detail.data}`));
    player.configure({ preferredVideoCodecs: [codec], preferredVideo: [{ codec }], streaming: BRIEF });
    await player.load(address);
    const own = () => player.getVideoTracks().filter((t) => t.codecs.startsWith(codec));
    return {
      heights: () => unique(own().map((t) => t.height)),
      height: (wanted) => {
        player.configure({ abr: { enabled: false } });
        player.selectVideoTrack(own().find((t) => t.height === wanted), true, 0);
      },
      sounds: () => player.getAudioTracks().map((t) => t.label ?? t.language),
      sound: (n) => player.selectAudioTrack(player.getAudioTracks()[n]),
      soundNow: () => { const t = player.getAudioTracks().find((t) => t.active); return t?.label ?? t?.language; },
      texts: () => player.getTextTracks().map((t) => t.label ?? t.language),
      text: (n) => player.selectTextTrack(n < 0 ? null : player.getTextTracks()[n]),
    };
  },
  async dash(address, codec) {
    const player = dashjs.MediaPlayer().create();
    player.on("error", (e) => faults.push(`dash.js ${e.error?.code} ${e.error?.message ?? e.error}`));
    player.on("playbackError", (e) => faults.push(`dash.js playback ${e.error?.message ?? e.error}`));
    player.registerCustomCapabilitiesFilter((r) => !r.mimeType?.startsWith("video") || r.codecs.startsWith(codec));
    player.initialize(video, null, false);
    player.updateSettings({ streaming: { text: { defaultEnabled: false }, abr: { autoSwitchBitrate: { video: true } }, buffer: { fastSwitchEnabled: true } } });
    const ready = new Promise((done) => player.on("streamInitialized", done));
    player.attachSource(address);
    await ready;
    const name = (t) => t.labels?.[0]?.text ?? t.lang;
    return {
      heights: () => unique(player.getRepresentationsByType("video").map((r) => r.height)),
      height: (wanted) => {
        player.updateSettings({ streaming: { abr: { autoSwitchBitrate: { video: false } } } });
        player.setRepresentationForTypeById("video", player.getRepresentationsByType("video").find((r) => r.height === wanted).id, true);
      },
      sounds: () => player.getTracksFor("audio").map(name),
      sound: (n) => player.setCurrentTrack(player.getTracksFor("audio")[n]),
      soundNow: () => { const t = player.getCurrentTrackFor("audio"); return t && name(t); },
      texts: () => player.getTracksFor("text").map(name),
      text: (n) => { player.enableText(n >= 0); player.setTextTrack(n); },
    };
  },
};

// What stands on the screen as words now, wherever a player puts them.
window.shownWords = () => {
  const native = [...video.textTracks].filter((t) => t.mode === "showing").flatMap((t) => [...(t.activeCues ?? [])].map((c) => c.text));
  return [...native, words.innerText].join(" ").trim();
};
window.begin = async (kind, address, codec) => {
  video.addEventListener("error", () => faults.push(`video ${video.error?.message}`));
  video.muted = true;
  window.player = await drivers[kind](address, codec);
  await video.play();
  return { heights: player.heights(), sounds: player.sounds(), texts: player.texts() };
};
window.now = () => ({ at: video.currentTime, height: video.videoHeight, frames: video.getVideoPlaybackQuality().totalVideoFrames, dropped: video.getVideoPlaybackQuality().droppedVideoFrames, sound: player.soundNow?.(), words: shownWords(), faults, waiting: video.readyState < 3 });
