import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartelera.engines.slate.exchange import (
    ExchangeError,
    House,
    Slate,
    Term,
    slate_as_json,
    slate_from_json,
)
from cartelera.engines.slate.spreadsheet import records_as_csv, records_from_csv
from cartelera.vocabulary import record as r
from cartelera.vocabulary.kind import (
    ArtworkKind,
    IdentifierScheme,
    Kind,
    PlaceUse,
    ReleaseKind,
    Role,
    SourceKind,
    TermFamily,
)
from cartelera.vocabulary.stage import Stage
from tests.apps.slate.test_record import WHOLE

words = (
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1)
    .map(str.strip)
    .filter(bool)
)
codes = st.sampled_from(["MX", "FR", "AR"])
moments = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 (the strategy adds the zone)
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))


def several(strategy):
    return st.lists(strategy, max_size=3).map(tuple)


records = st.builds(
    r.TitleRecord,
    key=st.from_regex(r"[a-z]{1,8}", fullmatch=True),
    kind=st.sampled_from(Kind),
    texts=st.lists(
        st.builds(r.Text, st.sampled_from(["es", "en", "pt-BR"]), words, words | st.just("")),
        min_size=1,
        max_size=3,
        unique_by=lambda text: text.language,
    ).map(tuple),
    stage=st.sampled_from(Stage),
    original_name=words | st.just(""),
    alternative_names=several(words),
    parent=words | st.just(""),
    number=st.none() | st.integers(0, 99),
    year=st.none() | st.integers(1888, 2100),
    countries=several(codes),
    genres=several(words),
    public_from=st.none() | moments,
    source_works=several(
        st.builds(
            r.SourceWork, st.sampled_from(SourceKind), words | st.just(""), several(words)
        )
    ),
    credits=several(
        st.builds(
            r.Credit, st.sampled_from(Role), words, st.booleans(), words | st.just(""),
            several(codes),
        )
    ),
    places=several(
        st.builds(
            r.Place, st.sampled_from(PlaceUse), words, st.just(""), codes,
            st.none() | st.floats(-90, 90), st.none() | st.floats(-180, 180),
        )
    ),
    stages=several(st.builds(r.StageChange, st.sampled_from(Stage), days)),
    avails=several(st.builds(r.Avail, codes, moments, st.none() | moments, st.booleans())),
    releases=several(
        st.builds(
            r.Release, st.sampled_from(ReleaseKind), codes, days, words | st.just(""),
            st.none() | st.integers(0, 10**8),
        )
    ),
    budget=st.none()
    | st.builds(r.Budget, st.decimals(0, 10**9, places=2), st.sampled_from(["MXN", "EUR"])),
    ratings=several(st.builds(r.Rating, codes, words, words)),
    identifiers=several(st.builds(r.Identifier, st.sampled_from(IdentifierScheme), words)),
)  # fmt: skip
artworks = st.builds(
    r.Artwork, st.sampled_from(ArtworkKind), st.just("ab" * 32), st.just("image/jpeg"),
    st.integers(1, 9000), st.integers(1, 9000), words, words,
    st.lists(st.tuples(st.sampled_from(["es", "en"]), words), min_size=1).map(tuple),
)  # fmt: skip
proofs = st.builds(r.Proof, words, words, words, words, st.integers(0, 99), st.integers(0, 99))


@given(
    records.flatmap(
        lambda record: st.builds(
            lambda a, p: replace(record, artworks=a, proofs=p),
            several(artworks),
            several(proofs),
        )
    )
)
def test_a_slate_read_back_from_json_is_the_slate_written(record):
    slate = Slate(
        House("Cartelera", "MX"),
        (Term(TermFamily.GENRE, "noir", "Noir", "Cine negro"),),
        (record,),
    )
    assert slate_from_json(slate_as_json(slate)) == slate


def nothing_known(key):
    return None


@given(records)
def test_a_title_read_back_from_a_spreadsheet_is_the_title_written(record):
    assert records_from_csv(records_as_csv([record]), nothing_known) == (record,)


