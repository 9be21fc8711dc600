import json
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from pytest import mark, raises

from cartelera.engines.media.marks import (
    Mark,
    MarkKind,
    chapter_list,
    chapter_marks,
    chapter_track,
    fitted_marks,
    mark_of,
    marks_text,
    read_marks,
)
from cartelera.vocabulary.errors import InputError

WRITTEN = """\ufeff# lo que se salta
intro 0:10 1:05.5

chapter 1:05.5 1:02:30 La llegada <b>
"""


def test_a_list_says_what_may_be_skipped_and_what_chapters_are_called():
    assert read_marks(WRITTEN, "marks.txt") == (
        Mark(MarkKind.INTRO, Fraction(10), Fraction(131, 2)),
        Mark(MarkKind.CHAPTER, Fraction(131, 2), Fraction(3750), "La llegada <b>"),
    )


@mark.parametrize(
    "line",
    ["intro 0:10", "intro 1:05 0:10", "intro 0:10 0:10", "opening 0:10 1:05", "intro a b",
     "intro 0:10 1:.5", "intro -1 5", "chapter 1 9999999999"],
)  # fmt: skip
def test_what_is_no_mark_is_refused_by_its_line(line):
    with raises(InputError, match=r"marks\.txt, line 2: "):
        read_marks(f"# marks\n{line}\n", "marks.txt")


@mark.parametrize(
    ("text", "said"),
    [("# nothing\n", "holds no mark"), ("intro 1 2\n" * 201, "at most 200")],
)
def test_a_list_without_marks_or_with_too_many_is_refused(text, said):
    with raises(InputError, match=said):
        read_marks(text, "marks.txt")


@mark.parametrize(
    ("name", "kind"),
    [
        ("Opening", MarkKind.INTRO),
        ("Previously on", MarkKind.RECAP),
        ("Créditos", MarkKind.CREDITS),
        ("The opening of the mine", MarkKind.CHAPTER),
        ("", MarkKind.CHAPTER),
    ],
)
def test_a_chapter_of_a_master_is_an_opening_only_if_that_is_its_whole_name(name, kind):
    said = {"start_time": "1.5", "end_time": "3.000000", "tags": {"title": name}}
    assert chapter_marks([said]) == (Mark(kind, Fraction(3, 2), Fraction(3), name),)


def test_a_chapter_without_times_or_with_a_name_nobody_can_show_harms_nothing():
    hostile = {"start_time": "0", "end_time": "9", "tags": {"title": "a\n\n00:00 --> b\x00"}}
    (kept,) = chapter_marks([{"start_time": "N/A"}, hostile])
    assert kept.name == "a 00:00 → b"


def test_marks_outside_the_film_are_left_out_and_the_rest_cut_to_it():
    marks = [
        Mark(MarkKind.CREDITS, Fraction(50), Fraction(99)),
        Mark(MarkKind.CHAPTER, Fraction(2), Fraction(20)),
        Mark(MarkKind.INTRO, Fraction(70), Fraction(80)),
    ]
    assert fitted_marks(marks, Fraction(60), Fraction(-5)) == (
        Mark(MarkKind.CHAPTER, Fraction(0), Fraction(15)),
        Mark(MarkKind.CREDITS, Fraction(45), Fraction(60)),
    )


def test_chapters_are_told_to_players_as_text_and_as_a_list():
    marks = read_marks(WRITTEN, "marks.txt")
    assert "00:01:05.500 --> 01:02:30.000\nLa llegada &lt;b>\n" in chapter_track(marks)
    listed = json.loads(chapter_list(marks))
    assert [(c["start-time"], c["duration"]) for c in listed] == [(10.0, 55.5), (65.5, 3684.5)]


times = st.integers(0, 9_000_000)


@given(
    st.lists(
        st.builds(
            lambda kind, at, lasts: Mark(
                kind, Fraction(at, 1000), Fraction(at + lasts, 1000), "Uno & dos"
            ),
            st.sampled_from(MarkKind),
            times,
            st.integers(1, 100_000),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_marks_that_are_written_are_read_again(marks):
    assert list(read_marks(marks_text(marks), "marks")) == marks
    assert [mark_of(m.written()) for m in marks] == marks
