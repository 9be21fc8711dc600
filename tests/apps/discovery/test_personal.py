import shutil
from contextlib import ExitStack
from datetime import timedelta

import numpy as np
import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from cartelera.adapters.cluster import LostError
from cartelera.adapters.tastes import open_taste, open_watched
from cartelera.apps.accounts.models import Profile
from cartelera.apps.audience.actions import Report, erase_history, record_viewing
from cartelera.apps.audience.models import Viewing
from cartelera.apps.discovery import pipeline
from cartelera.apps.discovery.actions import choose_personally
from cartelera.apps.discovery.jobs import ask_for_taste
from cartelera.apps.discovery.pipeline import learn_taste
from cartelera.apps.discovery.queries import home_page, taste_folder, taste_is_stale
from cartelera.apps.slate.actions import record_title
from cartelera.apps.slate.models import Title
from cartelera.apps.work.models import Job
from cartelera.engines.discovery.page import Why
from cartelera.vocabulary.record import Rating
from cartelera.vocabulary.viewer import Viewer
from tests.apps.discovery.test_home_page import series
from tests.conftest import NOW, film, showing

pytestmark = pytest.mark.django_db(databases="__all__")
RENATA = 7  # a profile


def watch(profile, key, share=1.0, at=NOW):
    title = Title.objects.get(key=key)
    report = Report(f"{profile}-{key}", title.pk, "p", share * 60, share * 60, 60.0)
    record_viewing(profile, report, at)


def learn(at=NOW):
    learn_taste(at, lambda _share: None)


@pytest.fixture
def house(settings, tmp_path):
    """Keep thirty films; ten profiles watch the dramas, ten the comedies."""
    settings.DATA = tmp_path
    for n in range(30):
        genre = ("drama", "comedy", "western")[n % 3]
        showing(f"{genre}-{n:02}", genres=(genre,), name=f"{genre.title()} {n:02}")
    for profile in range(100, 110):
        for n in range(0, 24, 3):
            if (profile + n) % 4:
                watch(profile, f"drama-{n:02}")
                watch(profile + 10, f"comedy-{n + 1:02}")
    learn()


def page_of(profile, viewer, at=NOW):
    return home_page(viewer, profile, "es", at)


def row_of(page, why):
    return [slot.title.key for row in page.rows if row.why == why for slot in row.slots]


def test_whoever_watches_dramas_is_picked_dramas_first(house, viewer):
    for key in ("drama-00", "drama-03"):
        watch(RENATA, key)
    picked = row_of(page_of(RENATA, viewer), Why.PICKED)
    assert picked[0].startswith("drama")
    assert sum(key.startswith("drama") for key in picked[:5]) >= 4
    assert not {"drama-00", "drama-03"} & set(picked)


def test_a_title_looked_into_is_offered_to_go_on_with_and_later_counts_less(house, viewer):
    watch(RENATA, "drama-00")
    first = row_of(page_of(RENATA, viewer), Why.PICKED)[0]
    watch(RENATA, first, share=0.04)
    assert row_of(page_of(RENATA, viewer), Why.CONTINUE) == [first]
    later = page_of(RENATA, viewer, NOW + timedelta(days=15))
    assert row_of(later, Why.CONTINUE) == []
    assert first not in row_of(later, Why.PICKED)[:3]


def test_each_picked_title_says_what_it_goes_with(house, viewer):
    watch(RENATA, "comedy-01")
    rows = [row for row in page_of(RENATA, viewer).rows if row.why == Why.PICKED]
    slots = [slot for row in rows for slot in row.slots]
    assert {slot.subject for slot in slots} == {"Comedy 01"}
    assert all(slot.term for slot in slots)


def test_a_row_goes_with_one_title_that_was_watched(house, viewer):
    watch(RENATA, "comedy-01")
    rows = [row for row in page_of(RENATA, viewer).rows if row.why == Why.BECAUSE]
    assert [row.subject for row in rows] == ["Comedy 01"] * len(rows)


def test_a_page_keeps_each_title_once_and_is_the_same_when_asked_again(house, viewer):
    watch(RENATA, "drama-00")
    first, again = page_of(RENATA, viewer), page_of(RENATA, viewer)
    assert first == again
    shown = [slot.title.key for row in first.rows for slot in row.slots]
    assert len(shown) == len(set(shown))


def test_a_look_of_a_moment_changes_nothing(house, viewer):
    watch(RENATA, "drama-00", share=0.01)
    assert row_of(page_of(RENATA, viewer), Why.PICKED) == []


def test_a_title_nobody_has_watched_is_reached_by_its_record(house, viewer):
    watch(RENATA, "drama-00")
    page = page_of(RENATA, viewer)
    own = {*row_of(page, Why.PICKED), *row_of(page, Why.BECAUSE)}
    assert {"drama-24", "drama-27"} <= own


def test_a_small_house_has_titles_left_for_the_other_rows(house, viewer):
    watch(RENATA, "drama-00")
    page = page_of(RENATA, viewer)
    assert len(row_of(page, Why.PICKED)) == 4  # of nine dramas that may be picked
    assert row_of(page, Why.BECAUSE)


def test_what_a_profile_may_not_watch_is_not_picked(house, viewer):
    title = film("drama-03", "Drama 03", ratings=(Rating("MX", "RTC", "C"),), genres=("drama",))
    record_title(title, None)
    watch(RENATA, "drama-00")
    page = home_page(Viewer("MX", maturity=12), RENATA, "es", NOW)
    assert "drama-03" not in {s.title.key for row in page.rows for s in row.slots}
    assert row_of(home_page(Viewer("AR"), RENATA, "es", NOW), Why.PICKED) == []


