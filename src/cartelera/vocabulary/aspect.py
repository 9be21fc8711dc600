"""The sides from which a slate's range is looked at."""

from collections.abc import Mapping
from typing import TypeAlias

from cartelera.vocabulary.labelled import Labelled

Shares: TypeAlias = Mapping[str, float]  # parts of a whole by value, each above 0, together 1


class Aspect(Labelled):
    """One question that a title answers with words of a list."""

    GENRE = "genre", "Genre", "Género"
    THEME = "theme", "Theme", "Tema"
    KIND = "kind", "Kind", "Formato"
    SOURCE = "source", "Drawn from", "Obra de origen"
    STORY = "story", "Where stories happen", "Dónde suceden"
    FILMED = "filmed", "Where it is filmed", "Dónde se filma"
    LANGUAGE = "language", "Language", "Lengua"
    DEBUT = "debut", "Debut or not", "Ópera prima o no"
    GENDER = "gender", "Who directs, as they state it", "Quién dirige, según lo declara"


PLACES = frozenset({Aspect.STORY, Aspect.FILMED})
DEBUT, LATER = "debut", "later"  # the values of Aspect.DEBUT
ORIGINAL = "original"  # the value of Aspect.SOURCE of a title drawn from no other work
ELSEWHERE = "elsewhere"  # the value of a place outside the home territory's regions
