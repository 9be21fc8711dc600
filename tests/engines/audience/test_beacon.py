from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartelera.engines.audience.beacon import (
    Led,
    Ticket,
    device_of,
    read_beacon,
)
from cartelera.engines.audience.cmcd import quality_of, read_cmcd
from cartelera.vocabulary.errors import InputError

BEGAN = datetime(2026, 3, 2, 20, tzinfo=UTC)
TICKET = Ticket(7, 5_400_000, 3, "pack", BEGAN)
LATER = BEGAN + timedelta(minutes=10)
SAID = {
    "number": 4, "ago": 500, "span": 10_000, "played": 10_000, "total": 50_000,
    "from": 40_000, "to": 50_000,
}  # fmt: skip


def test_a_beacon_says_when_its_stretch_ended_however_late_it_comes():
    assert read_beacon(SAID, LATER, TICKET).at == LATER - timedelta(milliseconds=500)
    two_days = SAID | {"ago": 2 * 24 * 3600 * 1000}
    late = read_beacon(two_days, LATER + timedelta(days=2), TICKET)
    assert late.at == LATER


def test_a_beacon_tells_picture_languages_and_what_led_there():
    more = {
        "height": 1080, "cmcd": 'br=3200,bl=21300,mtp=25400,sid="6e2f"', "audio": "es-MX",
        "text": "en", "row": "genre-drama", "place": 3, "campaign": "otono-2026", "seeks": 1,
        "stalls": 2, "stalled": 800,
    }  # fmt: skip
    beacon = read_beacon(SAID | more, LATER, TICKET)
    assert (beacon.height, beacon.kbps, beacon.audio, beacon.text) == (
        1080,
        3200,
        "es-MX",
        "en",
    )
    assert (beacon.seeks, beacon.stalls, beacon.stall_ms) == (1, 2, 800)
    assert beacon.led == Led("genre-drama", 3, "otono-2026")


@pytest.mark.parametrize(
    "change",
    [
        {"number": -1}, {"number": 1e9}, {"number": True}, {"number": "4"}, {"number": None},
        {"played": 40_000}, {"total": 5_000}, {"total": 3_600_000},
        {"from": -1}, {"to": 9_000_000}, {"to": 40_500, "from": 50_000},
        {"span": 500_000}, {"ago": 3_600_000}, {"ago": float("nan")}, {"ago": float("inf")},
        {"audio": "<b>"}, {"row": "Ünsinn"}, {"row": "x" * 41}, {"campaign": 7},
        {"stalls": -1}, {"height": 1e6},
    ],
    ids=str,
)  # fmt: skip
def test_a_beacon_that_cannot_be_true_is_refused(change):
    with pytest.raises(InputError):
        read_beacon(SAID | change, LATER, TICKET)


@pytest.mark.parametrize("name", ["number", "ago", "span", "played", "total", "from", "to"])
def test_a_beacon_that_lacks_a_figure_is_refused(name):
    with pytest.raises(InputError, match=name):
        read_beacon({key: value for key, value in SAID.items() if key != name}, LATER, TICKET)


def test_after_eight_days_a_playing_takes_no_more():
    with pytest.raises(InputError, match="eight days"):
        read_beacon(SAID, BEGAN + timedelta(days=8, seconds=1), TICKET)


@given(
    st.dictionaries(
        st.sampled_from([*SAID, "row", "audio", "cmcd", "place", "stalls", "other"]),
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text()
        | st.lists(st.none()),
    )
)
def test_whatever_is_sent_is_read_or_refused_and_nothing_else(said):
    try:
        beacon = read_beacon(SAID | said, LATER, TICKET)
    except InputError:
        return
    assert 0 <= beacon.played_ms <= 2.05 * beacon.span_ms + 2000
    assert 0 <= beacon.from_ms <= TICKET.length_ms + 2000


def test_cmcd_is_read_as_the_standard_writes_it():
    said = read_cmcd(
        'bl=21300,br=3200,bs,cid="faec5fc2",d=4004,mtp=25400,ot=v,rtp=15000,sf=h,st=v,su'
    )
    assert said == {
        "bl": 21300.0, "br": 3200.0, "bs": True, "cid": "faec5fc2", "d": 4004.0, "mtp": 25400.0,
        "ot": "v", "rtp": 15000.0, "sf": "h", "st": "v", "su": True,
    }  # fmt: skip
    assert quality_of("br=3200,bl=100,bs").starved


@pytest.mark.parametrize(
    "text", ["br=-1", "br=1e99", "ot=x", "com.example-x=1", "sid=6e2f", "br"]
)
def test_what_cmcd_does_not_reserve_or_mistypes_is_left_out(text):
    assert read_cmcd(text) == {}


@given(st.text())
def test_any_text_is_read_as_cmcd_without_complaint(text):
    assert all(len(key) < 4 for key in read_cmcd(text))


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.5) AppleWebKit/537.36", "tv"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126", "computer"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)", "phone"),
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8) Mobile Safari", "phone"),
        ("Mozilla/5.0 (Linux; Android 13; SM-X710) Safari", "tablet"),
        ("Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X)", "tablet"),
        ("curl/8", "other"),
        ("", "other"),
    ],
)
def test_a_browser_says_what_it_runs_on(agent, device):
    assert device_of(agent) == device
