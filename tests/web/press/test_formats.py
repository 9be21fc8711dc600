"""What the press room publishes for machines keeps the rules of each format."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import etree, html

from cartelera.apps.slate.actions import record_title
from cartelera.vocabulary.kind import IdentifierScheme
from cartelera.vocabulary.record import Identifier, Rating
from tests.conftest import film
from tests.web.press.conftest import WHOLE, plant

pytestmark = pytest.mark.django_db

ATOM, XHTML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/1999/xhtml}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

# The properties of schema.org 29 that each type may have, of those that are used here.
THING = set("@type @id url name alternateName description identifier image sameAs".split())
WORK = THING | set(
    "abstract about author contentLocation contentRating contributor correction "
    "countryOfOrigin "
    "creativeWorkStatus creator dateCreated datePublished genre headline inLanguage isBasedOn "
    "keywords locationCreated producer provider publisher releasedEvent text "
    "timeRequired".split()
)
SHOWN = {"actor", "director", "musicBy", "productionCompany", "titleEIDR"}
TYPES = {
    "TVSeries": WORK | SHOWN | {"containsSeason", "numberOfEpisodes"},
    "TVSeason": WORK | SHOWN - {"musicBy"} | {"episode", "numberOfEpisodes", "seasonNumber"},
    "TVEpisode": WORK | SHOWN | {"duration", "episodeNumber"},
    "Movie": WORK | SHOWN | {"duration"},
    "Book": WORK,
    "NewsArticle": WORK,
    "CreativeWork": WORK,
    "CorrectionComment": WORK,
    "Event": THING,
    "Person": THING,
    "Organization": THING,
    "Country": THING,
    "Place": THING | {"address", "geo"},
    "PostalAddress": THING | {"addressCountry", "addressRegion"},
    "GeoCoordinates": THING | {"latitude", "longitude"},
    "PublicationEvent": THING | {"location", "startDate"},
    "PropertyValue": THING | {"propertyID", "value"},
    "ImageObject": WORK
    | {"caption", "contentUrl", "creditText", "encodingFormat", "height", "license", "width"},
}
ROLES = {"Role": {"roleName"}, "PerformanceRole": {"characterName", "roleName"}}
DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z))?)?)?")
PAGES = ("/es/press/titles/planted/", "/en/press/titles/planted/", "/es/press/2031/",
         "/en/press/announcements/zqheadline/")  # fmt: skip


@pytest.fixture
def slate(over):
    """Publish the planted series, a film nobody under age may see, and one correction."""
    plant(over)
    whole = replace(
        WHOLE,
        public_from=over,
        identifiers=(Identifier(IdentifierScheme.EIDR, "10.5240/F85A-E100-B068-5B8F-B1C8-T"),),
        places=(*WHOLE.places, replace(WHOLE.places[0], name="Zqpoint", latitude=17.1,
                                       longitude=-96.7)),
    )  # fmt: skip
    record_title(whole, None)
    record_title(film("noche", "Noche", year=2031, ratings=(Rating("MX", "RTC", "D"),)), None)


def page(client, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return html.fromstring(answer.content.decode())


def items(client, path: str) -> list[dict[str, Any]]:
    told = json.loads(page(client, path).xpath("//script[@type='application/ld+json']")[0].text)
    assert told.pop("@context") == "https://schema.org"
    return told.get("@graph", [told])


def nodes(value: Any, within: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every node of JSON-LD with the property that it stands under."""
    if isinstance(value, list):
        for each in value:
            yield from nodes(each, within)
    elif isinstance(value, dict) and "@value" not in value and set(value) != {"@id"}:
        yield within, value
        for name, inside in value.items():
            yield from nodes(inside, name)


@pytest.mark.parametrize("path", PAGES)
def test_linked_data_has_only_types_and_properties_of_schema_org(client, slate, path):
    found = list(nodes(items(client, path)))
    assert len(found) > 10
    for within, node in found:
        kind = node["@type"]
        allowed = {"@type", within} | ROLES[kind] if kind in ROLES else TYPES[kind]
        assert set(node) <= allowed, node
        for name in ("datePublished", "dateCreated", "startDate"):
            assert DATE.fullmatch(node.get(name, "2031")), node


@pytest.mark.parametrize("language", ["es", "en"])
def test_an_item_says_what_the_trade_asks_of_a_production(client, slate, language):
    (item,) = items(client, f"/{language}/press/titles/planted/")
    assert item["@id"] == "http://testserver/es/press/titles/planted/#title"
    assert item["isBasedOn"][0] == {
        "@type": "Book",
        "name": "Zqsource",
        "genre": "Novela" if language == "es" else "Novel",
        "author": [{"@type": "Person", "name": "Zqauthor"}],
        "publisher": {"@type": "Organization", "name": "Zqpublisher"},
        "datePublished": "1955",
    }
    assert item["productionCompany"] == [{"@type": "Organization", "name": "Zqcompany"}]
    assert [each["name"] for each in item["locationCreated"]] == ["Zqlocation", "Zqpoint"]
    assert [each["name"] for each in item["contentLocation"]] == ["Zqsetting"]
    assert item["creativeWorkStatus"] == ("Rodaje" if language == "es" else "Filming")
    ids = [each["@id"] for _, each in nodes(item) if "@id" in each]
    assert len(ids) == len(set(ids)) > 2
    assert ids == [
        each["@id"]
        for _, each in nodes(items(client, "/es/press/titles/planted/"))
        if "@id" in each
    ]


