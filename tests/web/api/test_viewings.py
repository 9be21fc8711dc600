"""The address that players report to."""

import json
import re

import pytest
from django.db import connections
from django.test import override_settings

from cartelera.apps.audience.models import Beacon
from tests.addresses import write_territories
from tests.apps.audience.test_beacons import Player
from tests.conftest import showing

pytestmark = pytest.mark.django_db(databases="__all__")
TICKET = re.compile(r'data-ticket="([^"]+)"')
ASKER = "203.0.113.77"


def send(client, count=1, **headers):
    showing("luz")
    ticket = TICKET.search(client.get("/es/watch/luz/").content.decode())[1]
    said = [
        {
            "number": n, "ago": 0, "span": 0, "played": 50, "total": 50 * (n + 1),
            "from": 0, "to": 50,
        }
        for n in range(count)
    ]  # fmt: skip
    body = json.dumps({"ticket": ticket, "session": "abc", "beacons": said})
    return client.post("/api/v1/viewings", body, content_type="text/plain", **headers)


def territory(client, **more):
    assert send(client, **more).status_code == 204
    return Beacon.objects.get().territory


def test_without_a_file_or_a_proxy_a_viewer_is_at_home(client):
    assert territory(client, REMOTE_ADDR=ASKER) == "MX"


def test_a_territory_comes_from_the_operators_file(client, tmp_path):
    write_territories(tmp_path / "t.mmdb", {"203.0.113.0/24": "AR", "198.51.0.0/16": "ES"})
    with override_settings(ADDRESSES=tmp_path / "t.mmdb"):
        assert territory(client, REMOTE_ADDR=ASKER) == "AR"


def test_an_address_that_the_file_does_not_know_is_nowhere(client, tmp_path):
    write_territories(tmp_path / "t.mmdb", {"198.51.0.0/16": "ES"})
    with override_settings(ADDRESSES=tmp_path / "t.mmdb"):
        assert territory(client, REMOTE_ADDR="8.8.8.8") == "ZZ"


def test_a_forged_forward_does_not_move_a_viewer(client, tmp_path):
    write_territories(tmp_path / "t.mmdb", {"203.0.113.0/24": "AR", "198.51.0.0/16": "ES"})
    forged = {"HTTP_X_FORWARDED_FOR": "198.51.100.1", "HTTP_CF_IPCOUNTRY": "ES"}
    with override_settings(ADDRESSES=tmp_path / "t.mmdb", TERRITORY_HEADER="CF-IPCountry"):
        assert territory(client, REMOTE_ADDR=ASKER, **forged) == "AR"


def test_our_own_proxy_is_believed(client):
    with override_settings(PROXIES=["10.0.0.0/8"], TERRITORY_HEADER="CF-IPCountry"):
        said = {"REMOTE_ADDR": "10.0.0.2", "HTTP_CF_IPCOUNTRY": "co"}
        assert territory(client, **said) == "CO"


def test_what_is_no_report_is_refused_in_words(client):
    for body in ("", "[]", "{}", '{"ticket": 1, "session": "a", "beacons": []}', "x" * 20_000):
        answer = client.post("/api/v1/viewings", body, content_type="text/plain")
        assert (answer.status_code, bool(answer.content)) == (400, True)


def test_a_report_costs_the_same_few_queries_however_many_beacons(
    client, django_assert_max_num_queries
):
    player = Player(showing("luz").pk, profile=None)
    for count in (1, 20):
        said = [
            {"number": n, "ago": 0, "span": 0, "played": 0, "total": 0, "from": 0, "to": 0}
            for n in range(count)
        ]
        with django_assert_max_num_queries(4, connection=connections[Beacon.objects.db]):
            player.tell(said)
