import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from cartelera.apps.accounts.models import Profile
from cartelera.apps.audience.models import Beacon, Viewing
from cartelera.apps.slate.actions import record_title
from cartelera.vocabulary.kind import PlaceUse, Role
from cartelera.vocabulary.record import Avail, Credit, Place, Rating, Text
from tests.apps.discovery.test_home_page import series
from tests.conftest import BEFORE, film, showing

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = timezone.now() + timedelta(days=30)


@pytest.fixture
def renata(stranger, client):
    """Sign in with a profile."""
    profile = Profile.objects.create(user=stranger, name="Renata")
    client.force_login(stranger)
    return profile


def body(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("path", ["", "slate/", "search/", "search/?q=luz", "titles/luz/"])
def test_each_page_opens_to_anyone_in_both_languages(client, language, path):
    showing("luz", texts=(Text("es", "La luz"), Text("en", "The light")))
    page = body(client.get(f"/{language}/{path}"))
    assert f'<html lang="{language}"' in page


def test_an_empty_house_says_so_and_what_comes_next(client):
    assert "películas vienen en camino" in body(client.get("/es/"))
    assert "no hay nada anunciado" in body(client.get("/es/slate/"))


def test_a_page_names_a_title_in_its_language(client):
    showing("luz", texts=(Text("es", "La luz"), Text("en", "The light")))
    assert "The light" in body(client.get("/en/"))
    assert "La luz" in body(client.get("/es/"))


def test_the_language_switch_keeps_the_page_and_its_query(client):
    page = body(client.get("/es/search/?q=p%C3%A1ramo&genre=comedy"))
    assert 'href="/en/search/?q=p%C3%A1ramo&amp;genre=comedy"' in page


@pytest.mark.parametrize(
    ("cookie", "attribute"),
    [("dark", ' data-theme="dark"'), ("light", ' data-theme="light"'), ('"><script>', "")],
    ids=["dark", "light", "nonsense"],
)
def test_the_chosen_theme_is_there_from_the_first_byte(client, cookie, attribute):
    client.cookies["theme"] = cookie
    assert f'<html lang="es"{attribute}>' in body(client.get("/es/"))


def test_no_page_has_a_style_or_script_inside(client):
    showing("luz")
    for path in ("", "slate/", "search/?q=luz", "titles/luz/", "watch/luz/", "nada/"):
        page = client.get(f"/es/{path}").content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert "<script>" not in page
        assert " onclick=" not in page


def test_a_name_cannot_bring_markup_into_a_page(client):
    bad = "<script>window.pwned=1</script>"
    showing(
        "luz", texts=(Text("es", bad, bad, bad),), credits=(Credit(Role.CAST, bad, False, bad),)
    )
    for path in ("", "titles/luz/", "search/?q=script", "watch/luz/", f"search/?q={bad}"):
        assert bad not in body(client.get(f"/es/{path}"))


def test_a_title_under_embargo_is_nowhere(client):
    record_title(film("secreto", "Secreto", public_from=LATER), None)
    assert client.get("/es/titles/secreto/").status_code == 404
    assert client.get("/es/watch/secreto/").status_code == 404
    assert client.get("/art/poster/secreto.svg").status_code == 404
    for path in ("", "slate/", "search/?q=secreto"):
        assert "Secreto" not in body(client.get(f"/es/{path}"))


def test_a_profile_of_a_child_does_not_meet_what_asks_for_more_years(client, renata):
    showing("luz", texts=(Text("es", "La luz"),), ratings=(Rating("MX", "RTC", "C"),))
    assert "La luz" in body(client.get("/es/"))
    Profile.objects.update(maturity=12)
    assert "La luz" not in body(client.get("/es/"))
    assert client.get("/es/watch/luz/").status_code == 404


def test_an_episode_leads_to_its_series_and_the_series_plays_it(client):
    series()
    response = client.get("/es/titles/linea-e2/")
    assert response.headers["Location"] == "/es/titles/linea/"
    page = body(client.get("/es/titles/linea/"))
    assert 'href="/es/watch/linea-e1/"' in page
    assert 'href="/es/watch/linea-e3/"' in page


def test_a_title_that_cannot_be_watched_has_no_button_that_plays(client):
    record_title(film("paramo"), None)
    showing("luz", avails=(Avail("FR", BEFORE),))
    for key in ("paramo", "luz"):
        assert "/es/watch/" not in body(client.get(f"/es/titles/{key}/"))


def test_the_places_of_a_title_stand_on_a_drawn_map(client):
    sisal = Place(PlaceUse.FILMED, "Sisal", "MX-YUC", "MX", 21.165, -90.03)
    showing("luz", places=(sisal,))
    showing("sal", places=(Place(PlaceUse.STORY, "Comala"),))
    assert 'class="map"' in body(client.get("/es/titles/luz/"))
    page = body(client.get("/es/titles/sal/"))
    assert "Comala" in page
    assert 'class="map"' not in page


def test_an_unknown_stage_of_the_slate_is_no_page(client):
    assert client.get("/es/slate/?stage=lost").status_code == 404
    assert client.get("/es/slate/?stage=filming").status_code == 200


def test_results_alone_come_without_the_page_around_them(client):
    showing("luz", texts=(Text("es", "La luz"),))
    part = body(client.get("/es/search/?q=LUZ&results=only"))
    assert "La luz" in part
    assert "<html" not in part


def test_a_search_that_finds_nothing_says_so_and_offers_something(client):
    showing("luz", texts=(Text("es", "La luz"),))
    page = body(client.get("/es/search/?q=zzzz"))
    assert "No encontramos nada para" in page
    assert "Ningún título lo tiene todo" in page
    assert "La luz" in page


def test_a_search_of_any_letters_is_answered(client):
    for text in ("\x00", "%", "_", "'", "\\", "🎬" * 80, "ñ" * 500):
        assert client.get("/es/search/", {"q": text}).status_code == 200


# Pictures


@pytest.mark.parametrize("shape", ["poster", "wide", "square", "figure"])
def test_a_poster_is_drawn_in_each_shape_and_runs_nothing(client, shape):
    showing("luz", texts=(Text("es", "La luz"),))
    response = client.get(f"/art/{shape}/luz.svg")
    assert body(response).startswith("<svg")
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "private" in response.headers["Cache-Control"]


def test_a_poster_can_be_had_in_pixels(client):
    showing("luz")
    response = client.get("/art/poster/luz.png")
    assert response.headers["Content-Type"] == "image/png"
    with Image.open(BytesIO(response.content)) as picture:
        assert picture.size == (800, 1200)


def test_a_poster_is_sent_once_and_then_known(client):
    showing("luz")
    first = client.get("/art/poster/luz.svg")
    again = client.get("/art/poster/luz.svg", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_shape_or_picture_that_is_not_there_is_no_picture(client):
    showing("luz")
    assert client.get("/art/round/luz.svg").status_code == 404
    assert client.get(f"/art/{'0' * 64}").status_code == 404


# Who watches


def test_profiles_are_for_who_has_signed_in(client):
    assert client.get("/es/profiles/").status_code == 302


def test_a_chosen_profile_watches_from_then_on(client, renata):
    emilio = Profile.objects.create(user=renata.user, name="Emilio", language="en")
    response = client.post("/es/profiles/", {"profile": emilio.pk})
    assert response.headers["Location"] == "/en/"
    assert "Emilio" in body(client.get("/en/"))


def test_nobody_watches_with_the_profile_of_another(client, renata, administrator):
    other = Profile.objects.create(user=administrator, name="Otra")
    assert client.post("/es/profiles/", {"profile": other.pk}).status_code == 404


def test_an_account_without_profiles_gets_one_as_it_signs_in(client, stranger):
    client.force_login(stranger)
    assert [p.name for p in stranger.profiles.all()] == ["Viewer"]
    client.force_login(stranger)
    assert stranger.profiles.count() == 1


def test_a_profile_is_made_and_watches_at_once(client, renata):
    given = {"name": "Emilio", "language": "en", "maturity": "12"}
    assert client.post("/es/profiles/new/", given).headers["Location"] == "/en/"
    assert "Watching as Emilio" in body(client.get("/en/"))
    assert renata.user.profiles.get(name="Emilio").maturity == 12


def test_a_profile_is_changed_by_its_own_account_alone(client, renata, administrator):
    given = {"name": "Rena", "language": "es", "maturity": "18"}
    assert client.post(f"/es/profiles/{renata.pk}/", given).status_code == 302
    renata.refresh_from_db()
    assert renata.name == "Rena"
    client.force_login(administrator)
    assert client.post(f"/es/profiles/{renata.pk}/", given).status_code == 404


def test_two_profiles_of_one_name_are_refused_in_the_pages_language(client, renata):
    given = {"name": "Renata", "language": "es", "maturity": "18"}
    response = client.post("/es/profiles/new/", given)
    assert response.status_code == 422
    assert "Otro perfil ya tiene ese nombre." in response.content.decode()


def test_an_account_full_of_profiles_offers_no_more(client, renata):
    for number in range(5):
        assert "/profiles/new/" in body(client.get("/es/profiles/"))
        Profile.objects.create(user=renata.user, name=str(number))
    assert "/profiles/new/" not in body(client.get("/es/profiles/"))


def test_staff_reach_the_office_from_the_head_of_the_screen(client, administrator, renata):
    assert "/es/office/" not in body(client.get("/es/"))
    client.force_login(administrator)
    assert "/es/office/" in body(client.get("/es/")).partition("<main")[0]


# The player


TICKET = re.compile(r'data-ticket="([^"]+)"')
HEARD = {
    "number": 0, "ago": 0, "span": 1000, "played": 2000, "total": 2000,
    "from": 10500, "to": 12500,
}  # fmt: skip


def report(client, key="luz", **changes):
    ticket = TICKET.search(body(client.get(f"/es/watch/{key}/")))[1]
    given = {"ticket": ticket, "session": "abc", "beacons": [HEARD]} | changes
    return client.post("/api/v1/viewings", given, content_type="application/json")


def test_what_the_player_reports_is_where_the_page_goes_on(client, renata):
    showing("luz", texts=(Text("es", "La luz"),))
    assert report(client).status_code == 204
    assert 'data-start="12.5"' in body(client.get("/es/watch/luz/"))
    home = body(client.get("/es/"))
    assert "Seguir viendo" in home
    assert "falta 1 min" in home


def test_who_has_no_profile_is_counted_and_leaves_no_history(client):
    showing("luz")
    assert report(client).status_code == 204
    assert not Viewing.objects.exists()
    assert Beacon.objects.count() == 1


def test_a_report_needs_no_cookie_but_the_ticket_of_its_player(client, renata):
    showing("luz")
    client.handler.enforce_csrf_checks = True
    assert report(client).status_code == 204
    assert report(client, ticket="forged").status_code == 400


# Refusals


def test_an_address_that_is_not_there_has_a_page_with_a_way_out(client):
    response = client.get("/es/nada-de-esto/")
    assert response.status_code == 404
    assert "Esta butaca está vacía" in response.content.decode()


def test_a_fault_of_ours_has_a_page_that_needs_nothing(client, monkeypatch):
    def torn(*_arguments):
        raise RuntimeError

    monkeypatch.setattr("cartelera.web.screen.home.home_page", torn)
    client.raise_request_exception = False
    response = client.get("/es/")
    assert response.status_code == 500
    assert "Se rompió la cinta" in response.content.decode()


def test_a_search_that_was_narrowed_to_nothing_shows_the_way_back(client):
    showing("luz", name="Luz", genres=("drama",))
    page = body(client.get("/es/search/?q=luz&genre=comedy&kind=series&country=FR"))
    for back in (
        "q=luz&amp;kind=series&amp;country=FR",
        "q=luz&amp;genre=comedy&amp;kind=series",
    ):
        assert f'href="?{back}" aria-current="true"' in page
    assert "/es/titles/luz/" in page  # what comes near
    odd = client.get("/es/search/?q=luz&genre=%22&kind=nada&country=%22%25")
    assert odd.status_code == 200
