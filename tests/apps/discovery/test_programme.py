"""What the programmer sets, on the pages that viewers get."""

from datetime import timedelta

import pytest

from cartelera.apps.accounts.actions import add_user, save_profile
from cartelera.apps.accounts.models import User
from cartelera.apps.audience.actions import Report, record_viewing
from cartelera.apps.discovery.actions import (
    drop_floor,
    pin_title,
    set_floor,
    unpin_title,
    weigh_pages,
)
from cartelera.apps.discovery.jobs import ask_for_exposure
from cartelera.apps.discovery.models import Exposure
from cartelera.apps.discovery.pipeline import count_exposure, learn_taste
from cartelera.apps.discovery.programme import Weighed, answering
from cartelera.apps.discovery.queries import exposure_is_due, home_page
from cartelera.apps.discovery.rehearsal import exposures, rehearse
from cartelera.apps.slate.models import Title
from cartelera.apps.work.models import AuditEntry, Job
from cartelera.engines.discovery.diversity import PAGE
from cartelera.engines.discovery.floors import Standing
from cartelera.engines.discovery.page import Why
from cartelera.engines.discovery.which import which
from cartelera.vocabulary.errors import AccessError, InputError
from cartelera.vocabulary.kind import Gender, PlaceUse, Role
from cartelera.vocabulary.record import Avail, Credit, Place
from cartelera.vocabulary.staff import StaffRole
from cartelera.vocabulary.viewer import Viewer
from tests.conftest import BEFORE, NOW, showing

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA = tmp_path


def slate(count=24, own=()):
    """Keep titles that play; those numbered in `own` are Mexican, and the oldest."""
    for n in range(count):
        showing(
            f"t-{n:02}",
            name=f"Title {n:02}",
            countries=("MX",) if n in own else ("US",),
            public_from=BEFORE + timedelta(days=n),
            avails=(Avail("MX", BEFORE), Avail("AR", BEFORE)),
        )


def page_of(viewer=None, profile=None):
    return home_page(viewer or Viewer("MX"), profile, "en", NOW)


def slots_of(page):
    return [slot for row in page.rows for slot in row.slots]


def keys(text, at=NOW, territory="MX"):
    found = answering(which(text), territory, at)
    return list(found.order_by("key").values_list("key", flat=True))


