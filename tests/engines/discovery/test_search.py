import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cartelera.engines.discovery.search import Entry, rank, words_of

PARAMO = Entry(1, ("Pedro Páramo",), "juan rulfo | comala")
MOOR = Entry(2, ("El páramo", "The Moor"), "ana ruiz")
EXPLORER = Entry(3, ("Luz",), "el explorador del paramo | tijuana")
PARAMOUNT = Entry(4, ("Paramount",), "")
ALL = (EXPLORER, PARAMOUNT, PARAMO, MOOR)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("paramo", [2, 1, 4, 3]),
        ("PÁRAMO", [2, 1, 4, 3]),
        ("pedro páramo", [1]),
        ("el paramo", [2, 1, 4, 3]),
        ("the moor", [2]),
        ("rulfo", [1]),
        ("rul", [1]),
        ("ulf", [1]),
        ("pedro rulfo", [1]),
        ("moor tijuana", []),
        ("", []),
        ("¿?", []),
    ],
    ids=[
        "a word of a name, then its beginning, then other words",
        "capitals and accents make no difference",
        "every word must be there",
        "an article does not decide, but a whole name does",
        "a name in any language",
        "a person",
        "the beginning of a person's name",
        "the middle of a word",
        "one word of the name, one of the author",
        "words of two titles find neither",
        "no words",
        "nothing but marks",
    ],
)
def test_a_search_finds(text, found):
    assert rank(text, ALL) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pedor paramo", [1]),
        ("pedro parmo", [1]),
        ("pedrro pa", [1]),
        ("paramont", [4]),
        ("rulfa", [1]),
        ("lux", [3]),
        ("luxx", []),
        ("lx", []),
    ],
    ids=[
        "two letters swapped",
        "a letter missing",
        "a beginning with a letter too many",
        "a whole name less a letter",
        "a person with a wrong letter",
        "a whole name of three letters",
        "two slips are not forgiven",
        "nor one in two letters",
    ],
)
def test_one_slip_is_forgiven(text, found):
    assert rank(text, ALL) == found


def test_among_equals_what_is_watched_more_comes_first():
    seldom, often = Entry(1, ("Luz mala",), ""), Entry(2, ("Luz alta",), "", known=50)
    assert rank("luz", [seldom, often]) == [2, 1]


def test_a_whole_name_with_a_slip_comes_before_a_word_of_it_in_another():
    song, jong = Entry(1, ("The Song",), ""), Entry(2, ("Bae Jong Ok",), "", known=50)
    assert rank("the jong", [jong, song]) == [1, 2]


def test_a_name_with_a_letter_left_out_comes_before_the_beginning_of_another():
    asmaa, amaan = Entry(1, ("Asmaa",), ""), Entry(2, ("Amaan Khan",), "", known=50)
    assert rank("amaa", [amaan, asmaa]) == [1, 2]
    assert rank("ama", [amaan, Entry(3, ("Asma",), "")]) == [2, 3]  # too short to tell


def test_a_slip_in_the_first_letter_is_the_least_likely():
    duel, uzel = Entry(1, ("Duel",), "", known=50), Entry(2, ("Uzel",), "")
    assert rank("uel", [duel, uzel]) == [2, 1]


def test_the_beginning_of_a_name_comes_before_its_words_without_the_article():
    matador, yoyo = Entry(1, ("The Matador",), ""), Entry(2, ("Yo-Yo Ma",), "", known=50)
    assert rank("the ma", [yoyo, matador]) == [1, 2]


def test_a_name_that_one_more_letter_ends_comes_before_the_word_inside_another():
    gilda, even = Entry(1, ("Gilda",), ""), Entry(2, ("Thou Gild the Even",), "", known=50)
    assert rank("gild", [even, gilda]) == [1, 2]


def test_titles_that_hold_some_words_come_after_those_that_hold_all():
    assert set(rank("moor tijuana", ALL, some=True)) == {2, 3}
    assert rank("moor ruiz", ALL, some=True) == [2]


def test_an_article_alone_is_searched_for():
    assert words_of("El") == ("el",)


@given(st.text(max_size=12), st.permutations(ALL))
def test_the_order_of_entries_makes_no_difference(text, entries):
    assert rank(text, entries) == rank(text, ALL)


@given(st.text(min_size=1, max_size=20))
def test_a_title_is_found_by_its_own_name(name):
    assume(words_of(name))
    assert 9 in rank(name, [*ALL, Entry(9, (name,), "")])
