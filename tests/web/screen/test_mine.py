import pytest
from django.utils import timezone

from cartelera.apps.accounts.models import Profile
from cartelera.apps.audience.actions import Report, record_viewing
from cartelera.apps.discovery.models import Kept
from cartelera.apps.discovery.pipeline import learn_taste
from cartelera.apps.work.models import Job
from tests.conftest import BEFORE, showing

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def renata(stranger, client):
    """Sign in with a profile."""
    profile = Profile.objects.create(user=stranger, name="Renata")
    client.force_login(stranger)
    client.get("/es/")
    return profile


def body(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_a_title_put_in_the_list_stands_there_until_it_is_taken_out(client, renata):
    showing("luz")
    assert client.post("/es/mine/keep/luz/").status_code == 302
    client.post("/es/mine/keep/luz/")  # twice is once
    assert Kept.objects.count() == 1
    assert "/es/titles/luz/" in body(client.get("/es/mine/"))
    assert "Sacar de mi lista" in body(client.get("/es/titles/luz/"))
    client.post("/es/mine/keep/luz/", {"drop": "1"})
    assert Kept.objects.count() == 0
    assert "Poner en mi lista" in body(client.get("/es/titles/luz/"))


def test_the_list_of_one_profile_is_not_that_of_another(client, renata, stranger):
    luz = showing("luz")
    other = Profile.objects.create(user=stranger, name="Luis")
    Kept.objects.create(profile=other, title=luz, kept_at=timezone.now(), awaited=False)
    assert "/es/titles/luz/" not in body(client.get("/es/mine/"))


def test_who_follows_a_title_is_told_once_it_opens_until_they_have_read_it(client, renata):
    luz = showing("luz")
    kept = Kept.objects.create(profile=renata, title=luz, kept_at=BEFORE, awaited=True)
    assert "Ya se estrenó" in body(client.get("/es/"))
    client.post("/es/mine/told/")
    assert "Ya se estrenó" not in body(client.get("/es/"))
    kept.refresh_from_db()
    assert not kept.awaited


def test_nobody_keeps_a_title_they_may_not_see(client, renata):
    assert client.post("/es/mine/keep/nada/").status_code == 400


def test_a_profile_takes_its_memory_along_and_erases_it(client, renata):
    luz = showing("luz")
    Kept.objects.create(profile=renata, title=luz, kept_at=BEFORE, awaited=False)
    record_viewing(renata.pk, Report("one", luz.pk, "p", 30, 30, 60.0), timezone.now())
    taken = client.get("/es/mine/export/").json()
    assert [line["title"] for line in taken["watched"]] == ["luz"]
    assert taken["kept"] == ["luz"]
    client.post("/es/mine/erase/")
    assert client.get("/es/mine/export/").json() == {"watched": [], "kept": []}
    assert Job.objects.filter(kind="discovery.learn_taste").exists()
    learn_taste(timezone.now(), lambda share: None)  # of no viewings at all


def test_a_film_seen_to_its_end_stands_no_more_under_now_showing(client, renata):
    luz = showing("luz")
    showing("mar")
    showing("sol")
    assert 'data-row="showing"' in body(client.get("/es/"))
    record_viewing(renata.pk, Report("one", luz.pk, "p", 60, 60, 60.0), timezone.now())
    page = body(client.get("/es/"))
    assert 'data-row="showing"' in page
    assert 'data-row="continue"' not in page
    assert "/es/titles/luz/" not in page.split('data-row="showing"')[-1]
