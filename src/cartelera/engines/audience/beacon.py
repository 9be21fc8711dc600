"""What a player reports of a few seconds of playing, and whether it can be true.

A beacon covers one stretch of playing without a jump. It says how long ago it ended, so that it
may come late and in any order; its number within the playing makes a second copy recognisable.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from cartelera.engines.audience.cmcd import LONGEST as CMCD_LONGEST
from cartelera.engines.audience.cmcd import quality_of
from cartelera.vocabulary.errors import InputError

MOST = 20  # beacons in a request
LATEST = timedelta(days=8)  # after its ticket was given, a beacon is refused
FASTEST = 2.05  # seconds of the title in a second of the clock: the player's double speed
SLACK_MS = 2_000  # by which clocks and timers may disagree
STRETCH_MS = 120_000  # the longest stretch a player reports at once
NUMBER_MOST = 50_000
WORD = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")  # a row, a campaign
_TAG = re.compile(r"[A-Za-z0-9-]{0,16}")


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the page of the player was given, signed: who plays what, and since when."""

    title: int  # Title id of the film or episode
    length_ms: int  # of the title
    profile: int | None  # Profile id; None for someone without one
    package: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class Led:
    """What led a viewer to a playing: a row, the place in it from 1, a campaign."""

    row: str = ""
    place: int = 0
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class Beacon:
    """One stretch of one playing."""

    number: int  # within the playing, from 0
    at: datetime  # when it ended
    span_ms: int  # by the clock
    played_ms: int  # of the title
    total_ms: int  # played since the playing began
    from_ms: int  # place in the title where it began
    to_ms: int  # and ended
    stalls: int = 0
    stall_ms: int = 0
    seeks: int = 0
    height: int = 0  # px of the picture; 0: not told
    kbps: int = 0  # of picture and sound; 0: not told
    audio: str = ""  # BCP 47
    text: str = ""  # BCP 47 of the subtitles shown; empty: none
    led: Led = Led()


def read_beacon(said: Mapping[str, Any], received_at: datetime, ticket: Ticket) -> Beacon:
    """Return the beacon that a player said, if it can be true.

    said  `number`, `ago` (ms since it ended), `span` and `played` (ms), `total` (ms played so
          far), `from` and `to` (ms into the title); where known `stalls`, `stalled` (ms),
          `seeks`, `height`, `audio`, `text`, `row`, `place`, `campaign`, and `cmcd`, a text
          of CTA-5004

    Raises InputError for what is missing, misspelt or cannot be.
    """
    try:
        beacon = Beacon(
            number=_whole(said, "number", NUMBER_MOST),
            at=received_at
            - timedelta(milliseconds=_whole(said, "ago", LATEST / timedelta(milliseconds=1))),
            span_ms=_whole(said, "span", STRETCH_MS),
            played_ms=_whole(said, "played", STRETCH_MS * FASTEST),
            total_ms=_whole(said, "total", LATEST / timedelta(milliseconds=1)),
            from_ms=_whole(said, "from", ticket.length_ms + SLACK_MS),
            to_ms=_whole(said, "to", ticket.length_ms + SLACK_MS),
            stalls=_whole(said, "stalls", 1000, 0),
            stall_ms=_whole(said, "stalled", STRETCH_MS, 0),
            seeks=_whole(said, "seeks", 1000, 0),
            height=_whole(said, "height", 9000, 0),
            audio=_text(said, "audio", _TAG),
            text=_text(said, "text", _TAG),
            led=Led(
                _text(said, "row", WORD), _whole(said, "place", 1000, 0),
                _text(said, "campaign", WORD),
            ),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, OverflowError) as problem:
        raise InputError(f"a beacon lacks or misspells {problem}") from problem
    _check(beacon, received_at, ticket)
    quality = quality_of(str(said.get("cmcd", ""))[:CMCD_LONGEST])
    return replace(beacon, kbps=quality.bitrate_kbps or 0)


def _whole(
    said: Mapping[str, Any], name: str, most: float, otherwise: int | None = None
) -> int:
    value = said[name] if otherwise is None else said.get(name, otherwise)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(name)
    if not 0 <= value <= most:
        raise InputError(f"a beacon whose {name} is {value} cannot be")
    return int(value)


def _text(said: Mapping[str, Any], name: str, form: re.Pattern[str]) -> str:
    value = said.get(name) or ""
    if not isinstance(value, str) or (value and not form.fullmatch(value)):
        raise InputError(f"a beacon whose {name} is {str(value)[:60]!r} cannot be")
    return value


def _check(beacon: Beacon, received_at: datetime, ticket: Ticket) -> None:
    slack = timedelta(milliseconds=SLACK_MS)
    began = beacon.at - timedelta(milliseconds=beacon.span_ms)
    if received_at - ticket.issued_at > LATEST:
        raise InputError("a beacon came more than eight days after its playing began")
    if began < ticket.issued_at - slack:
        raise InputError("a beacon tells of a time before its playing began")
    if beacon.played_ms > FASTEST * beacon.span_ms + SLACK_MS:
        raise InputError(f"{beacon.played_ms} ms played in {beacon.span_ms} ms cannot be")
    gone = (beacon.at - ticket.issued_at) / timedelta(milliseconds=1)
    if not beacon.played_ms <= beacon.total_ms <= FASTEST * gone + SLACK_MS:
        raise InputError(f"{beacon.total_ms} ms played in all, {gone:.0f} ms on, cannot be")
    if abs(beacon.to_ms - beacon.from_ms - beacon.played_ms) > SLACK_MS:
        raise InputError("a beacon played another length than it covers")


_TELEVISIONS = re.compile(
    r"smart-?tv|smarttv|appletv|googletv|android tv|hbbtv|web0s|webos|tizen|bravia|aft[a-z]\b|"
    r"roku|crkey|netcast|viera|playstation|xbox",
    re.IGNORECASE,
)
DEVICES = ("tv", "computer", "tablet", "phone", "other")


def device_of(user_agent: str) -> str:
    """Return the kind of device that a browser says it runs on: one of DEVICES."""
    said = user_agent[:400]
    if _TELEVISIONS.search(said):
        return "tv"
    if re.search(r"ipad|tablet|kindle|silk/", said, re.IGNORECASE):
        return "tablet"
    if "Android" in said:
        return "phone" if "Mobile" in said else "tablet"
    if re.search(r"iphone|ipod|mobile", said, re.IGNORECASE):
        return "phone"
    if re.search(r"windows|macintosh|x11|cros|linux", said, re.IGNORECASE):
        return "computer"
    return "other"
