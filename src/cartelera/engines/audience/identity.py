"""Tell from a published name which show it is, which season, and which language it speaks."""

import re
from dataclasses import dataclass

from cartelera.vocabulary.folding import folded

_SEASON = re.compile(
    r"\s*[:：]\s*(?:the )?(?:final )?(season|part|volume|vol\.|chapter|book|series|collection"
    r"|temporada|saison|staffel|stagione)\s*(\d+|[ivx]+)?\b.*$",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    r"\s*[:：]\s*(?:a )?(?:limited|mini)[ -]?series\b.*$"
    r"|\s*[:：]\s*(?:miniserie|minissérie|mini-série).*$",
    re.IGNORECASE,
)
_NUMBER_AT_END = re.compile(r"\s+(?:\d{1,2}|[ivx]{1,4})$")
_LIVE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December) \d{1,2}, \d{4}|^WWE |^(?:Raw|SmackDown|NXT)\b.*\d{4}",
    re.IGNORECASE,
)
_APART = re.compile(r"[:：]| - | — | – ")
_COMMON = frozenset(
    "the a my our love in i we on an one no mr dear little big la el le he she you to of it "
    "all".split()
)
_MOST_KIN = 30  # shows under one heading: more than that is a common word, not a family

_SCRIPTS = tuple(
    (language, re.compile(letters))
    for language, letters in (
        ("ko", "[가-힣]"),
        ("ja", "[ぁ-ヿ]"),
        ("zh", "[一-鿿]"),
        ("th", "[฀-๿]"),
        ("he", "[֐-׿]"),
        ("ar", "[؀-ۿ]"),
        ("hi", "[ऀ-ॿ]"),
        ("ta", "[஀-௿]"),
        ("te", "[ఀ-౿]"),
        ("ml", "[ഀ-ൿ]"),
        ("kn", "[ಀ-೿]"),
        ("bn", "[ঀ-৿]"),
        ("el", "[Ͱ-Ͽ]"),
        ("ru", "[Ѐ-ӿ]"),
    )
)
_SEASON_WORDS = tuple(
    (language, re.compile(words, re.IGNORECASE))
    for language, words in (
        ("pt", "minissérie"),
        ("fr", "saison|mini-série"),
        ("de", "staffel"),
        ("it", "stagione"),
        ("tr", r"\d\. sezon|mini dizi"),
        ("pl", "sezon|serial limitowany"),
        ("nl", "seizoen"),
        ("sv", "säsong"),
        ("da", "sæson"),
        ("no", "sesong"),
        ("fi", "kausi"),
        ("id", "musim"),
    )
)
_SMALL_WORDS = {
    "es": "el la los las del una un y en de mi con por para que se tu al lo su es sin como "
    "nuestra ojos amor vida noche temporada miniserie todo todas",
    "pt": "o os as do da dos das um uma não nao e em no na com por para meu minha seu que ao à "
    "você de temporada todo",
    "fr": "le la les des du une un et en de mon ma sur pour dans est au aux nous vous à pas je",
    "it": "il lo la gli i di del della dei una un e in che per non con mio mia al delle nel da",
    "de": "der die das und ein eine im von zu mit den dem des ist nicht für mein ich auf wir",
    "nl": "de het een van en in op voor mijn met niet is",
    "pl": "i w na z do nie się jak o moje dzień dla za po to",
    "tr": "ve bir bu ile dizi için gibi ben aşk gece",
    "sv": "och en ett i på av är den det som för med jag",
    "da": "og en et i på af er den det som for med jeg",
    "no": "og en et i på av er den det som for med jeg",
    "id": "dan di yang untuk dari cinta aku hari rumah",
    "fi": "ja on",
    "tl": "ang ng sa mga na ako si",
    "ro": "și de la cu în",
}
_SMALL = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_ACCENTS = tuple(
    (language, re.compile(letters), weight)
    for language, letters, weight in (
        ("tr", "[ışğ]", 1.5),
        ("pl", "[łęąśżźćń]", 1.5),
        ("pt", "[ãõ]", 1.5),
        ("es", "[ñ¿¡áéíóú]", 1.5),
        ("de", "[ßäü]", 1.5),
        ("vi", "[ăơưđạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", 3.0),
        ("sv", "å", 1.5),
        ("da", "[øæ]", 1.5),
        ("cs", "[řěůýž]", 1.5),
        ("ro", "[țșă]", 1.5),
        ("hu", "[őű]", 1.5),
        ("fr", "[èêœçùâîô]", 1.5),
        ("it", "[àìòù]", 1.5),
    )
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a published name says of itself."""

    show: str  # folded name without season: one for all its seasons
    name: str  # the same as people write it
    season: int | None  # None when the name gives no number
    serial: bool  # the name speaks of seasons or parts
    limited: bool  # it says that there will be one season

    @property
    def heading(self) -> str:
        """Return what stands before the first colon or dash, folded."""
        return folded(_APART.split(self.name)[0])

    @property
    def headed(self) -> bool:
        """Say whether the name has a heading and something after it."""
        return len(_APART.split(self.name)) > 1


def identify(name: str) -> Identity:
    """Read a published name, such as `Las hermanas: Season 2`."""
    limited, season = _LIMITED.search(name), _SEASON.search(name)
    counted = season is not None and season[2] is not None and season[2].isdigit()
    if season is not None and season[1].lower() != "season" and not counted:
        season = None  # `Dear Diary: Book of Ana` is no second book
    bare = _SEASON.sub("", name) if season else name
    bare = _LIMITED.sub("", bare)
    number = int(season[2]) if season is not None and counted else None
    return Identity(folded(bare), bare, number, season is not None, limited is not None)


def is_live(name: str) -> bool:
    """Say whether a name is one evening of a live show, listed as if it were a series."""
    return _LIVE.search(name) is not None


def language_of(native: str) -> str:
    """Guess the language of a name in its own language; "en" for none, "" if unsure.

    native  a title as published at home; empty when it is published under an English name
    """
    if not native:
        return "en"
    for language, pattern in (*_SCRIPTS, *_SEASON_WORDS):
        if pattern.search(native):
            return language
    plain = native.lower()
    words = re.findall(r"\w+", plain)
    score = {known: float(sum(w in small for w in words)) for known, small in _SMALL.items()}
    for language, letters, weight in _ACCENTS:
        if letters.search(plain):
            score[language] = score.get(language, 0.0) + weight
    best = max(score, key=lambda language: score[language])
    return best if score[best] > 0 else ""


class Families:
    """Which shows belong together by their names: sequels, offshoots, the same performer."""

    def __init__(self, names: frozenset[Identity], famous: frozenset[str]) -> None:
        """Index shows.

        names   every show known
        famous  shows whose name may stand inside another's (`... : A Bridgerton Story`)
        """
        self._headed: dict[str, set[str]] = {}
        self._famous = famous
        for known in names:
            for key in {known.heading, known.show}:
                self._headed.setdefault(key, set()).add(known.show)

    def kin_of(self, title: Identity) -> frozenset[str]:
        """Return the other shows of a title's family, folded."""
        found: set[str] = set()
        keys = {_without_number(title.show), _without_number(title.heading), title.show}
        for key in keys | ({title.heading} if title.headed else set()):
            if len(key) >= 4 and key not in _COMMON:
                shows = self._headed.get(key, set())
                found |= shows if len(shows) <= _MOST_KIN else set()
        words = title.show.split()
        found |= {phrase for phrase in _phrases(words) if phrase in self._famous}
        return frozenset(found - {title.show})


def _without_number(show: str) -> str:
    return _NUMBER_AT_END.sub("", show)


def _phrases(words: list[str]) -> list[str]:
    """Return the runs of words long enough to be a name and not a chance."""
    found = []
    for begin in range(len(words)):
        for end in range(begin + 1, len(words) + 1):
            run = words[begin:end]
            phrase = " ".join(run)
            telling = sum(len(word) > 3 for word in run)
            if len(run) < len(words) and (
                len(phrase) >= 8 if len(run) == 1 else len(phrase) >= 9 and telling >= 2
            ):
                found.append(phrase)
    return found
