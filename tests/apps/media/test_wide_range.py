"""Masters of high dynamic range: patches of known light, measured where viewers see them."""

import subprocess

import numpy as np
from pytest import mark

from cartelera.adapters import ffmpeg as door
from cartelera.adapters.store import open_workroom
from cartelera.apps.media.pipeline import encode, master_file
from cartelera.engines.media.ladder import Aim, PictureCodec
from cartelera.engines.media.oddities import OddKind
from cartelera.engines.media.order import Order
from cartelera.engines.media.report import MASTER_FRAME
from tests.films import FFMPEG, ffmpeg, joined

WHITE = 203  # nits
# light in parts of diffuse white, as Rec. 709 has it: greys, skin, strong colours, highlights
PATCHES = np.array(
    [
        [0.01, 0.01, 0.01],
        [0.18, 0.18, 0.18],
        [0.5, 0.3, 0.2],
        [0.75, 0.05, 0.05],
        [0.05, 0.6, 0.05],
        [0.05, 0.05, 0.7],
        [0.6, 0.6, 0.02],
        [1, 1, 1],
        [2.5, 2.5, 2.5],
        [4.9, 4.9, 4.9],
    ]
)
GREYS = [0, 1, 7, 8, 9]
# of XYZ, from the primaries of each
FROM_709 = np.array(
    [[0.412391, 0.357584, 0.180481], [0.212639, 0.715169, 0.072192],
     [0.019331, 0.119195, 0.950532]]
)  # fmt: skip
FROM = {
    "bt2020": np.array(
        [[0.636958, 0.144617, 0.168881], [0.262700, 0.677998, 0.059302],
         [0.000000, 0.028073, 1.060985]]
    ),
    "smpte432": np.array(
        [[0.486571, 0.265668, 0.198217], [0.228975, 0.691739, 0.079287],
         [0.000000, 0.045113, 1.043944]]
    ),
}  # fmt: skip
BRIGHTNESS = np.array([0.2627, 0.6780, 0.0593])
SIDE = 32  # pixels of a patch
FIRST = Order(first=True)


def pq(nits):
    """Code light as SMPTE ST 2084 says."""
    power = (nits / 10_000) ** (2610 / 16384)
    return ((3424 / 4096 + 2413 / 128 * power) / (1 + 2392 / 128 * power)) ** (2523 / 32)


def hlg(nits):
    """Code the light of a screen of 1000 nits as BT.2100 says of HLG."""
    shown = nits / 1000
    scene = shown * ((shown @ BRIGHTNESS) ** (1 / 1.2 - 1))[:, None]
    high = 0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073
    return np.where(scene <= 1 / 12, np.sqrt(3 * scene), high)


def shown_as(light, brightest_nits=1000):
    """Return the Rec. 709 code values that a patch should have, of 255."""
    brightest = light.max(axis=1)
    peak, j = brightest_nits / WHITE, 0.3
    a = -(j**2) * (peak - 1) / (j**2 - 2 * j + peak)
    b = (j**2 - 2 * j * peak + peak) / (peak - 1)
    curve = (b**2 + 2 * b * j + j**2) / (b - a) * (brightest + a) / (brightest + b)
    rolled = np.where(brightest <= j, brightest, curve) / brightest
    return 255 * np.clip(light * rolled[:, None], 0, 1) ** (1 / 2.4)


def drawn(path, transfer, code=pq, primaries="bt2020", *, full=False, more=("-c:v", "ffv1")):
    """Draw a second of the patches side by side, in the light that they have."""
    wide = PATCHES @ (np.linalg.inv(FROM[primaries]) @ FROM_709).T
    signal = code(np.maximum(wide, 0) * WHITE)
    luma = signal @ BRIGHTNESS
    zero, high, deep = (0, 1023, 1023) if full else (64, 876, 896)
    planes = [
        zero + high * luma,
        512 + deep * (signal[:, 2] - luma) / 1.8814,
        512 + deep * (signal[:, 0] - luma) / 1.4746,
    ]
    rows = [np.tile(np.repeat(np.round(p), SIDE), (64, 1)).astype("<u2") for p in planes]
    raw = path.with_suffix(".yuv")
    raw.write_bytes(b"".join(row.tobytes() for row in rows) * 25)
    size, span = f"{SIDE * len(PATCHES)}x64", "full" if full else "limited"
    told = f"setparams=color_primaries={primaries}:color_trc={transfer}:colorspace=bt2020nc"
    ffmpeg(
        *("-f", "rawvideo", "-pix_fmt", "yuv444p10le", "-s", size, "-r", 25, "-i", raw),
        *("-vf", f"{told}:range={span}", *more, path),
    )
    return path


