import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html
from PIL import Image

from cartelera.apps.slate.actions import name_house, record_title
from cartelera.vocabulary import record as r
from cartelera.vocabulary.kind import Kind, Role
from tests.conftest import film
from tests.web.press.conftest import PIXELS, SHA, WHOLE, plant

pytestmark = pytest.mark.django_db


def seen(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def words(page, path):
    return [" ".join(node.text_content().split()) for node in page.xpath(path)]


def item(page):
    return json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)


def many(count):
    for n in range(count):
        record_title(
            replace(
                WHOLE,
                key=f"t-{n}",
                texts=(r.Text("es", f"Nombre {n}", "Frase."), r.Text("en", f"Name {n}")),
                original_name="",
                identifiers=(),
                public_from=datetime(2026, 1, 1, tzinfo=UTC),
            ),
            None,
        )


def test_the_slate_of_a_year_says_each_title_once_as_text_in_a_heading(client, over):
    plant(over)
    record_title(film("otra", "Otra", year=2031, kind=Kind.FILM), None)
    page = seen(client, "/es/press/2031/")
    assert words(page, "//h1") == ["Cartelera 2031"]
    assert words(page, "//main//p[@class='lead']") == ["1 serie y 1 película"]
    assert words(page, "//h2[@class='label']")[:2] == ["Series", "Películas"]
    assert words(page, "//h3") == ["Zqnombre", "Otra"]
    assert len(page.xpath("//*[text()='Otra']")) == 1


def test_a_title_page_says_every_published_fact(client, over):
    plant(over)
    page = seen(client, "/es/press/titles/planted/")
    text = page.text_content()
    for told in (
        "Zqoriginal", "Zqalternative", "Zqlogline", "Zqsinopsis", "Zqsegundo", "Serie",
        "Rodaje", "2031", "México", "Español", "Drama", "Zqsource", "Zqauthor",
        "Zqpublisher, 1955",
        "Zqdirector", "Zqactress", "Zqcharacter", "Zqcamera", "Zqcompany",
        "Zqlocation (México)",
        "Zqsetting", "Zqfestival", "2 de enero de 2026", "Q918273645", "Temporada 1",
        "Zqepisode", "Zqphotographer", "Zqlicence",
    ):  # fmt: skip
        assert told in text
    assert page.xpath("//figure//img")[0].get("alt") == "Zqalt va"


def test_a_page_speaks_its_language_and_knows_the_others(client, over):
    plant(over)
    page = seen(client, "/en/press/titles/planted/")
    assert page.get("lang") == "en"
    assert words(page, "//h1") == ["Zqname"]
    links = {
        link.get("hreflang"): link.get("href")
        for link in page.xpath("//head/link[@rel='alternate'][@hreflang]")
    }
    here = "http://testserver/{}/press/titles/planted/"
    assert links == {
        "es": here.format("es"), "en": here.format("en"), "x-default": here.format("es"),
    }  # fmt: skip
    canonical = page.xpath("//link[@rel='canonical']")[0].get("href")
    assert canonical == here.format("en")


def test_a_text_that_a_language_lacks_is_marked_as_what_it_is(client):
    record_title(film("solo", "Sólo en español"), None)
    heading = seen(client, "/en/press/titles/solo/").xpath("//h1")[0]
    assert (heading.text, heading.get("lang")) == ("Sólo en español", "es")


@pytest.mark.parametrize(
    ("changes", "picture"),
    [({}, f"http://testserver/es/press/stills/{SHA}"), ({"artworks": ()}, "http://testserver/art/wide/planted.png?in=es")],
    ids=["its still", "its drawn poster"],
)  # fmt: skip
def test_a_shared_link_carries_name_words_and_picture(client, over, changes, picture):
    record_title(replace(WHOLE, public_from=over, **changes), None)
    page = seen(client, "/es/press/titles/planted/")
    cards = {
        node.get("property"): node.get("content") for node in page.xpath("//meta[@property]")
    }
    assert cards["og:title"] == "Zqnombre"
    assert cards["og:description"] == "Zqlogline va."
    assert cards["og:image"] == picture
    assert cards["og:type"] == "video.tv_show"
    assert cards["og:locale"] == "es_MX"


def test_one_item_stands_for_each_production(client, over):
    plant(over)
    record_title(film("otra", "Otra", year=2031), None)
    graph = item(seen(client, "/es/press/2031/"))["@graph"]
    assert [(each["@type"], each["name"]) for each in graph] == [
        ("TVSeries", "Zqnombre"),
        ("Movie", "Otra"),
    ]
    alone = item(seen(client, "/es/press/titles/planted/"))
    assert alone["url"] == "http://testserver/es/press/titles/planted/"
    assert graph[0]["@id"] == alone["@id"]
    assert alone["containsSeason"][0]["episode"][0]["name"] == "Zqepisode"


HOSTILE = "</script><script>window.pwned = 1</script><img src=x onerror=alert(1)> & “comillas”"


def test_no_text_of_a_record_becomes_markup(client):
    record_title(
        film(
            "hostil",
            texts=(r.Text("es", HOSTILE, HOSTILE, HOSTILE),),
            credits=(r.Credit(Role.CAST, HOSTILE, character=HOSTILE),),
        ),
        None,
    )
    for path in ("/es/press/", "/es/press/2026/", "/es/press/titles/hostil/"):
        page = seen(client, path)
        assert not [
            s for s in page.iter("script") if "pwned" in (s.text or "") and not s.get("type")
        ]
        assert not page.xpath("//img[@onerror]")
        assert HOSTILE in page.text_content()
    assert item(page)["name"] == HOSTILE


