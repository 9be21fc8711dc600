import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartelera.engines.audience.features import facts_told, features, refuse_leaks
from cartelera.engines.audience.reached import debuts
from cartelera.engines.audience.record import Announced, Record, Screening, Shown, Week
from cartelera.vocabulary.errors import InputError

AT = date(2024, 7, 1)
SERIES = Screening.SERIES


def shown(name, begins, views=1e6, released=None):
    ends = date(begins.year + (begins.month > 6), 7 if begins.month < 7 else 1, 1)
    return Shown(Announced(name, SERIES), begins, ends, released or begins, views, views * 5)


SECOND = Announced("El faro: Season 2", SERIES, countries=("MX",), worldwide=True)
BEFORE = [shown("El faro: Season 1", date(2023, 7, 1), 8e6)]
LISTED = [Week("El faro: Season 1", date(2023, 8, 6), SERIES, "", 2e7)]


def test_an_earlier_season_speaks_for_the_next():
    said = features(SECOND, Record.of(BEFORE, LISTED), AT)
    assert said["returning"] == 1
    assert said["seasons: views of the last"] == pytest.approx(math.log10(8e6))
    assert said["seasons: years since"] == pytest.approx(1.0, abs=0.01)
    assert said["list: hours of the last"] == pytest.approx(math.log10(2e7))


def test_what_is_not_known_is_not_zero():
    said = features(Announced("Nueva", SERIES), Record.of(BEFORE, LISTED), AT)
    assert said["returning"] == 0
    assert math.isnan(said["seasons: views now"])
    assert math.isnan(said["worldwide"])


@given(
    st.lists(st.integers(0, 900), max_size=6),
    st.sampled_from(
        ["El faro: Season 1", "El faro: Season 2", "El faro 2", "El faro: Nocturno"]
    ),
)
def test_nothing_dated_after_the_announcement_reaches_a_feature(days, name):
    later = [AT + timedelta(days=n) for n in days]
    reports = [shown(name, date(2024, 7, 1), 9e7), shown(name, date(2025, 1, 1), 9e7)]
    weeks = [Week(name, day, SERIES, where, 9e7) for day in later for where in ("", "MX")]
    known, told = Record.of(BEFORE, LISTED), Record.of(BEFORE + reports, LISTED + weeks)
    for title in (SECOND, Announced("El faro: Diario", SERIES)):
        assert str(features(title, told, AT)) == str(features(title, known, AT))


def test_a_report_that_had_not_ended_is_not_known_yet():
    said = features(SECOND, Record.of(BEFORE, ()), date(2023, 12, 31))
    assert said["returning"] == 0


def titles_with_synopsis_of(hits):
    outcomes = [6.0 + n % 10 / 10 + (1.0 if n < 40 else 0.0) for n in range(120)]
    told = [
        facts_told(Announced(f"t{n}", SERIES, synopsis="s" if hits(n) else ""))
        for n in range(120)
    ]
    return told, outcomes


def test_a_fact_that_only_hits_have_is_refused_by_name():
    with pytest.raises(InputError, match="synopsis"):
        refuse_leaks(*titles_with_synopsis_of(lambda n: n < 40))


def test_a_fact_that_hits_and_misses_have_alike_is_kept():
    refuse_leaks(*titles_with_synopsis_of(lambda n: n % 3 == 0))


def sunday(number):
    return date(2024, 1, 7) + timedelta(weeks=number)


def lists(places, covered):
    other = [Week("Otra", sunday(n), SERIES, "AR") for n in covered]
    return other + [Week("El faro", sunday(n), SERIES, where) for n, where in places]


@pytest.mark.parametrize(
    ("places", "covered", "territories"),
    [
        ([(1, "MX"), (2, "CO"), (4, "MX")], range(6), {"MX", "CO"}),
        ([(1, "MX"), (5, "CO")], range(6), {"MX"}),
        ([(2, "MX")], [0, 2, 3, 4, 5], None),
        ([(4, "MX")], range(6), None),
    ],
    ids=[
        "four weeks count",
        "a fifth does not",
        "after a gap is no debut",
        "not yet four weeks",
    ],
)
def test_a_debut_reaches_the_territories_of_its_first_four_weeks(places, covered, territories):
    found = {debut.name: debut.territories for debut in debuts(lists(places, covered))}
    assert found.get("El faro") == territories