def test_every_page_names_itself_its_languages_and_what_it_is_shared_with(client, slate):
    there = etree.fromstring(client.get("/sitemap.xml").content)
    known = [url.findtext(f"{SITEMAP}loc") for url in there]
    press = [address for address in known if "/press/" in address]
    assert len(press) > 8
    for address in press:
        shown = page(client, urlsplit(address).path)
        assert shown.xpath("//link[@rel='canonical']/@href") == [address]
        spoken = dict(
            zip(
                shown.xpath("//head/link[@hreflang]/@hreflang"),
                shown.xpath("//head/link[@hreflang]/@href"),
                strict=True,
            )
        )
        assert set(spoken) == {"es", "en", "x-default"}
        assert spoken["x-default"] == spoken["es"]
        assert spoken[shown.get("lang")] == address
        assert set(spoken.values()) <= set(known)
        cards = {m.get("property"): m.get("content") for m in shown.xpath("//meta[@property]")}
        assert cards["og:url"] == address
        for name in ("og:title", "og:type", "og:description", "og:locale", "og:site_name"):
            assert cards[name], (address, name)
        if "noche" in address:  # whose poster not everyone may see
            assert "og:image" not in cards
            continue
        answer = client.get(cards["og:image"].removeprefix("http://testserver"))
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("image/")
        assert cards["og:image:alt"]
        answer.close()


def test_the_sitemap_keeps_its_rules_and_each_language_names_the_other(client, slate):
    body = client.get("/sitemap.xml").content
    urls = etree.fromstring(body)
    assert urls.tag == f"{SITEMAP}urlset"
    assert len(urls) < 50_000
    assert len(body) < 50 * 2**20
    told = {}
    for url in urls:
        assert url[0].tag == f"{SITEMAP}loc"
        address = url.findtext(f"{SITEMAP}loc")
        assert len(address) < 2048
        assert urlsplit(address).netloc == "testserver"
        moment = url.findtext(f"{SITEMAP}lastmod")
        assert moment is None or DATE.fullmatch(moment)
        links = url.findall(f"{XHTML}link")
        assert {link.get("rel") for link in links} == {"alternate"}
        told[address] = {link.get("hreflang"): link.get("href") for link in links}
    assert len(told) == len(urls)
    for address, links in told.items():
        assert address in links.values()
        assert "x-default" in links
        assert all(told[other] == links for other in links.values())


@pytest.mark.parametrize("language", ["es", "en"])
def test_an_atom_feed_keeps_the_rules_of_rfc_4287(client, slate, language):
    feed = etree.fromstring(client.get(f"/{language}/press/atom.xml").content)
    assert feed.tag == f"{ATOM}feed"
    for each in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(each.findall(f"{ATOM}{name}")) == 1
        assert urlsplit(each.findtext(f"{ATOM}id")).scheme == "http"
        for name in ("updated", "published"):
            moment = each.findtext(f"{ATOM}{name}")
            assert moment is None or datetime.fromisoformat(moment).tzinfo is not None
        links = [(a.get("rel"), a.get("type")) for a in each.findall(f"{ATOM}link")]
        assert len(links) == len(set(links))
        assert ("alternate", None) in links
        assert all(c.get("term") for c in each.findall(f"{ATOM}category"))
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids)) >= 4
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    moments = [datetime.fromisoformat(e.findtext(f"{ATOM}updated")) for e in entries]
    assert datetime.fromisoformat(feed.findtext(f"{ATOM}updated")) == max(moments)


@pytest.mark.parametrize("language", ["es", "en"])
def test_an_rss_feed_keeps_the_rules_of_rss_2(client, slate, language):
    answer = client.get(f"/{language}/press/rss.xml")
    assert answer["Content-Type"].startswith("application/rss+xml")
    feed = etree.fromstring(answer.content)
    assert (feed.tag, feed.get("version"), len(feed)) == ("rss", "2.0", 1)
    channel = feed[0]
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        assert channel.findtext(name)
    (own,) = channel.findall(f"{ATOM}link")
    assert own.get("rel") == "self"
    assert own.get("href") == f"http://testserver/{language}/press/rss.xml"
    guids = [item.findtext("guid") for item in channel.iter("item")]
    assert len(guids) == len(set(guids)) >= 4
    for item in channel.iter("item"):
        assert item.findtext("title")
        assert urlsplit(item.findtext("link")).netloc == "testserver"
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo is not None


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_calendar_keeps_the_rules_of_rfc_5545(client, slate, language):
    body = client.get(f"/{language}/press/releases.ics").content
    lines = body.split(b"\r\n")
    assert lines.pop() == b""
    assert b"\n" not in b"".join(lines)
    assert all(0 < len(line) <= 75 for line in lines)
    unfolded = body.decode().replace("\r\n ", "").split("\r\n")[:-1]
    pairs = [re.fullmatch(r"([A-Z-]+)(;[A-Z-]+=[^:;]+)*:(.*)", line) for line in unfolded]
    assert all(pairs)
    open_parts: list[str] = []
    events: list[dict[str, str]] = []
    for pair in filter(None, pairs):
        name, value = pair[1], pair[3]
        if name == "BEGIN":
            open_parts.append(value)
            events += [{}] if value == "VEVENT" else []
        elif name == "END":
            assert open_parts.pop() == value
        elif open_parts[-1] == "VEVENT":
            assert name not in events[-1]
            events[-1][name] = value
    assert open_parts == []
    assert {"VERSION", "PRODID"} <= {pair[1] for pair in pairs if pair}
    assert events
    for event in events:
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "URL"} <= set(event)
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"])
        assert re.fullmatch(r"\d{8}", event["DTSTART"])
        assert event["DTEND"] > event["DTSTART"]
    assert len({event["UID"] for event in events}) == len(events)
