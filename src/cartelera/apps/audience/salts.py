"""The names that viewers go by: one for each week, that no later week can be tied to."""

import hashlib
import hmac
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from cartelera.adapters.secrets import kept_secret, spend_secret

KEPT_WEEKS = 3  # the running week, and those of which something may still come late


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _folder() -> Path:
    return Path(settings.DATA) / "salts"


@lru_cache(maxsize=8)
def _salt(file: Path) -> bytes:
    return kept_secret(file).encode()


def salted(week: date, name: str) -> int:
    """Return the number that a name goes by in one week: 63 bits, the same all that week."""
    salt = _salt(_folder() / week.isoformat())
    digest = hmac.digest(salt, name.encode(), hashlib.sha256)
    return int.from_bytes(digest[:8], "big") >> 1


def forget_salts(today: date) -> None:
    """Remove the salts of weeks past: nobody, we included, can find a viewer's number again."""
    oldest = week_of(today) - timedelta(weeks=KEPT_WEEKS - 1)
    for file in _folder().glob("????-??-??"):
        if file.name < oldest.isoformat():
            spend_secret(file)
    _salt.cache_clear()
