from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cartelera.apps.accounts.actions import add_user, end_other_sign_ins, let_in
from cartelera.apps.accounts.models import EndedSignIn
from cartelera.apps.accounts.queries import REMEMBERED, ended_sign_ins, sign_in_of

pytestmark = pytest.mark.django_db
PHRASE = "una frase bastante larga"


@pytest.fixture
def ana():
    return add_user("ana@example.org", PHRASE)


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def sign_in(client):
    return sign_in_of(client.session.session_key)


def ended():
    return ended_sign_ins(timezone.now())


def test_signing_out_ends_the_sign_in_and_no_other(ana):
    here, elsewhere = browser(ana), browser(ana)
    name = sign_in(here)
    assert name not in ended()
    here.logout()
    assert name in ended()
    assert sign_in(elsewhere) not in ended()


def test_a_changed_password_ends_every_other_sign_in(ana):
    here, elsewhere, other = browser(ana), browser(ana), browser(add_user("b@b.mx", PHRASE))
    new = "otra frase bastante larga"
    fields = {"oldpassword": PHRASE, "password1": new, "password2": new}
    changed = here.post(reverse("account_change_password"), fields)
    assert changed.status_code == 302
    assert authenticate(None, email=ana.email, password=new) == ana
    assert sign_in(elsewhere) in ended()
    assert not {sign_in(here), sign_in(other)} & ended()


def test_the_sign_ins_of_one_person_are_ended_but_for_one(ana):
    here, elsewhere = browser(ana), browser(ana)
    assert end_other_sign_ins(ana, here.session.session_key) == 1
    assert [s.session_key for s in Session.objects.all()] == [here.session.session_key]
    assert sign_in(elsewhere) in ended()


def test_a_sign_in_that_ended_long_ago_is_forgotten(ana):
    client = browser(ana)
    name = sign_in(client)
    client.logout()
    EndedSignIn.objects.update(at=timezone.now() - REMEMBERED - timedelta(minutes=1))
    assert name not in ended()
    browser(ana).logout()
    assert not EndedSignIn.objects.filter(sign_in=name).exists()


def test_whoever_is_shut_out_has_no_sign_in_left(ana):
    here, other = browser(ana), browser(add_user("b@b.mx", PHRASE))
    name, kept = sign_in(here), sign_in(other)
    let_in(ana, False, None)
    assert name in ended()
    assert kept not in ended()
    let_in(ana, True, None)
    assert here.get(reverse("screen:profiles")).status_code == 302
