"""What holds for every text: spans say their values, readings repeat, nothing hangs."""

from collections.abc import Iterator
from time import process_time
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings
from pytest import mark

from cartelera.adapters.lexicons import lexicons
from cartelera.engines.announce.read import read
from cartelera.engines.announce.report import report_of

WORDS = (
    "Directed by,Ana Ruiz,Luis Paz,and,the series,this film,“Low Tide”,(8 x 30’),"
    "based on the,"
    "novel,"
    "Produced by,Norte Films,.,\n\n,:,;,- ,in Mexico City,2024,next year,drama,Dirigida por,"
    "la novela homónima de,# ,*,/,'s,starring,with,('),\u202e,\u2066,La Banda,ser,İ,é"
).split(",")
HOSTILE = [
    *(
        "(",
        "()",
        "((",
        "“",
        '"',
        "'a ",
        "“Ab ",
        "\u202ea\u2066 ",
        "Ana Ruiz, ",
        "Ana and ",
        "word ",
    ),
    *("A", "Aa ", "directed by ", "x\n", "# A\n\n", "- Film A, a series\n", ". ", "\0", ","),
    *(
        "Aa: a series of words\n\n",
        "Aa by Bb; ",
        "This series follows a man.\n\n",
        "\ue000 ",
        "\ue002 ",
    ),
    *("arrancó el ", "para Aa y ", "En Aa una ", "una serie de ", "Aa Films y Bb. "),
    *("La série the film и кино ", "*a* ", "=İ", "Aa / Bb "),
]


def said(value: Any) -> Iterator[dict[str, Any]]:
    """Yield everything in a report that has a span."""
    if isinstance(value, dict):
        if value.get("span"):
            yield value
        for inner in value.values():
            yield from said(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from said(inner)


@given(st.lists(st.sampled_from(WORDS), max_size=120).map(" ".join))
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_every_span_lies_in_the_text_and_a_reading_repeats(text: str) -> None:
    text = f"{text}."
    report = report_of(read(text, "2024", lexicons()), text)
    for found in said(report):
        start, end = found["span"]
        assert 0 <= start < end <= len(text)
        assert found["evidence"] == text[start:end]
    assert report == report_of(read(text, "2024", lexicons()), text)


@given(st.lists(st.sampled_from(WORDS), max_size=120).map(" ".join))
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_a_title_is_always_words_of_the_text(text: str) -> None:
    text = f"{text}."
    for production in read(text, "2024", lexicons()).productions:
        if production.title:
            assert production.title.value == text[production.title.start : production.title.end]


@given(st.text(max_size=400))
@settings(deadline=None, max_examples=150)
def test_any_text_is_read_without_a_fault(text: str) -> None:
    read(f"{text}.", "2024", lexicons())


@mark.parametrize("piece", HOSTILE, ids=repr)
def test_a_hostile_text_is_read_in_bounded_time(piece: str) -> None:
    text = piece * (10_000 // len(piece)) + " end."
    begun = process_time()
    read(text, "2024", lexicons())
    assert process_time() - begun < 4  # seconds of this process; usually a tenth of that


@mark.slow
@given(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=6))
@settings(deadline=None, max_examples=5)
def test_a_hundred_kilobytes_of_hostile_text_are_read_in_bounded_time(
    pieces: list[str],
) -> None:
    body = "".join(pieces)
    text = body * (100_000 // len(body)) + " end."
    begun = process_time()
    read(text, "2024", lexicons())
    assert process_time() - begun < 30
