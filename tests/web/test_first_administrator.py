import pytest

from cartelera.adapters.secrets import kept_secret
from cartelera.apps.accounts.models import User

pytestmark = pytest.mark.django_db
PAGE = "/en/first-administrator/"
PHRASE = "una frase bastante larga"


@pytest.fixture
def code(settings, tmp_path):
    settings.DATA = tmp_path
    return kept_secret(tmp_path / "first-administrator")


def claim(client, code, email="ana@example.org"):
    return client.post(PAGE, {"code": code, "email": email, "password": PHRASE})


def test_the_consoles_code_signs_the_first_administrator_in(client, code):
    assert claim(client, code).status_code == 302
    assert client.get("/en/office/").status_code == 200


def test_a_wrong_code_makes_nobody(client, code):
    assert claim(client, code[:-1]).status_code == 200
    assert not User.objects.exists()


def test_a_code_that_was_used_opens_nothing_even_without_an_administrator(client, code):
    claim(client, code)
    User.objects.all().delete()
    assert claim(client, code, "eve@example.org").status_code == 200
    assert not User.objects.exists()
