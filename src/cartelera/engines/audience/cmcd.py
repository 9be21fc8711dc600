"""Common Media Client Data, as a player says it: CTA-5004 text to values.

The text is the sender's own and is not trusted: only the reserved keys are heard, each with its
type; whatever else it holds is left out.
"""

import re
from dataclasses import dataclass

LONGEST = 1000  # characters
_PAIR = re.compile(r'([a-z0-9.-]{1,40})(?:=("(?:[^"\\]|\\.){0,200}"|[^,"]{1,40}))?(?:,|$)')
_NUMBERS = frozenset({"br", "bl", "d", "dl", "mtp", "rtp", "tb", "pr", "v"})
_WORDS = {"ot": "a av c i k m o tt v", "sf": "d h o s", "st": "l v"}
_TEXTS = frozenset({"cid", "sid", "nor", "nrr"})
_FLAGS = frozenset({"bs", "su"})


@dataclass(frozen=True, slots=True)
class Quality:
    """What CMCD tells of a picture and its network; None where it says nothing."""

    bitrate_kbps: int | None = None  # br: of what is played
    throughput_kbps: int | None = None  # mtp: measured
    buffer_ms: int | None = None  # bl
    starved: bool = False  # bs: the buffer was empty
    starting: bool = False  # su


def read_cmcd(text: str) -> dict[str, str | float | bool]:
    """Return the reserved keys of a CMCD text with their values; wrong ones are left out.

    text  as in a query argument or header, such as `br=3200,bs,sid="6e2f"`; at most LONGEST
          characters are read
    """
    found: dict[str, str | float | bool] = {}
    for key, value in _PAIR.findall(text[:LONGEST].replace(" ", "")):
        if key in _FLAGS:
            if value in ("", "true"):
                found[key] = True
        elif key in _NUMBERS:
            if re.fullmatch(r"\d{1,9}(\.\d{1,4})?", value):
                found[key] = float(value)
        elif key in _WORDS:
            if value in _WORDS[key].split():
                found[key] = value
        elif key in _TEXTS and len(value) > 2 and value.startswith('"'):
            found[key] = value[1:-1]
    return found


def quality_of(text: str) -> Quality:
    """Return what a CMCD text tells of picture and network."""
    said = read_cmcd(text)

    def number(key: str) -> int | None:
        value = said.get(key)
        return int(value) if isinstance(value, float) and value < 10**7 else None

    return Quality(number("br"), number("mtp"), number("bl"), "bs" in said, "su" in said)
