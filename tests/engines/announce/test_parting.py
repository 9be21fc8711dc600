"""A draft that tells of two productions is parted where the second's title stands."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from pytest import mark, raises

from cartelera.adapters.lexicons import lexicons
from cartelera.engines.announce.draft import draft_of, joined, values_in
from cartelera.engines.announce.parting import cut_at, parted
from cartelera.engines.announce.read import read
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import Kind, PlaceUse, Role
from cartelera.vocabulary.record import Credit, Place, Proof, Text, TitleRecord

TEXT = (
    "Marea TV announced two Mexican dramas. Low Tide is directed by Luis Paz in Tijuana, "
    "while High Water is directed by Ana Ruiz in Oaxaca and has 8 episodes."
)


def proof(field: str, value: str, quote: str = "") -> Proof:
    start = TEXT.index(quote or value)
    return Proof(field, value, "tides", quote or value, start, start + len(quote or value))


BOTH = TitleRecord(
    "",
    Kind.SERIES,
    (Text("en", "Low Tide"),),
    year=2026,
    episodes_planned=8,
    countries=("MX",),
    genres=("drama",),
    credits=(Credit(Role.DIRECTOR, "Luis Paz"), Credit(Role.DIRECTOR, "Ana Ruiz")),
    places=(Place(PlaceUse.FILMED, "Tijuana"), Place(PlaceUse.FILMED, "Oaxaca")),
    proofs=(
        proof("countries", "Mexico", "Mexican"),
        proof("genres", "drama"),
        proof("title", "Low Tide"),
        proof("credits.director", "Luis Paz"),
        proof("places.filmed", "Tijuana"),
        proof("credits.director", "Ana Ruiz"),
        proof("places.filmed", "Oaxaca"),
        proof("episodes_planned", "8"),
    ),
)


def halves(record: TitleRecord = BOTH) -> tuple[TitleRecord, TitleRecord]:
    return parted(record, cut_at(TEXT, "High Water", record), "en", "tides")


def test_each_half_has_what_its_words_say():
    low, high = halves()
    assert [each.name for each in (*low.texts, *high.texts)] == ["Low Tide", "High Water"]
    assert [c.name for c in low.credits] == ["Luis Paz"]
    assert [c.name for c in high.credits] == ["Ana Ruiz"]
    assert [p.name for p in low.places] == ["Tijuana"]
    assert [p.name for p in high.places] == ["Oaxaca"]
    assert (low.episodes_planned, high.episodes_planned) == (None, 8)
    assert (high.kind, high.year) == (Kind.SERIES, 2026)


def test_what_is_said_for_all_is_said_of_both_and_the_rest_of_the_first():
    low, high = halves()
    assert low.countries == high.countries == ("MX",)
    assert (low.genres, high.genres) == (("drama",), ())
    assert "countries" in {p.field for p in low.proofs} & {p.field for p in high.proofs}


def test_every_proof_of_a_half_lies_in_the_text_and_none_is_lost():
    low, high = halves()
    for each in (*low.proofs, *high.proofs):
        assert TEXT[each.start : each.end] == each.quote
    assert {*BOTH.proofs} <= {*low.proofs, *high.proofs}


def test_what_an_editor_wrote_stays_with_the_first():
    written = Credit(Role.WRITER, "Inés Mar")
    low, high = halves(TitleRecord(**{**_fields(BOTH), "credits": (*BOTH.credits, written)}))
    assert written in low.credits
    assert written not in high.credits


def _fields(record: TitleRecord) -> dict[str, object]:
    return {name: getattr(record, name) for name in TitleRecord.__dataclass_fields__}


@mark.parametrize(
    ("title", "words"),
    [
        ("Spring Tide", "does not have the words"),
        ("Low tide", "name the second"),
        (" ", "name"),
    ],
)
def test_a_cut_needs_words_of_the_text_that_are_another_title(title, words):
    with raises(InputError, match=words):
        cut_at(TEXT, title, BOTH)


def test_halves_joined_again_have_every_value():
    low, high = halves()
    again = joined(low, high)
    assert set(again.credits) == set(BOTH.credits)
    assert set(again.places) == set(BOTH.places)
    assert set(BOTH.proofs) <= set(again.proofs)
    assert values_in(again) == values_in(BOTH)


SENTENCES = (
    "“Marea” is a drama directed by Luis Paz. ",
    "“Sal” is a comedy starring Marta Gil and Ana Ruiz. ",
    "“Viento” is a thriller series based on the novel by Inés Mar. ",
    "“Cal” is a film that will be shot in Tijuana. ",
)


@given(st.permutations(SENTENCES), st.sampled_from(["Marea", "Sal", "Viento", "Cal"]))
def test_no_credit_is_lost_or_told_twice_wherever_a_draft_is_parted(sentences, title):
    text = "".join(sentences)
    for production in read(text, "2026", lexicons()).productions:
        drafted = draft_of(production, "en", text, "tides")
        record = TitleRecord(**{**_fields(drafted.record), "proofs": drafted.proofs})
        if record.texts and record.texts[0].name == title:
            continue
        low, high = parted(record, cut_at(text, title, record), "en", "tides")
        assert Counter((*low.credits, *high.credits)) == Counter(record.credits)
        assert values_in(low) >= 2
