import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cartelera.apps.accounts.models import Profile
from cartelera.apps.audience.actions import Report, record_viewing
from cartelera.apps.discovery.models import Kept
from cartelera.apps.discovery.pipeline import learn_taste
from cartelera.apps.slate.actions import record_title
from cartelera.apps.work.models import Job
from cartelera.vocabulary.kind import ReleaseKind
from cartelera.vocabulary.record import Release
from tests.conftest import BEFORE, film, showing

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


def test_a_hidden_title_is_gone_from_the_next_page_until_it_is_taken_back(client, renata):
    for key in ("luz", "mar", "sol", "sal"):
        showing(key, genres=("drama",))
    assert "/es/titles/luz/" in body(client.get("/es/"))
    said = client.post("/es/mine/say/?row=2", {"hide": "luz"})
    assert said.headers["Location"] == "/es/#row-2"
    page = body(client.get("/es/"))
    assert "/es/titles/luz/" not in page
    assert "/es/mine/#said" in page  # the way back stands beside what was done
    assert "/es/titles/luz/" not in body(client.get("/es/titles/mar/"))  # among those related
    assert "/es/titles/luz/" in body(
        client.get("/es/search/?q=luz")
    )  # who looks for it finds it
    assert "Lo ocultaste" in body(client.get("/es/titles/luz/"))
    assert "/es/titles/luz/" in body(client.get("/es/mine/"))
    back = client.post("/es/mine/say/", {"back": "luz", "from": "mine"})
    assert back.headers["Location"] == "/es/mine/#said"
    assert "/es/titles/luz/" in body(client.get("/es/"))


def test_who_wants_fewer_like_one_sees_its_like_farther_back_and_not_itself(client, renata):
    for key in ("agua", "aire", "barro"):
        showing(key, genres=("comedy",))
    for key in ("llama", "luz", "lluvia", "mar"):
        showing(key, genres=("drama",))
    before = re.findall(r"/es/titles/(\w+)/", body(client.get("/es/")))
    client.post("/es/mine/say/", {"less": "agua", "from": "mar"})
    after = re.findall(r"/es/titles/(\w+)/", body(client.get("/es/")))
    assert "agua" in before
    assert "agua" not in after
    for key in ("aire", "barro"):
        assert after.index(key) > after.index("mar"), after


def test_what_one_profile_says_leaves_the_page_of_another_as_it_was(client, renata, stranger):
    for key in ("luz", "mar", "sol"):
        showing(key)
    other = Profile.objects.create(user=stranger, name="Luis")
    client.post("/es/mine/say/", {"hide": "luz"})
    client.post("/es/profiles/", {"profile": other.pk})
    page = body(client.get("/es/"))
    assert "/es/titles/luz/" in page


def test_each_card_says_why_it_is_there_and_takes_an_answer_from_a_profile_alone(
    client, renata
):
    for key in ("luz", "mar", "sol"):
        showing(key)
    mine = body(client.get("/es/"))
    keys = set(re.findall(r'popovertarget="why-(\w+)"', mine))
    assert keys == {"luz", "mar", "sol"}
    assert keys == set(re.findall(r'class="why" id="why-(\w+)"', mine))
    assert keys == set(re.findall(r'name="hide" value="(\w+)"', mine))
    client.logout()
    anyone = body(client.get("/es/"))
    assert keys == set(re.findall(r'popovertarget="why-(\w+)"', anyone))
    assert 'name="hide"' not in anyone


@pytest.mark.parametrize("told", [{"hide": "nada"}, {"less": ""}, {}])
def test_an_answer_about_nothing_is_refused(client, renata, told):
    assert client.post("/es/mine/say/", told).status_code == 400


def test_an_answer_leads_back_to_nowhere_else(client, renata):
    showing("luz")
    for came in ("//example.org", "https://example.org/", "luz/../.."):
        said = client.post("/es/mine/say/", {"hide": "luz", "from": came})
        assert said.headers["Location"] == "/es/"


def test_who_follows_a_title_takes_the_day_it_opens_along(client, renata):
    day = timezone.localdate() + timedelta(days=40)
    gala = Release(ReleaseKind.FESTIVAL, "MX", day - timedelta(days=9), event="Morelia")
    ours = Release(ReleaseKind.PLATFORM, "MX", day)
    theirs = Release(ReleaseKind.PLATFORM, "AR", day - timedelta(days=5))
    record_title(film("paramo", releases=(gala, ours, theirs)), None)
    client.post("/es/mine/keep/paramo/")
    assert "/es/titles/paramo/opens.ics" in body(client.get("/es/mine/"))
    assert "Se estrena el" in body(client.get("/es/titles/paramo/"))
    answer = client.get("/es/titles/paramo/opens.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in body(answer)


def test_a_title_without_a_day_or_under_embargo_has_no_calendar(client):
    record_title(film("paramo"), None)
    later = timezone.now() + timedelta(days=9)
    ours = Release(ReleaseKind.PLATFORM, "MX", timezone.localdate(later))
    record_title(film("secreta", "La secreta", releases=(ours,), public_from=later), None)
    assert client.get("/es/titles/paramo/opens.ics").status_code == 404
    assert client.get("/es/titles/secreta/opens.ics").status_code == 404


def test_nobody_keeps_a_title_they_may_not_see(client, renata):
    assert client.post("/es/mine/keep/nada/").status_code == 400


def test_a_profile_takes_its_memory_along_and_erases_it(client, renata):
    luz = showing("luz")
    Kept.objects.create(profile=renata, title=luz, kept_at=BEFORE, awaited=False)
    record_viewing(renata.pk, Report("one", luz.pk, "p", 30, 30, 60.0), timezone.now())
    client.post("/es/mine/say/", {"less": "luz"})
    client.post("/es/mine/choosing/", {"personal": "off"})
    taken = client.get("/es/mine/export/").json()
    assert [line["title"] for line in taken["watched"]] == ["luz"]
    assert taken["kept"] == ["luz"]
    assert taken["said"] == {"luz": "less"}
    assert taken["chosen"]["personally"] is False
    client.post("/es/mine/erase/")
    assert client.get("/es/mine/export/").json() == {
        "watched": [],
        "kept": [],
        "said": {},
        "chosen": {"personally": True, "since": None},
    }
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
