"""Subtitles in TTML, and its profile IMSC 1 Text: when each paragraph is shown, and its words.

Source: W3C, Timed Text Markup Language 2, and TTML Profiles for Internet Media Subtitles 1.2.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from cartelera.vocabulary.errors import InputError

TTML = "{http://www.w3.org/ns/ttml}"
PARAMETERS = TTML[:-1] + "#parameter}"
OLD = "{http://www.w3.org/2006/10/ttaf1}"  # of files older than the recommendation
CLOCK = re.compile(r"(\d{2,}):(\d\d):(\d\d)(?:\.(\d+)|:(\d{2,})(?:\.\d+)?)?", re.ASCII)
OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|f|t)", re.ASCII)
DEEPEST = 20  # elements inside elements

Shown = tuple[Fraction, Fraction, str]  # start and end in seconds, and the words


class _Clock:
    """What a time in this document means."""

    def __init__(self, root: Element) -> None:
        def said(name: str, usual: str) -> str:
            return root.get(PARAMETERS + name, usual)

        try:
            up, down = (int(n) for n in said("frameRateMultiplier", "1 1").split())
            self.rate = Fraction(said("frameRate", "30")) * Fraction(up, down)
            ticks = root.get(PARAMETERS + "tickRate")
            self.ticks = Fraction(ticks) if ticks else self.rate
            if min(self.rate, self.ticks) <= 0:
                raise ValueError
        except (ValueError, ZeroDivisionError) as error:
            raise InputError("its frame rate or tick rate cannot be read") from error

    def seconds(self, text: str) -> Fraction:
        """Return what a time expression says. Raises InputError if it says nothing."""
        found = CLOCK.fullmatch(text.strip())
        if found:
            hours, minutes, seconds, part, frames = found.groups()
            whole = Fraction(int(hours) * 3600 + int(minutes) * 60 + int(seconds))
            return whole + Fraction(f"0.{part or 0}") + Fraction(int(frames or 0)) / self.rate
        found = OFFSET.fullmatch(text.strip())
        if not found:
            raise InputError(f"{text[:40]!r} is no time of TTML")
        unit = {
            "h": Fraction(3600),
            "m": Fraction(60),
            "s": Fraction(1),
            "ms": Fraction(1, 1000),
            "f": 1 / self.rate,
            "t": 1 / self.ticks,
        }[found[2]]
        return Fraction(found[1]) * unit


def read_ttml(data: bytes) -> list[Shown]:
    """Return each paragraph of a TTML document with its times, in the order written.

    Raises InputError for XML that is no TTML, times that are none, or a document of pictures.
    """
    try:
        root = fromstring(data)
    except Exception as error:  # the parser's own errors, and those of defusedxml
        raise InputError("it is not XML that can be read") from error
    if root.tag not in {f"{TTML}tt", f"{OLD}tt"}:
        raise InputError("its XML is not TTML")
    clock = _Clock(root)
    body = root.find(f"{root.tag[:-2]}body")
    if body is None:
        return []
    found = list(_shown(body, clock, Fraction(0), None, 0))
    if not found and any("image" in _name(element) for element in root.iter()):
        raise InputError("it holds pictures of words and no words")
    return found


def _shown(
    element: Element, clock: _Clock, above: Fraction, until: Fraction | None, depth: int
) -> Iterator[Shown]:
    """Yield the paragraphs inside an element, whose own times begin at `above`."""
    if depth > DEEPEST:
        raise InputError(f"its elements are nested deeper than {DEEPEST}")
    start, end = _times(element, clock, above, until)
    if _name(element) != "p":
        at = start
        for inner in element:
            yield from _shown(inner, clock, at, end, depth + 1)
            if element.get("timeContainer") == "seq":
                at = _times(inner, clock, at, end)[1] or at
        return
    timed = [inner for inner in element.iter() if inner is not element and inner.get("begin")]
    if timed:  # words that come one after another inside a paragraph
        for inner in timed:
            first, last = _times(inner, clock, start, end)
            if last is not None:
                yield first, last, _words(inner)
    elif end is not None:
        yield start, end, _words(element)


def _times(
    element: Element, clock: _Clock, above: Fraction, until: Fraction | None
) -> tuple[Fraction, Fraction | None]:
    begin, end, lasts = (element.get(name) for name in ("begin", "end", "dur"))
    start = above + (clock.seconds(begin) if begin else 0)
    ends = [] if until is None else [until]
    if end:
        ends.append(above + clock.seconds(end))
    if lasts:
        ends.append(start + clock.seconds(lasts))
    return start, min(ends) if ends else None


def _words(element: Element, depth: int = 0) -> str:
    """Return the words of an element, one line for each that it breaks into."""
    if depth > DEEPEST:
        raise InputError(f"its elements are nested deeper than {DEEPEST}")
    parts = [_spaced(element.text)]
    for inner in element:
        kind = _name(inner)
        if kind == "br":
            parts.append("\n")
        elif kind == "span":
            parts.append(_words(inner, depth + 1))
        parts.append(_spaced(inner.tail))
    return "".join(parts)


def _spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _name(element: Element) -> str:
    return str(element.tag).rsplit("}", maxsplit=1)[-1]
