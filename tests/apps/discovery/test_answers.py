"""What a viewer answers back, on the pages that follow."""

from datetime import timedelta

import numpy as np
import pytest

from cartelera.adapters.tastes import open_taste
from cartelera.apps.accounts.models import Profile
from cartelera.apps.audience.models import Viewing
from cartelera.apps.discovery.actions import (
    answer,
    choose_personally,
    keep_title,
    pin_title,
    set_floor,
    start_afresh,
    take_back,
)
from cartelera.apps.discovery.queries import home_page, taste_folder
from cartelera.apps.slate.models import Title
from cartelera.engines.discovery.answers import Said
from cartelera.engines.discovery.page import Why
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.viewer import Viewer
from tests.apps.discovery.test_home_page import series
from tests.apps.discovery.test_personal import house, learn, row_of, watch
from tests.conftest import NOW, showing

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=1)
__all__ = ["house"]


@pytest.fixture
def renata(stranger):
    return Profile.objects.create(user=stranger, name="Renata").pk


def page_of(profile, at=LATER):
    return home_page(Viewer("MX"), profile, "es", at)


def shown(page):
    own = [slot.title.key for row in page.rows for slot in row.slots]
    return {*own, page.hero.title.key}


def say(profile, key, said):
    answer(profile, key, said, Viewer("MX"), NOW)


def test_a_hidden_title_is_on_no_row_whoever_puts_it_there(house, renata):
    title = Title.objects.get(key="drama-06")
    pin_title(title, "Porque sí", "Because", None, None)
    set_floor("Ours", "title:drama-06", 100, 0, None)
    watch(renata, "drama-00")
    watch(renata, "drama-06", share=0.5)
    keep_title(renata, "drama-06", Viewer("MX"), NOW)
    assert "drama-06" in shown(page_of(renata))
    say(renata, "drama-06", Said.HIDE)
    assert "drama-06" not in shown(page_of(renata))
    take_back(renata, "drama-06")
    assert "drama-06" in shown(page_of(renata))


def test_fewer_like_a_drama_puts_dramas_back_among_what_is_picked(house, renata):
    for key in ("drama-00", "comedy-01"):
        watch(renata, key)
    before = row_of(page_of(renata), Why.PICKED)
    for key in ("drama-03", "drama-06"):
        say(renata, key, Said.LESS)
    page = page_of(renata)
    after = row_of(page, Why.PICKED)
    assert not {"drama-03", "drama-06"} & shown(page)
    dramas = [sum(key.startswith("drama") for key in row) for row in (before, after)]
    assert dramas[1] < dramas[0]


def test_a_title_watched_of_which_fewer_are_wanted_speaks_for_nothing(house, renata):
    for key in ("drama-00", "comedy-01"):
        watch(renata, key)
    say(renata, "drama-00", Said.LESS)
    subjects = {s.subject for row in page_of(renata).rows for s in row.slots}
    assert "Comedy 01" in subjects
    assert "Drama 00" not in subjects


def test_a_list_keeps_what_its_viewer_wants_fewer_of(house, renata):
    keep_title(renata, "drama-06", Viewer("MX"), NOW)
    say(renata, "drama-06", Said.LESS)
    assert row_of(page_of(renata), Why.KEPT) == ["drama-06"]


def test_without_personalisation_the_page_is_that_of_someone_new_but_for_the_viewers_own(
    house, renata
):
    watch(renata, "drama-00")
    watch(renata, "drama-03", share=0.5)
    choose_personally(renata, False)
    page = page_of(renata)
    assert row_of(page, Why.CONTINUE) == ["drama-03"]
    assert row_of(page, Why.PICKED) == row_of(page, Why.BECAUSE) == []
    assert row_of(page, Why.POPULAR)
    choose_personally(renata, True)
    assert row_of(page_of(renata), Why.PICKED)


def test_without_personalisation_a_history_teaches_nothing(house, renata):
    learn(LATER)
    before = np.array(open_taste(taste_folder()).watched)
    watch(renata, "western-29")
    choose_personally(renata, False)
    learn(LATER)
    assert np.array_equal(open_taste(taste_folder()).watched, before)
    choose_personally(renata, True)
    learn(LATER)
    assert open_taste(taste_folder()).watched.sum() == before.sum() + 1


def test_afresh_only_what_is_watched_from_then_on_chooses(house, renata):
    watch(renata, "drama-00")
    say(renata, "comedy-04", Said.HIDE)
    start_afresh(renata, LATER)
    assert row_of(page_of(renata), Why.PICKED) == []
    assert Viewing.objects.filter(profile=renata).exists()
    watch(renata, "comedy-01", at=LATER)
    page = page_of(renata)
    assert {s.subject for row in page.rows if row.why == Why.PICKED for s in row.slots} == {
        "Comedy 01"
    }
    assert "comedy-04" in shown(page)  # what was said is forgotten with it
    start_afresh(renata, None)
    subjects = {s.subject for r in page_of(renata).rows if r.why == Why.PICKED for s in r.slots}
    assert "Drama 00" in subjects


def test_what_was_seen_whole_stands_in_no_row_that_proposes(house, renata):
    for n, part in enumerate(series()):
        watch(renata, part.key, at=NOW + timedelta(minutes=n))
    watch(renata, "western-02")
    page = page_of(renata)
    assert not {"linea", "western-02"} & shown(page)


def test_nobody_says_anything_of_what_they_may_not_see(renata):
    showing("luz")
    with pytest.raises(InputError):
        answer(renata, "luz", Said.HIDE, Viewer("MX"), NOW - timedelta(days=900))
