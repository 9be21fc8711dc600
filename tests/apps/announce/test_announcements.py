"""An announcement is received, its drafts corrected, accepted or rejected, and published."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pytest import mark, raises

from cartelera.apps.accounts.models import User
from cartelera.apps.announce.actions import (
    accept_draft,
    confirm_proposal,
    correct_draft,
    decline_proposal,
    publish_announcement,
    receive_announcement,
    reconsider_proposal,
    reject_draft,
    take_up_draft,
)
from cartelera.apps.announce.models import Announcement, Draft
from cartelera.apps.announce.queries import (
    announcements,
    contradictions_of,
    languages_of,
    marked_text,
    proposals_of,
    public_announcements,
    record_in,
    tally_of,
)
from cartelera.apps.slate.actions import record_title, set_embargo
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import record_of, slate_title
from cartelera.apps.slate.refusals import ChangedMeanwhile, SecondTitle
from cartelera.apps.work.models import AuditEntry
from cartelera.vocabulary.errors import AccessError, InputError
from cartelera.vocabulary.kind import Kind, PlaceUse, Role
from cartelera.vocabulary.record import Text
from cartelera.vocabulary.stage import Stage
from tests.conftest import BEFORE, NOW, film

ENGLISH = """Two titles from the coast

Marea TV has announced two Mexican productions.

“Low Tide” is a drama series based on the novel of the same name by Ana Ruiz, directed by \
Luis Paz and produced by Norte Films. It will be filmed in Tijuana and Mexico City.

This comedy starring Marta Gil follows a cook.
"""
SPANISH = """Dos títulos de la costa

Marea TV anunció dos producciones mexicanas.

