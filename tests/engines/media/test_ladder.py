from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from pytest import mark

from cartelera.engines.media.ladder import kept_rungs, ladder

sides = st.integers(16, 6000)


@mark.parametrize(
    ("size", "rungs"),
    [
        ((1920, 1080), ["1920x1080", "1280x720", "854x480", "640x360", "426x240"]),
        ((1280, 720), ["1280x720", "854x480", "640x360", "426x240"]),
        ((1920, 800), ["1920x800", "1280x534", "854x356", "640x266", "426x178"]),
        ((768, 432), ["768x432", "640x360", "426x240"]),
        ((480, 204), ["480x204"]),
        ((1080, 1920), ["1080x1920", "720x1280", "480x854", "360x640", "240x426"]),
        ((641, 361), ["640x360", "426x240"]),
        ((7680, 4320), ["3840x2160", "2560x1440", "1920x1080", "1280x720", "854x480",
                        "640x360", "426x240"]),
    ],
)  # fmt: skip
def test_the_rungs_of_a_picture(size, rungs):
    assert [f"{r.width}x{r.height}" for r in ladder(*size, Fraction(25))] == rungs


@given(sides, sides, st.sampled_from([Fraction(24), Fraction(25, 2), Fraction(60)]))
def test_no_rung_is_above_the_picture_and_each_is_smaller_than_the_one_before(
    width, height, rate
):
    rungs = ladder(width, height, rate)
    assert all(r.width <= width and r.height <= height for r in rungs)
    assert all(
        r.width % 2 == 0 and r.height % 2 == 0 and min(r.width, r.height) > 0 for r in rungs
    )
    areas = [r.width * r.height for r in rungs]
    assert areas == sorted(set(areas), reverse=True)
    caps = [r.cap_kbps for r in rungs]
    assert caps == sorted(caps, reverse=True)
    assert len({r.name for r in rungs}) == len(rungs)


def test_a_quick_picture_may_use_more_bits_than_a_slow_one():
    slow, quick = (ladder(1280, 720, Fraction(rate))[0] for rate in (25, 50))
    assert quick.cap_kbps > slow.cap_kbps


@mark.parametrize(
    ("kbps", "kept"),
    [
        ([3000, 1500, 700], [0, 1, 2]),
        ([500, 600, 300], [0, 2]),
        ([500, 500, 500], [0]),
        ([900, 1000, 950, 400], [0, 3]),
    ],
)
def test_a_rung_that_costs_as_much_as_a_larger_one_is_not_offered(kbps, kept):
    assert kept_rungs(kbps) == kept
