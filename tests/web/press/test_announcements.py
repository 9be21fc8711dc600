import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from cartelera.apps.announce.models import Announcement, Draft
from cartelera.apps.slate.actions import record_title
from cartelera.web.press.notices import said_on
from cartelera.web.press.prose import Block, blocks_of
from tests.conftest import film
from tests.web.press.conftest import announce, plant


def seen(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


@pytest.fixture
def shown(client, over):
    plant(over)
    return seen(client, "/es/press/announcements/zqtitular/")


@pytest.mark.django_db
def test_an_announcement_says_its_text_once_with_its_headings(shown):
    assert [h.text for h in shown.xpath("//h1")] == ["Zqtitular"]
    told = shown.xpath("//div[contains(@class, 'prose')]/div/*")
    assert [(each.tag, each.text) for each in told] == [
        ("p", "Zqentrada va."),
        ("h2", "Zqapartado"),
        ("p", "Zqpunto va."),
        ("p", "Zqfinal va."),
    ]
    assert "febrero de 2031" in shown.text_content()


@pytest.mark.django_db
def test_an_announcement_and_its_other_language_lead_to_each_other(client, shown):
    there = "/en/press/announcements/zqheadline/"
    assert shown.xpath("//a[@rel='alternate'][@hreflang='en'][@lang='en']/@href")
    assert there in shown.xpath("//header[@class='plate']//a/@href")
    links = dict(
        zip(
            shown.xpath("//head/link[@hreflang]/@hreflang"),
            shown.xpath("//head/link[@hreflang]/@href"),
            strict=True,
        )
    )
    assert links["en"] == f"http://testserver{there}"
    assert client.get("/en/press/announcements/zqtitular/")["Location"] == there
    assert "/es/press/announcements/zqtitular/" in seen(client, there).xpath("//a/@href")


@pytest.mark.django_db
def test_a_language_that_is_still_under_embargo_is_not_offered(client, over, to_come):
    plant(over)
    Announcement.objects.filter(language="en").update(public_from=to_come)
    page = seen(client, "/en/press/announcements/zqtitular/")
    assert page.xpath("//h1")[0].get("lang") == "es"
    assert page.xpath("//link[@rel='canonical']/@href") == [
        "http://testserver/es/press/announcements/zqtitular/"
    ]
    assert "zqheadline" not in html.tostring(page).decode()


@pytest.mark.django_db
def test_an_announcement_names_its_titles_and_each_title_its_announcement(client, shown):
    assert "/es/press/titles/planted/" in shown.xpath("//article[@class='entry']//h3/a/@href")
    title = seen(client, "/es/press/titles/planted/")
    assert "/es/press/announcements/zqtitular/" in title.xpath("//li/a/@href")
    index = seen(client, "/en/press/")
    assert index.xpath("//ul[@class='notices']//a/@href")[0] == (
        "/en/press/announcements/zqheadline/"
    )
    (item, production) = json.loads(
        shown.xpath("//script[@type='application/ld+json']")[0].text
    )["@graph"]
    assert (item["@type"], item["datePublished"]) == ("NewsArticle", "2031-02")
    assert item["about"] == [{"@id": production["@id"]}]


@pytest.mark.django_db
def test_a_public_announcement_does_not_name_a_title_that_is_still_under_embargo(
    client, over, to_come
):
    plant(to_come)
    Announcement.objects.update(public_from=over)
    text = client.get("/es/press/announcements/zqtitular/").content
    assert b"Zqfinal" in text
    assert b"Zqnombre" not in text
    assert b"planted" not in text


@pytest.mark.django_db
def test_announcements_are_in_the_feed_and_the_map_of_the_site(client, over):
    announce(over)
    items = etree.fromstring(client.get("/en/press/rss.xml").content).iter("item")
    assert [(item.findtext("title"), item.findtext("link")) for item in items] == [
        ("Zqheadline", "http://testserver/en/press/announcements/zqheadline/")
    ]
    places = etree.fromstring(client.get("/sitemap.xml").content).iter("{*}loc")
    told = [place.text for place in places if "announcements" in place.text]
    assert sorted(told) == [
        "http://testserver/en/press/announcements/zqheadline/",
        "http://testserver/es/press/announcements/zqtitular/",
    ]


@pytest.mark.django_db
def test_an_announcement_costs_the_same_number_of_queries_with_more_titles(client, over):
    plant(over)
    first = Announcement.objects.get(key="zqtitular")
    counts = []
    for n in (2, 9):
        for more in range(n):
            title = record_title(film(f"t-{n}-{more}", f"Título {n} {more}"), None)
            first.drafts.create(
                number=100 * n + more,
                read={},
                record={},
                state=Draft.State.ACCEPTED,
                title_key=title.key,
            )
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/es/press/announcements/zqtitular/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("published", "said"),
    [("2024", "2024"), ("2024-02", "febrero de 2024"), ("2024-02-09", "9 de febrero de 2024")],
)
def test_a_date_is_said_as_coarsely_as_it_is_known(published, said):
    with override("es"):
        assert said_on(published) == said


def test_marks_of_a_text_become_blocks():
    text = "# Uno\n\nDos **tres**\ncuatro\n\n### Cinco\n* seis\n- siete"
    assert blocks_of(text, "Uno") == [
        Block("paragraph", "Dos tres cuatro"),
        Block("heading", "Cinco"),
        Block("item", "seis"),
        Block("item", "siete"),
    ]


@given(st.text(max_size=300))
def test_no_word_of_a_text_is_lost(text):
    words = "".join(block.text for block in blocks_of(text))
    assert {letter for letter in text if letter.isalnum()} <= set(words)
