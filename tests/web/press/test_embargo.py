"""No public address lets out a word of a title under embargo, in any language or form."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from pypdf import PdfReader

from cartelera.apps.announce.actions import publish_announcement
from cartelera.apps.announce.models import Announcement
from cartelera.apps.slate.actions import record_title, set_embargo
from cartelera.apps.slate.models import Title
from cartelera.vocabulary import record as r
from cartelera.vocabulary.stage import Stage
from tests.conftest import film, showing
from tests.web.press.conftest import ANNOUNCEMENTS, EPISODE, SEASON, SHA, WHOLE, plant

pytestmark = pytest.mark.django_db(databases="__all__")

WRITTEN = repr((WHOLE, SEASON, EPISODE, ANNOUNCEMENTS)).encode()
# The words planted, each as it stands: a token drawn by chance may begin like one of them.
PLANTED = {*re.findall(rb"Zq\w+", WRITTEN), b"Zqpixels", b"Zqoutlet", b"Zqannouncer"}
MARK = re.compile(b"|".join([*sorted(PLANTED)[::-1], b"Q918273645", SHA.encode()]))
QUERIES = ("", "?page=2", "?year=2031", "?q=zqdirector", "?q=planted", "?text=zqnombre")
FILLINGS = {
    "key": ("planted", "planted-1-1", "public", "zqtitular", "zqheadline"),
    "form": ("zip", "pdf", "json", "csv", "omc.json"),
    "year": ("2031", "2026"),
    "sha256": (SHA,),
    "digest": (SHA,),
    "shape": ("poster", "wide", "figure"),
    "language": ("es", "en"),
}
PEOPLE = ("/accounts/", "/first-administrator/")  # of signing in and out, not of the slate


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Return every route of a URL map, with its whole form."""
    for each in resolver.url_patterns:
        form = before + str(each.pattern)
        if isinstance(each, URLResolver):
            if each.namespace != "admin":
                yield from routes(each, form)
        else:
            yield form, each


def addresses() -> list[str]:
    """Return every address of the site with its places filled, in both languages."""
    found = []
    for route, _ in routes(get_resolver()):
        form = re.sub(r"\(\?P(<\w+>)(?:[^()]|\([^()]*\))*\)", r"\1", route)
        filled = {form}
        for place in re.findall(r"<[^>]+>", form):
            values = FILLINGS.get(place.strip("<>").split(":")[-1], ("planted", "1"))
            filled = {each.replace(place, value, 1) for each in filled for value in values}
        for each in filled:
            path = "/" + re.sub(r"[\^$\\]|\?\w*", "", each)
            if not any(room in path for room in PEOPLE):
                found += [re.sub("^/(es|en)/", f"/{code}/", path) for code in ("es", "en")]
    return sorted(set(found))


def unpacked(body: bytes) -> Iterator[bytes]:
    """Return what a reader finds in a PDF, and in every file of a ZIP."""
    if body.startswith(b"%PDF"):
        yield from (page.extract_text().encode() for page in PdfReader(BytesIO(body)).pages)
    elif body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as archive:
            for name in archive.namelist():
                inside = archive.read(name)
                yield name.encode() + b"\n" + inside
                yield from unpacked(inside)


def let_out(client, query_too: bool = True, hidden: bool = True) -> dict[bytes, set[str]]:
    """Return each marked word that any address lets out, and the addresses that do."""
    found: dict[bytes, set[str]] = {}
    for address in addresses():
        filled = re.search(f"planted|zq|public|{SHA}|/1\\b|/20", address)
        for query in QUERIES if query_too and not filled else ("",):
            answer = client.get(address + query)
            assert answer.status_code < 500, address + query
            if hidden and re.search(f"planted|zq|{SHA}|2031", address):
                assert answer.status_code >= 300, address + query
            body = answer.getvalue() if answer.streaming else answer.content
            answer.close()
            body += b"\n".join(unpacked(body))
            headers = "\n".join(f"{name}: {value}" for name, value in answer.items()).encode()
            asked = {SHA.encode()} if SHA in address else set()
            for word in set(MARK.findall(body + headers)) - asked:
                found.setdefault(word, set()).add(address + query)
    return found


