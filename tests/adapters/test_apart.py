"""Learning in a process of its own: the answer comes back, or why it does not."""

import sys
from datetime import date

import pytest

from cartelera.adapters.apart import outlooks_apart
from cartelera.adapters.lists import Lists
from cartelera.engines.audience.outlook import outlooks_of
from cartelera.engines.audience.record import Announced, Screening, Week
from cartelera.vocabulary.errors import InputError, ProgramError

ASKED = [Announced("El faro", Screening.FILM, countries=("MX",))]
DAY = date(2026, 3, 2)
WEEKS = (Week("Duna", date(2026, 2, 1), Screening.FILM, "MX"),)


def test_a_process_apart_says_the_same_as_this_one():
    said = outlooks_apart(ASKED, Lists((), WEEKS), DAY)
    assert said == outlooks_of(ASKED, (), WEEKS, (), DAY)


def test_it_reads_the_lists_of_a_folder_itself_and_says_what_is_wrong_with_them(tmp_path):
    assert outlooks_apart(ASKED, tmp_path, DAY) is None
    with pytest.raises(InputError, match="no folder"):
        outlooks_apart(ASKED, tmp_path / "lists", DAY)


def test_a_process_that_ends_without_an_answer_is_told_to_the_operator(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(ProgramError, match="lack memory"):
        outlooks_apart(ASKED, Lists((), WEEKS), DAY)
