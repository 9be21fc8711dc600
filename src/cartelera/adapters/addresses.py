"""Network addresses to territories; an address is looked at and never kept."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path
from typing import TypeAlias

import maxminddb

from cartelera.vocabulary.errors import ProgramError
from cartelera.vocabulary.territory import TERRITORIES

Address: TypeAlias = IPv4Address | IPv6Address


def address_of(text: str) -> Address | None:
    """Return an address as the network says it, or None if it is none."""
    try:
        found = ip_address(text.strip().strip("[]").partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def trusted(address: Address | None, proxies: Sequence[str]) -> bool:
    """Say whether an address is one of the house's own proxies.

    Raises ProgramError if a proxy is no address or network.
    """
    try:
        networks = [ip_network(proxy, strict=False) for proxy in proxies]
    except ValueError as error:
        raise ProgramError(f"CARTELERA_PROXIES holds what is no address: {error}") from error
    return address is not None and any(address in network for network in networks)


def asker(peer: str, forwarded: str, proxies: Sequence[str]) -> Address | None:
    """Return the address that asks: the peer, or the one a trusted proxy speaks for.

    peer       who is connected
    forwarded  the header X-Forwarded-For; heard only if the peer is a trusted proxy, and read
               from its end, where our own proxies wrote
    """
    found = address_of(peer)
    for step in reversed(forwarded.split(",") if forwarded else []):
        if not trusted(found, proxies):
            break
        found = address_of(step)
    return found


@lru_cache(maxsize=4)
def _opened(database: Path, _changed: float) -> maxminddb.Reader:
    try:
        return maxminddb.open_database(str(database), maxminddb.MODE_AUTO)
    except (OSError, maxminddb.InvalidDatabaseError) as error:
        raise ProgramError(f"the addresses in {database} cannot be read: {error}") from error


def territory_of(address: Address | None, database: Path) -> str:
    """Return the territory of an address (ISO 3166-1 alpha-2), or empty where none is known.

    database  a file in MaxMind's format, with a country for each network
    """
    if address is None:
        return ""
    found = _opened(database, database.stat().st_mtime).get(str(address))
    country = found.get("country") if isinstance(found, dict) else None
    code = country.get("iso_code") if isinstance(country, dict) else country
    return code if isinstance(code, str) and code in TERRITORIES else ""
