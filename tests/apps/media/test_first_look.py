"""A first look is there soon, gives way to the whole ladder, and is swept when it may be."""

from datetime import timedelta

from django.db.models.signals import post_save
from pytest import fixture, mark

from cartelera.apps.media.actions import receive_master
from cartelera.apps.media.jobs import sweep_packages
from cartelera.apps.media.models import Package
from cartelera.apps.media.queries import PAUSES, media_store, packages_gone_by
from cartelera.apps.slate.actions import keep_vocabulary, record_title
from cartelera.apps.work.worker import work_until_stopped
from cartelera.engines.media.ladder import Aim, PictureCodec, first_rung, ladder
from cartelera.engines.media.order import Order
from tests.conftest import film as record
from tests.films import film


@fixture
def house(tmp_path, settings, db):
    keep_vocabulary()
    settings.DATA = tmp_path / "house"
    settings.DATA.mkdir()


def delivered(tmp_path, order):
    title = record_title(record("luz", "Luz"), None)
    receive_master(title, film(tmp_path / "film.mp4", seconds=2), "film.mp4", None, order=order)
    return title


CHOSEN = Order(aim=Aim(quality=70, codecs=(PictureCodec.H264,)))


@mark.django_db(transaction=True)
def test_a_title_shows_a_first_look_until_its_whole_ladder_is_made(house, tmp_path):
    title = delivered(tmp_path, CHOSEN)
    work_until_stopped(once=True)
    whole, look = Package.objects.order_by("-id")
    title.refresh_from_db()
    assert (look.first, whole.first) == (True, False)
    assert title.playable_package == whole.hash
    assert len(look.facts["videos"]) == 1

    replaced = whole.verified_at + timedelta(seconds=look.seconds) + PAUSES
    assert packages_gone_by(replaced - timedelta(seconds=1)) == []
    assert packages_gone_by(replaced) == [look]
    sweep_packages()
    assert media_store().package(look.hash).exists()  # somebody may be watching
    Package.objects.filter(pk=whole.pk).update(verified_at=whole.verified_at - 2 * PAUSES)
    sweep_packages()
    assert not media_store().package(look.hash).exists()
    assert list(Package.objects.all()) == [whole]
    assert media_store().package(whole.hash).exists()


@mark.django_db(transaction=True)
def test_a_first_look_does_not_wait_for_the_ladder_of_another_title(house, tmp_path):
    earlier = delivered(tmp_path, CHOSEN)
    later = record_title(record("sol", "Sol"), None)

    def deliver_later(sender, instance, **_):
        if instance.first and instance.master.title_id == earlier.pk:  # its ladder comes next
            path = film(tmp_path / "later.mp4", seconds=3)
            receive_master(later, path, "later.mp4", None, order=CHOSEN)

    post_save.connect(deliver_later, sender=Package)
    try:
        work_until_stopped(once=True)
    finally:
        post_save.disconnect(deliver_later, sender=Package)
    made = [(p.master.title.key, p.first) for p in Package.objects.order_by("id")]
    assert made == [("luz", True), ("sol", True), ("luz", False), ("sol", False)]


@mark.django_db(transaction=True)
def test_a_ladder_that_is_soon_made_needs_no_first_look(house, tmp_path):
    delivered(tmp_path, Order())
    work_until_stopped(once=True)
    assert [package.first for package in Package.objects.all()] == [False]


def test_a_first_look_is_the_largest_rung_that_is_soon_made():
    assert first_rung(ladder(1920, 1080, 25)).size == "854x480"
    assert first_rung(ladder(480, 204, 24)).size == "480x204"
