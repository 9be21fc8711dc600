"""What of a model's answer is believed."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pytest import raises

from cartelera.adapters.lexicons import lexicons
from cartelera.engines.announce.answers import Believed, believed
from cartelera.vocabulary.errors import ProgramError
from cartelera.vocabulary.kind import Kind, Role
from tests.engines.announce.readings import credits, title, values

TEXT = """Marea TV orders two series

“Low Tide” is a six-episode drama set in Lima and written by Ana Ruiz, to air in 2025.
"""
EMPTY: dict[str, Any] = {
    "title": None, "original_title": None, "alternative_titles": [], "kind": None,
    "genres": [], "sources": [], "credits": [], "locations": [], "settings": [],
    "stage": None, "filming_date": None, "release_date": None, "episodes": None,
    "countries": [], "languages": [],
}  # fmt: skip


def said(value: Any, quote: str) -> dict[str, Any]:
    """A value and its quote."""
    return {"value": value, "quote": quote}


def answered(*productions: dict[str, Any], text: str = TEXT) -> Believed:
    """What is believed of an answer with these productions."""
    answer = {"announcer": None, "productions": [EMPTY | p for p in productions]}
    return believed(json.dumps(answer), text, "2024-02", lexicons(), "en")


def test_a_value_whose_quote_says_it_is_kept_where_it_stands():
    found = answered(
        {
            "title": said("Low Tide", "“Low Tide”"),
            "genres": [said("drama", "drama")],
            "episodes": said(6, "six-episode"),
            "release_date": said("2025", "to air in 2025"),
            "settings": [said("Lima", "set in Lima")],
            "credits": [{"name": "Ana Ruiz", "role": "writer", "quote": "by\nAna  Ruiz"}],
        }
    )
    (production,) = found.reading.productions
    assert found.dropped == 0
    assert title(production) == "Low Tide"
    assert credits(production) == {("writer", "Ana Ruiz")}
    assert production.episodes is not None
    assert production.episodes.value == 6
    assert production.release_date is not None
    assert production.release_date.value == "2025"
    assert values(production.genres) == ["drama"]
    for one in (production.title, *production.settings, *production.credits):
        assert one is not None
        assert TEXT[one.start : one.end] in {"Low Tide", "Lima", "Ana Ruiz"}


def test_what_the_text_does_not_bear_out_is_dropped_and_counted():
    found = answered(
        {
            "title": said("Low Tide", "“Low Tide”"),
            "kind": said("film", "two series"),
            "stage": said("released", "orders"),
            "episodes": said(8, "six-episode"),
            "release_date": said("2026", "to air in 2025"),
            "genres": [said("brilliant", "drama"), said("comedy", "hilarious")],
            "settings": [said("Lima, Peru", "set in Lima")],
            "credits": [
                {"name": "Eva Sol", "role": "writer", "quote": "written by Eva Sol"},
                {"name": "Eva Sol", "role": "cast", "quote": "written by Ana Ruiz"},
            ],
        }
    )
    (production,) = found.reading.productions
    assert found.dropped == 9
    assert production.kind is None
    assert production.stage is None
    assert production.credits == ()
    assert production.genres == ()


def test_a_title_that_the_text_has_lost_is_not_filled():
    text = """Marea TV has announced new series that will be filmed this year.

Based on the novel by Eva Sol, this series follows two sisters. It is directed by Luis Paz and
produced by Nube Films, from the makers of “Harbour Lights”.
"""
    lost = {"credits": [{"name": "Luis Paz", "role": "director", "quote": "Luis Paz"}]}
    for name in ("Night Ferry", "Harbour Lights"):
        found = answered(lost | {"title": said(name, name)}, text=text)
        (production,) = found.reading.productions
        assert production.title is None
        assert credits(production) == {(Role.DIRECTOR.value, "Luis Paz")}
        assert found.dropped == 1


def test_a_production_told_twice_counts_once():
    again = {"title": said("Low Tide", "Low Tide"), "kind": said("series", "series")}
    found = answered(again, again)
    assert [p.kind.value for p in found.reading.productions if p.kind] == [Kind.SERIES]
    assert found.dropped == 1


def test_an_answer_of_another_form_is_refused():
    for answer in ("", "[]", '{"productions": []}', '{"announcer": null, "productions": [{}]}'):
        with raises(ProgramError, match="another form"):
            believed(answer, TEXT, "2024", lexicons(), None)


@given(
    st.lists(st.tuples(st.text(max_size=12), st.text(max_size=20)), max_size=4),
    st.sampled_from(list(Role)),
)
def test_whatever_is_answered_every_span_says_its_value(pairs, role):
    found = answered(
        *(
            {
                "title": said(value, quote),
                "settings": [said(value, quote), said(TEXT[3:9], TEXT[:12])],
                "credits": [{"name": value, "role": role.value, "quote": quote}],
            }
            for value, quote in pairs
        )
    )
    for production in found.reading.productions:
        kept = [*production.settings, *([production.title] if production.title else [])]
        assert all(TEXT[s.start : s.end] == s.value for s in kept)
        assert all(TEXT[c.start : c.end] == c.name for c in production.credits)
