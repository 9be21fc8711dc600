import json
from fractions import Fraction
from pathlib import Path

import m3u8
from pytest import approx, fixture, mark, raises

from cartelera.adapters.store import open_workroom
from cartelera.apps.media.counting import verify
from cartelera.apps.media.pipeline import encode, master_file
from cartelera.engines.media.captions import CaptionKind
from cartelera.engines.media.marks import Mark, MarkKind
from cartelera.engines.media.order import CaptionFile, Order
from cartelera.vocabulary.errors import InputError, ProgramError
from tests.films import ffmpeg, film, joined, level, levels

PCM = ("-c:a", "pcm_s16le", "-ar", "48000")
FFV1 = ("-c:v", "ffv1", "-pix_fmt", "yuv444p")


def silent(done: float, step: str) -> None:
    pass


@fixture
def make(tmp_path):
    """Encode a film in a room of its own, and give the package."""

    def make(path, order=Order(), room="room", progress=silent):  # noqa: B008
        with open_workroom(tmp_path / room) as entered:
            return encode(master_file(path), order, entered, progress)

    return make


def top(made, tmp_path):
    return joined(made.directory, made.facts.videos[0].directory, tmp_path / "top.mp4")


def shown(made, tmp_path):
    return levels(top(made, tmp_path))


