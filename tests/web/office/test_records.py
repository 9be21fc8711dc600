"""The records noun by noun: read by administrators, and no way around an action."""

import pytest
from django.urls import reverse

from cartelera.apps.accounts.actions import add_user
from cartelera.apps.slate.actions import record_title
from cartelera.apps.slate.models import Place
from cartelera.apps.work.models import AuditEntry
from cartelera.vocabulary.kind import PlaceUse
from cartelera.vocabulary.record import Place as PlaceValue
from cartelera.vocabulary.staff import StaffRole
from tests.conftest import film

pytestmark = pytest.mark.django_db
PHRASE = "una frase bastante larga"
RECORDS = "/es/office/records/"
BY_ACTIONS = (
    "accounts/user", "announce/announcement", "media/master", "media/package", "slate/house",
    "slate/term", "work/job", "work/auditentry",
)  # fmt: skip


@pytest.mark.parametrize("role", [role for role in StaffRole if role != "administrator"])
def test_no_other_role_enters(client, role):
    client.force_login(add_user("ana@example.org", PHRASE, (role,)))
    for place in ("", "announce/announcement/", "accounts/user/"):
        assert client.get(f"{RECORDS}{place}", follow=True).status_code == 403


def test_there_is_one_sign_in_and_it_leads_back(client):
    at_once = client.get(f"{RECORDS}slate/place/", follow=True)
    assert at_once.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert "slate/place" in at_once.redirect_chain[-1][0]
    sent = client.post(f"{RECORDS}login/", {"username": "a@example.org", "password": "x"})
    assert sent.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("noun", BY_ACTIONS)
def test_what_an_action_writes_is_only_read(client, administrator, noun):
    client.force_login(administrator)
    assert client.get(f"{RECORDS}{noun}/").status_code == 200
    assert client.get(f"{RECORDS}{noun}/add/").status_code == 403


def test_nobody_is_made_administrator_or_removed_past_the_office(client, administrator):
    ana = add_user("ana@example.org", PHRASE)
    client.force_login(administrator)
    place = f"{RECORDS}accounts/user/{ana.pk}/"
    assert client.get(f"{place}change/").status_code == 200
    assert client.post(f"{place}change/", {"is_staff": "on"}).status_code == 403
    assert client.post(f"{place}delete/", {"post": "yes"}).status_code == 403
    assert client.get(f"{RECORDS}auth/group/").status_code == 404


def test_a_place_is_mended_with_an_audit_and_stays(client, administrator):
    record_title(film(places=(PlaceValue(PlaceUse.FILMED, "Tijuna", territory="MX"),)), None)
    place = Place.objects.get()
    client.force_login(administrator)
    address = f"{RECORDS}slate/place/{place.pk}/"
    sent = {"name": "Tijuana", "region": "", "territory": "MX", "latitude": "", "longitude": ""}
    assert client.post(f"{address}change/", sent).status_code == 302
    entry = AuditEntry.objects.first()
    assert (entry.by, entry.subject) == (administrator, f"place:{place.pk}")
    assert (entry.before, entry.after) == ({"name": "Tijuna"}, {"name": "Tijuana"})
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
