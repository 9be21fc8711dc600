"""Every file of a package, through the house's own gate, as everyone who should not have it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cartelera.adapters.media_keys import change_key, signing_key
from cartelera.apps.accounts.queries import sign_in_of
from cartelera.apps.media.models import Master, Package
from cartelera.apps.media.queries import keys_folder, packages_shelf, playback_of
from cartelera.apps.slate.actions import attach_package
from cartelera.apps.slate.models import Title
from cartelera.engines.media.token import sign
from cartelera.vocabulary.record import Avail
from cartelera.vocabulary.stage import Stage
from cartelera.vocabulary.viewer import Viewer
from cartelera.web.media_gate import gate_of_house
from tests.conftest import BEFORE, showing

pytestmark = pytest.mark.django_db
FILES = (
    "master.m3u8", "manifest.mpd", "video_720p.m3u8", "video_720p/init.mp4", "video_720p/1.m4s",
    "audio_es/init.mp4", "audio_es/1.m4s", "text_es.m3u8", "text/es.vtt", "text_en/1.m4s",
    "iframes.m3u8", "thumbnails/thumbnails.vtt", "thumbnails/sheet-001.jpg",
)  # fmt: skip


@pytest.fixture
def get(settings, tmp_path):
    """The status of an address at the gate; packages of two titles lie behind it."""
    settings.DATA = tmp_path
    for package in ("luz-package", "sol-package"):
        for name in FILES:
            file = packages_shelf().folder / package / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"private")
    gate = gate_of_house(lambda environ, start: pytest.fail("reached the site"))

    def get(address):
        told = []
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": address}
        body = b"".join(gate(environ, lambda status, headers: told.append(int(status[:3]))))
        assert (b"private" in body) == (told[0] == 200)
        return told[0]

    return get


@pytest.fixture
def ana(stranger):
    client = Client()
    client.force_login(stranger)
    return client


def folder_for(client, key="luz"):
    """Return the address under which a package opens for a signed-in browser."""
    sign_in = sign_in_of(client.session.session_key)
    playback = playback_of(showing(key), Viewer("MX"), sign_in, timezone.now())
    return playback.hls.rsplit("/", 1)[0]


def all_of(get, folder):
    return {name: get(f"{folder}/{name}") for name in FILES}


def every(status):
    return dict.fromkeys(FILES, status)


def test_whoever_may_watch_gets_every_file(get, ana):
    assert all_of(get, folder_for(ana)) == every(200)


def test_without_a_token_nobody_gets_any(get, ana):
    folder_for(ana)
    for folder in ("/v/luz-package", "/v//luz-package", "/v/x/luz-package", "/v/luz-package/x"):
        assert all_of(get, folder) == every(403)


def test_the_token_of_one_title_opens_no_other(get, ana):
    luz, sol = folder_for(ana, "luz"), folder_for(ana, "sol")
    token = luz.split("/")[2]
    assert all_of(get, f"/v/{token}/sol-package") == every(403)
    assert all_of(get, sol) == every(200)


def test_nobody_puts_their_name_or_another_hour_into_a_token(get, ana):
    _, _, token, package = folder_for(ana).split("/")
    key, expiry, sign_in, mac = token.split(".")
    for forged in (
        f"{key}.{expiry}.{sign_in_of('another')}.{mac}",
        f"{key}.{int(expiry) + 86400}.{sign_in}.{mac}",
        f"{key}.{expiry}.{sign_in}.{'A' * 43}",
        f"ffffffff.{expiry}.{sign_in}.{mac}",
    ):
        assert all_of(get, f"/v/{forged}/{package}") == every(403)


def test_an_expired_token_opens_nothing(get):
    now = timezone.now()
    key = signing_key(keys_folder(), now)
    token = sign("luz-package", "ana", now - timedelta(seconds=1), key)
    assert all_of(get, f"/v/{token}/luz-package") == every(403)


def test_when_a_sign_in_ends_its_addresses_close_and_others_stay(get, ana, administrator):
    folder, admin = folder_for(ana), Client()
    admin.force_login(administrator)
    other = folder_for(admin)
    ana.logout()
    assert all_of(get, folder) == every(403)
    assert all_of(get, other) == every(200)


@pytest.mark.parametrize(
    "changes",
    [
        {"avails": (Avail("MX", BEFORE, withdrawn=True),)},
        {"avails": (Avail("MX", BEFORE, BEFORE + timedelta(days=1)),)},
        {"public_from": None},
        {"stage": Stage.CANCELLED},
    ],
    ids=["withdrawn", "closed", "out of the public", "cancelled"],
)
def test_when_a_title_closes_its_addresses_do_too(get, ana, changes):
    luz, sol = folder_for(ana, "luz"), folder_for(ana, "sol")
    showing("luz", **changes)
    assert all_of(get, luz) == every(403)
    assert all_of(get, sol) == every(200)


def test_who_watches_goes_on_when_a_newer_package_comes(get, ana):
    folder = folder_for(ana)
    title = Title.objects.get()
    master = Master.objects.create(title=title, name="luz.mov")
    Package.objects.create(hash="luz-package", master=master, seconds=60.0, facts={})
    attach_package(title, "newer-package", 60.0)
    assert all_of(get, folder) == every(200)


def test_addresses_outlive_a_change_of_keys(get, ana):
    folder = folder_for(ana)
    change_key(keys_folder())
    assert all_of(get, folder) == every(200)
