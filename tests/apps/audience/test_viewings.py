from dataclasses import replace
from datetime import timedelta

import pytest

from cartelera.apps.audience.actions import Report, record_viewing
from cartelera.apps.audience.models import Viewing
from cartelera.apps.audience.queries import positions_of
from cartelera.vocabulary.errors import InputError
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(databases="__all__")
REPORT = Report("s1", 7, "pack", 30.0, 30.0, 120.0)


def test_a_viewer_resumes_where_they_stopped():
    record_viewing(1, REPORT, NOW)
    record_viewing(1, replace(REPORT, position=60.0, seconds_played=45.0), NOW)
    (position,) = positions_of(1).values()
    assert (position.seconds, position.share, position.finished) == (60.0, 0.5, False)


def test_a_late_or_repeated_report_does_not_move_the_viewer_back():
    record_viewing(1, replace(REPORT, position=60.0, seconds_played=60.0), NOW)
    for _ in range(2):
        record_viewing(1, REPORT, NOW)
    assert positions_of(1)[7].seconds == 60.0
    assert Viewing.objects.count() == 1


def test_going_back_in_the_film_is_where_they_stopped():
    record_viewing(1, replace(REPORT, position=100.0, seconds_played=60.0), NOW)
    record_viewing(1, replace(REPORT, position=10.0, seconds_played=65.0), NOW)
    assert positions_of(1)[7].seconds == 10.0


def test_the_latest_playing_of_a_title_counts():
    record_viewing(1, REPORT, NOW)
    record_viewing(1, replace(REPORT, session="s2", position=90.0), NOW + timedelta(hours=1))
    assert positions_of(1)[7].seconds == 90.0


def test_each_profile_has_a_history_of_its_own():
    record_viewing(1, REPORT, NOW)
    assert positions_of(2) == {}


def test_near_the_end_is_finished():
    record_viewing(1, replace(REPORT, position=116.0), NOW)
    assert positions_of(1)[7].finished


@pytest.mark.parametrize(
    "change",
    [
        {"position": -1.0},
        {"position": 500.0},
        {"position": float("nan")},
        {"seconds_long": 0.0},
        {"seconds_long": float("inf")},
        {"seconds_played": 1e9},
        {"session": ""},
        {"session": "x" * 41},
    ],
    ids=str,
)
def test_a_report_that_cannot_be_true_is_refused(change):
    with pytest.raises(InputError):
        record_viewing(1, replace(REPORT, **change), NOW)