def test_someone_without_a_history_sees_what_is_watched_most(house, viewer):
    popular = row_of(page_of(None, viewer), Why.POPULAR)
    assert popular
    assert all(key.startswith(("drama", "comedy")) for key in popular)


def test_a_history_that_was_erased_teaches_nothing_more(house, viewer):
    Viewing.objects.all().delete()
    learn(NOW + timedelta(hours=2))
    assert row_of(page_of(None, viewer), Why.POPULAR) == []


def taken():
    """Return what was learned of who watched what: {(profile, title): how much}."""
    titles = np.array(Title.objects.order_by("pk").values_list("pk", flat=True))
    kept, _made_at = open_watched(taste_folder(), titles)
    pairs = kept.taken.tocoo()
    return {
        (int(kept.profiles[row]), int(titles[column])): value
        for row, column, value in zip(pairs.row, pairs.col, pairs.data, strict=True)
    }


def learned_anew(at):
    shutil.rmtree(taste_folder())
    learn(at)
    return taken()


def test_learning_from_what_is_new_learns_what_reading_everything_would(house, stranger):
    later = NOW + timedelta(days=3)
    series()
    watch(100, "linea-e1")
    watch(101, "drama-06", at=later - timedelta(hours=1))  # one who watches on
    watch(RENATA, "western-02", share=0.6)  # one who is new
    private = Profile.objects.create(user=stranger, name="Private", pk=103)
    choose_personally(private.pk, False)  # one who teaches no more
    erase_history(102)  # one who is gone
    erase_history(104, Viewing.objects.filter(profile=104).first().title)  # one title gone
    learn(later)
    after = taken()
    assert {102, 103}.isdisjoint(profile for profile, _title in after)
    assert after == pytest.approx(learned_anew(later))


def test_only_those_who_watched_since_are_read_again(house, monkeypatch):
    read = []
    usual = pipeline._read

    def noted(titles, profiles, at):
        read.append(list(profiles))
        return usual(titles, profiles, at)

    learn(NOW + timedelta(hours=1))
    monkeypatch.setattr(pipeline, "_read", noted)
    watch(RENATA, "drama-00", at=NOW + timedelta(hours=2))
    learn(NOW + timedelta(hours=3))
    learn(NOW + timedelta(days=8))
    assert read[0] == [RENATA]
    assert len(read[1]) > 10  # once a week everything is


def test_learning_is_asked_for_when_there_is_something_new_and_the_last_is_an_hour_ago(
    house, monkeypatch
):
    hour = timedelta(hours=1)
    assert not taste_is_stale(NOW + hour - hour * 2)
    watch(RENATA, "drama-00", at=NOW + hour)
    assert not taste_is_stale(NOW)
    assert taste_is_stale(NOW + hour)
    ask_for_taste()
    ask_for_taste()
    assert Job.objects.filter(kind="discovery.learn_taste").count() == 1


def test_a_house_without_titles_learns_nothing(settings, tmp_path, viewer):
    settings.DATA = tmp_path
    learn()
    assert page_of(RENATA, viewer).rows == ()


def test_a_large_house_learns_among_the_nearest(house, viewer, monkeypatch):
    monkeypatch.setattr("cartelera.apps.discovery.pipeline.DENSE", 5)
    monkeypatch.setattr("cartelera.apps.discovery.pipeline.BLOCK", 7)
    monkeypatch.setattr("cartelera.apps.discovery.pipeline.ENOUGH", 9)
    learn(NOW + timedelta(hours=1))
    watch(RENATA, "drama-00")
    page = page_of(RENATA, viewer)
    picked = row_of(page, Why.PICKED)
    assert all(key.startswith("drama") for key in picked[:8])
    # One that nobody has watched is reached there too, by what its record says.
    assert {"drama-24", "drama-27"} <= {*picked, *row_of(page, Why.BECAUSE)}


def test_a_cluster_learns_the_same_and_what_it_leaves_is_learned_here(
    house, settings, tmp_path, monkeypatch
):
    monkeypatch.setattr("cartelera.apps.discovery.pipeline.DENSE", 5)
    monkeypatch.setattr("cartelera.apps.discovery.pipeline.BLOCK", 7)
    learn(NOW + timedelta(hours=1))
    alone = open_taste(taste_folder())
    sent = []

    def lost_after_two(address, certificates, function, calls, *, shared):
        for n, arguments in list(calls.items())[:2]:
            sent.append((address, n))
            yield {n: function(*shared, *arguments)}
        raise LostError("gone")

    monkeypatch.setattr("cartelera.adapters.cluster.spread", lost_after_two)
    settings.SCHEDULER = "tcp://127.0.0.1:1"
    learn(NOW + timedelta(hours=1))
    assert sent == [("tcp://127.0.0.1:1", 0), ("tcp://127.0.0.1:1", 7)]
    shared = open_taste(taste_folder())
    everything = np.arange(len(alone.titles))
    assert (
        shared.between(everything, everything) == alone.between(everything, everything)
    ).all()


def queries_of(viewer):
    with ExitStack() as stack:
        asked = [
            stack.enter_context(CaptureQueriesContext(connections[a])) for a in connections
        ]
        page_of(RENATA, viewer)
    return sum(len(queries) for queries in asked)


def test_a_personal_page_asks_as_many_questions_at_any_length(house, viewer):
    watch(RENATA, "drama-00")
    few = queries_of(viewer)
    for n in range(1, 24, 3):
        watch(RENATA, f"comedy-{n:02}")
    assert queries_of(viewer) == few
