"""Who speaks, by the cues: names without their remarks, voices, and who speaks together."""

import re
from dataclasses import dataclass

from cartelera.vocabulary.folding import folded

_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]?")
_LOOSE = re.compile(
    r"[\s,.\-–—]+(?:V\.?\s?O\.?|O\.?\s?S\.?|O\.?\s?C\.?|CONT['’´`]?D\.?|CONT\."
    r"|(?:VOZ\s+)?EN\s+OFF|OFF)$"
)
_VOICE = re.compile(
    r"^(?:v\s?o|voice ?over|voz|voz en off|en off|off|v off|voz off|narrator|narrador"
    r"|narradora|"
    r"narrando|narrating|filtered|filtrada|filtrado|pre ?lap|prelap|recorded|grabada"
    r"|grabado|recording|"
    r"grabacion|on tape|on tv|on radio|on the radio|en la radio|por radio|en la tele"
    r"|en television|"
    r"over radio|over phone|through phone|on speaker|por el altavoz|over loudspeaker|over pa|"
    r"por telefono|mentally|pensamiento)\b"
)
_AND = re.compile(r"\s*(?:,|/|&|\+|\bAND\b|\bY\b|\bE\b)\s*")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue as it says who speaks."""

    name: str  # without remarks, as written
    voice: bool  # heard, and not there: a voice over, a recording, a thought


def cue_of(text: str) -> Cue:
    """Return who a cue names: `RAMIRO (V.O.) (CONT'D)` is the voice of RAMIRO."""
    remarks = [folded(found) for found in _BRACKETS.findall(text)]
    bare = _BRACKETS.sub("", text.replace("^", "")).strip()
    while _LOOSE.search(bare):
        loose = _LOOSE.search(bare)
        remarks.append(folded(loose.group()) if loose else "")
        bare = _LOOSE.sub("", bare).strip()
    voice = any(_VOICE.match(remark) for remark in remarks)
    return Cue(" ".join(bare.strip(" :.,-–").split()), voice)


def together(name: str) -> list[str]:
    """Return the names that a cue joins: `BRICK AND STEEL` is both; one name stands alone."""
    parts = [part.strip() for part in _AND.split(name)]
    return [part for part in parts if part]