def test_a_floor_brings_in_titles_that_would_not_have_stood_there():
    slate(own=(0, 1, 2))
    assert not {"t-00", "t-01", "t-02"} & {s.title.key for s in slots_of(page_of())}
    set_floor("National", "country:MX", 20, 0, None)
    page = page_of()
    (outcome,) = page.outcomes
    assert (outcome.standing, outcome.shown) == (Standing.MET, outcome.wanted)
    assert outcome.wanted == -(-len(slots_of(page)) // 5) or outcome.wanted == 3
    forced = [slot for slot in slots_of(page) if slot.term == "floor"]
    assert {slot.floor for slot in forced} == {"National"}


def test_a_floor_that_cannot_be_met_says_why():
    slate(own=(0,))
    set_floor("National", "country:MX", 50, 0, None)
    (outcome,) = page_of().outcomes
    assert (outcome.standing, outcome.shown, outcome.there) == (Standing.FEW, 1, 1)


def test_home_and_abroad_keep_to_shares_of_their_own():
    slate(own=(0, 1, 2))
    set_floor("National", "country:MX", 20, 0, None)
    assert page_of(Viewer("AR")).outcomes == ()
    set_floor("National", "country:MX", 0, 10, None)
    assert page_of().outcomes == ()
    assert [o.share for o in page_of(Viewer("AR")).outcomes] == [0.1]


def test_what_people_state_of_their_gender_is_not_told_to_viewers():
    slate(own=())
    director = Credit(Role.DIRECTOR, "Ana Luz", gender=Gender.WOMAN)
    showing("suya", countries=("US",), credits=(director,), public_from=BEFORE)
    set_floor("Women direct", "director:woman", 5, 0, None)
    forced = [slot for slot in slots_of(page_of()) if slot.term == "floor"]
    assert [(slot.title.key, slot.floor) for slot in forced] == [("suya", "")]


def test_floors_bring_in_nothing_that_a_viewer_may_not_see():
    slate(own=(0, 1, 2))
    showing("lejos", countries=("MX",), avails=(Avail("AR", BEFORE),))
    showing("embargo", countries=("MX",), public_from=NOW + timedelta(days=9))
    set_floor("National", "country:MX", 90, 0, None)
    assert not {"lejos", "embargo"} & {slot.title.key for slot in slots_of(page_of())}


def test_a_question_over_the_slate_finds_what_answers_every_part():
    debut = Credit(Role.DIRECTOR, "Ana Luz", work_number=1)
    maker = Credit(Role.PRODUCTION_COMPANY, "Chica", company=True)
    large = Credit(Role.PRODUCTION_COMPANY, "Grande", company=True)
    oaxaca = Place(PlaceUse.FILMED, "Oaxaca", "MX-OAX", "MX")
    showing("uno", countries=("MX",), languages=("nah",), credits=(debut, maker))
    short = {"places": (oaxaca,), "runtime_minutes": 12, "credits": (large,)}
    showing("dos", countries=("MX", "ES"), **short)
    showing("tres", countries=("ES",), genres=("comedy",), year=2024, credits=(large,))
    showing("nuevo", credits=(large,), avails=(Avail("MX", NOW - timedelta(days=3)),))
    assert keys("country:MX") == ["dos", "uno"]
    assert keys("country:mx -language:nah") == ["dos"]
    assert keys("director:debut") == ["uno"]
    assert keys("producer:1") == ["uno"]
    assert keys("filmed:MX-OAX minutes:40") == ["dos"]
    assert keys("genre:comedy,drama year:2024") == ["tres"]
    assert keys("opened:30") == ["nuevo"]
    assert keys("opened:30", territory="AR") == []
    assert keys("kind:film title:uno,tres") == ["tres", "uno"]


def test_a_pin_stands_first_on_every_page_with_the_words_of_the_house():
    slate()
    title = Title.objects.get(key="t-00")
    pin = pin_title(title, "Cumple cuarenta años", "It is forty years old", None, None)
    row = page_of().rows[0]
    assert (row.why, [(s.title.key, s.subject) for s in row.slots]) == (
        Why.PINNED,
        [("t-00", "It is forty years old")],
    )
    assert page_of(Viewer("FR")).rows == ()
    unpin_title(pin.pk, None)
    assert Why.PINNED not in {row.why for row in page_of().rows}


def test_a_pin_ends_when_it_was_to_end():
    slate()
    pin_title(Title.objects.get(key="t-00"), "sí", "yes", NOW, None)
    assert Why.PINNED not in {row.why for row in page_of().rows}


def watch(profile, key):
    title = Title.objects.get(key=key)
    record_viewing(profile, Report(f"{profile}-{key}", title.pk, "p", 60, 60, 60.0), NOW)


@pytest.fixture
def learned():
    """Keep titles of three genres, of which twenty profiles watch two, one each."""
    for n in range(48):
        genre = ("drama", "comedy", "western")[n % 3]
        showing(f"{genre}-{n:02}", genres=(genre,), name=f"{genre.title()} {n:02}")
    for profile in range(100, 110):
        for n in range(0, 24, 3):
            if (profile + n) % 4:
                watch(profile, f"drama-{n:02}")
                watch(profile + 10, f"comedy-{n + 1:02}")
    learn_taste(NOW, lambda _share: None)


def test_an_invented_viewer_gets_the_page_and_its_measures(learned):
    seen = rehearse(Viewer("MX"), ["drama-00", "comedy-01"], "en", NOW)
    assert {row.why for row in seen.page.rows} >= {Why.PICKED}
    measures = seen.page.measures
    assert 0 < measures.relevance <= 1
    assert 0 < seen.coverage <= 1


def test_moving_the_weights_moves_the_measures(learned):
    watched = ["drama-00", "drama-03", "drama-06", "comedy-01"]
    plain, varied = (
        rehearse(Viewer("MX"), watched, "en", NOW, weights).page.measures
        for weights in (Weighed(0, 0, 0), Weighed(0, 5, 0))
    )
    assert varied.variety > plain.variety
    assert varied.relevance < plain.relevance


def test_a_floor_holds_on_a_personal_page(learned):
    set_floor("Westerns", "genre:western", 30, 0, None)
    watch(7, "drama-00")
    page = page_of(profile=7)
    assert [o.standing for o in page.outcomes] == [Standing.MET]
    offered = [s for row in page.rows if row.why != Why.CONTINUE for s in row.slots]
    western = sum(s.title.key.startswith("western") for s in [*offered, page.hero])
    assert western >= 0.3 * (len(offered) + 1)


def test_weights_are_kept_for_home_and_abroad_apart():
    assert Weighed() == Weighed(PAGE.calibration, PAGE.variety, PAGE.seldom)
    weigh_pages(True, Weighed(1, 0.2, 0.3), None)
    assert rehearse(Viewer("MX"), (), "en", NOW).weights == Weighed(1, 0.2, 0.3)
    assert rehearse(Viewer("AR"), (), "en", NOW).weights == Weighed()


def test_the_week_counts_pages_and_keeps_no_viewer():
    slate(own=(0, 1, 2))
    set_floor("National", "country:MX", 20, 10, None)
    someone = User.objects.create_user("ana@example.org")
    for n in range(3):
        profile = save_profile(someone, f"P{n}", "es", 18)
        watch(profile.pk, f"t-{n + 10}")
    assert exposure_is_due(NOW)
    for _again in range(2):
        count_exposure(NOW, lambda _share: None)
    assert not exposure_is_due(NOW)
    home, abroad = Exposure.objects.order_by("-at_home")
    assert (home.pages, home.met, home.percent) == (4, 4, 20)
    assert (abroad.pages, abroad.met, abroad.percent) == (1, 1, 10)
    assert home.least >= 0.2
    assert [row.at_home for row in exposures()] == [False]  # four are too few to be shown


def test_counting_is_asked_for_once_a_week():
    slate()
    ask_for_exposure()
    assert not Job.objects.exists()
    set_floor("National", "country:MX", 20, 0, None)
    ask_for_exposure()
    ask_for_exposure()
    assert Job.objects.filter(kind="discovery.count_exposure").count() == 1


def test_programmers_set_floors_and_others_may_not(stranger):
    programmer = add_user("p@example.org", "a long pass phrase", (StaffRole.PROGRAMMER,))
    floor = set_floor("National", "country:MX", 20, 0, programmer)
    set_floor("National", "country:MX", 20, 0, programmer)
    assert AuditEntry.objects.filter(verb="set_floor").count() == 1
    with pytest.raises(AccessError):
        drop_floor(floor.pk, stranger)
    drop_floor(floor.pk, programmer)
    drop_floor(floor.pk, programmer)
    assert page_of().outcomes == ()


@pytest.mark.parametrize(
    ("name", "asked", "percent"),
    [("", "country:MX", 20), ("N", "colour:red", 20), ("N", "country:MX", 101)],
)
def test_a_floor_that_says_nothing_is_refused(name, asked, percent):
    with pytest.raises(InputError):
        set_floor(name, asked, percent, 0, None)
