"""The office's pages of announcements, by request."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest import mark

from cartelera.apps.announce.actions import accept_draft, receive_announcement
from cartelera.apps.announce.models import Announcement, Draft
from cartelera.apps.announce.queries import record_in, tally_of
from cartelera.apps.slate.actions import record_title
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import record_of
from tests.conftest import film

TEXT = """Two titles from the coast

Marea TV has announced two Mexican productions.

“Low Tide” is a drama series based on the novel of the same name by Ana Ruiz, directed by \
Luis Paz and produced by Norte Films. It will be filmed in Tijuana.

This comedy starring Marta Gil follows a cook.
"""
ROOM = "/en/office/announcements/"

pytestmark = mark.django_db


@pytest.fixture
def editor(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def announcement():
    return receive_announcement(TEXT, "2024-02", None)


def sent(draft: Draft, **changes: str) -> dict[str, str]:
    """Return what the form of the first draft sends."""
    return {
        "version": str(draft.version),
        "name": "Low Tide",
        "kind": "series",
        "stage": "announced",
        "year": "2024",
        "genres": "Drama",
        "countries": "MX",
        "credits": "Directed by: Luis Paz\nProduction company: Norte Films",
        "sources": "Novel | Low Tide | Ana Ruiz",
        "filmed": "Tijuana",
        **changes,
    }


def first(announcement: Announcement) -> Draft:
    return announcement.drafts.get(number=1)


def act(editor, announcement, number=1, **data):
    return editor.post(f"{ROOM}{announcement.key}/drafts/{number}/", data)


def test_a_pasted_text_is_read_and_shown_with_its_words_marked(editor):
    answer = editor.post(f"{ROOM}new/", {"text": TEXT, "published": "2024-02"}, follow=True)
    page = answer.content.decode()
    assert re.search(r'<mark class="said said-title" data-drafts="1 ">Low Tide</mark>', page)
    assert re.search(r'<mark class="said said-credit" data-drafts="1 ">Luis Paz</mark>', page)
    assert "The text has lost its title" in page
    assert "Directed by: Luis Paz" in page


def test_a_file_is_read_too(editor):
    file = SimpleUploadedFile("press.html", f"<p>{TEXT}</p>".encode())
    answer = editor.post(f"{ROOM}new/", {"file": file, "published": "2024"})
    assert answer.status_code == 302
    assert Announcement.objects.count() == 1


@mark.parametrize(
    ("data", "words"),
    [
        ({"published": "2024"}, "Paste the text here"),
        ({"text": TEXT, "published": "soon"}, "Enter a valid value"),
        (
            {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4"), "published": "2024"},
            "a.pdf cannot be read as PDF",
        ),
    ],
    ids=["nothing", "no date", "no text"],
)
def test_what_cannot_be_read_is_said_beside_its_field(editor, data, words):
    answer = editor.post(f"{ROOM}new/", data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Announcement.objects.exists()


def test_a_draft_sent_as_it_was_shown_is_not_changed(editor, announcement):
    draft = first(announcement)
    before = record_in(draft)
    assert act(editor, announcement, save="", **sent(draft)).status_code == 302
    assert record_in(first(announcement)) == before
    assert tally_of(announcement).corrected == 0


def test_a_draft_is_corrected_and_accepted_in_one_step(editor, announcement):
    act(editor, announcement, accept="", **sent(first(announcement), genres="Drama, Thriller"))
    record = record_of(Title.objects.get(), private=True)
    assert record.genres == ("drama", "thriller")
    assert [credit.name for credit in record.credits] == ["Luis Paz", "Norte Films"]
    assert tally_of(announcement).corrected == 1
    page = editor.get(f"{ROOM}{announcement.key}/").content.decode()
    assert "On the slate" in page


def test_a_lost_title_is_given_by_hand(editor, announcement):
    draft = announcement.drafts.get(number=2)
    refused = act(
        editor,
        announcement,
        2,
        accept="",
        version=draft.version,
        kind="film",
        stage="announced",
    )
    assert refused.status_code == 422
    assert "has no title" in refused.content.decode()
    draft.refresh_from_db()
    act(
        editor, announcement, 2, accept="", version=draft.version, kind="film",
        stage="announced", name="The Cook", credits="Cast: Marta Gil",
    )  # fmt: skip
    assert Title.objects.get().key == "the-cook"


def test_a_name_that_is_taken_asks_which_it_is(editor, announcement):
    there = record_title(film("low-tide", "Low Tide", year=2023), None)
    asked = act(editor, announcement, accept="", **sent(first(announcement)))
    assert asked.status_code == 422
    assert (
        "A title of this name is on the slate already: low-tide (2023)"
        in asked.content.decode()
    )
    act(editor, announcement, accept="", same=there.key, **sent(first(announcement)))
    assert Title.objects.count() == 1
    assert first(announcement).title_key == there.key


def test_a_refusal_asked_for_again_leads_to_its_announcement(editor, announcement):
    page = f"{ROOM}{announcement.key}/"
    assert editor.get(f"{page}drafts/1/").headers["Location"] == page


def test_a_public_announcement_leads_to_the_press_room(editor, announcement):
    page, there = f"{ROOM}{announcement.key}/", f"/en/press/announcements/{announcement.key}/"
    assert there not in editor.get(page).content.decode()
    editor.post(f"{page}publish/", {"public_from": "2024-02-01T09:00"})
    assert there in editor.get(page).content.decode()


def test_a_name_that_is_taken_may_be_kept_beside(editor, announcement):
    record_title(film("low-tide", "Low Tide", year=2023), None)
    act(editor, announcement, accept="", same="", **sent(first(announcement)))
    assert {title.key for title in Title.objects.all()} == {"low-tide", "low-tide-2"}


def test_after_one_draft_the_next_that_waits_comes(editor, announcement):
    answer = act(editor, announcement, accept="", **sent(first(announcement)))
    assert answer["Location"].endswith("#draft-2")


@mark.parametrize(
    ("change", "words"),
    [
        ({"credits": "Luis Paz"}, "has no role and colon"),
        ({"sources": "Tale | Low Tide"}, "does not begin with a kind of work"),
        ({"genres": "Noodles"}, "is no genre of this house"),
        ({"kind": ""}, "This field is required"),
    ],
)
def test_what_a_form_cannot_mean_is_said_and_nothing_kept(editor, announcement, change, words):
    answer = act(editor, announcement, save="", **sent(first(announcement), **change))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert first(announcement).version == 1


def test_the_second_of_two_editors_is_told(editor, announcement):
    old = sent(first(announcement), year="2025")
    act(editor, announcement, save="", **old)
    answer = act(editor, announcement, save="", **{**old, "year": "2026"})
    assert answer.status_code == 409
    assert "Someone else changed this draft" in answer.content.decode()
    assert record_in(first(announcement)).year == 2025


def test_a_draft_is_rejected_and_taken_up_again(editor, announcement):
    act(editor, announcement, reject="", version="1")
    assert first(announcement).state == Draft.State.REJECTED
    act(editor, announcement, **{"take-up": ""})
    assert first(announcement).state == Draft.State.DRAFTED


def test_publishing_takes_a_moment(editor, announcement):
    address = f"{ROOM}{announcement.key}/publish/"
    editor.post(address, {"public_from": ""})
    announcement.refresh_from_db()
    assert announcement.public_from is None
    editor.post(address, {"public_from": "2024-02-09T09:00"})
    announcement.refresh_from_db()
    assert announcement.public_from is not None


@mark.parametrize("language", ["es", "en"])
def test_the_pages_speak_both_languages(editor, announcement, language):
    page = editor.get(f"/{language}/office/announcements/").content.decode()
    assert ("Recibir un anuncio" in page) == (language == "es")


def test_only_staff_with_the_permission_come_in(client, announcement, stranger):
    assert client.get(ROOM).status_code == 302
    client.force_login(stranger)
    assert client.get(ROOM).status_code == 403
    assert act(client, announcement, reject="").status_code == 403


def test_the_review_costs_the_same_queries_at_any_length(editor, announcement):
    paragraphs = "\n\n".join(
        f"This drama starring Ana Ruiz follows cook {n}." for n in range(9)
    )
    other = receive_announcement(f"{TEXT}\n{paragraphs}\n", "2024-02", None)
    assert other.drafts.count() > announcement.drafts.count()
    editor.get(ROOM)
    counts = []
    for one in (announcement, other):
        with CaptureQueriesContext(connection) as queries:
            editor.get(f"{ROOM}{one.key}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


TOLD_AGAIN = """Norte Films is starting the shoot of two projects.

