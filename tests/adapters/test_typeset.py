"""Papers as PDF, in the house's faces."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from cartelera.adapters import typeset as adapter
from cartelera.adapters.typeset import typeset, typeset_once
from cartelera.vocabulary.errors import ProgramError

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
PAPER = (
    '#import "house.typ": *\n#show: paper.with(values)\n#display[#values.said]\n#values.said'
)


@pytest.fixture
def note(monkeypatch):
    """Return a paper that says one thing twice, in both faces."""
    kept = adapter._template
    monkeypatch.setattr(
        adapter,
        "_template",
        lambda name: PAPER.encode() if name == "note.typ" else kept(name),
    )

    def made(said: str, paper: str = "us-letter") -> bytes:
        return typeset(
            "note", {"title": "Una nota", "lang": "es", "said": said, "paper": paper}, AT
        )

    return made


def words(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_a_paper_says_its_values_in_the_faces_of_the_house(note):
    pdf = note("¿Mañana a las 6:30, güera?")
    assert words(pdf).count("¿Mañana a las 6:30, güera?") == 2
    fonts = PdfReader(BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()
    assert {str(font.get_object()["/BaseFont"]).split("+")[-1] for font in fonts} >= {
        "BricolageGrotesque-Regular",
        "Literata-Regular",
    }


def test_the_same_values_give_the_same_bytes(note):
    assert note("Una vez") == note("Una vez")


def test_markup_in_a_value_is_shown_and_not_obeyed(note):
    assert '#read("house.typ") *no*' in words(note('#read("house.typ") *no*'))


def test_the_size_of_the_page_is_the_caller_s(note):
    assert PdfReader(BytesIO(note("Hola", "a4"))).pages[0].mediabox.width == pytest.approx(
        595.28, abs=0.1
    )


def test_a_paper_that_is_none_is_refused_by_name():
    with pytest.raises(ProgramError, match="no paper 'bill'"):
        typeset("bill", {"title": "", "lang": "es"}, AT)


def test_values_that_a_paper_cannot_be_set_with_are_refused(note):
    with pytest.raises(ProgramError, match="'note' could not be typeset"):
        typeset("note", {"lang": "es"}, AT)


def test_a_paper_is_typeset_once_a_day_until_anything_in_it_changes(note, monkeypatch):
    import typst

    count = []
    compiled = typst.compile
    monkeypatch.setattr(
        typst, "compile", lambda *a, **more: count.append(1) or compiled(*a, **more)
    )
    values = {"title": "Una nota", "lang": "es", "said": "once", "paper": "a4"}

    def made(more, at=AT, picture=b"one"):
        return typeset_once("note", {**values, **more}, at, {"p.png": picture})

    first = made({})
    assert made({}, AT + timedelta(hours=3)) == first
    assert len(count) == 1
    assert "twice" in words(made({"said": "twice"}))
    made({}, AT + timedelta(days=1))
    made({}, picture=b"two")
    assert len(count) == 4
    for number in range(adapter.KEPT_PAPERS):
        made({"said": str(number)})
    made({})  # the oldest have made room
    assert len(count) == 5 + adapter.KEPT_PAPERS
