from datetime import timedelta

import pytest
from django.utils import timezone

from cartelera.apps.accounts.models import User
from cartelera.apps.accounts.queries import roles_of
from cartelera.apps.slate.actions import record_title
from cartelera.apps.slate.models import House, Term
from cartelera.apps.work.models import Job
from cartelera.vocabulary.staff import StaffRole
from tests.conftest import film
from tests.web.pages import Page

pytestmark = pytest.mark.django_db
PEOPLE = "/es/office/people/"
HOUSE = "/es/office/house/"
HEALTH = "/es/office/health/"
PHRASE = "una frase bastante larga"


@pytest.fixture
def ana(office):
    sent = {"name": "Ana", "email": "ana@example.org", "roles": ["press", "editor"]}
    office.post(f"{PEOPLE}new/", sent)
    return User.objects.get(email="ana@example.org")


def test_a_person_is_added_with_roles(office, ana):
    assert set(roles_of(ana)) == {StaffRole.PRESS, StaffRole.EDITOR}
    row = next(words for words in Page(office.get(PEOPLE)).words("tbody tr") if "Ana" in words)
    assert "Prensa Edición" in row


def test_an_address_in_use_is_refused_beside_its_field(office, ana):
    page = Page(office.post(f"{PEOPLE}new/", {"name": "Otra", "email": "ANA@example.org"}))
    assert page.words(".field-email .errorlist") == ["ANA@example.org ya tiene cuenta."]


def test_roles_are_changed(office, ana):
    office.post(f"{PEOPLE}{ana.pk}/", {"roles": ["analyst"]})
    assert roles_of(User.objects.get(pk=ana.pk)) == (StaffRole.ANALYST,)


def test_the_last_administrator_stays_one(office, administrator):
    answer = office.post(f"{PEOPLE}{administrator.pk}/", {"roles": ["press"]})
    assert answer.status_code == 422
    office.post(f"{PEOPLE}{administrator.pk}/door/", {"shut": ""})
    assert User.objects.get(pk=administrator.pk).is_superuser
    assert User.objects.get(pk=administrator.pk).is_active


def test_a_link_lets_a_person_choose_a_password_once(office, client, ana):
    page = Page(office.post(f"{PEOPLE}{ana.pk}/link/"))
    address = page.select("input.address")[0].get("value")
    assert address.startswith("http://testserver/es/accounts/password/reset/key/")
    path = address.removeprefix("http://testserver")
    client.logout()
    form = client.get(path, follow=True)
    place = form.redirect_chain[-1][0]
    client.post(place, {"password1": PHRASE, "password2": PHRASE})
    assert User.objects.get(pk=ana.pk).check_password(PHRASE)
    client.logout()
    client.get(path, follow=True)
    client.post(place, {"password1": PHRASE * 2, "password2": PHRASE * 2})
    assert User.objects.get(pk=ana.pk).check_password(PHRASE)


def test_whoever_is_shut_out_is_out_at_the_next_page(office, client, ana):
    office.post(f"{PEOPLE}{ana.pk}/door/", {"shut": ""})
    client.force_login(ana)
    assert client.get("/es/office/").status_code == 302


def test_the_house_is_named(office):
    given = {"name": "Instituto", "home_territory": "españa", "press_contact": "prensa@x.mx"}
    office.post(HOUSE, given)
    house = House.objects.get()
    assert (house.name, house.home_territory) == ("Instituto", "ES")
    page = Page(office.post(HOUSE, {"name": "", "home_territory": "Atlantis"}))
    assert len(page.words(".errorlist")) == 2


def test_a_word_is_added_to_the_vocabulary(office):
    office.post(f"{HOUSE}terms/", {"family": "genre", "es": "Cine negro", "en": "Film noir"})
    term = Term.objects.get(key="film-noir")
    assert (term.family, term.es) == ("genre", "Cine negro")
    record_title(film(genres=("film-noir",)), None)
    assert "Cine negro Film noir 1" in Page(office.get(HOUSE)).words("ul.terms li")
    answer = office.post(f"{HOUSE}terms/", {"family": "genre", "es": "", "en": "!!"})
    assert answer.status_code == 422


def job(**values):
    return Job.objects.create(kind="media.encode_master", subject="master:1", **values)


def test_health_tells_the_database_and_the_disk(office):
    words = Page(office.get(HEALTH)).text
    assert ("SQLite" in words or "PostgreSQL" in words) and "libres de" in words
    assert "En reposo" in words
    assert "Ninguna tarea espera, corre ni ha fallado" in words


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"state": "running", "lease_until": timedelta(seconds=60)}, "Está trabajando."),
        ({"state": "running", "lease_until": timedelta(seconds=-60)}, "Enmudeció"),
    ],
    ids=["alive", "silent"],
)
def test_health_tells_whether_a_worker_lives(office, values, said):
    until = timezone.now() + values["lease_until"]
    job(**{**values, "lease_until": until})
    assert said in Page(office.get(HEALTH)).text


def test_health_tells_that_jobs_wait_and_nobody_takes_them(office):
    waiting = job()
    long_ago = timezone.now() - timedelta(minutes=5)
    Job.objects.filter(pk=waiting.pk).update(created_at=long_ago)
    assert "nadie las toma" in Page(office.get(HEALTH)).text


def test_a_failed_job_says_why_and_is_done_again(office):
    failed = job(state="failed", error="the master is cut off")
    page = Page(office.get(HEALTH))
    assert "the master is cut off" in page.text
    office.post(f"{HEALTH}jobs/{failed.pk}/", {"repeat": ""})
    assert Job.objects.filter(state="queued").count() == 1


def test_a_job_that_waits_is_stopped(office):
    waiting = job()
    office.post(f"{HEALTH}jobs/{waiting.pk}/", {"cancel": ""})
    assert Job.objects.get().state == "cancelled"
    office.post(f"{HEALTH}jobs/{waiting.pk}/", {"cancel": ""})
    assert Job.objects.get().state == "cancelled"


def test_a_job_that_is_done_is_not_done_again(office):
    done = job(state="done")
    office.post(f"{HEALTH}jobs/{done.pk}/", {"repeat": ""})
    assert Job.objects.count() == 1
