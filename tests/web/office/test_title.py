from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cartelera.apps.slate.actions import attach_package, record_title, set_embargo
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import record_of
from cartelera.apps.work.queries import history_of
from cartelera.vocabulary.kind import ArtworkKind
from cartelera.vocabulary.record import Avail, Proof
from cartelera.vocabulary.staff import StaffRole
from tests.apps.slate.test_record import WHOLE
from tests.conftest import BEFORE, film
from tests.web.pages import Page

pytestmark = pytest.mark.django_db
TITLE = "/es/office/titles/la-casa/"
ARTWORK = f"{TITLE}artwork/"


def stored():
    return record_of(Title.objects.get(key="la-casa"), private=True)


def picture(kind="JPEG"):
    out = BytesIO()
    Image.effect_noise((64, 96), 40).convert("RGB").save(out, kind)
    return out.getvalue()


def artwork(**changes):
    sent = {
        "kind": "poster",
        "picture": SimpleUploadedFile("cartel.jpg", picture()),
        "credit": "Inés Gil",
        "licence": "CC BY 4.0",
        "alt_es": "Una casa",
        "alt_en": "A house",
    }
    return {name: value for name, value in (sent | changes).items() if value is not None}


@pytest.fixture
def house():
    return record_title(WHOLE, None)


def test_everything_known_of_a_title_stands_on_its_page(office, house):
    words = Page(office.get(TITLE)).text
    for told in (
        "La casa", "The House", "Una casa.", "Luz Paz", "Marta", "Cine del Sur", "Sexto Sol",
        "Oaxaca", "MX-OAX", "Comala", "Comedia, Drama", "La frontera", "México, Francia",
        "RTC B15", "10.5240/7791-8534-2C23-9030-8610-5", "25,000,000.00 MXN", "Morelia",
        "1,200", "Inés Gil", "A lone house", "la película", "9 feb 2025", "Retirado",
    ):  # fmt: skip
        assert told in words, told


def test_a_budget_is_seen_by_who_may_and_nowhere_else(desk_of, house):
    record_title(replace(WHOLE, budget=None), None)
    record_title(WHOLE, None)
    words = Page(desk_of(StaffRole.PRESS).get(TITLE)).text
    assert "MXN" not in words
    assert "Presupuesto" not in words


def test_history_says_who_changed_what_from_what_into_what(office, administrator, house):
    changed = replace(WHOLE, year=2027, credits=WHOLE.credits[1:], countries=("FR", "MX"))
    record_title(changed, administrator)
    page = Page(office.get(TITLE))
    entry = page.words("[id=history] .entries li")[0]
    assert entry.startswith("admin@example.org cambió la ficha")
    assert page.words("[id=history] dl.changes dt")[:3] == ["Año", "Países", "Créditos"]
    assert page.words("[id=history] dl.changes dd")[:4] == [
        "antes: 2026",
        "después: 2027",
        "en otro orden",
        "antes: Dirección: Luz Paz",
    ]


def test_a_change_is_undone_from_the_history(office, administrator, house):
    record_title(replace(WHOLE, year=2027), administrator)
    (form,) = Page(office.get(TITLE)).select("[id=history] .entries form")
    office.post(form.get("action"))
    assert stored() == WHOLE
    assert history_of("title:la-casa")[0].verb == "undo_change"


@pytest.mark.parametrize(
    ("moment", "said"),
    [(None, "No es público"), (WHOLE.public_from, "Público desde el 1 ene 2026")],
)
def test_whether_it_is_public_is_said_plainly(office, house, moment, said):
    set_embargo(house, moment, None)
    assert said in Page(office.get(TITLE)).text


def test_a_window_is_restored_and_withdrawn(office, house):
    office.post(f"{TITLE}avails/0/", {"restore": ""})
    assert not stored().avails[0].withdrawn
    office.post(f"{TITLE}avails/0/", {"withdraw": ""})
    assert stored() == WHOLE
    assert office.post(f"{TITLE}avails/7/", {"withdraw": ""}).status_code == 400


def test_a_press_officer_does_not_withdraw_windows(desk_of, house):
    desk = desk_of(StaffRole.PRESS)
    assert not Page(desk.get(TITLE)).select(".windows form")
    assert desk.post(f"{TITLE}avails/0/", {"restore": ""}).status_code == 403


def test_artwork_is_kept_with_its_credit_and_shown_to_staff(office):
    record_title(film("la-casa", name="La casa"), None)
    assert office.post(ARTWORK, artwork()).url == TITLE
    (kept,) = stored().artworks
    assert (kept.kind, kept.credit, kept.licence) == (
        ArtworkKind.POSTER,
        "Inés Gil",
        "CC BY 4.0",
    )
    assert kept.alt == (("es", "Una casa"), ("en", "A house"))
    shown = office.get(f"/es/office/artwork/{kept.sha256}/")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    with Image.open(BytesIO(b"".join(shown.streaming_content))) as image:
        assert image.size == (kept.width, kept.height) == (64, 96)


@pytest.mark.parametrize(
    "changes",
    [
        {"credit": ""},
        {"licence": None},
        {"alt_es": ""},
        {"alt_en": None},
        {"picture": None},
        {"picture": SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")},
        {"picture": SimpleUploadedFile("a.jpg", picture()[:200])},
    ],
    ids=["credit", "licence", "Spanish text", "English text", "picture", "svg", "cut off"],
)
def test_a_picture_without_all_that_belongs_to_it_is_not_taken(office, house, changes):
    answer = office.post(ARTWORK, artwork(**changes))
    assert answer.status_code == 422
    assert Page(answer).select(".errorlist")
    assert stored().artworks == WHOLE.artworks


def test_a_picture_removed_can_be_put_back(office, house):
    office.post(f"{ARTWORK}{'ab' * 32}/")
    assert stored().artworks == ()
    (form,) = Page(office.get(TITLE)).select("[data-told] form")
    office.post(form.get("action"))
    assert stored() == WHOLE


def test_a_title_that_is_not_there_is_named(office):
    assert office.get("/es/office/titles/nadie/").status_code == 400
    assert office.get(f"/es/office/artwork/{'cd' * 32}/").status_code == 404


def test_what_keeps_a_film_from_the_screen_is_said_with_the_way_there(office):
    title = record_title(film("luz", avails=(), public_from=None), None)
    page = "/es/office/titles/luz/"
    assert "falta un máster codificado" in office.get(page).content.decode()
    attach_package(title, "luz-package", 60.0)
    assert f'href="{page}edit/#facts"' in office.get(page).content.decode()
    record_title(film("luz", avails=()), None)
    assert f'href="{page}edit/#avails"' in office.get(page).content.decode()
    record_title(film("luz", avails=(Avail("MX", BEFORE),)), None)
    assert 'href="/es/watch/luz/"' in office.get(page).content.decode()


def test_what_an_announcement_proves_is_named_in_the_pages_language(office):
    proofs = [
        Proof("stage", "announced", "a", "anunció", 0, 7),
        Proof("countries", "Mexico", "a", "mexicana", 8, 16),
        Proof("credits.director", "Luz Paz", "a", "Luz Paz", 20, 27),
    ]
    record_title(film("luz", proofs=tuple(proofs)), None)
    page = Page(office.get("/es/office/titles/luz/"))
    for words in ("Anunciado", "México", "Dirección", "Etapa"):
        assert words in page.text
    assert "credits.director" not in page.text
