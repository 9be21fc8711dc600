"""The sample's catalogue: whole, honest, and ready to be kept."""

import re

from pytest import mark

from cartelera.adapters.places import locate
from cartelera.command.sample.catalogue import NOTE_EN, NOTE_ES
from cartelera.command.sample.titles import SAMPLES
from cartelera.engines.slate.check import canonical
from cartelera.engines.slate.poster import figure_of
from cartelera.vocabulary.folding import folded
from cartelera.vocabulary.kind import PART_KINDS, SERIAL_KINDS, Kind, PlaceUse, Role
from cartelera.vocabulary.stage import Stage
from cartelera.vocabulary.terms import GENRES, THEMES

RECORDS = [sample.record for sample in SAMPLES]
WHOLE = [record for record in RECORDS if record.kind not in PART_KINDS]


def key(sample: object) -> str:
    return getattr(sample, "key", "") or sample.record.key


@mark.parametrize("record", RECORDS, ids=key)
def test_every_record_may_be_kept(record):
    assert canonical(record).key == record.key
    assert record.stage is Stage.RELEASED
    assert record.stages[-1].stage is Stage.RELEASED
    assert [change.on for change in record.stages] == sorted(c.on for c in record.stages)
    assert any(avail.territory == "MX" for avail in record.avails)
    assert record.ratings
    assert set(record.genres) <= {term for term, _, _ in GENRES}
    assert set(record.themes) <= {term for term, _, _ in THEMES}


@mark.parametrize("record", WHOLE, ids=key)
def test_every_title_speaks_two_languages_and_says_that_it_is_invented(record):
    es, en = record.texts
    assert (es.language, en.language) == ("es", "en")
    assert es.synopsis.endswith(NOTE_ES)
    assert en.synopsis.endswith(NOTE_EN)
    for text in (es, en):
        assert text.name and text.logline.endswith(".")
        assert '"' not in text.synopsis and "'" not in text.synopsis
    assert record.genres and record.themes and record.credits and record.places


def test_keys_are_single_and_parents_come_first():
    seen = set()
    for record in RECORDS:
        assert record.key not in seen
        assert not record.parent or record.parent in seen
        seen.add(record.key)


def test_the_catalogue_has_what_a_home_page_needs():
    kinds = [record.kind for record in WHOLE]
    assert len(WHOLE) == 18
    assert {
        Kind.FILM,
        Kind.SHORT_FILM,
        Kind.DOCUMENTARY_FILM,
        Kind.DOCUSERIES,
        Kind.SERIES,
    } <= set(kinds)
    seasons = [r for r in RECORDS if r.kind is Kind.SEASON and r.parent == "barrio-antiguo"]
    assert len(seasons) == 2
    regions = {p.region for r in WHOLE for p in r.places if p.use is PlaceUse.FILMED}
    assert len(regions) >= 12
    assert any("paramo" in folded(text.name) for r in WHOLE for text in r.texts)
    assert len({figure_of(s.facts) for s in SAMPLES if s.facts}) >= 7


def test_what_plays_has_a_teaser_and_what_has_parts_does_not():
    for sample in SAMPLES:
        plays = sample.record.kind not in SERIAL_KINDS | {Kind.SEASON}
        assert (sample.facts is not None) == plays
        assert len(sample.lines) == (4 if plays else 0)


def test_no_living_person_and_one_real_author_is_named():
    authors = {a for r in WHOLE for s in r.source_works for a in s.authors}
    assert "Juan Rulfo" in authors
    makers = {c.name for r in WHOLE for c in r.credits}
    assert not makers & {"Juan Rulfo"}
    directors = [c for r in WHOLE for c in r.credits if c.role is Role.DIRECTOR]
    assert len(directors) >= 16


@mark.parametrize("record", WHOLE, ids=key)
def test_places_stand_where_the_tables_have_them(record):
    for place in record.places:
        spot = locate(place.name, place.territory)
        if spot is not None:
            assert abs(spot.latitude - place.latitude) < 0.4, place
            assert abs(spot.longitude - place.longitude) < 0.4, place
        if place.region:
            assert re.fullmatch("[A-Z]{2}-[A-Z]{2,3}", place.region)
