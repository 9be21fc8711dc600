import math
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from cartelera.engines.audience.cases import Case, named, territory_cases, view_cases
from cartelera.engines.audience.conformal import adapted_share, bounds, quantile
from cartelera.engines.audience.outlook import outlooks_of
from cartelera.engines.audience.reached import Debut
from cartelera.engines.audience.record import Announced, Record, Screening, Shown
from cartelera.engines.audience.simple import nearest, table, usual
from cartelera.engines.audience.taught import home_chances, teach
from cartelera.engines.audience.words import WordLevels
from cartelera.vocabulary.errors import InputError

PERIODS = (date(2023, 1, 1), date(2023, 7, 1), date(2024, 1, 1), date(2024, 7, 1))
FILM, SERIES = Screening.FILM, Screening.SERIES


def test_a_quantile_is_the_value_that_the_share_reaches():
    values = np.array([3.0, 1.0, 2.0, 4.0])
    assert quantile(values, 0.5) == 2.0
    assert quantile(values, 0.5, np.array([9.0, 1.0, 1.0, 1.0])) == 3.0
    with pytest.raises(InputError):
        quantile(np.array([]), 0.5)


def test_a_range_holds_the_share_it_promises_whatever_the_spread():
    draw = np.random.default_rng(5)
    spread = draw.uniform(0.2, 2.0, 4000)
    off = draw.standard_t(4, 4000) * spread
    low, high = bounds(off[:2000], spread[:2000], 0.8, np.ones(2000))
    scaled = off[2000:] / spread[2000:]
    assert ((scaled >= low) & (scaled <= high)).mean() == pytest.approx(0.8, abs=0.03)


def test_ranges_that_held_too_little_are_widened_next_and_never_without_end():
    assert adapted_share([], 0.8) == 0.8
    assert adapted_share([0.7], 0.8) == pytest.approx(0.85)
    assert adapted_share([0.9], 0.8) == pytest.approx(0.75)
    assert adapted_share([0.0] * 9, 0.8) == pytest.approx(0.88)


def test_a_table_says_what_is_usual_of_its_cell_and_of_all_where_it_knows_few():
    outcomes = np.array([6.0] * 9 + [7.0] * 3)
    cells = ["film"] * 9 + ["series"] * 3
    film, series = table(cells, outcomes, ["film", "series"])
    assert film.middle == 6.0
    assert series == usual(outcomes)


def test_the_nearest_titles_share_the_facts_and_lack_the_same_ones():
    known = np.array([[0.0, 5.0], [1.0, np.nan], [0.0, np.nan], [1.0, 6.0]])
    assert nearest(known, np.array([1.0, np.nan]), 2)[0] == 1
    assert nearest(known, np.array([0.0, 5.1]), 1) == [0]


def made_up(begins, count, draw):
    """Films and series whose language decides, with chance beside it."""
    words = ("faro", "duna", "sombra", "río")
    for n in range(count):
        kind = FILM if n % 3 == 0 else SERIES
        language, limited = draw.choice(["es", "ko", "en"]), bool(draw.random() < 0.3)
        level = 6.3 + 0.5 * (language == "ko") * (kind is SERIES) + 0.4 * limited
        title = Announced(
            f"{words[n % 4]} {begins.year}{begins.month} {n}",
            kind,
            language=str(language),
            limited=limited,
            worldwide=bool(draw.random() < 0.5),
        )
        views = 10 ** (level + draw.normal(0, 0.25))
        ends = PERIODS[PERIODS.index(begins) + 1]
        yield Shown(title, begins, ends, begins, views, views * 4)


@cache
def learnt():
    draw = np.random.default_rng(11)
    rows = [row for begins in PERIODS[:3] for row in made_up(begins, 110, draw)]
    record = Record.of(rows, ())
    known = [row for row in rows if row.begins < PERIODS[2]]
    taught = teach(view_cases(known, PERIODS[2]), record, WordLevels(known))
    return taught, [Case(r.title, r.begins, math.log10(r.views)) for r in rows[220:]]


