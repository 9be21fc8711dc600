from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from lxml import etree

from cartelera.apps.slate.actions import record_title
from cartelera.vocabulary.kind import ReleaseKind
from cartelera.vocabulary.record import Rating, Release, StageChange, Text
from cartelera.vocabulary.stage import Stage
from tests.conftest import film
from tests.web.press.conftest import plant

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def read(client, path):
    return etree.fromstring(client.get(path).content)


@pytest.mark.parametrize(
    ("language", "name", "logline"),
    [("es", "Zqnombre", "Zqlogline va."), ("en", "Zqname", "Zqenlogline goes.")],
)
def test_each_language_has_its_feed(client, over, language, name, logline):
    plant(over)
    channel = read(client, f"/{language}/press/rss.xml").find("channel")
    assert channel.findtext("language") == language
    found = {item.findtext("title"): item for item in channel.findall("item")}
    item = found[name]
    assert logline in item.findtext("description")
    assert "Zqdirector" in item.findtext("description")
    assert item.findtext("link") == f"http://testserver/{language}/press/titles/planted/"
    assert item.find("guid").get("isPermaLink") == "false"


def test_a_title_has_one_identity_in_both_feeds_and_languages(client, over):
    plant(over)
    told = {
        read(client, f"/{language}/press/{feed}").findtext(path, namespaces=ATOM)
        for language in ("es", "en")
        for feed, path in (("rss.xml", "channel/item/guid"), ("atom.xml", "a:entry/a:id"))
    }
    assert told == {"http://testserver/es/press/titles/planted/#title"}


def test_an_atom_feed_has_what_the_format_asks_for(client, over):
    plant(over)
    feed = read(client, "/es/press/atom.xml")
    for path in ("a:id", "a:title", "a:updated", "a:author/a:name", "a:entry/a:updated"):
        assert feed.findtext(path, namespaces=ATOM)
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links == {
        "alternate": "http://testserver/es/press/",
        "self": "http://testserver/es/press/atom.xml",
    }


def test_an_entry_changes_when_its_title_enters_a_stage(client):
    stages = (
        StageChange(Stage.FILMING, date(2026, 2, 3)),
        StageChange(Stage.RELEASED, date(2999, 1, 1)),
    )
    record_title(film(stages=stages), None)
    updated = read(client, "/es/press/atom.xml").findtext("a:entry/a:updated", namespaces=ATOM)
    assert datetime.fromisoformat(updated) == datetime(2026, 2, 3, tzinfo=UTC)


def test_the_latest_made_public_comes_first(client):
    for key, day in (("a", 1), ("b", 3), ("c", 2)):
        record_title(film(key, key, public_from=datetime(2026, 1, day, tzinfo=UTC)), None)
    assert [
        item.findtext("title") for item in read(client, "/es/press/rss.xml").iter("item")
    ] == ["b", "c", "a"]


def test_signs_that_no_xml_may_hold_do_not_break_a_feed(client):
    record_title(film(name="Mal\x0bo \x01 & <b>"), None)
    (item,) = read(client, "/es/press/rss.xml").iter("item")
    assert item.findtext("title") == "Malo  & <b>"


def test_what_a_feed_says_of_a_title_is_text_to_readers_that_take_it_for_html(client):
    text = Text("es", "Sal", "<img src=x onerror=alert(1)> & sal.")
    record_title(film(texts=(text,)), None)
    (item,) = read(client, "/es/press/rss.xml").iter("item")
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; sal." in item.findtext("description")


def test_release_dates_are_a_calendar(client, over):
    plant(over)
    answer = client.get("/es/press/releases.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode().replace("\r\n ", "")
    assert "SUMMARY:Zqnombre (Zqfestival)" in text
    assert "LOCATION:México" in text
    assert "URL:http://testserver/es/press/titles/planted/" in text


def test_long_past_releases_leave_the_calendar(client):
    old = Release(ReleaseKind.CINEMA, "MX", date(2001, 1, 1))
    record_title(film(releases=(old,)), None)
    assert "VEVENT" not in client.get("/es/press/releases.ics").content.decode()


def test_the_sitemap_names_every_public_page_in_every_language(client, over, to_come):
    plant(over)
    record_title(film("secreta", "Secreta", public_from=to_come), None)
    urls = {
        url.findtext("s:loc", namespaces=MAP): {
            link.get("hreflang"): link.get("href") for link in url.findall("x:link", MAP)
        }
        for url in read(client, "/sitemap.xml")
    }
    here = "http://testserver/{}/press/titles/planted/"
    pair = {"es": here.format("es"), "en": here.format("en"), "x-default": here.format("es")}
    assert urls[here.format("es")] == urls[here.format("en")] == pair
    assert "http://testserver/en/press/2031/" in urls
    assert not any("secreta" in url for url in urls)


def test_every_page_of_the_sitemap_opens(client, over):
    plant(over)
    record_title(film("adultos", "Adultos", ratings=(Rating("MX", "RTC", "D"),)), None)
    for url in read(client, "/sitemap.xml"):
        path = url.findtext("s:loc", namespaces=MAP).removeprefix("http://testserver")
        assert client.get(path).status_code == 200, path


def test_robots_are_shown_the_sitemap_and_kept_from_the_office(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert {"Disallow: /es/office/", "Disallow: /en/office/", "Disallow: /v/"} <= set(lines)


def test_what_changed_in_a_record_alone_does_not_change_a_feed(client):
    record_title(film(), None)
    before = client.get("/es/press/atom.xml").content
    record_title(replace(film(), alternative_names=("Otro nombre",)), None)
    assert client.get("/es/press/atom.xml").content == before
