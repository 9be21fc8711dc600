from copy import deepcopy
from fractions import Fraction

from pytest import fixture, mark, raises

from cartelera.engines.media.probe import Read, SoundRole, read_probe, refuse_unless_whole
from cartelera.engines.media.tone import Transfer, WideRange
from cartelera.vocabulary.errors import InputError

VIDEO = {
    "index": 0,
    "codec_type": "video",
    "codec_name": "prores",
    "width": 1920,
    "height": 1080,
    "sample_aspect_ratio": "1:1",
    "pix_fmt": "yuv422p10le",
    "avg_frame_rate": "24/1",
    "time_base": "1/24000",
    "nb_frames": "240",
}


def audio(index, language, **marks):
    return {
        "index": index,
        "codec_type": "audio",
        "codec_name": "pcm_s24le",
        "channels": 2,
        "tags": {"language": language},
        "disposition": marks,
    }


@fixture
def said():
    return {
        "format": {"format_name": "mov,mp4", "duration": "10.0"},
        "streams": [deepcopy(VIDEO), audio(1, "spa", default=1), audio(2, "eng")],
    }


def test_a_master_is_read_with_its_languages_in_one_form(said):
    said["streams"] += [
        audio(3, "spa", comment=1),
        audio(4, "und"),
        audio(5, "spa", descriptions=1),
    ]
    probe = read_probe(said)
    assert (probe.picture.width, probe.picture.height, probe.picture.rate) == (1920, 1080, 24)
    assert [(s.language, s.role) for s in probe.sounds] == [
        ("es", SoundRole.MAIN),
        ("en", SoundRole.DUB),
        ("es", SoundRole.COMMENTARY),
        (None, SoundRole.DUB),
        ("es", SoundRole.DESCRIPTION),
    ]


@mark.parametrize(
    ("fields", "size"),
    [
        ({"side_data_list": [{"rotation": -90}]}, (1080, 1920)),
        ({"side_data_list": [{"rotation": 180}]}, (1920, 1080)),
        ({"width": 720, "height": 576, "sample_aspect_ratio": "64:45"}, (1024, 576)),
        ({"width": 1440, "height": 1080, "sample_aspect_ratio": "4:3"}, (1920, 1080)),
        ({"width": 720, "height": 480, "sample_aspect_ratio": "8:9"}, (720, 540)),
        ({"sample_aspect_ratio": "0:1"}, (1920, 1080)),
    ],
    ids=["turned", "upside down", "PAL wide", "HDV", "NTSC", "not said"],
)
def test_a_picture_is_as_large_as_it_is_shown(said, fields, size):
    said["streams"][0] |= fields
    picture = read_probe(said).picture
    assert (picture.width, picture.height) == size


PQ = {"color_transfer": "smpte2084"}


@mark.parametrize(
    ("beside", "nits"),
    [
        ([], 1000),
        ([{"max_luminance": "40000000/10000"}], 4000),
        ([{"max_luminance": "40000000/10000"}, {"max_content": 1200}], 1200),
        ([{"max_content": 0}, {"max_luminance": "none"}], 1000),
        ([{"max_content": 60}], 400),
        ([{"max_content": 60_000}], 10_000),
    ],
)
def test_a_wide_picture_has_the_brightest_that_its_master_says(said, beside, nits):
    said["streams"][0] |= PQ | {"side_data_list": beside}
    assert read_probe(said).picture.wide == WideRange(Transfer.PQ, "bt2020", nits)


@mark.parametrize(
    ("fields", "reason"),
    [
        ({"codec_type": "audio"}, "no picture"),
        ({"disposition": {"attached_pic": 1}}, "no picture"),
        ({"codec_name": "magicyuv"}, "magicyuv"),
        ({"width": 16000, "height": 16000}, "16000x16000"),
        ({"width": 0, "height": 0}, "too small"),
        ({"side_data_list": [{"side_data_type": "DOVI configuration record"}]}, "Dolby Vision"),
        (PQ | {"color_space": "ictcp"}, r"HDR10 \(PQ\) in ictcp"),
        (PQ | {"pix_fmt": "gbrp12le"}, r"HDR10 \(PQ\) in RGB"),
        (PQ | {"color_primaries": "smpte170m"}, "the primaries of smpte170m"),
    ],
)
def test_what_cannot_be_encoded_is_refused_by_its_name(said, fields, reason):
    said["streams"][0] |= fields
    with raises(InputError, match=reason):
        read_probe(said)


def test_a_file_that_says_it_lasts_a_day_is_refused(said):
    said["format"]["duration"] = "86400"
    with raises(InputError, match="12 hours"):
        read_probe(said)


def test_a_file_of_countless_tracks_is_refused(said):
    said["streams"] += [audio(n, "spa") for n in range(100)]
    with raises(InputError, match="103 tracks"):
        read_probe(said)


@mark.parametrize(
    ("packets", "end", "reason"),
    [(144, "10.0", "declares 240 frames and holds 144"), (240, "6.0", "declares 10.0 seconds")],
)
def test_a_master_of_which_a_part_is_missing_is_refused(said, packets, end, reason):
    with raises(InputError, match=reason):
        refuse_unless_whole(read_probe(said), {0: Read(packets, Fraction(end))})


def test_a_master_without_one_frame_is_refused(said):
    with raises(InputError, match="not one frame"):
        refuse_unless_whole(read_probe(said), {})


def test_a_whole_master_is_taken(said):
    refuse_unless_whole(
        read_probe(said), {0: Read(240, Fraction(10)), 1: Read(99, Fraction(9))}
    )
