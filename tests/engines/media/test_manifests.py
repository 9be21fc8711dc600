from dataclasses import replace
from fractions import Fraction
from xml.etree import ElementTree

import m3u8
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest import fixture, mark, raises

from cartelera.engines.media.boxes import Segment, Start
from cartelera.engines.media.captions import CaptionKind
from cartelera.engines.media.encode import Thumbnails
from cartelera.engines.media.ladder import PictureCodec
from cartelera.engines.media.manifests import (
    Track,
    dash_manifest,
    dash_manifest_marked,
    hls_master,
    hls_master_marked,
    sound_names,
)
from cartelera.engines.media.marks import Mark, MarkKind
from cartelera.engines.media.package import (
    Facts,
    SoundCodec,
    SoundTrack,
    TextTrack,
    VideoTrack,
)
from cartelera.engines.media.probe import SoundRole
from cartelera.vocabulary.errors import InputError

NONE = frozenset[str]()
DASH = "{urn:mpeg:dash:schema:mpd:2011}"
SHAPE = Thumbnails(step=50, count=5, width=192, height=108)
BEFORE = {"lead": 1024}  # an AAC encoder's run-up


def track(codec, sizes, timescale=25, lasts=100, **more):
    segments = tuple(
        Segment(NONE, n * lasts, lasts, lasts, True, n + 1) for n in range(len(sizes))
    )
    return Track(
        Start(NONE, timescale, codec, **more), segments, tuple(sizes), (100,) * len(sizes)
    )


def picture(name, width, height, codec, size):
    return VideoTrack(name, width, height, 0, codec), track(
        {"h264": "avc1.64001f", "av1": "av01.0.05M.08"}[codec], [size, size], width=width
    )


@fixture
def package():
    """A film in both codecs, with five sounds and three texts."""
    made = dict(
        [
            picture("video/a", 1280, 720, PictureCodec.H264, 2_000_000),
            picture("video/b", 640, 360, PictureCodec.H264, 500_000),
            picture("video/c", 1280, 720, PictureCodec.AV1, 900_000),
        ]
    )
    sounds = (
        SoundTrack("sound/1", "es-MX", SoundRole.MAIN),
        SoundTrack("sound/1-six", "es-MX", SoundRole.MAIN, 6),
        SoundTrack("sound/1-opus", "es-MX", SoundRole.MAIN, 2, SoundCodec.OPUS),
        SoundTrack("sound/2", "en", SoundRole.DUB),
        SoundTrack("sound/3", "es-MX", SoundRole.DESCRIPTION),
    )
    texts = (
        TextTrack("text/1", "es", CaptionKind.CAPTIONS, Fraction(8)),
        TextTrack("text/2", "en", CaptionKind.SUBTITLES, Fraction(8)),
        TextTrack("text/3", "en", CaptionKind.FORCED, Fraction(8)),
    )
    facts = Facts("m", "o", 200, Fraction(25), tuple(made), sounds, texts, 1)
    tracks = {video.directory: cut for video, cut in made.items()}
    for sound in sounds:
        codec = "opus" if sound.codec is SoundCodec.OPUS else "mp4a.40.2"
        rate = 3 if sound.channels == 6 else 1
        tracks[sound.directory] = track(codec, [64_000 * rate] * 2, 48_000, 192_000, **BEFORE)
    return facts, tracks


MARKED = (
    Mark(MarkKind.INTRO, Fraction(0), Fraction(2)),
    Mark(MarkKind.CHAPTER, Fraction(2), Fraction(8), 'Él & "ella" <b>'),
)


