from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from cartelera.vocabulary import record as r
from cartelera.vocabulary.kind import Role
from cartelera.web.office.conversion import budget_of, facts_of, record_from, rows_of
from tests.apps.slate.test_record import WHOLE

RATINGS = [{"rating": "MX RTC B15"}]


def again(record, base=None, **changed_rows):
    rows = {**rows_of(record), **changed_rows}
    return record_from(base or record, facts_of(record), rows, budget_of(record) or EMPTY)


EMPTY = {"amount": None, "currency": ""}


@pytest.mark.parametrize(
    "record",
    [WHOLE, r.TitleRecord("a", WHOLE.kind, (r.Text("es", "A"),))],
    ids=["everything", "hardly anything"],
)
def test_a_record_shown_and_not_touched_is_the_same_record(record):
    assert again(record) == record


def test_what_the_forms_do_not_show_stays():
    shown = replace(WHOLE, key="other", artworks=(), proofs=(), parent="")
    assert again(shown, base=WHOLE) == WHOLE


def test_rows_and_budget_that_are_not_given_stay():
    rows = {name: [] for name in rows_of(WHOLE) if name != "avails"}
    kept = record_from(WHOLE, facts_of(WHOLE), rows, None)
    assert (kept.avails, kept.budget, kept.credits) == (WHOLE.avails, WHOLE.budget, ())


def test_an_emptied_budget_is_taken_away():
    assert record_from(WHOLE, facts_of(WHOLE), rows_of(WHOLE), EMPTY).budget is None


def test_a_currency_is_written_in_capitals():
    budget = {"amount": Decimal(5), "currency": "mxn"}
    kept = record_from(WHOLE, facts_of(WHOLE), rows_of(WHOLE), budget)
    assert kept.budget == r.Budget(Decimal(5), "MXN")


def test_moments_shown_to_the_minute_keep_their_seconds_unless_changed():
    exact = datetime(2026, 3, 1, 12, 0, 7, 250, tzinfo=UTC)
    base = replace(WHOLE, public_from=exact, avails=(r.Avail("MX", exact),))
    minute = exact.replace(second=0, microsecond=0)
    shown = replace(base, public_from=minute, avails=(r.Avail("MX", minute),))
    assert again(shown, base) == base
    later = minute + timedelta(minutes=1)
    moved = replace(base, public_from=later, avails=(r.Avail("MX", later),))
    assert again(moved, base) == moved


def test_a_production_company_is_a_company_whether_marked_or_not():
    row = {
        "role": Role.PRODUCTION_COMPANY, "name": "Sur", "character": "", "territories": (),
        "work_number": None, "gender": None, "company": False,
    }  # fmt: skip
    assert again(WHOLE, credits=[row]).credits[0].company


def test_a_logline_is_one_line_and_a_synopsis_keeps_its_paragraphs():
    row = {"language": "es", "name": "A", "logline": "Una\r\n casa.", "synopsis": "a\r\n\r\nb"}
    (text,) = again(WHOLE, texts=[row]).texts
    assert (text.logline, text.synopsis) == ("Una casa.", "a\n\nb")
