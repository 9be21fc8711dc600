"""Who is in a scene: who speaks, who is named, and which names are one person's."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cartelera.engines.filming.cues import cue_of, together
from cartelera.engines.filming.lexicon import Lexicon
from cartelera.engines.filming.screenplay import Kind, Paragraph
from cartelera.vocabulary.folding import folded

_CAP = r"[A-ZÁÉÍÓÚÜÑÇ]"
_LOUD_WORD = rf"{_CAP}(?:{_CAP}|['’.\-](?={_CAP}))*\.?"
# Names in capitals: words, and the small ones that bind them (EL SEÑOR de la TIENDA does not).
_LOUD = re.compile(
    rf"(?<!\w)(@?{_LOUD_WORD}(?:\s+(?:{_LOUD_WORD}|#?\d+|de|del|la)(?=\W|$))*"
    rf"(?:\s+{_LOUD_WORD}|\s+#?\d+)?)(?!\w)"
)
_AGE = re.compile(
    r"^\s*(?:[,(]\s*|de\s+)(?:(?:a|about|around|unos|de|aged?|early|mid|late|casi)[\s-]+){0,2}"
    r"(\d{1,2}|\d{1,2}0['’]?s|(?:teens|veintes|treintas|cuarentas|cincuentas|sesentas"
    r"|setentas)|\d{2}ish)"
    r"(?![\d:])(?:['’]?s)?(?:\s*(?:a[ñn]os|years?(?:\s+old)?|y/?o|or so"
    r"|\([^)]*\)))?\s*(?=[,.;)(\-–—]|$|y\b|and\b)"
)
_OLD = re.compile(
    r"^\s*(?:,\s*)?(?:(?:an?|una?)\s+)?(?:de\s+)?(\d{1,2})[\s-](?:a[ñn]os|years?[\s-]old"
    r"|year[\s-]old)"
)
_ADULT_YEARS = 18
_APART = frozenset({"s", "y", "e", "and"})
_BODY = frozenset(
    "face hand hands eyes eye head body arm arms shoulder feet foot finger fingers lips "
    "mouth back "
    "cara rostro mano manos ojos mirada cabeza cuerpo brazo brazos hombro pies dedos "
    "labios boca "
    "espalda silueta figura silhouette gaze smile sonrisa".split()
)
_TITLES = frozenset(
    "dr dra doctor doctora mr mrs ms miss don dona señor senor senora sr sra srta senorita "
    "capitan captain "
    "sargento sergeant officer oficial detective teniente lieutenant general coronel "
    "colonel padre father "
    "sor hermana sister brother hermano tio tia uncle aunt abuela abuelo professor "
    "profesor profesora "
    "maestro maestra lic licenciado licenciada ing comandante agente agent the el la los "
    "las".split()
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the cast, under every name they bear."""

    name: str
    aliases: tuple[str, ...] = ()
    age_years: int | None = None
    minor: bool = False
    common: bool = False  # named by what they are (the waiter), not by a name