@pytest.fixture(params=["anonymous", "viewer"])
def visitor(request, client, stranger):
    if request.param == "viewer":
        client.force_login(stranger)
    return client


def test_the_crawl_knows_the_press_room_and_its_feeds():
    known = addresses()
    for path in (
        "/es/press/", "/en/press/2031/", "/es/press/titles/planted/", "/en/press/rss.xml",
        "/es/press/atom.xml", "/es/press/releases.ics", "/sitemap.xml", "/robots.txt",
        "/es/press/titles/planted/kit.zip", "/en/press/2031/kit.pdf",
        "/es/press/announcements/zqtitular/kit.zip",
        f"/art/{SHA}", "/art/wide/planted.png", "/es/watch/planted/", "/api/v1/titles/planted",
    ):  # fmt: skip
        assert path in known


def test_under_embargo_nothing_is_let_out_and_afterwards_everything_is(visitor, to_come, over):
    record_title(film("public", "Pública"), None)
    plant(to_come)
    assert let_out(visitor) == {}
    set_embargo(Title.objects.get(key="planted"), over, None)
    publish_announcement(Announcement.objects.get(key="zqtitular"), over, None)
    told = let_out(visitor, query_too=False, hidden=False)
    assert PLANTED | set(MARK.findall(WRITTEN)) == set(told)


@pytest.mark.parametrize(
    "change",
    [{"public_from": None}, {"stage": Stage.CANCELLED}],
    ids=["never public", "cancelled"],
)
def test_what_is_not_public_at_all_is_let_out_nowhere(client, over, change):
    plant(over)
    Announcement.objects.update(public_from=None)
    record_title(replace(WHOLE, **{"public_from": over, **change}), None)
    assert let_out(client, query_too=False) == {}


def test_a_season_under_embargo_keeps_its_episodes_from_a_public_series(client, over, to_come):
    plant(over)
    record_title(replace(SEASON, public_from=to_come), None)
    told = let_out(client, query_too=False, hidden=False)
    assert b"Zqnombre" in told
    assert not {b"Zqepisode", b"Zqepisodelogline"} & set(told)


PUBLIC = (
    "/es/press/", "/en/press/", "/es/press/2026/", "/es/press/titles/public/",
    "/es/press/rss.xml", "/es/press/atom.xml", "/es/press/releases.ics", "/sitemap.xml",
)  # fmt: skip


def answers(client) -> list[tuple[int, bytes, dict[str, str]]]:
    def kept(answer):
        return {name: value for name, value in answer.items() if name != "Date"}

    return [
        (answer.status_code, answer.content, kept(answer))
        for answer in (client.get(path) for path in PUBLIC)
    ]


def test_no_byte_and_no_header_tells_that_something_is_under_embargo(client, to_come):
    record_title(film("public", "Pública"), None)
    before = answers(client)
    plant(to_come)
    assert answers(client) == before
    assert not any("Last-Modified" in headers for _, _, headers in before)
    assert all("ETag" in headers for _, _, headers in before)


def test_no_byte_tells_of_a_change_that_is_private(client):
    title = record_title(film("public", "Pública"), None)
    before = answers(client)
    record_title(
        replace(film("public", "Pública"), avails=(r.Avail("AR", timezone.now()),)), None
    )
    assert Title.objects.get(pk=title.pk).version == 2
    assert answers(client) == before


def test_an_unchanged_page_is_answered_without_its_bytes(client, over):
    showing("public")
    first = client.get("/es/press/")
    again = client.get("/es/press/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    plant(over)
    assert client.get("/es/press/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_page_of_what_is_under_embargo_is_the_page_of_what_is_not_there(client, to_come):
    plant(to_come)
    hidden = client.get("/es/press/titles/planted/")
    absent = client.get("/es/press/titles/absents/")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content.replace(b"absents", b"planted")
    assert client.get("/es/press/2031/").status_code == 404
