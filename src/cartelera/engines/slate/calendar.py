"""Days of the slate as iCalendar."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LINE_LONGEST = 75  # octets, without the line's end

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Event:
    """One day on which something is released, or days that something takes."""

    uid: str
    on: date
    name: str
    where: str
    told: str
    address: str  # of its page; "" where it has none
    stamp: datetime  # aware; when the day was made public
    until: date | None = None  # the day after the last; None where it is one day


def calendar(events: Iterable[Event], name: str) -> str:
    """Return events as one iCalendar object, in their order.

    Source: RFC 5545; the calendar's name, RFC 7986.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Cartelera//Press room//ES",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        *(line for event in events for line in _event(event)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded_line(line)}\r\n" for line in lines)


def _event(event: Event) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{_text(event.uid)}",
        f"DTSTAMP:{event.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.until or event.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(event.name)}",
        *([f"LOCATION:{_text(event.where)}"] if event.where else []),
        *([f"DESCRIPTION:{_text(event.told)}"] if event.told else []),
        *([f"URL:{event.address}"] if event.address else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _text(value: str) -> str:
    one = _CONTROLS.sub(" ", value.replace("\r\n", "\n"))
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        one = one.replace(plain, escaped)
    return one


def folded_line(line: str) -> str:
    """Return a line broken where it is too long, never within a character."""
    parts, size = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LINE_LONGEST:
            parts.append("")
            size = 1  # the space that begins a line gone on
        parts[-1] += letter
        size += octets
    return "\r\n ".join(parts)