def packaged(tmp_path, master, order=FIRST):
    with open_workroom(tmp_path / "room") as room:
        return encode(master_file(master), order, room, lambda *_: None)


def measured(tmp_path, made, codec=PictureCodec.H264):
    """Return the mean colour of each patch, decoded as a player of Rec. 709 does, of 255."""
    track = next(v.directory for v in made.facts.videos if v.codec is codec)
    rung = joined(made.directory, track, tmp_path / "rung.mp4")
    line = [FFMPEG, "-v", "error", "-i", rung, "-frames:v", "1", "-vf",
            "scale=in_color_matrix=bt709:out_range=full:flags=accurate_rnd+full_chroma_int,"
            "format=rgb24", "-f", "rawvideo", "-"]  # fmt: skip
    raw = subprocess.run(line, check=True, capture_output=True).stdout
    wide = SIDE * len(PATCHES)
    frame = np.frombuffer(raw, np.uint8).reshape(64, wide, 3)[16:48].astype(float)
    return frame.reshape(32, len(PATCHES), SIDE, 3)[:, :, 12:20].mean(axis=(0, 2)), rung


def told_of(rung):
    """Return what a rung says of its colours, and what it carries beside them."""
    (stream,) = door.probe(rung)["streams"]
    names = ("transfer", "primaries", "space", "range")
    said = [stream.get(f"color_{name}") for name in names]
    return said, [one["side_data_type"] for one in stream.get("side_data_list", [])]


PLAIN = (["bt709", "bt709", "bt709", "tv"], [])


@mark.parametrize(
    ("transfer", "code", "primaries", "full", "kind"),
    [
        ("smpte2084", pq, "bt2020", False, OddKind.PQ),
        ("smpte2084", pq, "smpte432", True, OddKind.PQ),
        ("arib-std-b67", hlg, "bt2020", False, OddKind.HLG),
    ],
    ids=["PQ", "PQ with the primaries of P3, in full range", "HLG"],
)
def test_colours_stay_and_highlights_are_rolled_off(
    tmp_path, transfer, code, primaries, full, kind
):
    master = drawn(tmp_path / "film.mkv", transfer, code, primaries, full=full)
    made = packaged(tmp_path, master)
    assert [odd.kind for odd in made.facts.odd] == [kind]
    seen, rung = measured(tmp_path, made)
    away = np.abs(seen - shown_as(PATCHES))
    assert away.max() < 7
    assert away[GREYS].max() < 1
    assert told_of(rung) == PLAIN


def test_what_a_wide_master_says_of_its_light_is_not_said_of_the_package(tmp_path):
    light = (
        "colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:max-cll=4000,400:"
        "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(40000000,50)"
    )
    hevc = ("-c:v", "libx265", "-preset", "ultrafast", "-crf", "4", "-x265-params", light)
    sent = drawn(tmp_path / "sent.mp4", "smpte2084", more=hevc)
    master = tmp_path / "film.mp4"
    ffmpeg("-i", sent, *hevc[:-2], master)  # so that the file says it too, beside its frames
    assert len(told_of(master)[1]) == 2
    seen, rung = measured(tmp_path, packaged(tmp_path, master))
    assert told_of(rung) == PLAIN
    assert np.abs(seen - shown_as(PATCHES, 4000))[GREYS].max() < 2


@mark.slow
def test_a_chosen_ladder_of_a_wide_master_is_right_in_both_codecs(tmp_path):
    master = drawn(tmp_path / "film.mkv", "arib-std-b67", hlg)
    made = packaged(tmp_path, master, Order(aim=Aim(quality=70)))
    for codec in PictureCodec:
        seen, rung = measured(tmp_path, made, codec)
        assert np.abs(seen - shown_as(PATCHES)).max() < 12
        assert told_of(rung) == PLAIN
    assert (made.report / (MASTER_FRAME % 1)).stat().st_size
