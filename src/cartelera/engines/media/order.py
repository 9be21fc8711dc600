"""What is asked for beside a master: its ladder, subtitles, and the languages of its sound."""

from dataclasses import dataclass

from cartelera.engines.media.captions import CaptionKind
from cartelera.engines.media.ladder import Aim
from cartelera.engines.media.marks import Mark


@dataclass(frozen=True, slots=True)
class CaptionFile:
    """A subtitle file delivered beside a master."""

    language: str  # BCP 47
    kind: CaptionKind
    data: bytes
    name: str  # what to call it in a refusal


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked beside the master itself."""

    captions: tuple[CaptionFile, ...] = ()
    sound_languages: tuple[str, ...] = ()  # BCP 47, of the audio tracks in order; "" keeps
    aim: Aim | None = None  # of a ladder chosen for the title; None takes a fixed one, sooner
    first: bool = False  # a first look: one small rung of the fixed ladder, sooner still
    marks: tuple[Mark, ...] | None = None  # chapters, what may be skipped; None: the master's
