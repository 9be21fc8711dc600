import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartelera.engines.media.ranges import BeyondEndError, part_asked


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-99", (0, 100)),
        ("bytes=100-", (100, 1000)),
        ("bytes=-5", (995, 1000)),
        ("bytes=-5000", (0, 1000)),
        ("bytes=990-5000", (990, 1000)),
        ("bytes=999-999", (999, 1000)),
        ("bytes=0-0,5-6", None),
        ("bytes=9-3", None),
        ("bytes=", None),
        ("bytes=-", None),
        ("bytes=a-b", None),
        ("seconds=0-5", None),
        ("bytes=٣-٥", None),
        ("", None),
    ],
)
def test_the_part_asked_for_of_a_thousand_bytes(header, part):
    assert part_asked(header, 1000) == part


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-1001", "bytes=-0"])
def test_a_part_beyond_the_end_is_refused(header):
    with pytest.raises(BeyondEndError):
        part_asked(header, 1000)


def test_an_empty_file_has_no_part():
    with pytest.raises(BeyondEndError):
        part_asked("bytes=0-", 0)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 200))
def test_a_part_holds_the_bytes_that_a_slice_holds(first, last, size):
    whole = bytes(n % 251 for n in range(size))
    try:
        part = part_asked(f"bytes={first}-{last}", size)
    except BeyondEndError:
        assert first >= size
        return
    if part is None:
        assert last < first
    else:
        assert whole[slice(*part)] == whole[first : last + 1] != b""


@given(st.text(), st.integers(0, 10**6))
def test_no_header_raises_anything_else(header, size):
    for text in (header, f"bytes={header}"):
        try:
            part = part_asked(text, size)
        except BeyondEndError:
            continue
        assert part is None or 0 <= part[0] < part[1] <= size