“Low Tide” es una serie de drama basada en la novela homónima de Ana Ruiz, dirigida por \
Luis Paz y producida por Norte Films. Se filmará en Tijuana y Ciudad de México.
"""

pytestmark = mark.django_db


@pytest.fixture
def announcement() -> Announcement:
    """Return an announcement of two productions, the second without its title."""
    return receive_announcement(ENGLISH, "2024-02", None)


def first(announcement: Announcement) -> Draft:
    """Return its first draft."""
    return announcement.drafts.get(number=1)


def test_a_text_becomes_drafts_with_their_proofs(announcement: Announcement) -> None:
    record = record_in(first(announcement))
    assert announcement.headline == "Two titles from the coast"
    assert (record.kind, record.stage, record.year) == (Kind.SERIES, Stage.ANNOUNCED, 2024)
    assert record.texts == (Text("en", "Low Tide"),)
    assert record.countries == ("MX",)
    assert [(c.role, c.name, c.company) for c in record.credits] == [
        (Role.DIRECTOR, "Luis Paz", False),
        (Role.PRODUCTION_COMPANY, "Norte Films", True),
    ]
    assert [(p.use, p.name, p.region) for p in record.places] == [
        (PlaceUse.FILMED, "Tijuana", "MX-BCN"),
        (PlaceUse.FILMED, "Mexico City", "MX-CMX"),
    ]
    for proof in record.proofs:
        assert announcement.text[proof.start : proof.end] == proof.quote


def test_a_text_received_twice_is_one_announcement(announcement: Announcement) -> None:
    again = receive_announcement(ENGLISH.replace("\n", "\r\n"), "2024-02", None)
    assert again == announcement
    assert announcement.drafts.count() == 2


def test_an_accepted_draft_is_a_title_with_its_proofs(announcement: Announcement) -> None:
    title = accept_draft(first(announcement), None)
    record = record_of(title, private=True)
    assert (title.key, record.kind, record.stages[0].stage) == (
        "low-tide",
        Kind.SERIES,
        Stage.ANNOUNCED,
    )
    proof = next(p for p in record.proofs if p.field == "credits.director")
    assert (proof.quote, proof.announcement) == ("Luis Paz", announcement.key)


def test_a_draft_accepted_twice_is_one_title(announcement: Announcement) -> None:
    assert accept_draft(first(announcement), None) == accept_draft(first(announcement), None)
    assert Title.objects.count() == 1


def test_a_draft_whose_title_is_lost_needs_one(announcement: Announcement) -> None:
    lost = announcement.drafts.get(number=2)
    with raises(InputError, match="draft 2 has no title"):
        accept_draft(lost, None)
    record = replace(record_in(lost), texts=(Text("en", "The Cook"),))
    correct_draft(lost, record, None)
    assert accept_draft(lost, None).key == "the-cook"


def test_a_name_that_is_taken_leaves_the_choice(
    announcement: Announcement, title_there: Title
) -> None:
    with raises(SecondTitle) as refusal:
        accept_draft(first(announcement), None)
    assert refusal.value.rival == title_there.key
    title = accept_draft(first(announcement), None, join=title_there.key)
    assert title == title_there
    record = record_of(title, private=True)
    assert record.year == 2023  # what the slate knew stays
    assert [credit.name for credit in record.credits] == ["Luis Paz", "Norte Films"]
    assert Title.objects.count() == 1


def test_a_name_that_is_taken_may_be_another_title(
    announcement: Announcement, title_there: Title
) -> None:
    title = accept_draft(first(announcement), None, same_name_is_another=True)
    assert title.key == "low-tide-2"


@pytest.fixture
def title_there() -> Title:
    """Return a title that has the name of the first draft already."""
    from cartelera.apps.slate.actions import record_title

    return record_title(film("low-tide", "Low tide", year=2023), None)


def test_the_other_language_joins_the_title_made_of_the_first(
    announcement: Announcement,
) -> None:
    title = accept_draft(first(announcement), None)
    spanish = receive_announcement(SPANISH, "2024-02", None, translates=announcement)
    assert accept_draft(first(spanish), None) == title
    record = record_of(title, private=True)
    assert [text.language for text in record.texts] == ["en", "es"]
    assert [place.name for place in record.places] == ["Tijuana", "Mexico City"]
    assert len(record.source_works) == 1
    assert set(languages_of(spanish)) == {announcement, spanish}


def test_what_an_editor_corrects_loses_its_proof_and_is_counted(
    announcement: Announcement,
) -> None:
    draft = first(announcement)
    record = record_in(draft)
    mended = replace(record, credits=record.credits[1:], genres=(), year=2025)
    draft = correct_draft(draft, mended, None)
    fields = {proof.field for proof in record_in(draft).proofs}
    assert "credits.director" not in fields
    assert "genres" not in fields
    assert "credits.production company" in fields
    assert tally_of(announcement).corrected == 3


def test_two_editors_do_not_write_over_each_other(announcement: Announcement) -> None:
    draft = first(announcement)
    record = record_in(draft)
    correct_draft(draft, replace(record, year=2025), None, seen_version=draft.version)
    with raises(ChangedMeanwhile):
        correct_draft(draft, replace(record, year=2026), None, seen_version=draft.version)


def test_a_rejected_draft_is_taken_up_again(announcement: Announcement) -> None:
    draft = reject_draft(first(announcement), None)
    with raises(InputError, match="was rejected"):
        accept_draft(draft, None)
    assert all(1 not in stretch.drafts for stretch in marked_text(announcement))
    accept_draft(take_up_draft(draft, None), None)
    with raises(InputError, match="is on the slate as low-tide"):
        reject_draft(draft, None)


def test_the_marks_put_together_are_the_text(announcement: Announcement) -> None:
    marks = marked_text(announcement)
    assert "".join(stretch.text for stretch in marks) == announcement.text
    (title,) = [s for s in marks if "title" in s.kinds and s.drafts == (1,)][:1]
    assert title.text == "Low Tide"


def test_publishing_opens_every_language_and_the_titles(announcement: Announcement) -> None:
    accept_draft(first(announcement), None)
    receive_announcement(SPANISH, "2024-02", None, translates=announcement)
    assert not public_announcements(NOW)
    assert slate_title(NOW, "low-tide") is None
    publish_announcement(announcement, BEFORE, None)
    assert public_announcements(NOW).count() == 2
    assert slate_title(NOW, "low-tide") is not None


def test_a_title_that_has_a_moment_of_its_own_keeps_it(announcement: Announcement) -> None:
    title = accept_draft(first(announcement), None)
    later = NOW + timedelta(days=30)
    set_embargo(title, later, None)
    publish_announcement(announcement, BEFORE, None)
    assert slate_title(NOW, title.key) is None
    assert slate_title(later, title.key) is not None


def test_every_change_leaves_an_audit_entry(announcement: Announcement) -> None:
    accept_draft(first(announcement), None)
    publish_announcement(announcement, BEFORE, None)
    about = AuditEntry.objects.filter(subject=f"announcement:{announcement.key}")
    assert set(about.values_list("verb", flat=True)) == {
        "receive_announcement",
        "accept_draft",
        "publish_announcement",
    }


def test_who_may_not_is_refused(announcement: Announcement, stranger: object) -> None:
    draft = first(announcement)
    for attempt in (
        lambda: receive_announcement(ENGLISH, "2024", stranger),
        lambda: correct_draft(draft, record_in(draft), stranger),
        lambda: accept_draft(draft, stranger),
        lambda: reject_draft(draft, stranger),
        lambda: take_up_draft(draft, stranger),
        lambda: publish_announcement(announcement, NOW, stranger),
    ):
        with raises(AccessError):
            attempt()


def test_a_list_costs_the_same_queries_at_any_length(
    announcement: Announcement, django_assert_num_queries: object
) -> None:
    for n in range(3):
        receive_announcement(f"{ENGLISH}\nCopy {n}.\n", "2024", None)
    with django_assert_num_queries(1):
        assert [row.drafted for row in announcements()] == [2, 2, 2, 2]


def test_the_sample_announcement_makes_five_titles_once(
    django_assert_max_num_queries: object,
) -> None:
    from cartelera.command.sample.announcements import load

    load(None)
    load(None)
    assert Title.objects.count() == 5
    assert Announcement.objects.count() == 2
    record = slate_title(NOW, "gringo-hunters")
    assert record is not None
    assert {text.language for text in record.texts} == {"es", "en"}
    assert [place.name for place in record.places] == ["Tijuana", "Ciudad de México"]
    assert [credit.name for credit in record.credits] == [
        "Woo Films",
        "Redrum",
        "Imagine Entertainment",
        "The Washington Post",
    ]


LOST = """Norte Films is starting the shoot of two projects.