@mark.parametrize("rate", ["25", "24000/1001", "12.5", "30", "50"])
def test_every_frame_of_a_steady_film_is_kept_in_its_order(make, tmp_path, rate):
    # 9 s: more than one piece, so that a seam is crossed
    made = make(film(tmp_path / "film.mp4", seconds=9, rate=rate))
    frames = shown(made, tmp_path)
    assert len(frames) == made.facts.frames == -(-Fraction(rate) * 9 // 1)
    assert frames == approx([level(n) for n in range(len(frames))], abs=6)


@mark.parametrize(
    ("name", "codec", "more"),
    [
        ("open.mkv", ("-c:v", "libx264", "-x264-params", "open-gop=1:keyint=60:bframes=3"), ()),
        ("long.mp4", ("-c:v", "libx264", "-g", "900", "-sc_threshold", "0"), ()),
        ("late.mp4", ("-c:v", "libx264"), ("-output_ts_offset", "3.2")),
        (
            "stream.ts",
            ("-c:v", "mpeg2video", "-q:v", "2", "-bf", "2", "-g", "30"),
            ("-c:a", "mp2"),
        ),
        ("web.webm", ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"), ()),
        ("av1.webm", ("-c:v", "libsvtav1", "-preset", "12", "-g", "50"), ()),
        ("studio.mov", ("-c:v", "prores_ks"), PCM),
        ("studio.mxf", ("-c:v", "mpeg2video", "-q:v", "2"), PCM),
    ],
)
def test_frames_are_the_masters_whatever_its_form(make, tmp_path, name, codec, more):
    made = make(film(tmp_path / name, seconds=9, codec=codec, more=more))
    frames = shown(made, tmp_path)
    assert frames == approx([level(n) for n in range(225)], abs=9)


def test_a_varying_rate_is_shown_at_the_moments_of_the_master(make, tmp_path):
    path = film(
        tmp_path / "film.mkv",
        seconds=9,
        rate="30",
        filters="select='not(between(mod(n,60),20,40))'",
        more=("-fps_mode", "passthrough", "-enc_time_base", "1:1000"),
    )
    made = make(path)
    frames = shown(made, tmp_path)
    assert made.facts.rate == 30
    assert made.facts.frames == len(frames) == 260  # ten of the last group are not there
    wanted = [level(n - n % 60 + 19 if 20 <= n % 60 <= 40 else n) for n in range(260)]
    assert frames == approx(wanted, abs=9)


@mark.parametrize(
    ("size", "more", "shape"),
    [
        ("161x91", {"codec": FFV1}, (160, 90)),
        ("160x90", {"filters": "setsar=4/3"}, (214, 90)),
        ("90x160", {}, (90, 160)),
    ],
    ids=["odd", "anamorphic", "upright"],
)
def test_a_picture_comes_out_in_its_shape(make, tmp_path, size, more, shape):
    made = make(film(tmp_path / "film.mkv", size=size, **more))
    assert (made.facts.videos[0].width, made.facts.videos[0].height) == shape


def test_a_turned_picture_comes_out_upright(make, tmp_path):
    film(tmp_path / "flat.mp4", filters="drawbox=w=iw:h=20:color=white:t=fill")
    turned = tmp_path / "film.mp4"
    ffmpeg("-display_rotation", 90, "-i", tmp_path / "flat.mp4", "-c", "copy", turned)
    made = make(turned)
    video = made.facts.videos[0]
    assert (video.width, video.height) == (90, 160)
    raw = ffmpeg("-i", top(made, tmp_path), "-frames:v", "1", "-vf", "scale=9:16:flags=area",
                 "-pix_fmt", "gray", "-f", "rawvideo", "pipe:1")  # fmt: skip
    left, right = raw[9 * 8], raw[9 * 8 + 8]
    assert left > 200 > right  # turned a quarter against the clock: the top is at the left


def test_interlaced_frames_are_made_whole(make, tmp_path):
    flags = ("-flags", "+ildct+ilme", "-field_order", "tt")
    path = film(tmp_path / "film.mov", codec=("-c:v", "mpeg2video", "-q:v", "2"), more=flags)
    assert make(path).facts.frames == 75


def captioned_inside(path):
    """Draw a film whose every frame carries a word of CEA-608 captions."""
    tape = path.with_suffix(".m2v")
    film(tape, sounds=0, codec=("-c:v", "mpeg2video", "-q:v", "2", "-f", "mpeg2video"))
    slices, word = b"\0\0\1\1", b"\0\0\1\xb2GA94\x03\x41\xff\xfc\x94\x20\xff"
    tape.write_bytes(tape.read_bytes().replace(slices, word + slices))
    ffmpeg("-f", "mpegvideo", "-i", tape, "-c:v", "libx264", path)
    return path


def test_captions_inside_the_picture_are_left_out_of_the_package(make, tmp_path):
    path = captioned_inside(tmp_path / "film.mp4")
    assert path.read_bytes().count(b"\xb5\0\x31GA94") == 75
    made = make(path)
    segments = made.directory.glob("video/*/*.m4s")
    assert not any(b"GA94" in segment.read_bytes() for segment in segments)


def test_a_film_without_sound_is_whole(make, tmp_path):
    made = make(film(tmp_path / "film.mp4", sounds=0))
    assert made.facts.sounds == ()
    assert made.facts.frames == 75


def test_sound_keeps_its_place_when_the_picture_starts_late(make, tmp_path):
    film(tmp_path / "flat.mp4", seconds=4)
    path = tmp_path / "film.mkv"
    # a beep at 2 s of the sound; the picture starts 0.5 s after the sound
    ffmpeg("-itsoffset", 0.5, "-i", tmp_path / "flat.mp4", "-f", "lavfi", "-i",
           "sine=frequency=900:duration=4,volume='between(t,2,2.2)':eval=frame",
           "-map", "0:v", "-map", "1:a", "-c:v", "copy", path)  # fmt: skip
    made = make(path)
    sound = joined(made.directory, made.facts.sounds[0].directory, tmp_path / "sound.mp4")
    raw = ffmpeg("-i", sound, "-f", "s16le", "-ac", 1, "-ar", 8000, "pipe:1")
    heard = memoryview(raw).cast("h")
    assert next(n for n, value in enumerate(heard) if abs(value) > 1500) / 8000 == approx(
        1.5, abs=0.03
    )


def test_every_language_is_carried_with_its_role(make, tmp_path):
    path = film(
        tmp_path / "film.mkv",
        sounds=3,
        more=(
            "-metadata:s:a:0", "language=spa", "-metadata:s:a:1", "language=eng",
            "-metadata:s:a:2", "language=spa", "-disposition:a:2", "visual_impaired",
            "-ac:a:1", "1",
        ),
    )  # fmt: skip
    made = make(path, Order(sound_languages=("es-MX",)))
    heard = [(s.language, s.role.value) for s in made.facts.sounds if s.codec == "aac"]
    assert heard == [("es-MX", "main"), ("en", "dub"), ("es", "description")]
    assert [s.codec.value for s in made.facts.sounds] == ["aac", "opus"] * 3
    master = m3u8.load(str(made.directory / "master.m3u8"))
    assert [m.language for m in master.media if m.type == "AUDIO"] == ["es-MX", "en", "es"]
    assert len({m.name for m in master.media}) == 3
    assert [m.default for m in master.media] == ["YES", "NO", "NO"]
    assert 'value="description"' in (made.directory / "manifest.mpd").read_text()


def test_every_form_of_a_track_is_as_loud_as_the_house_wants(make, tmp_path):
    path = tmp_path / "film.mkv"
    film(tmp_path / "flat.mkv", seconds=4, sounds=0)
    ffmpeg("-i", tmp_path / "flat.mkv",
           "-f", "lavfi", "-i", "sine=duration=4,aformat=channel_layouts=5.1",
           "-f", "lavfi", "-i", "sine=duration=4,volume=7",
           "-map", "0:v", "-map", "1:a", "-map", "2:a", "-c:v", "copy", "-c:a", "pcm_s24le",
           path)  # fmt: skip
    made = make(path)
    forms = [(s.codec.value, s.channels) for s in made.facts.sounds]
    stereo = [("aac", 2), ("opus", 2)]
    assert forms == [("aac", 2), ("aac", 6), ("opus", 2), *stereo]
    for sound in made.facts.sounds:
        whole = joined(made.directory, sound.directory, tmp_path / "sound.mp4")
        said = ffmpeg("-i", whole, "-af", "ebur128=metadata=1,ametadata=print:key=lavfi.r128.I"
                      ":file=-", "-f", "null", "-").decode()  # fmt: skip
        assert float(said.rsplit("=", 1)[1]) == approx(-23, abs=1)


def test_subtitles_beside_and_inside_a_master_are_carried(make, tmp_path):
    inside = tmp_path / "inside.srt"
    inside.write_text("1\n00:00:01,000 --> 00:00:02,000\n<b>Inside</b>\n")
    film(tmp_path / "flat.mp4")
    path = tmp_path / "film.mkv"
    ffmpeg("-i", tmp_path / "flat.mp4", "-i", inside, "-map", "0", "-map", "1", "-c", "copy",
           "-c:s", "ass", "-metadata:s:s:0", "language=eng", path)  # fmt: skip
    beside = b"1\n00:00:01,000 --> 01:00:00,000\n<script>x</script>Hola\n"
    order = Order((CaptionFile("es", CaptionKind.CAPTIONS, beside, "film.srt"),))
    made = make(path, order)
    assert [(t.language, t.kind.value) for t in made.facts.texts] == [
        ("es", "captions"),
        ("en", "subtitles"),
    ]
    texts = [(made.directory / t.directory / "00001.vtt").read_text() for t in made.facts.texts]
    assert "00:00:01.000 --> 00:00:03.000" in texts[0]  # cut to the film
    assert "xHola" in texts[0]
    assert "Inside" in texts[1]
    assert not any("<" in text for text in texts)
    assert (
        "EXT-X-ENDLIST"
        in (made.directory / made.facts.texts[0].directory / "index.m3u8").read_text()
    )


def test_chapters_of_a_master_are_carried_on_the_films_own_clock(make, tmp_path):
    listed = tmp_path / "chapters.txt"
    chapter = "[CHAPTER]\nTIMEBASE=1/1000\nSTART={}\nEND={}\ntitle={}\n"
    listed.write_text(
        ";FFMETADATA1\n"
        + chapter.format(2000, 3000, "Intro")
        + chapter.format(3000, 9000, "Uno")
    )
    film(tmp_path / "plain.mkv")
    path = tmp_path / "film.mkv"
    ffmpeg("-i", tmp_path / "plain.mkv", "-i", listed, "-map_metadata", 1, "-c", "copy",
           "-output_ts_offset", "2", path)  # fmt: skip
    made = make(path)
    assert [(m.kind, m.start, m.end, m.name) for m in made.facts.marks] == [
        ("intro", 0, 1, "Intro"),
        ("chapter", 1, 3, "Uno"),
    ]
    asked = (Mark(MarkKind.CREDITS, Fraction(2), Fraction(5)),)
    other = make(path, Order(marks=asked))
    assert [(m.kind, m.start, m.end) for m in other.facts.marks] == [("credits", 2, 3)]
    assert other.package_hash != made.package_hash
    said = m3u8.load(str(other.directory / "master.m3u8")).session_data[0]
    assert json.loads((other.directory / said.uri).read_text())[0]["start-time"] == 2.0
    assert "credits" in (other.directory / "chapters.vtt").read_text()


def test_every_track_of_a_master_is_told_of_with_what_became_of_it(make, tmp_path):
    words = tmp_path / "es.srt"
    words.write_text("1\n00:00:01,000 --> 00:00:02,000\nHola\n")
    cover = tmp_path / "cover.png"
    ffmpeg("-f", "lavfi", "-i", "color=s=64x64:d=1", "-frames:v", 1, cover)
    film(tmp_path / "plain.mov", more=("-timecode", "01:00:00:00"))
    path = tmp_path / "film.mov"
    ffmpeg("-i", tmp_path / "plain.mov", "-i", cover, "-i", words, "-map", 0, "-map", 1,
           "-map", 2, "-c", "copy",
           "-c:s", "mov_text", "-disposition:v:1", 0, path)  # fmt: skip
    made = make(path)
    told = {(f.kind, f.codec): f.reason for f in made.facts.fates}
    assert told["video", "h264"] == told["audio", "aac"] == told["subtitle", "mov_text"] == ""
    assert "one picture" in told["video", "png"]
    assert "neither picture" in next(r for (kind, _), r in told.items() if kind == "data")
    given = CaptionFile("und", CaptionKind.SUBTITLES, words.read_bytes(), "es.srt")
    other = make(path, Order((given,)))
    assert any("beside the master" in fate.reason for fate in other.facts.fates)


def test_a_package_offers_a_ladder_thumbnails_and_both_manifests(make, tmp_path):
    made = make(film(tmp_path / "film.mp4", seconds=5, size="1280x720", sounds=1,
                     filters="noise=alls=30:allf=t"))  # fmt: skip
    sizes = [f"{v.width}x{v.height}" for v in made.facts.videos]
    assert sizes == ["1280x720", "854x480", "640x360", "426x240"]
    rates = [v.kbps for v in made.facts.videos]
    assert rates == sorted(rates, reverse=True)
    master = m3u8.load(str(made.directory / "master.m3u8"))
    assert len(master.playlists) == len(master.iframe_playlists) == 4
    for playlist in master.playlists:
        media = m3u8.load(str(made.directory / playlist.uri))
        assert sum(segment.duration for segment in media.segments) == approx(5, abs=0.01)
    cues = (made.directory / "thumbnails/thumbnails.vtt").read_text()
    assert "sheet-001.jpg#xywh=192,0,192,108" in cues
    assert (made.directory / "thumbnails/sheet-001.jpg").read_bytes()[:2] == b"\xff\xd8"
    assert json.loads((made.directory / "package.json").read_text())["frames"] == 125


def test_progress_only_grows_and_names_its_step(make, tmp_path):
    told = []
    make(film(tmp_path / "film.mp4"), progress=lambda done, step: told.append((done, step)))
    shares = [done for done, _ in told]
    assert shares == sorted(shares)
    assert list(dict.fromkeys(step for _, step in told)) == [
        "read", "look", "sound", "encode", "package", "verify",
    ]  # fmt: skip


def test_a_run_that_is_stopped_goes_on_where_it_was(make, tmp_path):
    path = film(tmp_path / "film.mp4", seconds=9)
    undisturbed = make(path, room="apart").package_hash
    pieces = tmp_path / "room" / "pieces"

    class Enough(Exception):
        pass

    def stop_at_packaging(done, step):
        if step == "package":
            raise Enough

    with raises(Enough):
        make(path, progress=stop_at_packaging)
    before = {p: p.stat().st_mtime_ns for p in pieces.rglob("*") if p.is_file()}
    assert len(before) == 6  # the look, two chunks, one sound measured and in two forms
    assert make(path).package_hash == undisturbed
    assert {p: p.stat().st_mtime_ns for p in before} == before


def test_two_runs_make_the_same_bytes(make, tmp_path):
    path = film(tmp_path / "film.mp4", seconds=9, size="640x360")
    assert make(path, room="one").package_hash == make(path, room="two").package_hash


def test_another_run_in_the_same_room_is_refused(tmp_path):
    with (
        open_workroom(tmp_path / "room"),
        raises(ProgramError, match="another run"),
        open_workroom(tmp_path / "room", patience=0),
    ):
        pass


@mark.parametrize("ending", ["mp4", "mkv"])
def test_a_truncated_master_is_refused(make, tmp_path, ending):
    path = film(tmp_path / f"film.{ending}", seconds=8, more=("-movflags", "+faststart")
                if ending == "mp4" else ())  # fmt: skip
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    with raises(InputError, match="truncated"):
        make(path)


def test_a_damaged_picture_is_refused_by_its_frame(make, tmp_path):
    path = film(tmp_path / "film.mp4", seconds=8, size="640x360", sounds=0,
                filters="noise=alls=30:allf=t")  # fmt: skip
    data = bytearray(path.read_bytes())
    for at in range(len(data) // 2, len(data) // 2 + 6000, 100):
        data[at] ^= 0xFF
    path.write_bytes(data)
    with raises(InputError, match=r"damaged near frame \d+"):
        make(path)


def test_subtitles_wholly_past_the_end_are_refused(make, tmp_path):
    late = CaptionFile(
        "es", CaptionKind.SUBTITLES, b"1\n00:10:00,000 --> 00:10:01,000\nHola\n", "tarde.srt"
    )
    with raises(InputError, match=r"tarde\.srt has no subtitle within"):
        make(film(tmp_path / "film.mp4"), Order((late,)))


def test_more_audio_languages_than_tracks_are_refused(make, tmp_path):
    with raises(InputError, match="1 audio tracks"):
        make(film(tmp_path / "film.mp4"), Order(sound_languages=("es", "en")))


@mark.parametrize(
    ("name", "harm", "fault"),
    [
        ("segment", lambda p: p.unlink(), "missing"),
        ("segment", lambda p: p.write_bytes(p.read_bytes()[:-50]), "cut short"),
        (
            "playlist",
            lambda p: p.write_text(p.read_text().replace("#EXT-X-ENDLIST", "")),
            "no end",
        ),
        (
            "manifest",
            lambda p: p.write_text(p.read_text().replace("static", "dynamic")),
            "static",
        ),
        ("manifest", lambda p: p.write_text(""), "cannot be read"),
        (
            "master",
            lambda p: p.write_text(p.read_text().replace("160x90", "320x180")),
            "rendition",
        ),
    ],
)
def test_verifying_says_in_words_what_is_wrong(make, tmp_path, name, harm, fault):
    made = make(film(tmp_path / "film.mp4"))
    video = made.directory / made.facts.videos[0].directory
    places: dict[str, Path] = {
        "segment": video / "00001.m4s",
        "playlist": video / "index.m3u8",
        "manifest": made.directory / "manifest.mpd",
        "master": made.directory / "master.m3u8",
    }
    (tmp_path / "scratch").mkdir()
    assert not verify(made.directory, silent, tmp_path / "scratch").faults
    harm(places[name])
    faults = verify(made.directory, silent, tmp_path / "scratch").faults
    assert fault in " ".join(faults)


def test_what_is_no_package_is_refused(tmp_path):
    with raises(InputError, match="not a package"):
        verify(tmp_path, silent, tmp_path)
