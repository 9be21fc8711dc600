from datetime import timedelta
from fractions import Fraction

import pytest

from cartelera.adapters.media_keys import keys_in_force
from cartelera.apps.accounts.queries import VISITOR, sign_in_of
from cartelera.apps.media.models import Master, Package
from cartelera.apps.media.queries import (
    PAUSES,
    keys_folder,
    packages_shelf,
    playback_of,
)
from cartelera.engines.media.marks import Mark, MarkKind
from cartelera.engines.media.token import verify
from cartelera.vocabulary.errors import AccessError
from cartelera.vocabulary.record import Avail
from cartelera.vocabulary.viewer import Viewer
from tests.conftest import BEFORE, NOW, showing

pytestmark = pytest.mark.django_db
ANA = sign_in_of("ana's session")


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


def admitted(address, at=NOW):
    _, _, token, package, *_ = address.split("/")
    return verify(token, package, keys_in_force(keys_folder()), at)


def test_who_may_watch_gets_addresses_that_open_its_package(viewer):
    playback = playback_of(showing("luz"), viewer, ANA, NOW)
    for address in (playback.hls, playback.dash):
        assert admitted(address).package == "luz-package" == playback.package
        assert admitted(address).sign_in == ANA
    assert (playback.seconds, playback.thumbnails) == (60.0, "")


def test_chapters_and_what_may_be_skipped_are_told_to_the_player(viewer):
    title = showing("luz")
    intro = {"kind": "intro", "start": "5/2", "end": "10", "name": ""}
    master = Master.objects.create(title=title, sha256="0" * 64)
    Package.objects.create(
        hash="luz-package", master=master, seconds=60, facts={"marks": [intro]}
    )
    assert playback_of(title, viewer, ANA, NOW).marks == (
        Mark(MarkKind.INTRO, Fraction(5, 2), Fraction(10)),
    )


def test_an_address_outlives_its_title_by_some_pauses(viewer):
    address = playback_of(showing("luz"), viewer, ANA, NOW).hls
    end = NOW + timedelta(seconds=60) + PAUSES
    assert admitted(address, end - timedelta(seconds=1))
    assert admitted(address, end) is None


def test_thumbnails_are_named_where_the_package_has_them(viewer):
    title = showing("luz")
    file = packages_shelf().folder / "luz-package" / "thumbnails" / "thumbnails.vtt"
    file.parent.mkdir(parents=True)
    file.write_text("WEBVTT\n")
    playback = playback_of(title, viewer, ANA, NOW)
    assert playback.thumbnails.endswith("/luz-package/thumbnails/thumbnails.vtt")
    assert admitted(playback.thumbnails)


def test_a_player_is_told_of_a_first_look(viewer):
    title = showing("luz")
    assert not playback_of(title, viewer, ANA, NOW).first
    master = Master.objects.create(title=title)
    Package.objects.create(
        hash="luz-package", master=master, seconds=60.0, facts={}, first=True
    )
    assert playback_of(title, viewer, ANA, NOW).first


@pytest.mark.parametrize(
    ("viewer", "changes"),
    [
        (Viewer("MX"), {"avails": ()}),
        (Viewer("MX"), {"avails": (Avail("MX", BEFORE, NOW),)}),
        (Viewer("MX"), {"public_from": None}),
        (Viewer("AR"), {}),
    ],
    ids=["no avail", "closed", "under embargo", "another territory"],
)
def test_what_the_gate_keeps_shut_gets_no_address(viewer, changes):
    with pytest.raises(AccessError):
        playback_of(showing("luz", **changes), viewer, ANA, NOW)


def test_a_title_s_address_follows_its_newest_package(viewer):
    from cartelera.apps.slate.actions import attach_package

    title = showing("luz")
    old = playback_of(title, viewer, ANA, NOW)
    attach_package(title, "b" * 64, 61.0)
    new = playback_of(title, viewer, ANA, NOW)
    assert (old.package, new.package, new.seconds) == ("luz-package", "b" * 64, 61.0)


def test_whoever_has_not_signed_in_is_a_visitor():
    assert sign_in_of(None) == sign_in_of("") == VISITOR
    assert sign_in_of("one") != sign_in_of("two")
    assert "secret" not in sign_in_of("secret")