def test_the_fields_of_a_json_slate_are_those_of_the_record():
    text = slate_as_json(Slate(titles=(WHOLE,)))
    (title,) = json.loads(text)["titles"]
    assert title["budget"] == {"amount": "25000000.00", "currency": "MXN"}
    assert title["avails"][0]["opens"] == "2026-06-01T00:00:00Z"
    assert "Inés Gil" in text


def problems(read, *arguments):
    with pytest.raises(ExchangeError) as refusal:
        read(*arguments)
    return [(p.row, p.column, p.value, p.wrong.value) for p in refusal.value.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"titles": [', [("line 1", "JSON", "", "broken")]),
        ("[]", [("the file", "value", "", "broken")]),
        (
            '{"titles": [{"key": "a", "kind": "filmo", "texts": []}]}',
            [("titles 1 (a)", "kind", "filmo", "choice")],
        ),
        (
            '{"titles": [{"key": "a", "kind": "film", "texts": [{"language": "es"}]}]}',
            [("titles 1 (a)", "texts 1 name", "", "missing")],
        ),
        (
            '{"titles": [{"key": "a", "kind": "film", "texts": [], "year": "20x6"}]}',
            [("titles 1 (a)", "year", "20x6", "number")],
        ),
        (
            '{"titles": [{"key": "a", "kind": "film", "texts": [], "directors": ["X"]}]}',
            [("titles 1 (a)", "directors", "", "unknown")],
        ),
    ],
    ids=["cut off", "a list", "no such kind", "no name", "no year", "no such field"],
)
def test_what_is_wrong_in_json_is_named_with_its_place(text, expected):
    assert problems(slate_from_json, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("row 1", "key", "", "missing")]),
        ("key,tittle\na,b\n", [("row 1", "tittle", "", "unknown")]),
        ("name:es\nA\n", [("row 1", "key", "", "missing")]),
        ("key,kind,name:es,year\na,film,A,20x6\n", [("row 2", "year", "20x6", "number")]),
        ("key,kind,name:es\na,filmo,A\n", [("row 2", "kind", "filmo", "choice")]),
        ("key,name:es\na,A\n", [("row 2", "kind", "", "missing")]),
        (
            "key,kind,name:es,credits\na,film,A,direktor; Luz\n",
            [("row 2", "credits role", "direktor", "choice")],
        ),
        (
            "key,kind,name:es,avails\na,film,A,MX; soon\n",
            [("row 2", "avails opens", "soon", "moment")],
        ),
        (
            "key,kind,name:es,ratings\na,film,A,MX; RTC; B; 15\n",
            [("row 2", "ratings", "MX; RTC; B; 15", "too many")],
        ),
        ("key,kind,name:es\na,film,A\na,film,B\n", [("the file", "key", "a", "twice")]),
    ],
    ids=[
        "empty", "no such column", "no key column", "no year", "no such kind", "no kind",
        "no such role", "no moment", "a part too many", "one key twice",
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_spreadsheet_is_named_with_row_column_and_value(text, expected):
    assert problems(records_from_csv, text, nothing_known) == expected


def test_columns_that_are_not_there_leave_what_is_known():
    (read,) = records_from_csv("key,year\nla-casa,2030\n", lambda key: WHOLE)
    assert read == replace(WHOLE, year=2030)


def test_an_empty_cell_empties_its_value():
    text = "key,year,original_name,budget,credits\nla-casa,,,,\n"
    (read,) = records_from_csv(text, lambda key: WHOLE)
    assert read == replace(WHOLE, year=None, original_name="", budget=None, credits=())


def test_pictures_and_proofs_stay_when_a_spreadsheet_comes_back():
    (read,) = records_from_csv(records_as_csv([WHOLE]), lambda key: WHOLE)
    assert read == WHOLE


def test_a_spreadsheet_parted_by_semicolons_is_read():
    text = "\ufeffkey;kind;name:es;budget\r\na;film;A;'\r\n".replace("'", '"100.50; MXN"')
    (read,) = records_from_csv(text, nothing_known)
    assert (read.key, read.budget) == ("a", r.Budget(Decimal("100.50"), "MXN"))


def test_a_name_that_looks_like_a_formula_is_disarmed_for_spreadsheets():
    record = replace(WHOLE, texts=(r.Text("es", "=1+1"),))
    assert "'=1+1" in records_as_csv([record])