def test_titles_without_a_year_have_a_slate_of_their_own(client):
    record_title(film("algun-dia", "Algún día", year=None), None)
    page = seen(client, "/es/press/")
    assert [a.get("href") for a in page.xpath("//ol[@class='years']//a")] == [
        "/es/press/undated/"
    ]
    assert words(seen(client, "/es/press/undated/"), "//h3") == ["Algún día"]
    assert words(seen(client, "/es/press/titles/algun-dia/"), "//p[@class='kicker']/a")[1:] == [
        "Cartelera sin fecha"
    ]


def test_a_part_of_a_series_has_no_sheet_of_its_own(client, over):
    plant(over)
    assert client.get("/es/press/titles/planted-1/").status_code == 404


def test_an_empty_press_room_says_what_will_stand_there(client):
    assert words(seen(client, "/en/press/"), "//section[contains(@class, 'nothing')]/h2") == [
        "Nothing has been announced yet."
    ]


def test_the_press_is_told_whom_to_ask(client):
    name_house("Cine del Norte", "MX", "prensa@norte.example", None)
    page = seen(client, "/es/press/")
    assert page.xpath("//dd/a[@href='mailto:prensa@norte.example']")
    assert "Cine del Norte" in page.xpath("//title")[0].text


def test_a_long_year_goes_on_over_pages(client):
    many(30)
    first = seen(client, "/es/press/2031/")
    assert len(first.xpath("//h3")) == 12
    assert first.xpath("//a[@rel='next']")[0].get("href") == "?page=2"
    second = seen(client, "/es/press/2031/?page=2")
    assert len(second.xpath("//h3")) == 12
    assert second.xpath("//link[@rel='canonical']")[0].get("href").endswith("/2031/?page=2")
    assert words(second, "//main//p[@class='lead']") == ["30 series"]


@pytest.mark.parametrize(
    "path",
    [
        "/es/press/", "/es/press/2031/", "/es/press/titles/t-0/", "/es/press/rss.xml",
        "/es/press/atom.xml", "/es/press/releases.ics", "/sitemap.xml",
    ],
)  # fmt: skip
def test_a_page_costs_the_same_number_of_queries_at_any_length(client, path):
    counts = []
    for count in (2, 12):
        many(count)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 24


def test_nothing_is_styled_or_scripted_inline(client, over):
    plant(over)
    for path in ("/es/press/", "/es/press/2031/", "/es/press/titles/planted/"):
        text = client.get(path).content.decode()
        assert not re.search(r"\sstyle=|<style|\son\w+=", text)
        inline = re.findall(r"<script(?![^>]*\ssrc=)([^>]*)>", text)
        assert set(inline) <= {' type="application/ld+json"'}


def test_a_still_is_handed_out_whole_and_named_after_its_title(client, over):
    plant(over)
    page = seen(client, "/es/press/titles/planted/")
    answer = client.get(page.xpath("//figure//img")[0].get("src"))
    assert answer.status_code == 200
    with Image.open(BytesIO(answer.content)) as shown, Image.open(BytesIO(PIXELS)) as kept:
        assert shown.tobytes() == kept.tobytes()
        told = shown.getxmp()["xmpmeta"]["RDF"]["Description"]
    assert told["Credit"] == "Zqphotographer"
    assert told["WebStatement"].endswith("/press/titles/planted/")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == 'inline; filename="planted-5e5e5e5e.jpg"'
    assert "sandbox" in answer["Content-Security-Policy"]
    answer.close()


def test_the_press_sees_the_stills_of_what_asks_for_eighteen_years(client, over):
    plant(over)
    adult = replace(WHOLE, public_from=over, ratings=(r.Rating("MX", "RTC", "D"),))
    record_title(adult, None)
    answer = client.get(f"/es/press/stills/{SHA}")
    assert answer.status_code == 200
    with Image.open(BytesIO(answer.content)) as shown, Image.open(BytesIO(PIXELS)) as kept:
        assert shown.tobytes() == kept.tobytes()
        told = shown.getxmp()["xmpmeta"]["RDF"]["Description"]
    assert told["Credit"] == "Zqphotographer"
    assert told["WebStatement"].endswith("/press/titles/planted/")
    answer.close()


@pytest.mark.parametrize(
    ("ratings", "pictures"),
    [((), ["/art/wide/sola.svg?in=es"]), ((r.Rating("MX", "RTC", "D"),), [])],
    ids=["its drawn poster", "none, where not everyone may see it"],
)
def test_a_title_without_stills_shows_a_picture_that_opens(client, ratings, pictures):
    record_title(film("sola", "Sola", ratings=ratings), None)
    for path in ("/es/press/2026/", "/es/press/titles/sola/"):
        shown = [image.get("src") for image in seen(client, path).xpath("//figure//img")]
        assert shown == pictures
        assert all(client.get(address).status_code == 200 for address in shown)


def test_a_still_that_is_nowhere_is_not_found(client):
    assert client.get(f"/es/press/stills/{'0' * 64}").status_code == 404
