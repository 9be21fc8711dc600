"""Which title of a slate a draft is: proposed with what speaks for it, never guessed."""

import hypothesis.strategies as st
from hypothesis import given
from pytest import mark

from cartelera.engines.announce.resolve import clear_winner, proposals_for
from cartelera.vocabulary.kind import Kind, Role, SourceKind
from cartelera.vocabulary.record import Credit, SourceWork, Text, TitleRecord


def record(
    name: str = "", kind: Kind = Kind.FILM, author: str = "", **names: str
) -> TitleRecord:
    """Make a record; directors, cast and companies are names parted by semicolons."""
    credits = [
        Credit(role, one, company)
        for field, role, company in (
            ("directors", Role.DIRECTOR, False),
            ("cast", Role.CAST, False),
            ("companies", Role.PRODUCTION_COMPANY, True),
            ("platform", Role.PLATFORM, True),
        )
        for one in filter(None, names.get(field, "").split("; "))
    ]
    drawn = (SourceWork(SourceKind.NOVEL, "", (author,)),) if author else ()
    texts = (Text("en", name),) if name else ()
    return TitleRecord(
        name.casefold().replace(" ", "-"),
        kind,
        texts,
        source_works=drawn,
        credits=tuple(credits),
    )


TIDE = record("Low Tide", directors="Ana Ruiz", companies="Norte Films; Sur Media")
WINDS = record("Four Winds", cast="Luis Paz; Marta Gil", companies="Norte Films")
SALT = record("Salt", Kind.SERIES, author="Inés Robles", directors="Pablo Arce")
SLATE = (TIDE, WINDS, SALT)


def proposed(draft: TitleRecord, text: str = "") -> str | None:
    best = clear_winner(proposals_for(draft, SLATE, text))
    return best.name if best else None


def test_a_draft_that_bears_a_name_is_that_title_whatever_its_case_and_accents() -> None:
    (found,) = proposals_for(record("LÓW TIDE", Kind.SERIES), SLATE)
    assert (found.key, found.score) == ("low-tide", 1.0)


@mark.parametrize(
    ("draft", "name"),
    [
        (record(directors="Ana Ruiz"), "Low Tide"),
        (record(companies="The Norte Films; Sur Media"), "Low Tide"),
        (record(cast="Luis Paz; Marta Gil"), "Four Winds"),
        (record(kind=Kind.LIMITED_SERIES, author="Ines Robles"), "Salt"),
    ],
    ids=["its director", "two companies", "two of its cast", "the author of its source"],
)
def test_a_lost_title_is_proposed_by_what_it_shares(draft: TitleRecord, name: str) -> None:
    assert proposed(draft) == name


@mark.parametrize(
    "draft",
    [
        record(companies="Norte Films"),
        record(cast="Luis Paz"),
        record(directors="Pablo Arce"),
        record(directors="Ana Ruiz; Elena Mora; Juan Sol; Rosa Vega"),
        record("High Tide", directors="Ana Ruiz", companies="Norte Films; Sur Media"),
        record(platform="Norte Films"),
        record(),
    ],
    ids=[
        "one company",
        "one of its cast alone",
        "a series is no film",
        "too little of what is named",
        "it has a name of its own",
        "a platform carries many titles",
        "nothing is known",
    ],
)
def test_too_little_in_common_is_no_proposal(draft: TitleRecord) -> None:
    assert proposed(draft) is None


def test_a_title_that_the_text_names_in_passing_is_not_the_one_it_lost() -> None:
    draft = record(directors="Ana Ruiz")
    assert (
        proposed(draft, "The next film by Ana Ruiz, after Low Tide, has no title yet.") is None
    )


def test_two_titles_that_come_near_each_other_are_left_to_a_person() -> None:
    other = record("Low Tide Again", directors="Ana Ruiz")
    found = proposals_for(record(directors="Ana Ruiz"), (*SLATE, other))
    assert {p.name for p in found} == {"Low Tide", "Low Tide Again"}
    assert clear_winner(found) is None


def test_one_title_told_of_twice_is_no_contest() -> None:
    found = proposals_for(record(directors="Ana Ruiz"), (*SLATE, TIDE))
    best = clear_winner(found)
    assert best is not None
    assert best.name == "Low Tide"


people = st.lists(
    st.sampled_from(["Ana Ruiz", "Luis Paz", "Marta Gil", "Elena Mora"]), max_size=4
)


@given(people, people)
def test_a_score_is_the_share_of_what_the_draft_names(
    ours: list[str], theirs: list[str]
) -> None:
    draft = record(directors="; ".join(dict.fromkeys(ours)))
    title = record("Salt", directors="; ".join(dict.fromkeys(theirs)))
    for found in proposals_for(draft, [title]):
        assert found.score == round(len({*ours} & {*theirs}) / len({*ours}), 3)
        assert {one.name for one in found.shared} == {*ours} & {*theirs}
