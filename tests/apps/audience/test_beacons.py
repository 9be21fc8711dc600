from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartelera.apps.audience.actions import (
    Whence,
    erase_history,
    give_ticket,
    take_beacons,
)
from cartelera.apps.audience.models import Beacon, Viewing
from cartelera.apps.audience.queries import history_of, positions_of
from cartelera.apps.audience.salts import forget_salts, salted, week_of
from cartelera.vocabulary.errors import InputError
from tests.conftest import NOW, showing

pytestmark = pytest.mark.django_db(databases="__all__")
AT_HOME = Whence("MX", "computer")


@dataclass
class Player:
    """A player that plays ten seconds at a time, from the start."""

    title: int
    profile: int | None = 1
    session: str = "s1"
    seconds: int = 600
    began: datetime = NOW

    def __post_init__(self):
        self.ticket = give_ticket(self.title, self.seconds, "pack", self.profile, self.began)

    def beacons(self, count, first=0):
        return [
            {
                "number": n, "ago": 0, "span": 10_000, "played": 10_000,
                "total": 10_000 * (n + 1), "from": 10_000 * n, "to": 10_000 * (n + 1),
            }
            for n in range(first, first + count)
        ]  # fmt: skip

    def tell(self, said, after=10):
        at = NOW + timedelta(minutes=after)
        return take_beacons(self.ticket, self.session, said, AT_HOME, at)


def kept():
    return sorted(Beacon.objects.values_list("playing", "number", "played_ms", "from_ms"))


def test_what_was_played_is_kept_and_is_where_the_viewer_stopped(db):
    player = Player(showing("luz").pk)
    assert player.tell(player.beacons(3)) == 3
    assert sum(b.played_ms for b in Beacon.objects.all()) == 30_000
    assert positions_of(1)[player.title].seconds == 30.0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(6)), twice=st.lists(st.integers(0, 5), max_size=4))
def test_beacons_that_come_late_twice_and_in_any_order_keep_the_same(order, twice):
    Beacon.objects.all().delete()
    Viewing.objects.all().delete()
    player = Player(7)
    beacons = player.beacons(6)
    for n in [*order, *twice]:
        player.tell([{**beacons[n], "ago": 10_000 * (5 - n)}])
    assert [row[1:] for row in kept()] == [(n, 10_000, 10_000 * n) for n in range(6)]
    (viewing,) = Viewing.objects.all()
    assert (viewing.position, viewing.seconds_played) == (60.0, 60.0)


def test_nothing_of_a_request_is_kept_when_a_part_of_it_cannot_be(db):
    player = Player(7)
    with pytest.raises(InputError):
        player.tell([*player.beacons(2), {"number": 3}])
    with pytest.raises(InputError):
        player.tell([*player.beacons(2), "beacon"])
    with pytest.raises(InputError, match="at most 20"):
        player.tell(player.beacons(21))
    assert kept() == []


def test_a_ticket_that_was_altered_is_refused(db):
    player = Player(7)
    player.ticket = player.ticket[:-2] + "xx"
    with pytest.raises(InputError, match="no such ticket"):
        player.tell(player.beacons(1))


def test_a_viewer_has_another_number_each_week_and_a_profile_is_nowhere_in_the_beacons(db):
    player = Player(7, profile=41)
    player.tell(player.beacons(1))
    week = week_of(NOW.date())
    assert salted(week, "profile 41") != salted(week + timedelta(days=7), "profile 41")
    (row,) = Beacon.objects.values()
    assert row["viewer"] == salted(week, "profile 41")
    assert 41 not in row.values()


def test_when_a_weeks_salt_is_gone_nobody_finds_its_viewers_again(settings, tmp_path):
    settings.DATA = tmp_path
    week = week_of(NOW.date())
    forget_salts(week)
    before = salted(week, "profile 41")
    forget_salts(week + timedelta(weeks=2))
    assert salted(week, "profile 41") == before
    forget_salts(week + timedelta(weeks=3))
    assert list((tmp_path / "salts").iterdir()) == []
    assert salted(week, "profile 41") != before


def test_the_first_beacon_says_whether_the_viewer_had_watched_it_the_week_before(db):
    luz, mar = showing("luz").pk, showing("mar").pk
    Viewing.objects.create(
        profile=1, session="old", title=luz, package="p", seconds_long=600,
        started_at=NOW - timedelta(days=7), reported_at=NOW - timedelta(days=7),
    )  # fmt: skip
    for title, session in ((luz, "a"), (mar, "b")):
        player = Player(title, session=session)
        player.tell(player.beacons(2))
    said = Beacon.objects.filter(returned=True).values_list("title", "number")
    assert list(said) == [(luz, 0)]


def test_a_history_is_the_viewers_to_read_and_to_erase(db):
    luz = showing("luz").pk
    player = Player(luz)
    player.tell(player.beacons(2))
    (line,) = history_of(1)
    assert (line.key, line.seconds_played, line.seconds_long) == ("luz", 20.0, 600.0)
    assert history_of(2) == []
    assert erase_history(1) == 1
    assert history_of(1) == []
    assert Beacon.objects.count() == 2
