"""What was changed after it was published is told as a correction, at every door, dated."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree, html

from cartelera.adapters.documents import text_from
from cartelera.apps.announce.models import Announcement
from cartelera.apps.slate.actions import (
    record_title,
    set_embargo,
    undo_change,
    withhold_correction,
)
from cartelera.apps.slate.models import Correction, Title
from cartelera.apps.work.queries import history_of
from cartelera.vocabulary import record as r
from cartelera.vocabulary.errors import AccessError
from cartelera.vocabulary.kind import Role
from cartelera.vocabulary.stage import Stage
from tests.web.press.conftest import EPISODE, WHOLE, plant
from tests.web.press.test_embargo import let_out
from tests.web.press.test_kit import printed, unzipped

pytestmark = pytest.mark.django_db(databases="__all__")

PAGE = "/es/press/titles/planted/"
MENDED = (replace(WHOLE.credits[0], name="Zqmended"), *WHOLE.credits[1:])


def correct(over: datetime, **changes: object) -> Title:
    """Keep the planted title, public, with other values than it had."""
    return record_title(replace(WHOLE, public_from=over, **changes), None)


def later(**past: int) -> None:
    """Let time go by since the corrections that are known."""
    for row in Correction.objects.exclude(at=None):
        row.at -= timedelta(**past)
        row.save()


def notes(client, path: str = PAGE) -> list[str]:
    page = html.fromstring(client.get(path).content.decode())
    return [" ".join(p.text_content().split()) for p in page.xpath("//p[@class='mended']")]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (PAGE, "Dirección. Decía Zqdirector; dice Zqmended."),
        ("/en/press/titles/planted/", "Directed by. It said Zqdirector; it says Zqmended."),
        (
            "/es/press/announcements/zqtitular/",
            "Dirección. Decía Zqdirector; dice Zqmended.",
        ),
    ],
)
def test_a_page_says_what_it_said_and_what_it_says_with_the_day(client, over, path, told):
    plant(over)
    assert notes(client, path) == []
    correct(over, credits=MENDED)
    page = html.fromstring(client.get(path).content.decode())
    assert notes(client, path) == [told]
    day = page.xpath("//div[@class='correction']//time/@datetime")[0]
    assert datetime.fromisoformat(day).date() == timezone.localdate()
    assert page.xpath("//del/text()") == ["Zqdirector"]
    assert page.xpath("//ins/text()") == ["Zqmended"]


def test_a_value_taken_away_is_said_no_longer(client, over):
    plant(over)
    correct(over, alternative_names=())
    assert notes(client) == ["Otros títulos. Decía Zqalternative; ya no lo dice."]


@pytest.mark.parametrize("feed", ["rss.xml", "atom.xml"])
@pytest.mark.parametrize(("language", "word"), [("es", "Corrección"), ("en", "Correction")])
def test_a_correction_is_an_entry_of_the_feeds(client, over, feed, language, word):
    plant(over)
    correct(over, credits=MENDED)
    tree = etree.fromstring(client.get(f"/{language}/press/{feed}").content)
    entries = [*tree.iter("item"), *tree.iter("{*}entry")]
    newest = {etree.QName(each).localname: each for each in entries[0]}
    name = "Zqnombre" if language == "es" else "Zqname"
    assert newest["title"].text == f"{word}: {name}"
    said = newest["description" if feed == "rss.xml" else "summary"].text
    assert "Zqdirector" in said
    assert "Zqmended" in said
    identity = newest["guid" if feed == "rss.xml" else "id"].text
    number = Correction.objects.get().pk
    assert identity == f"http://testserver{PAGE}#correction-{number}"
    assert f'id="correction-{number}"' in client.get(PAGE).content.decode()


def test_a_correction_is_not_told_as_changed_when_something_else_is_added(client, over):
    plant(over)
    correct(over, credits=MENDED)
    before = Correction.objects.values().get()
    correct(over, credits=MENDED, countries=("FR", "MX"))
    assert Correction.objects.values().get() == before


def test_linked_data_has_the_correction_with_its_moment(client, over):
    plant(over)
    correct(over, credits=MENDED)
    page = html.fromstring(client.get("/en/press/titles/planted/").content.decode())
    item = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    (comment,) = item["correction"]
    assert comment["@type"] == "CorrectionComment"
    assert comment["text"] == "Directed by: it said “Zqdirector”; it says “Zqmended”."
    assert datetime.fromisoformat(comment["datePublished"]).tzinfo is not None
    assert item["director"] == [{"@type": "Person", "name": "Zqmended"}]


def test_the_kit_has_the_corrections_too(client, over):
    plant(over)
    correct(over, credits=MENDED)
    text = unzipped(client, f"{PAGE}kit.zip")["planted/es/planted.txt"].decode()
    assert "Dirección: decía «Zqdirector»; dice «Zqmended»." in text
    assert "Zqdirector" in printed(client.get(f"{PAGE}kit.pdf").content)


def test_what_changes_before_it_is_public_is_no_correction(client, to_come, over):
    plant(to_come)
    record_title(replace(WHOLE, public_from=to_come, credits=MENDED), None)
    assert let_out(client, query_too=False) == {}
    set_embargo(Title.objects.get(key="planted"), over, None)
    assert notes(client) == []
    assert b"Zqdirector" not in client.get(PAGE).content
    assert not Correction.objects.exists()


def test_a_title_taken_back_lets_out_neither_what_it_said_nor_what_it_will_say(
    client, over, to_come
):
    plant(over)
    Announcement.objects.update(public_from=None)
    correct(over, credits=MENDED)
    record_title(replace(WHOLE, public_from=to_come, credits=(), year=2032), None)
    assert let_out(client, query_too=False) == {}


def test_what_changed_while_it_was_taken_back_is_told_once_it_is_public_again(client, over):
    plant(over)
    title = Title.objects.get(key="planted")
    soon = timezone.now() + timedelta(minutes=5)
    never = (replace(WHOLE.credits[0], name="Zqnever"), *WHOLE.credits[1:])
    set_embargo(title, None, None)
    record_title(replace(WHOLE, public_from=None, credits=never), None)
    record_title(replace(WHOLE, public_from=soon, credits=MENDED), None)
    assert Correction.objects.get().at == soon
    later(minutes=6)
    Title.objects.update(public_from=timezone.now() - timedelta(minutes=1))
    assert notes(client) == ["Dirección. Decía Zqdirector; dice Zqmended."]
    assert b"Zqnever" not in client.get(PAGE).content


def test_what_must_not_be_said_again_is_kept_back_at_every_door(client, over, administrator):
    plant(over)
    Announcement.objects.update(public_from=None)
    correct(over, credits=MENDED, alternative_names=())
    row = Correction.objects.get()
    office = Client()
    office.force_login(administrator)
    room = "/es/office/titles/planted/"
    assert "Correcciones en la sala de prensa" in office.get(room).content.decode()
    office.post(f"{room}corrections/{row.pk}/", {"withhold": ""})
    assert notes(client) == ["Otros títulos. Corregido.", "Dirección. Corregido."]
    told = let_out(client, query_too=False, hidden=False)
    assert not {b"Zqdirector", b"Zqalternative"} & set(told)
    assert "Lo que decía no se publica" in office.get(room).content.decode()
    office.post(f"{room}corrections/{row.pk}/", {"tell": ""})
    assert notes(client)[1] == "Dirección. Decía Zqdirector; dice Zqmended."


def test_only_who_may_change_a_title_keeps_back_what_it_said(over, stranger):
    plant(over)
    correct(over, credits=MENDED)
    with pytest.raises(AccessError):
        withhold_correction(Correction.objects.get(), stranger)


def test_a_title_published_again_as_it_was_has_nothing_to_correct(client, over):
    plant(over)
    title = Title.objects.get(key="planted")
    set_embargo(title, None, None)
    set_embargo(title, over, None)
    assert not Correction.objects.exists()


def test_changes_of_one_hour_are_one_correction_and_a_slip_undone_is_none(client, over):
    plant(over)
    slip = (replace(WHOLE.credits[0], name="Zqslip"), *WHOLE.credits[1:])
    correct(over, credits=slip)
    correct(over, credits=MENDED)
    assert notes(client) == ["Dirección. Decía Zqdirector; dice Zqmended."]
    undo_change(history_of("title:planted")[0], None)
    undo_change(history_of("title:planted")[2], None)
    assert notes(client) == []
    correct(over, credits=slip)
    later(hours=2)
    correct(over, credits=MENDED)
    assert notes(client) == [
        "Dirección. Decía Zqslip; dice Zqmended.",
        "Dirección. Decía Zqdirector; dice Zqslip.",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"credits": (*WHOLE.credits, r.Credit(Role.CAST, "Zqmore"))},
        {"stage": Stage.POST_PRODUCTION},
        {"avails": (r.Avail("AR", timezone.now()),)},
    ],
    ids=["a name more", "the next stage", "what is private"],
)
def test_news_is_no_correction(client, over, changes):
    plant(over)
    correct(over, **changes)
    assert notes(client) == []


def test_an_episode_is_corrected_on_the_page_of_its_series(client, over, to_come):
    plant(over)
    record_title(replace(EPISODE, texts=(r.Text("es", "Zqotro"),)), None)
    assert notes(client)[0] == "Título. Decía Zqepisode; dice Zqotro."
    assert "Temporada 1, episodio 1" in client.get(PAGE).content.decode()
    assert b"Zqepisode" in client.get("/es/press/rss.xml").content
    record_title(replace(EPISODE, texts=(r.Text("es", "Zqotro"),), public_from=to_come), None)
    assert (
        b"Zqepisode" not in client.get(PAGE).content + client.get("/es/press/rss.xml").content
    )


def test_a_reader_of_the_page_does_not_take_up_what_was_struck_out(client, over):
    plant(over)
    correct(over, credits=MENDED)
    text = text_from(client.get(PAGE).content, "page.html")
    assert "Zqmended" in text
    assert "Zqdirector" not in text


def test_corrections_cost_the_same_number_of_queries_however_many(client, over):
    plant(over)
    counts = []
    for n in (1, 6):
        for number in range(n):
            correct(over, credits=(r.Credit(Role.DIRECTOR, f"Zq{n}-{number}"),))
            later(hours=2)
        for path in (PAGE, "/es/press/atom.xml"):
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
