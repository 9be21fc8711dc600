"""Facts of a production: kind, genres, stage, episodes, countries, languages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cartelera.engines.announce.dates import Published, dates_in, season_in
from cartelera.engines.announce.lexicon import Lexicon, any_of
from cartelera.engines.announce.values import Said
from cartelera.vocabulary.kind import Kind
from cartelera.vocabulary.stage import Stage

Piece = tuple[int, int]

# Words for genres that stories are also about: believed only beside a kind or another genre.
_LOOSE = frozenset(
    "family war crime action adventure mystery romance historical sports fantasy western "
    "familiar aventura aventuras acción crimen misterio deportes bélica histórica policial "
    "histórico comedic dramatic supernatural sobrenatural terror".split()
)
_NUMBERS = {
    word: n
    for words in (
        "one two three four five six seven eight nine ten eleven twelve thirteen",
        "um dois três quatro cinco seis sete oito nove dez onze doze treze",
        "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece",
    )
    for n, word in enumerate(words.split(), start=1)
}
_JOINED = re.compile(r"\s*,?\s*(?:,|\b(?:and|y|e)\b)\s*(?:(?:the|la|los|el|os|a|o)\s)?")
_NAMED_AFTER = re.compile(
    r"\b(?:Screen|Telefilm|Creative|Netflix|Prime Video|Disney\+?|Film) $"
)
# After the day on which the text was given out.
_DATELINE = re.compile(r"[.)]*\s*[–—-]|\.\s+(?=[A-ZÀ-Þ])")
_NOT_OF_ALL = r"(?<!first )(?<!last )(?<!final )"  # "directs the first two hours"
_GUEST = re.compile(r"(?:participación|participação|colaboración|actuación) $", re.IGNORECASE)
_FORMAT = re.compile(r"(?<!\d)(\d{1,3})\s?[x×]\s?\d{2,3}")
_MORE_EXACT: tuple[tuple[Kind, frozenset[Kind]], ...] = (
    (Kind.DOCUSERIES, frozenset({Kind.SERIES, Kind.LIMITED_SERIES, Kind.DOCUMENTARY_FILM})),
    (Kind.LIMITED_SERIES, frozenset({Kind.SERIES})),
    (Kind.REALITY, frozenset({Kind.SERIES})),
    (Kind.SPECIAL, frozenset({Kind.SERIES})),
    (Kind.DOCUMENTARY_SHORT, frozenset({Kind.SHORT_FILM, Kind.DOCUMENTARY_FILM, Kind.FILM})),
    (Kind.DOCUMENTARY_FILM, frozenset({Kind.FILM})),
    (Kind.SHORT_FILM, frozenset({Kind.FILM})),
)


def kind_in(text: str, pieces: Sequence[Piece], lexicon: Lexicon) -> Said[Kind] | None:
    """Return the kind that a production's words say first, a more exact one before others."""
    found = [said for start, end in pieces for said in _kinds(text, start, end, lexicon)]
    if not found:
        return None
    first = found[0]
    if first.value is Kind.DOCUMENTARY_FILM and any(s.value is Kind.SERIES for s in found):
        return Said(Kind.DOCUSERIES, first.start, first.end, first.rule)
    for exact, plainer in _MORE_EXACT:
        better = next((s for s in found if s.value is exact), None)
        if better and first.value in plainer:
            return better
    return first


def _kinds(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Said[Kind]]:
    """Yield each word for a kind; "a series of events" and a special guest are none."""
    for match in lexicon.kind_word.finditer(text, start, end):
        of = text[match.end() : match.end() + 4].casefold() in {" of ", " de "}
        story = text.startswith((" story", " stories"), match.end())
        guest = _GUEST.search(text, max(0, match.start() - 16), match.start()) is not None
        if story or guest or (of and match[0].casefold() == "series"):
            continue
        kind = lexicon.kinds[match[0].casefold()]
        yield Said(kind, match.start(), match.end(), "kind: its word")


def section_kind(text: str, pieces: Sequence[Piece], lexicon: Lexicon) -> Said[Kind] | None:
    """Return the kind that the nearest piece names, if it names one kind only."""
    for start, end in pieces:
        found = list(_kinds(text, start, end, lexicon))
        if len({said.value for said in found}) == 1:
            return Said(found[0].value, found[0].start, found[0].end, "kind: from above")
        if found:
            return None
    return None