@dataclass(frozen=True, slots=True)
class Casting:
    """The cast of a whole screenplay, and how to find it in a scene."""

    people: tuple[Person, ...]
    lexicon: Lexicon
    _of: dict[str, str] = field(default_factory=dict)  # a folded name to the person's name
    _patterns: tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...] = ()

    def is_name(self, text: str) -> bool:
        """Say whether words are one of the cast's names."""
        return folded(text) in self._of

    def present(
        self, body: Sequence[Paragraph]
    ) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Return who speaks in a scene and is there, who is only named, who is only heard."""
        speaking: dict[str, None] = {}
        voices: dict[str, None] = {}
        for one in body:
            if one.kind is not Kind.CHARACTER:
                continue
            cue = cue_of(one.text)
            owner = self._voice_of(cue.name)
            heard = cue.voice or folded(cue.name).startswith(self._only_heard)
            for name in [owner] if owner else self._speakers(cue.name):
                (voices if heard or owner else speaking).setdefault(name)
        actions = "\n".join(one.text for one in body if one.kind is Kind.ACTION)
        named = self._named(actions)
        silent = [name for name in named if name not in speaking]
        heard_only = [name for name in voices if name not in speaking and name not in silent]
        return tuple(speaking), tuple(silent), tuple(heard_only)

    @property
    def _only_heard(self) -> tuple[str, ...]:
        return tuple(f"{start} " for start in self.lexicon.voices)

    def _voice_of(self, name: str) -> str | None:
        """Return whose voice a cue is, as VOZ DE ANA; None if it is somebody there."""
        whole = folded(name)
        owned = re.match(r"^(.+)['’]S VOICE$", name, re.IGNORECASE)
        if owned and folded(owned[1]) in self._of:
            return self._of[folded(owned[1])]
        for start in self.lexicon.voices:
            owner = self._of.get(whole.removeprefix(f"{start} "))
            if whole.startswith(f"{start} ") and owner:
                return owner
        return None

    def _speakers(self, name: str) -> list[str]:
        """Return the people whom a cue names; nobody for ALL."""
        whole = folded(name)
        if whole in self.lexicon.together:
            return []
        if whole in self._of:
            return [self._of[whole]]
        parts = [self._of[folded(part)] for part in together(name) if folded(part) in self._of]
        return parts or [name]

    def _named(self, actions: str) -> list[str]:
        found: list[tuple[int, str]] = []
        for name, pattern, common in self._patterns:
            at = next(
                (m.start() for m in pattern.finditer(actions) if _stands(actions, m)), None
            )
            if at is None and common is not None:
                said = common.search(actions)
                at = said.start() if said else None
            if at is not None:
                found.append((at, name))
        return list(dict.fromkeys(name for _, name in sorted(found)))


def _stands(text: str, found: re.Match[str]) -> bool:
    """Say whether a name is of somebody there, not only the owner of something."""
    after = re.match(r"['’]s?\s+(\w+)", text[found.end() :])
    if after:
        return folded(after[1]) in _BODY
    before = re.search(r"(\w+)\s+(?:de|del)\s+(?:la\s+|el\s+)?$", text[: found.start()])
    if before:
        word = folded(before[1])
        return word in _BODY or word in _BESIDE
    return True


_BESIDE = frozenset(
    "lado frente detras delante cerca lejos encima debajo junto alrededor atras espaldas "
    "despues antes ayuda compania seguida seguido acompanada acompanado mano brazo brazos "
    "dentro fuera enfrente".split()
)


def casting_of(bodies: Sequence[Sequence[Paragraph]], lexicon: Lexicon) -> Casting:
    """Return the cast of the scenes of a screenplay."""
    cues = Counter(
        cue_of(one.text).name for body in bodies for one in body if one.kind is Kind.CHARACTER
    )
    cues.pop("", None)
    introduced = _introductions(bodies)
    spoken = _single_speakers(cues, lexicon)
    loud = [intro.name for intro in introduced]
    aliases = _aliases(spoken, introduced, lexicon)
    people: dict[str, Person] = {}
    for name in spoken:
        if name in aliases:
            continue
        mine = tuple(other for other, of in aliases.items() if of == name)
        people[name] = _person(name, mine, introduced, lexicon)
    for intro in introduced:
        name = intro.name
        known = {folded(each) for one in people.values() for each in (one.name, *one.aliases)}
        if folded(name) in known or _extends_known(name, people, lexicon):
            continue
        if _is_somebody(intro, lexicon):
            people[name] = _person(name, (), introduced, lexicon)
    return _casting(list(people.values()), lexicon, loud)


def _single_speakers(cues: Counter[str], lexicon: Lexicon) -> list[str]:
    """Return the cues that name one speaker, each once whatever its case."""
    names: dict[str, str] = {}
    for name in cues:
        if name and folded(name) not in lexicon.together:
            names.setdefault(folded(name), name)
    kept = []
    for whole, name in names.items():
        parts = together(name)
        joins = len(parts) > 1 and all(folded(part) in names for part in parts)
        voice = any(
            whole.startswith(f"{start} ") and whole.removeprefix(f"{start} ") in names
            for start in lexicon.voices
        )
        owner = re.match(r"^(.*)['’]S VOICE$", name)
        if not joins and not voice and not (owner and folded(owner[1]) in names):
            kept.append(name)
    return kept


@dataclass(frozen=True, slots=True)
class _Introduction:
    """A name in capitals in the action, and what is said with it."""

    name: str
    age_years: int | None
    minor: bool
    before: str  # the folded word before it
    verb: bool  # goes on as somebody who does something


def _introductions(bodies: Sequence[Sequence[Paragraph]]) -> list[_Introduction]:
    made: list[_Introduction] = []
    for body in bodies:
        for one in body:
            if one.kind is Kind.ACTION:
                made.extend(_introduced_in(one.text))
    return made


def _introduced_in(text: str) -> Iterator[_Introduction]:
    flat = " ".join(text.split())
    for found in _LOUD.finditer(flat):
        name = found[1].strip().removeprefix("@").rstrip(".")
        for small in ("de", "del", "la"):
            name = name.removesuffix(f" {small}")
        rest = flat[found.end() :]
        age, minor = _age(rest)
        words = re.findall(r"\w+", flat[: found.start()])
        before = folded(words[-1]) if words else ""
        stop = re.search(r"[.!?…]\s*$", flat[: found.start()])
        verb = bool(re.match(r"\s+[a-záéíóúñ]+", rest))
        yield _Introduction(name, age, minor, "" if stop else before, verb)


def _age(rest: str) -> tuple[int | None, bool]:
    found = _AGE.match(rest) or _OLD.match(rest)
    if not found:
        return None, False
    digits = re.match(r"\d+", found[1])
    if not digits:
        return 30, False
    years = int(digits[0])
    plural = re.match(r"^\s*[,(]?\s*(?:early|mid|late)?\s*\d0['’]?s", rest[found.start() :])
    return (years, years < _ADULT_YEARS and not plural) if years else (None, False)


def _aliases(
    spoken: Sequence[str], introduced: Sequence[_Introduction], lexicon: Lexicon
) -> dict[str, str]:
    """Return the cues that are short for another cue: BOB, of CYBER BOB.

    The short one was never introduced by itself, and one long one alone holds it.
    """
    met = {folded(intro.name) for intro in introduced if intro.age_years is not None}
    loud = {folded(intro.name) for intro in introduced}
    made: dict[str, str] = {}
    for short in spoken:
        words = folded(short).split()
        if folded(short) in loud or lexicon.is_person(words):
            continue
        longer = [
            name
            for name in spoken
            if name != short
            and folded(name) in (met or loud)
            and _is_short_for(words, folded(name).split(), lexicon)
        ]
        if len(longer) == 1:
            made[short] = longer[0]
    return made


def _is_short_for(short: list[str], long: list[str], lexicon: Lexicon) -> bool:
    if not short or len(short) >= len(long):
        return False
    if long[: len(short)] == short:
        extra = long[len(short) :]
    elif long[-len(short) :] == short:
        extra = long[: -len(short)]
    else:
        return False
    if any(word in lexicon.aside or word.isdigit() or word in _APART for word in extra):
        return False
    return not (len(extra) > 1 and extra[-1] in {"de", "del", "of"}) and "s" not in long


def _extends_known(name: str, people: dict[str, Person], lexicon: Lexicon) -> bool:
    """Say whether a name in capitals is the whole name of somebody known: BRICK BRADDOCK."""
    words = folded(name).split()
    for person in people.values():
        for each in (person.name, *person.aliases):
            mine = folded(each).split()
            if len(mine) < len(words) and (
                words[: len(mine)] == mine or words[-len(mine) :] == mine
            ):
                extra = [word for word in words if word not in mine]
                if not any(word in lexicon.aside or word.isdigit() for word in extra):
                    return True
            if len(words) < len(mine) and (
                mine[-len(words) :] == words or mine[: len(words)] == words
            ):
                return True
    return False


def _is_somebody(intro: _Introduction, lexicon: Lexicon) -> bool:
    words = folded(intro.name).split()
    if not words or len(words) > 5 or intro.before in lexicon.numbers:
        return False
    if words[0] in lexicon.numbers or words[0].isdigit():
        return False
    if intro.age_years is not None:
        return True
    plural = any(word in lexicon.singular for word in words)
    if plural or not lexicon.is_person(words):
        return False
    return intro.before in lexicon.determiners or words[0] in lexicon.determiners or intro.verb


def _person(
    name: str, aliases: tuple[str, ...], introduced: Sequence[_Introduction], lexicon: Lexicon
) -> Person:
    names = [folded(each).split() for each in (name, *aliases)]
    age, minor, common = None, False, lexicon.is_person(names[0])
    for intro in introduced:
        words = folded(intro.name).split()
        same = words in names or any(_is_short_for(mine, words, lexicon) for mine in names)
        if not same:
            continue
        if age is None and intro.age_years is not None:
            age, minor = intro.age_years, intro.minor
        common = common or (intro.before in lexicon.determiners and words in names)
    young = age is None and any(lexicon.is_young(words) for words in names)
    return Person(name, aliases, age, minor or young, common)


def _casting(people: list[Person], lexicon: Lexicon, loud: Sequence[str]) -> Casting:
    of = {
        folded(each): person.name
        for person in people
        for each in (person.name, *person.aliases)
    }
    tokens = Counter(word for whole in of for word in set(whole.split()))
    patterns = []
    for person in people:
        forms: list[str] = []
        for each in (person.name, *person.aliases):
            forms.append(each)
            forms.extend(_parts_of(each, tokens, lexicon))
        for name in loud:  # the whole name, as it was introduced
            words = folded(name).split()
            if any(_is_short_for(folded(e).split(), words, lexicon) for e in (person.name,)):
                forms.append(name)
                forms.extend(list(_parts_of(name, tokens, lexicon))[-1:])
        alternatives = "|".join(
            _form(form) for form in sorted(set(forms), key=len, reverse=True) if form
        )
        exact = re.compile(rf"(?<![\w'’])(?:{alternatives})(?!\w)")
        patterns.append((person.name, exact, _common_pattern(person, lexicon)))
    return Casting(tuple(people), lexicon, of, tuple(patterns))


def _parts_of(name: str, tokens: Counter[str], lexicon: Lexicon) -> Iterator[str]:
    """Yield the words by which a longer name may be called: Chelo, of DOÑA CHELO."""
    words = name.split()
    if len(words) < 2:
        return
    for word in words:
        plain = folded(word)
        if (
            len(plain) > 2
            and tokens[plain] <= 1
            and plain not in _TITLES
            and plain not in lexicon.aside
            and not lexicon.is_person([plain])
            and plain not in lexicon.elements
            and plain not in lexicon.determiners
            and plain not in lexicon.numbers
        ):
            yield word


def _form(name: str) -> str:
    """Return the pattern of a name as it is written in action: in capitals, or its words so."""
    words = []
    for word in name.split():
        escaped = re.escape(word)
        title = re.escape(word.capitalize() if word.isupper() else word)
        small = re.escape(word.lower())
        binds = folded(word) in _TITLES or word.lower() in {"de", "del", "of"}
        options = {escaped, re.escape(word.upper()), title, *([small] if binds else [])}
        words.append(f"(?:{'|'.join(sorted(options, key=len, reverse=True))})")
    return r"\s+".join(words)


def _common_pattern(person: Person, lexicon: Lexicon) -> re.Pattern[str] | None:
    """Return the pattern of somebody named by what they are: el mesero, the dog, his minion."""
    if not person.common:
        return None
    bare = [word for word in person.name.split() if folded(word) not in _TITLES]
    if not bare:
        return None
    phrase = r"\s+".join(re.escape(word.lower()) for word in bare)
    return re.compile(
        r"(?<!\w)(?:the|el|la|al|del|his|her|su|this|that|este|esta|ese|esa)\s+(?:\w+\s+)?"
        rf"{phrase}(?!\w)",
        re.IGNORECASE,
    )
