"""Every address says who may come through, and keeps the others out."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

from cartelera.web.doors import Door

FOREIGN = ("es/accounts/", "es/office/records/")  # rooms of other packages, with their doors
VALUES = {
    "IntConverter": 1,
    "SlugConverter": "nobody",
    "StringConverter": "ab" * 32,
    "UUIDConverter": "6f1c2c8e-8f0e-4b3c-9d62-0d5c8c0f5b11",
}


@dataclass(frozen=True)
class Route:
    """One address of the site."""

    place: str
    name: str
    pattern: URLPattern

    @property
    def door(self) -> Door | None:
        return getattr(self.pattern.callback, "door", None)

    @property
    def foreign(self) -> bool:
        return self.place.startswith(FOREIGN)

    def address(self) -> str:
        converters = self.pattern.pattern.converters.items()
        return reverse(
            self.name, kwargs={key: VALUES[type(kind).__name__] for key, kind in converters}
        )


def routes(resolver: URLResolver, place: str = "", space: str = "") -> Iterator[Route]:
    """Yield every route below a resolver."""
    for pattern in resolver.url_patterns:
        here = f"{place}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern, here, inner)
        else:
            yield Route(here, f"{space}{pattern.name}", pattern)


with override("es"):
    ALL = list(routes(get_resolver()))
STAFF = [route for route in ALL if route.door is Door.STAFF]


def test_every_route_declares_its_door():
    silent = [route.place for route in ALL if route.door is None and not route.foreign]
    assert silent == []


def test_the_office_is_for_staff_alone():
    rooms = [route for route in ALL if route.name.startswith("office:")]
    assert len(rooms) > 15
    assert [route.place for route in rooms if route.door is not Door.STAFF] == []


PROGRAM = {"Tus-Resumable": "1.0.0"}  # what an upload's program says first


@pytest.mark.django_db
@pytest.mark.parametrize("route", STAFF, ids=lambda route: route.name)
def test_whoever_is_not_signed_in_is_asked_to(client, route):
    for send in (client.get, client.post):
        answer = send(route.address(), headers=PROGRAM)
        if route.name.startswith("api:"):
            assert answer.status_code == 401
        else:
            assert (answer.status_code, "/accounts/login/" in answer.url) == (302, True)


@pytest.mark.django_db
@pytest.mark.parametrize("staff", [False, True], ids=["a viewer", "staff without the role"])
@pytest.mark.parametrize("route", STAFF, ids=lambda route: route.name)
def test_whoever_may_not_does_not_come_into_a_staff_room(client, stranger, route, staff):
    stranger.is_staff = staff
    stranger.save()
    client.force_login(stranger)
    for send in (client.get, client.post):
        assert send(route.address(), headers=PROGRAM).status_code == 403
