from datetime import timedelta

import pytest
from django.utils import timezone

from cartelera.apps.discovery.jobs import ask_for_names
from cartelera.apps.discovery.pipeline import index_names
from cartelera.apps.discovery.queries import ANYTHING, Narrow, find, names_are_stale, search
from cartelera.apps.slate.actions import record_title
from cartelera.apps.slate.models import Title
from cartelera.apps.work.models import Job
from cartelera.vocabulary.kind import Kind, Role, SourceKind
from cartelera.vocabulary.record import Credit, Rating, SourceWork, Text
from cartelera.vocabulary.viewer import Viewer
from tests.conftest import film, showing

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def house(settings, tmp_path):
    """Keep three titles and the index of their names."""
    settings.DATA = tmp_path
    novel = SourceWork(SourceKind.NOVEL, "Las muertas", ("Jorge Ibargüengoitia",))
    showing("muertas", name="Las muertas", source_works=(novel,), genres=("drama",))
    showing("luz", texts=(Text("es", "La luz"), Text("en", "The light")))
    record_title(film(credits=(Credit(Role.DIRECTOR, "Ana Ruiz"),)), None)
    index_names(timezone.now())


def found(text, viewer, narrow=ANYTHING, at=None):
    return [slot.title.key for slot in search(text, viewer, "es", at or timezone.now(), narrow)]


def nearby(text, viewer):
    near = find(text, viewer, "es", timezone.now())
    assert near.nearby
    return [slot.title.key for slot in near.slots]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("pedor paramo", ["paramo"]),
        ("novela ibarguengoitia", ["muertas"]),
        ("muert", ["muertas"]),
        ("the lihgt", ["luz"]),
        ("ana ruis", ["paramo"]),
        ("zzzz", []),
    ],
)
def test_a_search_forgives_and_reaches_people_and_works(house, viewer, text, keys):
    assert found(text, viewer) == keys


def test_a_genre_narrows_a_search(house, viewer):
    assert found("muertas", viewer, Narrow("drama")) == ["muertas"]
    assert found("muertas", viewer, Narrow("comedy")) == []


def test_what_was_found_says_by_what_it_can_be_narrowed_and_to_how_many(house, viewer):
    showing("mar", name="Mar", genres=("drama",), countries=("MX",), kind=Kind.SHORT_FILM)
    showing("sal", name="Sal", genres=("drama", "comedy"), countries=("MX", "AR"))
    facets = {
        facet.name: {key: count for key, _label, count in facet.values}
        for facet in find("", viewer, "es", timezone.now(), Narrow("drama")).facets
    }
    assert facets == {
        "genre": {"drama": 3, "comedy": 1},
        "kind": {"film": 2, "short film": 1},
        "country": {"MX": 2, "AR": 1},
    }
    assert found("", viewer, Narrow("drama", "short film")) == ["mar"]
    assert found("", viewer, Narrow("drama", country="AR")) == ["sal"]
    assert found("", viewer, Narrow("comedy", "short film")) == []


def test_what_is_under_embargo_or_above_an_age_is_not_found_though_the_index_holds_it(
    house, viewer
):
    now = timezone.now()
    record_title(film("secreto", "Secreto", public_from=now + timedelta(days=1)), None)
    showing("noche", name="Noche", ratings=(Rating("MX", "RTC", "C"),))
    index_names(now + timedelta(seconds=1))
    assert found("secreto", viewer) == []
    assert found("secreto", viewer, at=now + timedelta(days=2)) == ["secreto"]
    assert found("noche", viewer) == ["noche"]
    assert found("noche", Viewer("MX", maturity=12)) == []


def test_what_has_changed_since_the_index_was_made_is_found_as_it_is_now(house, viewer):
    showing("marea", name="Marea")
    record_title(film("paramo", "Otro nombre"), None)
    assert found("marea", viewer) == ["marea"]
    assert found("otro nombre", viewer) == ["paramo"]
    assert found("pedro", viewer) == []


def test_a_title_that_is_gone_is_not_found(house, viewer):
    Title.objects.get(key="paramo").delete()
    assert found("paramo", viewer) == []


def test_when_nothing_holds_every_word_what_holds_some_is_offered(house, viewer):
    assert nearby("paramo verde", viewer) == ["paramo"]


def test_when_nothing_holds_any_word_the_newest_are_offered(house, viewer):
    assert set(nearby("zzzz", viewer)) == {"luz", "muertas", "paramo"}


def test_without_an_index_whole_words_are_found_all_the_same(settings, tmp_path, viewer):
    settings.DATA = tmp_path
    showing("luz", name="La luz")
    assert found("luz", viewer) == ["luz"]


def test_an_index_is_asked_for_once_when_a_title_has_changed(house):
    assert not names_are_stale()
    ask_for_names()
    assert not Job.objects.filter(kind="discovery.index_names").exists()
    showing("marea")
    assert names_are_stale()
    ask_for_names()
    ask_for_names()
    assert Job.objects.filter(kind="discovery.index_names").count() == 1