def genres_in(
    text: str, pieces: Sequence[Piece], lexicon: Lexicon, sure: Sequence[Piece] = ()
) -> tuple[Said[str], ...]:
    """Return the genres that a production's words say, each once.

    sure   pieces that name nothing but genres
    """
    found: dict[str, Said[str]] = {}
    for start, end in pieces:
        for match in lexicon.genre_word.finditer(text, start, end):
            word = match[0].casefold()
            stands = (start, end) in sure or _beside_kind(text, match, lexicon)
            if word in _LOOSE and not stands:
                continue
            for genre in lexicon.genres[word]:
                said = Said(genre, match.start(), match.end(), "genre: its word")
                found.setdefault(genre, said)
    return tuple(found.values())


def _beside_kind(text: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether a word for a kind or genre touches the match, on either side."""
    right = text[match.end() : match.end() + 25]
    left = text[max(0, match.start() - 25) : match.start()]
    for words in (lexicon.kind_word, lexicon.genre_word):
        if re.match(r"[\s/,]*(?:and |y |e )?(?=\w)", right) and words.match(right.lstrip(" /")):
            return True
        tail = re.sub(r"\s+(?:de|of)?\s*$|/\s*$", "", left)
        if any(m.end() == len(tail) for m in words.finditer(tail)):
            return True
    return False


def stage_in(text: str, pieces: Sequence[Piece], lexicon: Lexicon) -> Said[str] | None:
    """Return the stage that the pieces say; one beyond "announced" counts for more."""
    plain: Said[str] | None = None
    for start, end in pieces:
        for said in _stages(text, start, end, lexicon):
            if said.value not in {"", Stage.ANNOUNCED}:
                return said
            plain = plain or (said if said.value else None)
    return plain


def stage_of(text: str, pieces: Sequence[Piece], lexicon: Lexicon) -> Said[str] | None:
    """Return the stage that a row such as "Status: Shooting" names by a bare word."""
    for start, end in pieces:
        for word, stage in lexicon.stage_rows.items():
            match = re.compile(rf"(?<!\w){word}\w*", re.IGNORECASE).search(text, start, end)
            if match:
                return Said(stage, match.start(), match.end(), "stage: its row")
    return None


def _stages(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Said[str]]:
    """Yield the stages said, in order; of two that overlap the one that begins earlier."""
    found = [
        Said(lexicon.stages[m[0].casefold()], m.start(), m.end(), "stage: its words")
        for m in lexicon.stage_word.finditer(text, start, end)
    ]
    found += [
        Said(stage, m.start(), m.end(), "stage: its grammar")
        for stage, phrase in lexicon.stage_phrases
        for m in phrase.finditer(text, start, end)
    ]
    reached = start
    for said in sorted(found, key=lambda s: (s.start, -s.end)):
        if said.start >= reached:
            reached = said.end
            yield said


def episodes_in(text: str, pieces: Sequence[Piece], lexicon: Lexicon) -> Said[int] | None:
    """Return how many episodes: "8 x 30'", "six episodes", "four-part"."""
    number = r"\d{1,3}|" + "|".join(_NUMBERS)
    counted = rf"\b{_NOT_OF_ALL}({number})[ -](?:{lexicon.facts['episodes']})\b"
    words = re.compile(counted, re.IGNORECASE)
    for start, end in pieces:
        match = _FORMAT.search(text, start, end) or words.search(text, start, end)
        if match:
            said = match[1].casefold()
            count = int(said) if said.isdigit() else _NUMBERS[said]
            return Said(count, match.start(1), match.end(1), "episodes: a number")
    return None


def countries_in(text: str, pieces: Sequence[Piece], lexicon: Lexicon) -> tuple[Said[str], ...]:
    """Return the countries said of productions: "Mexican series", "made in Mexico"."""
    country = any_of(lexicon.countries)
    productions = "|".join(lexicon.facts["productions"])
    made = "|".join(lexicon.facts["made"])
    beside = re.compile(rf"(?:/\w+)*(?:\W+\w+){{0,2}}?\W+(?:{productions})\b", re.IGNORECASE)
    behind = re.compile(
        rf"(?:\b(?:{made}) (?:in|en|em|no|na) "
        rf"|\b(?:{productions})(?: original| originales| originais)? )$",
        re.IGNORECASE,
    )
    between = re.compile(rf"\b(?:{'|'.join(lexicon.facts['between'])}) $", re.IGNORECASE)
    found: dict[str, Said[str]] = {}
    for start, end in pieces:
        joint = start  # where the last country of a coproduction ends
        for match in country.finditer(text, start, end):
            left = text[max(start, match.start() - 40) : match.start()]
            shared = between.search(left) or (
                joint > start and _JOINED.fullmatch(text, joint, match.start())
            )
            joint = match.end() if shared else joint
            if not (shared or beside.match(text, match.end(), end) or behind.search(left)):
                continue
            if text[match.end() : match.end() + 2] in {"'s", "’s"}:
                continue
            if _NAMED_AFTER.search(left):
                continue
            name = lexicon.countries[match[0].casefold()]
            said = Said(name, match.start(), match.end(), "country of the productions")
            found.setdefault(name, said)
        if found:
            break
    return tuple(found.values())


def languages_in(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[Said[str], ...]:
    """Return the languages that a row such as "Languages: ..." names."""
    return tuple(
        Said(lexicon.languages[m[0].casefold()], m.start(), m.end(), "language: its row")
        for m in any_of(lexicon.languages).finditer(text, start, end)
    )


def languages_spoken(
    text: str, pieces: Sequence[Piece], lexicon: Lexicon
) -> tuple[Said[str], ...]:
    """Return the languages a production is said to speak: "in French", "hablada en quechua"."""
    cues = "|".join(lexicon.facts.get("spoken", ()))
    if not cues:
        return ()
    language = any_of(lexicon.languages).pattern
    said = re.compile(
        rf"(?<!\w)(?:(?:{cues}) (?P<in>{language})|(?P<by>{language})(?:-language|-speaking))",
        re.IGNORECASE,
    )
    found: dict[str, Said[str]] = {}
    for start, end in pieces:
        for match in said.finditer(text, start, end):
            name = "in" if match["in"] else "by"
            value = lexicon.languages[match[name].casefold()]
            spoken = Said(value, *match.span(name), "language: it is spoken")
            found.setdefault(value, spoken)
    return tuple(found.values())


def date_beside(
    text: str,
    pieces: Sequence[Piece],
    *,
    cues: Sequence[str],
    others: Sequence[str],
    lexicon: Lexicon,
    published: Published,
    what: str,
) -> Said[str] | None:
    """Return the date that stands in a sentence beside one of the cues.

    others  cues of another kind of date; the nearer cue has the date
    """
    wanted, unwanted = any_of(cues), any_of(others)
    for start, end in pieces:
        for said in dates_in(text, start, end, lexicon, published):
            if not published.year - 2 <= int(said.value[:4]) <= published.year + 8:
                continue
            if _DATELINE.match(text, said.end) and said.start - start < 30:
                continue
            if (
                text[max(0, said.start - 1) : said.end + 1]
                == f"({text[said.start : said.end]})"
            ):
                continue  # the year of a work named before it
            near = _distance(text, start, end, said, wanted)
            if near < 90 and near <= _distance(text, start, end, said, unwanted):
                return replace(said, rule=f"{what} date: beside its words")
    return None


def _distance(text: str, start: int, end: int, said: Said[str], cue: re.Pattern[str]) -> int:
    """Return how many characters part a date from the nearest cue in the same piece."""
    return min(
        (
            max(m.start() - said.end, said.start - m.end(), 0)
            for m in cue.finditer(text, start, end)
        ),
        default=10_000,
    )


def dates_in_brackets(
    text: str, pieces: Sequence[Piece], lexicon: Lexicon, published: Published
) -> Said[str] | None:
    """Return the date in the bracket after a title: "(winter 2024)"."""
    for start, end in pieces:
        for said in dates_in(text, start, end, lexicon, published):
            return replace(said, rule="release date: after the title")
        for part in re.finditer(r"[^,;]+", text[start:end]):
            at = start + part.start()
            season = season_in(text, at, at + len(part[0]), published)
            if season is not None:
                return replace(season, rule="release date: after the title")
    return None