Directed by Luis Paz and produced by Norte Films, this drama series is based on a novel by \
Ana Ruiz.
"""


@pytest.fixture
def lost(announcement):
    """Return an announcement of a title that the slate has, and that it does not name."""
    accept_draft(first(announcement), None)
    return receive_announcement(TOLD_AGAIN, "2024-06", None)


def as_shown(draft: Draft) -> dict[str, str]:
    """Return what the form of a draft without a title sends, unchanged."""
    return sent(draft, name="", filmed="", sources="Novel | — | Ana Ruiz")


def test_a_proposal_is_shown_with_what_speaks_for_it_and_confirmed_by_one_button(editor, lost):
    page = editor.get(f"{ROOM}{lost.key}/").content.decode()
    assert re.search(r"<b>Low Tide</b>.*of what this draft names.*Luis Paz", page)
    act(editor, lost, confirm="low-tide", **as_shown(first(lost)))
    assert first(lost).title_key == "low-tide"
    assert Title.objects.count() == 1


def test_a_declined_proposal_is_gone_from_the_page(editor, lost):
    act(editor, lost, decline="low-tide", **as_shown(first(lost)))
    page = editor.get(f"{ROOM}{lost.key}/").content.decode()
    assert "of what this draft names" not in page


def test_what_announcements_say_differently_is_shown_with_its_day(editor, announcement):
    accept_draft(first(announcement), None)
    for day, count in (("2024-05", "six"), ("2024-08", "eight")):
        text = TEXT.replace("drama series", f"drama series in {count} episodes")
        last = receive_announcement(text, day, None)
        accept_draft(first(last), None, join="low-tide")
    page = editor.get(f"{ROOM}{last.key}/").content.decode()
    assert "Announcements say different things" in page
    assert re.search("6 <span.*2024-05.*8 <span.*2024-08", page, re.DOTALL)


def test_a_draft_is_split_by_the_title_of_the_second_and_joined_again(editor, announcement):
    low = first(announcement)
    answer = act(editor, announcement, save="", second="Tijuana", **sent(low))
    assert answer["Location"].endswith("#draft-3")
    second = announcement.drafts.get(number=3)
    assert record_in(second).texts[0].name == "Tijuana"
    answer = act(editor, announcement, 3, save="", into="1", **sent(second, name="Tijuana"))
    assert answer["Location"].endswith("#draft-1")
    page = editor.get(f"{ROOM}{announcement.key}/").content.decode()
    assert "Joined to 1" in page


def test_words_that_the_text_has_not_split_nothing(editor, announcement):
    low = first(announcement)
    answer = act(editor, announcement, save="", second="High Water", **sent(low))
    assert answer.status_code == 422
    assert "the text does not have the words" in answer.content.decode()
    assert announcement.drafts.count() == 2


def test_what_was_done_is_told_and_undone(editor, announcement):
    act(editor, announcement, accept="", **sent(first(announcement), genres="Thriller"))
    page = editor.get(f"{ROOM}{announcement.key}/").content.decode()
    assert "admin@example.org accepted" in page
    undo = re.search(r"/en/office/undo/\d+/", page)[0]
    answer = editor.post(undo)
    assert answer["Location"] == f"{ROOM}{announcement.key}/#draft-1"
    assert first(announcement).state == Draft.State.DRAFTED
    assert not Title.objects.exists()
    editor.post(undo)
    assert "has been changed again since" in editor.get(ROOM).content.decode()


def test_what_was_corrected_is_counted_and_told_for_each_document(editor, announcement):
    act(editor, announcement, save="", **sent(first(announcement), genres="Thriller"))
    page = editor.get(f"{ROOM}{announcement.key}/").content.decode()
    assert re.search(r"<b>1</b> of \d+ values corrected", page)
    assert re.search("<del>Drama</del> *<ins>Thriller</ins>", page)
    assert re.search(r">1 of \d+</td>", editor.get(ROOM).content.decode())


def test_a_second_editor_rejects_nothing_that_they_have_not_seen(editor, announcement):
    act(editor, announcement, save="", **sent(first(announcement), year="2025"))
    answer = act(editor, announcement, reject="", version="1")
    assert answer.status_code == 409
    assert first(announcement).state == Draft.State.DRAFTED


def test_pressing_enter_in_a_field_saves_and_never_rejects(editor, announcement):
    page = editor.get(f"{ROOM}{announcement.key}/").content.decode()
    form = page[page.index('action="/en/office/announcements/two') :]
    assert re.search(r'<button[^>]*name="([a-z-]+)"', form)[1] == "save"
