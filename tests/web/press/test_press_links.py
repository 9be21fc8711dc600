"""A press link opens what is under embargo to its bearer alone, until it ends or is revoked."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from cartelera.apps.announce.actions import make_press_link, revoke_press_link
from cartelera.apps.announce.models import Announcement, Draft, PressLink
from cartelera.apps.announce.queries import RECORD
from cartelera.apps.slate.actions import record_title
from cartelera.apps.work.models import AuditEntry
from cartelera.vocabulary.errors import AccessError, InputError
from tests.conftest import film
from tests.web.press.conftest import SHA, WHOLE, plant

pytestmark = pytest.mark.django_db(databases="__all__")

OPENED = (
    "/es/press/announcements/zqtitular/",
    "/en/press/announcements/zqheadline/",
    "/es/press/announcements/zqtitular/kit.zip",
    "/en/press/announcements/zqheadline/kit.pdf",
    "/es/press/titles/planted/",
    "/en/press/titles/planted/kit.pdf",
    "/es/press/titles/planted/kit.zip",
    f"/es/press/stills/{SHA}",
)
SHUT = (
    "/es/press/titles/other/",
    "/es/press/2031/",
    "/es/press/2031/kit.zip",
    "/es/titles/planted/",
    f"/art/{SHA}",
    "/api/v1/titles/planted",
)
SILENT = ("/es/press/", "/es/press/rss.xml", "/es/press/atom.xml", "/es/press/releases.ics",
          "/sitemap.xml", "/es/slate/", "/es/")  # fmt: skip


@pytest.fixture
def link(to_come):
    """Return a press link and its token: to an announcement under embargo, and its title."""
    plant(to_come)
    record_title(film("other", "Otra", public_from=to_come), None)
    announcement = Announcement.objects.get(key="zqtitular")
    return make_press_link(
        announcement, "Ana, La Nota", timezone.now() + timedelta(days=1), None
    )


@pytest.fixture
def bearer(link, client):
    answer = client.get(f"/es/press/with/{link[1]}/")
    assert answer["Location"] == "/es/press/announcements/zqtitular/"
    assert answer["Cache-Control"] == "no-store"
    return client


def statuses(client, addresses) -> set[int]:
    found = set()
    for address in addresses:
        answer = client.get(address)
        found.add(answer.status_code)
        answer.close()
    return found


def test_the_bearer_sees_page_kit_still_and_linked_data_and_nobody_else_does(bearer):
    assert statuses(bearer, OPENED) == {200}
    page = bearer.get("/es/press/titles/planted/").content.decode()
    assert "Zqnombre" in page
    assert '"@type": "TVSeries"' in page
    assert "Bajo embargo." in page
    pdf = bearer.get("/en/press/titles/planted/kit.pdf").content
    assert "Zqname" in PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert statuses(Client(), OPENED) == {404}


def test_a_press_link_opens_nothing_else(bearer):
    assert statuses(bearer, SHUT) <= {403, 404}
    for address in SILENT:
        assert b"Zq" not in bearer.get(address).content, address


def test_what_the_bearer_is_shown_is_kept_by_no_cache_and_no_index(bearer):
    answer = bearer.get("/es/press/titles/planted/")
    assert "no-store" in answer["Cache-Control"]
    assert "public" not in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert "Cookie" in answer["Vary"]


def test_a_revoked_link_opens_nothing_from_that_moment(bearer, link):
    revoke_press_link(link[0], None)
    assert statuses(bearer, OPENED) == {404}
    assert statuses(Client(), [f"/es/press/with/{link[1]}/"]) == {404}


def test_a_link_that_has_ended_opens_nothing(bearer, link):
    PressLink.objects.update(expires_at=timezone.now())
    assert statuses(bearer, OPENED) == {404}
    assert statuses(Client(), [f"/es/press/with/{link[1]}/"]) == {404}


def test_the_token_is_kept_nowhere(link):
    kept = repr(list(PressLink.objects.values())) + repr(list(AuditEntry.objects.values()))
    assert link[1] not in kept
    assert AuditEntry.objects.filter(verb="make_press_link").count() == 1


def test_a_link_is_made_for_somebody_until_a_moment_to_come(link, stranger):
    announcement = Announcement.objects.get(key="zqtitular")
    for name, days in (("", 1), ("Ana", -1)):
        with pytest.raises(InputError):
            make_press_link(announcement, name, timezone.now() + timedelta(days=days), None)
    with pytest.raises(AccessError):
        make_press_link(announcement, "Ana", timezone.now() + timedelta(days=1), stranger)
    with pytest.raises(AccessError):
        revoke_press_link(link[0], stranger)


def test_a_link_is_made_shown_once_and_revoked_in_the_office(administrator, to_come):
    plant(to_come)
    whole = RECORD.dump_python(WHOLE, mode="json")
    Draft.objects.update(read=whole, record=whole)
    office = Client()
    office.force_login(administrator)
    room = "/en/office/announcements/zqtitular/"
    ends = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    office.post(f"{room}press-links/", {"name": "Ana, La Nota", "expires_at": ends})
    page = office.get(room).content.decode()
    address = re.search(r"http://testserver(/en/press/with/[\w-]+/)", page)[1]
    assert "/press/with/" not in office.get(room).content.decode()
    bearer = Client()
    assert bearer.get(address).status_code == 302
    office.post(f"{room}press-links/{PressLink.objects.get().pk}/revoke/")
    assert bearer.get("/en/press/titles/planted/").status_code == 404
    assert "revoked" in office.get(room).content.decode()
    office.post(f"{room}press-links/", {"name": "", "expires_at": ""})
    office.post(f"{room}press-links/", {"name": "Luz", "expires_at": "2020-01-01T10:00"})
    assert PressLink.objects.count() == 1