Directed by Luis Paz and produced by Norte Films, this drama series in eight episodes is based \
on a novel by Ana Ruiz.
"""


@pytest.fixture
def lost(announcement: Announcement) -> Draft:
    """Return a draft whose title the text has lost, of a title that the slate has."""
    accept_draft(announcement.drafts.get(number=1), None)
    return receive_announcement(LOST, "2024-06", None).drafts.get()


def test_a_lost_title_is_proposed_with_what_speaks_for_it(lost: Draft) -> None:
    (found,) = proposals_of(lost)
    assert (found.key, found.name) == ("low-tide", "Low Tide")
    assert {one.name for one in found.shared} == {"Luis Paz", "Norte Films", "Ana Ruiz"}


def test_a_confirmed_proposal_joins_the_title_and_says_why_in_the_audit(lost: Draft) -> None:
    title = confirm_proposal(lost, "low-tide", None)
    assert title.key == "low-tide"
    assert record_of(title, private=True).episodes_planned == 8
    entry = AuditEntry.objects.get(verb="confirm_proposal")
    assert entry.after["shared"]
    assert confirm_proposal(lost, "low-tide", None) == title
    assert proposals_of(Draft.objects.get(pk=lost.pk)) == ()


def test_a_declined_proposal_is_not_made_again_until_it_is_reconsidered(lost: Draft) -> None:
    declined = decline_proposal(lost, "low-tide", None)
    assert proposals_of(declined) == ()
    with raises(InputError, match="is not proposed"):
        confirm_proposal(declined, "low-tide", None)
    assert proposals_of(reconsider_proposal(declined, "low-tide", None))


def test_a_proposal_is_decided_by_who_may_receive_announcements(
    lost: Draft, stranger: User
) -> None:
    for verb in (confirm_proposal, decline_proposal, reconsider_proposal):
        with raises(AccessError):
            verb(lost, "low-tide", stranger)


def test_an_editor_who_saw_an_older_draft_decides_nothing(lost: Draft) -> None:
    decline_proposal(lost, "elsewhere", None)
    with raises(ChangedMeanwhile):
        decline_proposal(lost, "low-tide", None, seen_version=1)


def test_what_two_announcements_say_differently_is_kept_with_its_day(
    announcement: Announcement,
) -> None:
    accept_draft(announcement.drafts.get(number=1), None)
    text = ENGLISH.replace("drama series", "drama series in six episodes")
    for day, told in (("2024-05", text), ("2024-08", text.replace("six", "eight"))):
        draft = receive_announcement(told, day, None).drafts.get(number=1)
        accept_draft(draft, None, join="low-tide")
    (found,) = contradictions_of("low-tide")
    assert found.field == "episodes_planned"
    assert [(day, proof.value) for day, proof in found.said] == [
        ("2024-05", "6"),
        ("2024-08", "8"),
    ]


def test_proposals_ask_the_same_questions_of_a_slate_of_any_size(
    lost: Draft, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        named = replace(film(f"f-{number}", f"Film {number}"), credits=record_in(lost).credits)
        record_title(named, None)
    with django_assert_max_num_queries(20):
        assert len(proposals_of(lost)) >= 1
