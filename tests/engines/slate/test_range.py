import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartelera.engines.slate.range import (
    FEWEST,
    Yardstick,
    distance,
    effective_number,
    facets_of,
    likeness,
    range_of,
    shares_of,
    usual_distance,
    vendi,
)
from cartelera.vocabulary import record as r
from cartelera.vocabulary.aspect import DEBUT, ELSEWHERE, ORIGINAL, Aspect
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import Gender, Kind, PlaceUse, Role, SourceKind


def chance():
    return np.random.default_rng(68)


def facets(*genres, **others):
    return {
        Aspect.GENRE: frozenset(genres),
        **{Aspect(k): frozenset(v) for k, v in others.items()},
    }


def slate(*titles):
    return {f"t{n}": title for n, title in enumerate(titles)}


def aspect_of(found, aspect):
    return next(each for each in found.aspects if each.aspect is aspect)


DRAMAS = slate(*(facets("drama") for _ in range(6)))
MIXED = slate(*(facets(genre) for genre in ("drama", "comedy", "horror", "western", "war")))
HALVES = {Aspect.GENRE: Yardstick({"drama": 0.5, "comedy": 0.5})}


def test_a_title_of_two_genres_gives_each_half_its_weight():
    titles = [facets("drama", "comedy"), facets("drama"), facets()]
    assert shares_of(titles, Aspect.GENRE) == {"comedy": 0.25, "drama": 0.75}


def test_what_is_not_known_is_counted_apart():
    genre = aspect_of(range_of(slate(facets("drama"), facets()), {}, chance()), Aspect.GENRE)
    assert (genre.known, genre.unknown, genre.parts[0].share) == (1, 1, 1.0)


@pytest.mark.parametrize(
    ("shares", "number"),
    [({}, 0), ({"a": 1}, 1), ({"a": 0.5, "b": 0.5}, 2), ({"a": 0.9, "b": 0.1}, 1.3842)],
    ids=["nothing", "one", "two halves", "nine to one"],
)
def test_the_effective_number_counts_equal_values(shares, number):
    assert effective_number(shares) == pytest.approx(number, abs=1e-4)


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ({"a": 1.0}, {"a": 1.0}, 0),
        ({"a": 1.0}, {"b": 1.0}, 1),
        ({"a": 1.0}, {"a": 0.5, "b": 0.5}, 0.5579),
    ],
    ids=["the same", "nothing in common", "half in common"],
)
def test_the_distance_of_two_wholes(one, other, far):
    assert distance(one, other) == pytest.approx(far, abs=1e-4)
    assert distance(one, other) == pytest.approx(distance(other, one))


def test_a_slate_says_what_it_covers_and_leaves_out_of_its_reference():
    genre = aspect_of(range_of(DRAMAS, HALVES, chance()), Aspect.GENRE)
    assert [part.value for part in genre.parts] == ["drama"]
    assert [(part.value, part.reference) for part in genre.missing] == [("comedy", 0.5)]
    assert (genre.covered, genre.effective) == (0.5, 1.0)
    assert genre.distance == pytest.approx(0.5579, abs=1e-4)


def test_six_dramas_are_farther_from_two_halves_than_chance_would_bring_them():
    genre = aspect_of(range_of(DRAMAS, HALVES, chance()), Aspect.GENRE)
    middle, far = genre.usual
    assert 0 <= middle < far < genre.distance


def test_of_few_titles_no_distance_is_told():
    few = dict(list(DRAMAS.items())[: FEWEST - 1])
    genre = aspect_of(range_of(few, HALVES, chance()), Aspect.GENRE)
    assert (genre.distance, genre.usual) == (None, None)
    assert genre.covered == 0.5


def test_an_aspect_without_a_reference_has_no_distance_and_no_gap():
    found = range_of(DRAMAS, {}, chance())
    genre = aspect_of(found, Aspect.GENRE)
    assert (genre.distance, genre.covered, genre.missing, found.gaps) == (None, None, (), ())
    assert genre.parts[0].reference is None


def test_the_larger_the_slate_the_nearer_chance_brings_it():
    held = Yardstick({"a": 0.4, "b": 0.3, "c": 0.3})
    small, large = (usual_distance(held.shares, n, held, chance()) for n in (8, 200))
    assert large[0] < small[0]
    assert large[1] < small[1]


def test_a_reference_of_few_titles_is_a_draw_as_well():
    shares = {"a": 0.4, "b": 0.3, "c": 0.3}
    few, many, census = (
        usual_distance(shares, 8, Yardstick(shares, n), chance()) for n in (8, 100_000, None)
    )
    assert few[1] > many[1]
    assert many == pytest.approx(census, abs=0.02)