def test_a_forecast_beats_the_tables_where_there_is_something_to_learn():
    taught, asked = learnt()
    outcomes = np.array([case.outcome for case in asked])

    def error(said):
        return np.abs(outcomes - np.array([one.middle for one in said])).mean()

    assert error(taught.ranges(asked)) < error(taught.tables(asked))
    assert taught.forecaster.beats_tables
    assert [replay.titles for replay in taught.forecaster.replays] == [110]


def test_its_range_holds_about_four_of_five():
    taught, asked = learnt()
    held = [
        said.low <= case.outcome <= said.high
        for said, case in zip(taught.ranges(asked), asked, strict=True)
    ]
    assert 0.68 <= np.mean(held) <= 0.93


def test_comparable_titles_are_of_its_kind_and_language():
    taught, asked = learnt()
    for case in taught.comparable(asked[0], 5):
        assert case.title.kind is asked[0].title.kind
        assert case.title.spoken == asked[0].title.spoken


def test_chances_at_home_lie_between_never_and_always():
    taught, asked = learnt()
    told = [Case(c.title, c.at, c.outcome, home=c.title.spoken != "ko") for c in taught.cases]
    said = home_chances(replace(taught, cases=told), asked)
    korean = np.array([case.title.spoken == "ko" for case in asked])
    assert (said > 0).all() and (said < 1).all()
    assert said[korean].mean() < 0.2 < 0.8 < said[~korean].mean()


def test_too_few_titles_are_not_enough_to_go_on():
    taught, _ = learnt()
    with pytest.raises(InputError, match="not enough to go on"):
        teach(taught.cases[:20], taught.record)


def test_a_title_left_out_teaches_nothing_by_any_of_its_names():
    title = Announced("The Lighthouse: Season 1", SERIES, native="El faro: Temporada 1")
    row = Shown(title, PERIODS[0], PERIODS[1], PERIODS[0], 1e6, 1e6)
    assert named(title, {"el faro"})
    assert view_cases([row], PERIODS[1], {"el faro"}) == []
    assert view_cases([row], PERIODS[0]) == []
    assert len(view_cases([row], PERIODS[1])) == 1


@pytest.mark.parametrize(
    ("name", "year", "kept"),
    [
        ("El faro: Season 1", 2022, True),
        ("El faro: Season 1", 2009, False),
        ("El faro: Season 4", 2009, True),
    ],
    ids=["new", "an old title newly licensed", "a new season"],
)
def test_only_new_titles_and_new_seasons_are_debuts(name, year, kept):
    debut = Debut(name, SERIES, date(2022, 5, 8), frozenset({"MX", "CO"}))
    shelf = [Announced("El faro", SERIES, countries=("MX",), year=year)]
    found = territory_cases([debut], shelf, {"MX"}, until=date(2022, 7, 1))
    assert bool(found) is kept
    if kept:
        assert found[0].home is True
        assert found[0].at == date(2022, 4, 1)
        assert found[0].outcome == pytest.approx(math.log10(2))


def test_an_outlook_says_what_it_stands_on_and_what_it_cannot_say():
    draw = np.random.default_rng(3)
    rows = [row for begins in PERIODS[:2] for row in made_up(begins, 110, draw)]
    asked = [Announced("Nueva", SERIES, language="ko", worldwide=True)]
    said = outlooks_of(asked, rows, [], [], PERIODS[2])
    assert said.views is not None and said.views.titles == 220
    assert [replay.titles for replay in said.views.replays] == [110]
    measure = said.titles[0].views
    assert measure is not None
    assert measure.said.low < measure.said.middle < measure.said.high
    assert len(measure.comparable) == 5
    assert said.titles[0].size is not None and said.titles[0].size > 0
    assert (said.territories, said.titles[0].home, said.titles[0].tilt) == (None, None, None)
    home = Announced("Nueva", SERIES, language="ko", countries=("KR",), worldwide=True)
    alone = outlooks_of([home], rows[:70], [], [], PERIODS[1])
    like = [r for r in rows[:70] if r.title.kind is SERIES and r.title.language == "ko"]
    assert alone.views is not None and not alone.views.model
    assert alone.titles[0].views is not None
    assert alone.titles[0].views.said == usual(np.array([math.log10(r.views) for r in like]))
    early = outlooks_of(asked, rows, [], [], PERIODS[0])
    assert early.views is None and early.titles[0].views is None
