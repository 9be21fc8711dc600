"""A sentence as chunks (names, works, words) and as a skeleton that phrases are matched on."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cartelera.engines.announce.lexicon import NAME, ORIGIN, WORK, Lexicon
from cartelera.engines.announce.words import Word, words_of

LONGEST_SENTENCE = 2_000  # characters; a longer one is cut, so that no text takes for ever
LONGEST_QUOTE = 90  # characters of a title in quotes
LONGEST_BRACKET = 400  # characters

_QUOTES = {"“": "”", "«": "»", '"': '"', "‘": "’", "'": "'", "„": "“", "*": "*", "_": "_"}
_SPOKEN = re.compile(r"[.!?…]\s+\S|\b(?:I|we|We|our|nosotros|queremos)\b")
_RESUMES = frozenset(":–—")  # after these a capital is as at the start of a sentence
_ABBREVIATIONS = frozenset(
    {"Mr", "Mrs", "Ms", "Dr", "Dra", "St", "Sr", "Sra", "Lic", "vs", "Inc"}
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A name, a work, a word or a mark, with the brackets that follow it."""

    kind: str  # "name", "work", "word" or "mark"
    text: str
    start: int
    end: int
    quoted: bool = False
    brackets: tuple[tuple[int, int], ...] = ()  # what stands inside each, [start, end)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence."""

    start: int
    end: int
    chunks: tuple[Chunk, ...]
    skeleton: str
    offsets: tuple[int, ...]  # where each chunk begins in the skeleton

    def within(self, start: int, end: int) -> tuple[Chunk, ...]:
        """Return the chunks whose words begin in skeleton[start:end]."""
        first = bisect_right(self.offsets, start - 1)
        last = bisect_right(self.offsets, end - 1)
        return self.chunks[first:last]

    def chunk_at(self, offset: int) -> Chunk:
        """Return the chunk that skeleton[offset] belongs to."""
        return self.chunks[max(0, bisect_right(self.offsets, offset) - 1)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters of the text that skeleton[start:end] stands for."""
        chunks = self.within(start, end) or (self.chunk_at(start),)
        return chunks[0].start, chunks[-1].end


def sentences_of(
    text: str, start: int, end: int, lexicon: Lexicon, works: Mapping[int, int]
) -> list[Sentence]:
    """Cut text[start:end] into sentences.

    works   where titles that are known begin, and where each ends
    """
    words = words_of(text, start, end, lexicon)
    return [_sentence(text, p, lexicon, works) for p in _split(text, words, lexicon) if p]


@lru_cache(maxsize=2_048)
def plain_sentences(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[Sentence, ...]:
    """Cut text[start:end] into sentences in which no title is known yet.

    Kept for a while, since each step before titles are known asks again.
    """
    return tuple(sentences_of(text, start, end, lexicon, {}))


def _split(text: str, words: Sequence[Word], lexicon: Lexicon) -> Iterator[Sequence[Word]]:
    """Cut words where a sentence ends, never inside brackets or a title in quotes."""
    begin = depth = quoted = 0
    for n, word in enumerate(words):
        quote = _quote(text, words, n) if n >= quoted else None
        quoted = quote[2] - 1 if quote else quoted
        depth = max(0, depth + (word.text in "([") - (word.text in ")]"))
        following = words[n + 1] if n + 1 < len(words) else None
        if following is None:
            continue
        too_long = following.end - words[begin].start > LONGEST_SENTENCE
        free = not depth and n >= quoted
        ends = free and word.text in ".!?…" and _may_end(words, n, following, lexicon)
        if too_long or ends:
            yield words[begin : n + 1]
            begin, depth = n + 1, 0
    yield words[begin:]


def _may_end(words: Sequence[Word], n: int, following: Word, lexicon: Lexicon) -> bool:
    """Whether the mark words[n] ends a sentence, seen from what stands around it."""
    if following.start == words[n].end and following.text not in "”’\"'»":
        return False
    before = words[n - 1].text if n else ""
    if words[n].text == "." and before in _ABBREVIATIONS:
        return False
    if following.text.casefold() in lexicon.company_marks:
        return words[n].text == "." and following.text[0].isupper() and before.islower()
    return (
        following.is_capital or following.text[0].isdigit() or following.text in "“‘«¿¡'\"*-–·•"
    )


def _sentence(
    text: str, words: Sequence[Word], lexicon: Lexicon, works: Mapping[int, int]
) -> Sentence:
    """Put words together into chunks, and chunks into a skeleton."""
    chunks = _with_brackets(text, words, lexicon, works)
    parts, offsets, at = [], [], 0
    for chunk in chunks:
        part = {"name": NAME, "work": WORK}.get(chunk.kind, chunk.text.casefold())
        if chunk.kind == "word":
            part = ORIGIN if part in lexicon.countries else part.replace("’", "'")
        offsets.append(at)
        parts.append(part)
        at += len(part) + 1
    return Sentence(
        words[0].start, words[-1].end, tuple(chunks), " ".join(parts), tuple(offsets)
    )


def _with_brackets(
    text: str, words: Sequence[Word], lexicon: Lexicon, works: Mapping[int, int]
) -> list[Chunk]:
    """Return the chunks; what stands in brackets hangs on the chunk before them."""
    found: list[Chunk] = []
    closing = _brackets(words)
    n, begun = 0, False  # begun: a word has stood here, so a capital means something
    while n < len(words):
        close = closing.get(n)
        if close is not None:
            if found:
                at = -2 if len(found) > 1 and found[-1].text in {"–", "—"} else -1
                last = found[at]
                inside = (words[n].end, words[close].start)
                found[at] = Chunk(
                    last.kind, last.text, last.start, last.end, last.quoted,
                    (*last.brackets, inside),
                )  # fmt: skip
            n = close + 1
            continue
        chunk, n = _next_chunk(text, words, n, lexicon, works=works, first=not begun)
        found.append(chunk)
        begun = (begun or chunk.kind != "mark") and chunk.text not in _RESUMES
    return found


def _brackets(words: Sequence[Word]) -> dict[int, int]:
    """Return which word opens a bracket, and which closes it not far on."""
    found: dict[int, int] = {}
    open_ones: list[int] = []
    for n, word in enumerate(words):
        if word.text == "(":
            open_ones.append(n)
        elif word.text == ")" and open_ones:
            opening = open_ones.pop()
            if word.end - words[opening].start <= LONGEST_BRACKET:
                found[opening] = n
    return found


def _next_chunk(
    text: str,
    words: Sequence[Word],
    n: int,
    lexicon: Lexicon,
    *,
    works: Mapping[int, int],
    first: bool,
) -> tuple[Chunk, int]:
    """Return the chunk that begins at words[n], and the word after it."""
    word = words[n]
    if word.start in works:
        return _work(text, words, n, works[word.start])
    quote = _quote(text, words, n)
    if quote is not None:
        start, end, after = quote
        known = start in works
        end = works[start] if known else end
        titled = known or _is_work(text[start:end], words[after : after + 4], lexicon)
        kind = "work" if titled else "mark"
        return Chunk(kind, text[start:end], start, end, True), after
    last = name_end(words, n, lexicon, first)
    if last > n:
        start, end = word.start, words[last - 1].end
        return Chunk("name", text[start:end], start, end), last
    owns = word.text.casefold() in {"'s", "’s"} or _ends_owner(text, word)
    kind = "word" if word.text[0].isalnum() or owns else "mark"
    shown = "'s" if owns else word.text if word.text not in {NAME, WORK, ORIGIN} else "?"
    return Chunk(kind, shown, word.start, word.end), n + 1


def _ends_owner(text: str, word: Word) -> bool:
    """Whether a mark is the possessive of a word that ends in s: Frías' film."""
    before = text[max(0, word.start - 2) : word.start]
    return word.text in "'’" and before[-1:] == "s" and before[:1].isalpha()


def _work(text: str, words: Sequence[Word], n: int, end: int) -> tuple[Chunk, int]:
    """Return the known title from words[n] to `end` as one chunk, and the word after it."""
    start, after = words[n].start, n
    while after < len(words) and words[after].start < end:
        after += 1
    return Chunk("work", text[start:end], start, end), max(after, n + 1)


def _quote(text: str, words: Sequence[Word], n: int) -> tuple[int, int, int] | None:
    """Return what a quote holds, [start, end), and the word after it; None if none opens.

    A closing comma or full stop inside the quotes is not part of what they hold.
    """
    opening = words[n]
    closing = _QUOTES.get(opening.text)
    if closing is None or (opening.start and text[opening.start - 1].isalnum()):
        return None
    at = text.find(closing, opening.end, opening.end + LONGEST_QUOTE)
    while at >= 0:
        free = not text[at + 1 : at + 2].isalnum()
        if at >= words[-1].end:
            return None
        if free or closing in '”»"':
            after = bisect_right(words, at, key=lambda word: word.start)
            return _trimmed(text, opening.end, at, after)
        at = text.find(closing, at + 1, opening.end + LONGEST_QUOTE)
    return None


def _trimmed(text: str, start: int, end: int, after: int) -> tuple[int, int, int] | None:
    """Return the bounds without spaces at either end or a comma at the last."""
    held = text[start:end]
    body = held.strip().rstrip(",.;").rstrip()
    if not body:
        return None
    start += len(held) - len(held.lstrip())
    return start, start + len(body), after


def _is_work(body: str, following: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether words in quotes name a work, and are not something somebody says."""
    opens = body.lstrip("¿¡#")[:1]
    if not (opens.isupper() or opens.isdigit()) or len(body.split()) > 12:
        return False
    if _SPOKEN.search(body) and len(body.split()) > 5:
        return False
    return not any(w.text.casefold() in lexicon.facts["speakers"] for w in following)


def name_end(words: Sequence[Word], n: int, lexicon: Lexicon, first: bool) -> int:
    """Return where a name that begins at words[n] ends; n itself if none begins there.

    first   whether words[n] begins its sentence, where any word has a capital
    """
    if not words[n].is_capital:
        return n
    following = words[n + 1] if n + 1 < len(words) else None
    if _is_month(words[n], lexicon):
        return n
    plain = words[n].text.casefold() in lexicon.common
    if plain and not (following and following.is_capital):
        return n
    counts = plain and following is not None and _opens_name(words[n], following, lexicon)
    if plain and not counts and (first or words[n].text.casefold() in lexicon.roles):
        return n
    if words[n].text.casefold() in lexicon.countries and following and not following.is_capital:
        return n
    end = n + 1
    while end < len(words):
        step = _name_step(words, end, lexicon)
        if not step:
            break
        end += step
    return end


def _opens_name(word: Word, following: Word, lexicon: Lexicon) -> bool:
    """Whether a plain word opens a name: "Canal Norte", "Two Left Feet"."""
    if word.text.casefold() in lexicon.company_heads:
        return True
    number = word.text.casefold() in lexicon.numbers
    plain = following.text.casefold()
    return number and plain not in lexicon.countries and plain not in lexicon.common


def _is_month(word: Word, lexicon: Lexicon) -> bool:
    """Whether a word is a month; where months are small, Janeiro is a name."""
    capital = word.is_capital and lexicon.months[0] != "january"
    return not capital and word.text.casefold() in lexicon.months


def _name_step(words: Sequence[Word], n: int, lexicon: Lexicon) -> int:
    """Return how many of the words from words[n] go on with a name; 0 ends it."""
    word, ahead = words[n], words[n + 1 : n + 4]
    if word.text in {"'s", "’s"} or _is_month(word, lexicon):
        return 0
    if word.is_capital or (word.text.isdigit() and word.start == words[n - 1].end + 1):
        return 1
    if kin := _kin_step(word, ahead, lexicon):
        return kin
    if word.text in lexicon.particles and word.text not in lexicon.joins:
        return _particle_step(ahead, lexicon)
    return _mark_step(word, words[n - 1], ahead, lexicon)


def _kin_step(word: Word, ahead: Sequence[Word], lexicon: Lexicon) -> int:
    """Return how many words go on with a company's name: "y Hermanas", "y Cía.", "& Sons"."""
    if word.text not in lexicon.joins or not ahead:
        return 0
    if ahead[0].text.casefold() not in lexicon.company_kin:
        return 0
    dotted = (
        len(ahead) > 1 and ahead[1].text == "." and ahead[0].text.casefold() in {"cía", "co"}
    )
    return 3 if dotted else 2


def _mark_step(word: Word, before: Word, ahead: Sequence[Word], lexicon: Lexicon) -> int:
    """Return how many words go on with a name from a mark: "& Co", "Inc.", a nickname."""
    capital = bool(ahead) and ahead[0].is_capital
    if word.text in {"&", "+"} and capital:
        return 2
    if word.text == "." and before.text in {"Inc", "Ltd", "Corp", "Jr", "Sr"}:
        return 1
    if word.text == "!" and ahead and ahead[0].text.casefold() in lexicon.company_marks:
        return 2
    if word.text in "!?" and word.start == before.end and ahead and ahead[0].text in ",;":
        return 1  # "Moa!, a family series"
    nickname = word.text in '“"' and capital and len(ahead) == 3
    return 3 if nickname and ahead[1].text in '”"' and ahead[2].is_capital else 0


def _particle_step(ahead: Sequence[Word], lexicon: Lexicon) -> int:
    """Return how many words go on with a name from a particle: "de Juan", "de la Garza"."""
    if ahead and ahead[0].is_capital:
        return 1
    further = len(ahead) > 1 and ahead[0].text in lexicon.particles and ahead[1].is_capital
    return 2 if further else 0