@given(st.lists(st.sampled_from(MARKED)), st.lists(st.sampled_from(MARKED)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_marks_put_in_later_stand_where_they_would_have_stood_from_the_start(
    package, before, after
):
    facts, tracks = package
    old, new = (replace(facts, marks=tuple(marks)) for marks in (before, after))
    master, manifest = hls_master(old, tracks), dash_manifest(old, tracks, SHAPE)
    assert hls_master_marked(master, new) == hls_master(new, tracks)
    assert dash_manifest_marked(manifest, new) == dash_manifest(new, tracks, SHAPE)


@mark.parametrize("text", ["", "no", '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>'])
def test_marks_are_not_put_into_what_is_no_manifest(package, text):
    with raises(InputError, match="DASH manifest"):
        dash_manifest_marked(text, package[0])


def test_a_variant_says_what_its_picture_and_the_dearest_sound_of_its_group_need(package):
    master = m3u8.loads(hls_master(*package))
    said = {
        (p.uri, p.stream_info.audio): (
            p.stream_info.bandwidth,
            p.stream_info.codecs,
            p.stream_info.frame_rate,
        )
        for p in master.playlists
    }
    assert len(said) == 6  # three pictures, each with stereo and with 5.1
    # 500,000 bytes in 4 s, and 64,000 in the first 192,000 - 1,024 samples
    heard = -(-8 * 64_000 * 48_000 // (192_000 - 1_024))
    assert said["video/b/index.m3u8", "audio-2"] == (
        1_000_000 + heard,
        "avc1.64001f,mp4a.40.2",
        25.0,
    )
    assert said["video/c/index.m3u8", "audio-6"][1] == "av01.0.05M.08,mp4a.40.2"


def test_each_group_offers_every_language_and_opus_is_left_to_dash(package):
    master = m3u8.loads(hls_master(*package))
    groups = {
        group: [m.uri for m in master.media if m.group_id == group]
        for group in ("audio-2", "audio-6")
    }
    rest = ["sound/2/index.m3u8", "sound/3/index.m3u8"]
    assert groups["audio-2"] == ["sound/1/index.m3u8", *rest]
    assert groups["audio-6"] == ["sound/1-six/index.m3u8", *rest]
    manifest = dash_manifest(*package, SHAPE)
    assert 'codecs="opus"' in manifest


def test_a_player_begins_with_a_modest_picture_in_the_older_codec(package):
    assert m3u8.loads(hls_master(*package)).playlists[0].uri == "video/b/index.m3u8"


def test_nobody_is_shown_subtitles_who_did_not_ask(package):
    media = [m for m in m3u8.loads(hls_master(*package)).media if m.type == "SUBTITLES"]
    assert [m.default for m in media] == ["NO"] * 3
    assert [m.forced for m in media] == ["NO", "NO", "YES"]
    assert "transcribes-spoken-dialog" in media[0].characteristics


def test_dash_says_the_name_purpose_and_role_of_each_track(package):
    root = ElementTree.fromstring(dash_manifest(*package, SHAPE))
    sets = root.findall(f".//{DASH}AdaptationSet")
    names = [s.findtext(f"{DASH}Label") for s in sets if s.get("contentType") == "audio"]
    assert names == [
        "Español de México", "Español de México 5.1", "Español de México", "English",
        "Español de México (description)",
    ]  # fmt: skip
    roles = [s.find(f"{DASH}Role").get("value") for s in sets if s.get("contentType") == "text"]
    assert roles == ["caption", "subtitle", "forced-subtitle"]
    purposes = [e.get("value") for e in root.iter(f"{DASH}Accessibility")]
    assert purposes == ["1", "2"]
    tiles = next(s for s in sets if s.get("contentType") == "image")
    assert tiles.find(f".//{DASH}SegmentTemplate").get("duration") == "1250"  # 25 pictures


def test_both_codecs_of_a_picture_are_one_choice_in_dash(package):
    root = ElementTree.fromstring(dash_manifest(*package, None))
    videos = [s for s in root.iter(f"{DASH}AdaptationSet") if s.get("contentType") == "video"]
    assert [s.get("selectionPriority") for s in videos] == ["1", "2"]
    switch = [
        p.get("value")
        for s in videos
        for p in s.findall(f"{DASH}SupplementalProperty")
        if "switching" in p.get("schemeIdUri")
    ]
    assert switch == ["2", "1"]


def test_what_a_sound_encoder_puts_before_the_film_is_not_counted_as_heard(package):
    _, tracks = package
    assert tracks["sound/1"].times == ((0, 190_976), (190_976, 192_000))
    assert tracks["video/a"].times == ((0, 100), (100, 100))


def test_two_tracks_never_share_a_name_unless_they_are_one(package):
    facts, _ = package
    main = facts.sounds[0]
    again = replace(main, directory="sound/4", role=SoundRole.ALTERNATE)
    assert sound_names([main, again]) == ["Español de México", "Español de México 2"]


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=30))
def test_the_peak_is_at_least_the_mean_and_at_most_the_largest_segment(sizes):
    cut = track("avc1.64001f", sizes, width=640)
    largest = max(sizes) * 8 / 4
    assert cut.mean_bps() - 1 <= cut.peak_bps() <= largest + 1


@mark.parametrize(
    ("sizes", "peak"),
    [([400, 400], 800), ([100, 900, 100], 1800), ([4, 4, 4], 8)],
    ids=["even", "one heavy segment", "light"],
)
def test_the_peak_is_that_of_the_heaviest_segment(sizes, peak):
    assert track("avc1.64001f", sizes, width=640).peak_bps() == peak