def test_a_gap_is_told_from_one_whole_title_on():
    gaps = range_of(DRAMAS, HALVES, chance()).gaps
    assert [(gap.value, gap.titles) for gap in gaps] == [("comedy", 3.0)]
    near = {Aspect.GENRE: Yardstick({"drama": 0.9, "comedy": 0.1})}
    assert range_of(DRAMAS, near, chance()).gaps == ()


def test_elsewhere_is_no_gap():
    at_home = slate(*(facets(filmed=["MX-OAX"]) for _ in range(6)))
    reference = {Aspect.FILMED: Yardstick({"MX-OAX": 0.4, "MX-JAL": 0.3, ELSEWHERE: 0.3})}
    assert [gap.value for gap in range_of(at_home, reference, chance()).gaps] == ["MX-JAL"]


def test_the_title_unlike_the_others_widens_most():
    found = range_of({**DRAMAS, "odd": facets("western", filmed=["MX-DUR"])}, {}, chance())
    assert found.widening[0][0] == "odd"
    assert found.widening[0][1] > found.widening[1][1]


def test_titles_all_alike_count_as_one_and_different_ones_as_more():
    same, mixed = (range_of(each, {}, chance()).distinct for each in (DRAMAS, MIXED))
    assert same == pytest.approx(1)
    assert 1 < mixed < len(MIXED)


def test_what_is_not_known_never_looks_like_range():
    known = [facets("drama"), facets("comedy")]
    assert vendi(likeness([*known, facets()])) < vendi(likeness([*known, facets("war")]))
    assert vendi(likeness([facets(), facets()])) == pytest.approx(1)


def test_an_empty_slate_has_no_range():
    found = range_of({}, HALVES, chance())
    assert (found.titles, found.widening, found.gaps) == (0, (), ())
    assert found.distinct is None
    assert all(each.effective == 0 for each in found.aspects)


def test_a_reference_of_nothing_is_refused():
    with pytest.raises(InputError, match="genre"):
        range_of(DRAMAS, {Aspect.GENRE: Yardstick({"drama": 0.0})}, chance())


RECORD = r.TitleRecord(
    "luz", Kind.FILM, (r.Text("es", "Luz"),), languages=("es", "yua"), genres=("drama",),
    credits=(
        r.Credit(Role.DIRECTOR, "Ana Ruiz", work_number=1, gender=Gender.WOMAN),
        r.Credit(Role.CAST, "Luz Paz", work_number=9, gender=Gender.MAN),
    ),
    places=(
        r.Place(PlaceUse.FILMED, "Oaxaca", "MX-OAX", "MX"),
        r.Place(PlaceUse.FILMED, "Madrid", "", "ES"),
        r.Place(PlaceUse.STORY, "Comala"),
    ),
)  # fmt: skip


def test_a_record_answers_each_aspect_and_leaves_open_what_it_does_not_know():
    found = facets_of(RECORD, "MX")
    assert found[Aspect.FILMED] == {"MX-OAX", ELSEWHERE}
    assert found[Aspect.STORY] == frozenset()
    assert found[Aspect.SOURCE] == {ORIGINAL}
    assert found[Aspect.DEBUT] == {DEBUT}
    assert found[Aspect.GENDER] == {"woman"}
    assert found[Aspect.LANGUAGE] == {"es", "yua"}


def test_a_bare_record_does_not_say_that_it_has_no_source():
    bare = r.TitleRecord("luz", Kind.FILM, (r.Text("es", "Luz"),))
    drawn = r.TitleRecord(
        "sal", Kind.FILM, (r.Text("es", "Sal"),), source_works=(r.SourceWork(SourceKind.NOVEL),)
    )
    assert facets_of(bare, "MX")[Aspect.SOURCE] == frozenset()
    assert facets_of(drawn, "MX")[Aspect.SOURCE] == {"novel"}


GENRES = st.frozensets(st.sampled_from("abcde"), max_size=3)


@given(st.lists(GENRES, min_size=1, max_size=8))
def test_distinct_titles_lie_between_one_and_all_of_them(rows):
    titles = [{Aspect.GENRE: row} for row in rows]
    alike = likeness(titles)
    assert np.allclose(alike, alike.T)
    assert np.allclose(np.diag(alike), 1)
    assert np.linalg.eigvalsh(alike).min() > -1e-9
    assert 1 - 1e-9 <= vendi(alike) <= len(rows) + 1e-9


@given(st.lists(GENRES, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_a_slate_does_not_change_its_range(rows, draw):
    titles = slate(*({Aspect.GENRE: row} for row in rows))
    mixed = list(titles.items())
    draw.shuffle(mixed)
    one, other = (range_of(dict(each), HALVES, chance()) for each in (titles.items(), mixed))
    assert one.aspects == other.aspects
    assert one.gaps == other.gaps
    assert one.distinct == pytest.approx(other.distinct)
