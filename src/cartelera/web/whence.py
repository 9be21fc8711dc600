"""Where a request comes from: a territory, and a kind of device. The address stays here."""

from django.conf import settings
from django.http import HttpRequest

from cartelera.adapters.addresses import address_of, asker, territory_of, trusted
from cartelera.apps.audience.actions import Whence
from cartelera.engines.audience.beacon import device_of
from cartelera.vocabulary.territory import TERRITORIES


def whence(request: HttpRequest) -> Whence:
    """Return where a request comes from.

    The territory is what one of the house's own proxies says; else what the operator's file of
    addresses says. A house with neither takes its viewers to be at home, as it does a viewer
    of its own network.
    """
    return Whence(_territory(request), device_of(request.headers.get("User-Agent", "")))


def _territory(request: HttpRequest) -> str:
    peer = request.META.get("REMOTE_ADDR", "")
    header = settings.TERRITORY_HEADER
    if header and trusted(address_of(peer), settings.PROXIES):
        said = request.headers.get(header, "").strip().upper()
        return said if said in TERRITORIES else ""
    home: str = request.house.home_territory  # type: ignore[attr-defined]
    if not settings.ADDRESSES.is_file():
        return home
    address = asker(peer, request.headers.get("X-Forwarded-For", ""), settings.PROXIES)
    found = territory_of(address, settings.ADDRESSES)
    return home if not found and address is not None and address.is_private else found
