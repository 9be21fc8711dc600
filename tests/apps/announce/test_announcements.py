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
    join_drafts,
    publish_announcement,
    receive_announcement,
    reconsider_proposal,
    reject_draft,
    split_draft,
    take_up_draft,
    undo_review,
)
from cartelera.apps.announce.models import Announcement, Draft
from cartelera.apps.announce.queries import (
    announcements,
    contradictions_of,
    deeds_of,
    languages_of,
    marked_text,
    next_waiting,
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


TOGETHER = """Marea TV has announced two Mexican productions.

“Low Tide” is a drama series directed by Luis Paz and produced by Norte Films; High Water, \
directed by Ana Ruiz, stars Marta Gil.
"""


@pytest.fixture
def together() -> Draft:
    """Return a draft that was read of two productions."""
    return receive_announcement(TOGETHER, "2024-02", None).drafts.get(number=1)


def names(draft: Draft) -> list[str]:
    """Return who is credited in a draft."""
    return [credit.name for credit in record_in(draft).credits]


def standing(announcement: Announcement) -> list[tuple[int, str, str, object, object]]:
    """Return all that an undo must put back."""
    drafts = announcement.drafts.all()
    return [(d.number, d.state, d.title_key, d.read, d.record) for d in drafts]


def last(announcement: Announcement) -> AuditEntry:
    """Return the newest deed on an announcement."""
    return AuditEntry.objects.filter(subject=f"announcement:{announcement.key}")[0]


def test_a_draft_of_two_productions_is_split_where_the_second_is_named(together: Draft) -> None:
    second = split_draft(together, "High Water", None)
    together.refresh_from_db()
    assert names(together) == ["Luis Paz", "Norte Films"]
    assert names(second) == ["Ana Ruiz", "Marta Gil"]
    assert record_in(second).texts == (Text("en", "High Water"),)
    counted = tally_of(together.announcement)
    assert (counted.drafted, counted.split, counted.corrected) == (2, 1, 0)


def test_a_draft_that_was_split_off_stands_after_its_first_half(
    announcement: Announcement,
) -> None:
    split_draft(first(announcement), "Tijuana", None)
    assert [draft.number for draft in announcement.drafts.all()] == [1, 3, 2]
    assert next_waiting(announcement, 1) == 3


def test_two_drafts_of_one_production_are_joined(announcement: Announcement) -> None:
    low, cook = announcement.drafts.all()
    kept = join_drafts(cook, low, None)
    assert names(kept) == ["Luis Paz", "Norte Films", "Marta Gil"]
    counted = tally_of(announcement)
    assert (counted.drafted, counted.joined, counted.corrected) == (1, 1, 0)
    with raises(InputError, match="was joined"):
        accept_draft(cook, None)
    with raises(InputError, match="another draft of the same announcement"):
        join_drafts(kept, kept, None)


def correct(draft: Draft) -> object:
    """Give a draft another year."""
    return correct_draft(draft, replace(record_in(draft), year=2031), None)


@mark.parametrize(
    "deed",
    [
        correct,
        lambda draft: split_draft(draft, "Tijuana", None),
        lambda draft: join_drafts(draft.announcement.drafts.get(number=2), draft, None),
        lambda draft: reject_draft(draft, None),
        lambda draft: accept_draft(draft, None),
        lambda draft: decline_proposal(draft, "elsewhere", None),
    ],
    ids=["correct", "split", "join", "reject", "accept", "decline"],
)
def test_whatever_is_done_to_a_draft_is_undone_whole(
    announcement: Announcement, deed: Any
) -> None:
    before = standing(announcement)
    deed(first(announcement))
    entry = last(announcement)
    assert deeds_of(announcement)[0].undoable
    undo_review(entry, None)
    assert standing(announcement) == before
    assert Title.objects.count() == 0
    with raises(ChangedMeanwhile):
        undo_review(entry, None)


def test_an_undone_acceptance_leaves_a_joined_title_as_it_was(lost: Draft) -> None:
    before = record_of(Title.objects.get(key="low-tide"), private=True)
    confirm_proposal(lost, "low-tide", None)
    undo_review(last(lost.announcement), None)
    assert record_of(Title.objects.get(key="low-tide"), private=True) == before
    assert proposals_of(Draft.objects.get(pk=lost.pk))


def test_an_acceptance_that_added_nothing_undoes_no_older_change(
    announcement: Announcement,
) -> None:
    accept_draft(first(announcement), None)
    again = receive_announcement(ENGLISH + "\nMore soon.\n", "2024-02", None)
    title = Title.objects.get()
    record_title(replace(record_of(title, private=True), proofs=(), year=2030), None)
    Draft.objects.filter(announcement=again).update(read=first(announcement).read)
    correct_draft(again.drafts.get(number=1), replace(record_in(first(announcement))), None)
    accept_draft(again.drafts.get(number=1), None, join=title.key)
    undo_review(last(again), None)
    assert record_of(title, private=True).year == 2030


def test_what_was_changed_since_is_not_undone(announcement: Announcement) -> None:
    correct(first(announcement))
    entry = last(announcement)
    correct_draft(first(announcement), replace(record_in(first(announcement)), year=2032), None)
    with raises(ChangedMeanwhile):
        undo_review(entry, None)
    accept_draft(first(announcement), None)
    accepted = last(announcement)
    set_embargo(Title.objects.get(), NOW, None)
    with raises(ChangedMeanwhile):
        undo_review(accepted, None)
    assert Title.objects.count() == 1


def test_parting_and_undoing_ask_for_the_permission(
    announcement: Announcement, stranger: User
) -> None:
    low, cook = announcement.drafts.all()
    correct(low)
    with raises(AccessError):
        split_draft(low, "Tijuana", stranger)
    with raises(AccessError):
        join_drafts(cook, low, stranger)
    with raises(AccessError):
        undo_review(last(announcement), stranger)
