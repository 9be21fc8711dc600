"""Titles in running words: by what stands before and after a name, never by guessing one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cartelera.engines.announce.lexicon import NAME, WORK, Lexicon
from cartelera.engines.announce.names import is_company, is_country, is_outlet, is_person
from cartelera.engines.announce.skeleton import Chunk, Sentence

ENOUGH = 3  # weight of cues from which a name is a title
LONGEST_TITLE = 12  # words
LONGEST_GAP = 4  # small words between the capitals of one title
_SEASON = re.compile(
    r"\b(?:winter|spring|summer|autumn|fall|early|late|invierno|primavera|verano|otoño)\b"
    r".*\d{4}",
    re.IGNORECASE,
)
_FORMAT = re.compile(r"\d+\s?[x×]\s?\d+")
_LISTED = re.compile(r"(?:;(?: and| y)?|:| 's| includes?| are| incluye[n]?| son)$")
_IN_QUOTES = re.compile(r"[“«\"‘]([^“”«»\"‘\n]{2,80}?)[”»\"’](?!\w)")
_ONLY_BETWEEN = re.compile(r"\s*(?:[,;]|and|y|e|,\s*and|;\s*and|;\s*y|,\s*y)?\s*")


@dataclass(frozen=True, slots=True)
class Title:
    """A name taken for a title, and why."""

    start: int
    end: int
    weight: int
    rule: str


def titles_in(
    text: str,
    sentences: Sequence[Sentence],
    lexicon: Lexicon,
    headline: str,
    enough: int = ENOUGH,
    *,
    leading: bool = False,
) -> list[Title]:
    """Return the titles of productions that the sentences name, in order.

    headline  the first line of the text; a quoted title that it holds is believed sooner
    enough    the weight of cues from which a name is a title
    leading   whether a plain word may open a title where the sentence opens
    """
    found: list[Title] = []
    for n, sentence in enumerate(sentences):
        found += _titles(
            text, sentence, lexicon, headline, enough, opens=n == 0, leading=leading
        )
    return _first_mentions(text, found)


def _first_mentions(text: str, found: Sequence[Title]) -> list[Title]:
    """Leave out a title that has been named before, and one inside another."""
    kept: dict[str, Title] = {}
    reached = -1
    for title in found:
        name = text[title.start : title.end].casefold()
        if title.start >= reached and name not in kept:
            kept[name] = title
            reached = title.end
    return list(kept.values())


def _titles(
    text: str,
    sentence: Sentence,
    lexicon: Lexicon,
    headline: str,
    enough: int,
    *,
    opens: bool,
    leading: bool,
) -> Iterator[Title]:
    """Yield each name and quoted work of a sentence that enough speaks for.

    opens  whether the sentence opens its paragraph; its first name counts for more
    """
    reached, listed = -1, -1
    said = _IN_QUOTES.finditer(headline)
    quoted = [m[1] for m in said if not _of_maker(headline, m, lexicon)]
    for n, chunk in enumerate(sentence.chunks):
        again = next((q for q in quoted if text.startswith(q, chunk.start)), None)
        if again and not chunk.quoted and chunk.start >= reached:
            reached = chunk.start + len(again)
            if not text[reached : reached + 1].isalnum():
                yield Title(chunk.start, reached, enough, "title quoted in the headline")
                continue
        goes_on = listed >= 0 and _ONLY_BETWEEN.fullmatch(text, listed, chunk.start) is not None
        begins = (leading and n == 0) or _may_begin(sentence, n, lexicon, goes_on)
        if chunk.start < reached or not begins:
            continue
        last = n if chunk.quoted else _extent(sentence, n, lexicon, goes_on)
        end = sentence.chunks[last].end
        weight, rule = _weight(text, sentence, n, last, lexicon)
        if chunk.quoted and headline.find(text[chunk.start : chunk.end]) >= 0:
            weight, rule = weight + 3, "title quoted in the headline"
        if goes_on and weight >= 0:
            weight, rule = weight + 3, "title in a list of titles"
        if opens and weight > 0 and not any(c.kind != "mark" for c in sentence.chunks[:n]):
            weight += 1
        if weight:
            reached = end
        if weight >= enough:
            listed = end
            yield Title(chunk.start, end, weight, rule)


def _of_maker(headline: str, quoted: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether a quoted work only says who somebody is: "the ‘Undertow’ director"."""
    after = headline[quoted.end() :].casefold().split()[:1]
    return bool(after) and after[0].strip(",.") in lexicon.roles.keys() | {"helmer", "star"}


def _may_begin(sentence: Sentence, n: int, lexicon: Lexicon, listed: bool) -> bool:
    """Whether a title may begin at chunk n: a name, a quote, a word where titles stand."""
    chunk = sentence.chunks[n]
    if chunk.kind in {"name", "work"}:
        return True
    if chunk.kind != "word" or not chunk.text[0].isupper():
        return False
    if n == 0:
        return _opens_title(sentence, n) or _opens_told(sentence, lexicon)
    if _is_stray_capital(sentence, n, lexicon):
        return True
    article = (
        chunk.text.casefold() in lexicon.articles and sentence.chunks[n - 1].kind == "word"
    )
    return listed or article or _begins_listed(sentence, n) or _before(sentence, n, lexicon) > 0


def _begins_listed(sentence: Sentence, n: int) -> bool:
    """Whether chunk n stands after a semicolon of a list."""
    left = sentence.skeleton[: sentence.offsets[n]].rstrip(" \"“«‘'")[-120:]
    return sentence.skeleton.count(" ; ") > 1 and _LISTED.search(left) is not None


def _opens_title(sentence: Sentence, n: int) -> bool:
    """Whether the word at chunk n may open a title, as in "La Banda" at a sentence's start."""
    following = sentence.chunks[n + 1 : n + 2]
    named = bool(following) and following[0].kind == "name"
    return n == 0 and sentence.chunks[n].text[0].isupper() and named


def _is_stray_capital(sentence: Sentence, n: int, lexicon: Lexicon) -> bool:
    """Whether chunk n is a plain word whose capital only a title explains: "rueda Nadie llama".

    English gives capitals to many words; an article may open the name of a place or a paper.
    """
    chunk, before = sentence.chunks[n], sentence.chunks[n - 1]
    if lexicon.language == "en" or n == 0 or chunk.kind != "word" or len(chunk.text) < 2:
        return False
    plain = chunk.text.casefold()
    known = plain in lexicon.articles or plain in lexicon.countries or plain in lexicon.months
    goes_on = n + 1 < len(sentence.chunks) and sentence.chunks[n + 1].kind != "mark"
    return chunk.text.istitle() and not known and goes_on and before.kind != "mark"


def _opens_told(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether a sentence opens with plain words that are then told of as a title is:
    "Las horas bajas será el segundo largometraje".
    """
    first = sentence.chunks[0].text.casefold()
    if lexicon.language == "en" or lexicon.continues.match(sentence.skeleton):
        return False
    if first not in lexicon.articles:
        return False
    for m in range(1, min(LONGEST_GAP + 1, len(sentence.chunks))):
        if sentence.chunks[m].kind != "word":
            return False
        if _after(sentence, m, lexicon)[0] >= 3:
            opening = sentence.skeleton[: sentence.offsets[m + 1]]
            return not (lexicon.kind_word.search(opening) or lexicon.genre_word.search(opening))
    return False


def _extent(sentence: Sentence, n: int, lexicon: Lexicon, listed: bool) -> int:
    """Return the last chunk of a title that begins at chunk n.

    A title goes on over small words until a cue that may follow titles, or ends with the name.
    """
    chunks = sentence.chunks
    last = n
    english = lexicon.language == "en"
    sure = not english and (listed or _before(sentence, n, lexicon) >= 3)
    for m in range(n, min(n + LONGEST_TITLE, len(chunks))):
        if m > n and sure and _ends_listed(chunks, m, lexicon):
            return m - 1
        if m > n and _is_told(sentence, m, lexicon):
            break
        if m > n and (m - last > LONGEST_GAP + 1 or not _joins_title(chunks, m, lexicon)):
            break
        if m > n and (chunks[m].kind == "name" or chunks[m].text[0].isupper()):
            last = m
        if _after(sentence, m, lexicon)[0] >= 2 or chunks[m].brackets:
            return m
        if m > n and _by_name(sentence, m):
            return m
    return last


def _is_told(sentence: Sentence, m: int, lexicon: Lexicon) -> bool:
    """Whether no title goes on at chunk m: words for a stage begin, or have just led to it."""
    if lexicon.stage_word.match(sentence.skeleton, sentence.offsets[m]):
        return True
    left = sentence.skeleton[: sentence.offsets[m]].rstrip()[-120:]
    return sentence.chunks[m].kind == "name" and any(
        cue.weight >= 3 and cue.pattern.search(left) for cue in lexicon.before
    )


def _ends_listed(chunks: Sequence[Chunk], m: int, lexicon: Lexicon) -> bool:
    """Whether a title in a list ends before chunk m: at a mark, or at "y" before a verb."""
    chunk = chunks[m]
    if chunk.kind == "mark":
        return True
    following = chunks[m + 1 : m + 2]
    joins = chunk.kind == "word" and chunk.text in lexicon.joins
    return joins and bool(following) and following[0].text not in lexicon.particles


def _joins_title(chunks: Sequence[Chunk], m: int, lexicon: Lexicon) -> bool:
    """Whether chunk m may go on with a title."""
    chunk, before = chunks[m], chunks[m - 1].text.casefold()
    capital = chunk.kind == "name" or (chunk.kind == "word" and chunk.text[0].isupper())
    if capital:
        linked = before in lexicon.links and before not in {"by", "con", "with"}
        return linked or (before == ":" and chunk.text.split()[0] in {"The", "A", "El", "La"})
    if chunk.text == ":":
        following = chunks[m + 1].text.split()[:1] if m + 1 < len(chunks) else []
        return following in (["The"], ["A"], ["El"], ["La"])
    if chunk.kind != "word" or chunk.text in {"'s", "by"}:
        return False
    word = chunk.text.casefold()
    return lexicon.language != "en" or word in lexicon.links or word not in lexicon.common


def _by_name(sentence: Sentence, m: int) -> bool:
    """Whether "by" and a name follow chunk m."""
    following = sentence.chunks[m + 1 : m + 3]
    return len(following) == 2 and following[0].text == "by" and following[1].kind == "name"


def _after(sentence: Sentence, m: int, lexicon: Lexicon) -> tuple[int, str]:
    """Return the weight of what follows chunk m, and the cue."""
    rest = sentence.skeleton[_end_of(sentence, m) :].removeprefix(" ")
    best = (0, "")
    for cue in lexicon.after:
        if cue.weight > best[0] and cue.pattern.match(rest):
            best = (cue.weight, cue.pattern.pattern)
    if rest.startswith(("/ " + NAME, "/ " + WORK)) or re.match(r"/ \w", rest):
        best = max(best, (3, "a second title after a stroke"))
    return best


def _end_of(sentence: Sentence, m: int) -> int:
    """Return where chunk m ends in the skeleton."""
    following = sentence.offsets[m + 1] - 1 if m + 1 < len(sentence.offsets) else None
    return len(sentence.skeleton) if following is None else following


def _weight(
    text: str, sentence: Sentence, first: int, last: int, lexicon: Lexicon
) -> tuple[int, str]:
    """Return how much speaks for a title at chunks [first, last], and the best reason."""
    chunk = sentence.chunks[first]
    name = text[chunk.start : sentence.chunks[last].end]
    left = sentence.skeleton[: sentence.offsets[first]].rstrip(" \"“«‘'")[-120:]
    bracket = _bracket_weight(text, sentence.chunks[last].brackets, lexicon)
    if any(trap.search(left) for trap in lexicon.traps) and bracket < 4:
        return -10, "a work named in passing"
    before = _before(sentence, first, lexicon)
    if sentence.skeleton.count(" ; ") > 1 and _LISTED.search(left):
        before = max(before, 1) + 2
    after, _ = _after(sentence, last, lexicon)
    quoted = 1 if chunk.quoted else 0
    if quoted and not left:
        quoted = 2
    if quoted and _is_told_of(text, sentence, last, lexicon):
        quoted += 2
    weight = before + after + bracket + quoted
    if left.endswith(" /"):
        return -10, "another name of the title before it"
    if not chunk.quoted:
        weight -= max(_against(name, lexicon), _against(chunk.text, lexicon))
    rule = "title by its bracket" if bracket >= 4 else "title by the words beside it"
    return weight, rule


def _is_told_of(text: str, sentence: Sentence, last: int, lexicon: Lexicon) -> bool:
    """Whether a quoted work is told of where it stands: ", by Ana Ruiz", "(Norte Films)"."""
    held = (text[start:end] for start, end in sentence.chunks[last].brackets)
    if any(is_company(words, lexicon) and not words.isdigit() for words in held):
        return True
    left = sentence.skeleton[: sentence.offsets[last]].rstrip(" \"“«‘'")[-40:]
    if any(m.end() == len(left) for m in lexicon.source_word.finditer(left)):
        return False  # "the novel ‘Low Tide’, by Ana Ruiz"
    rest = sentence.skeleton[_end_of(sentence, last) :].removeprefix(" ")
    cues = "|".join(lexicon.facts["told"]).replace("§", NAME)
    return re.match(rf", (?:{cues})(?!\S)", rest) is not None


def _before(sentence: Sentence, n: int, lexicon: Lexicon) -> int:
    """Return the weight of what stands before chunk n."""
    left = sentence.skeleton[: sentence.offsets[n]].rstrip(" \"“«‘'")[-120:]
    weight = max((c.weight for c in lexicon.before if c.pattern.search(left)), default=0)
    if _is_stray_capital(sentence, n, lexicon):
        weight = max(weight, 2)
    return max(weight, 3) if _kind_before(left, lexicon) else weight


def _kind_before(left: str, lexicon: Lexicon) -> bool:
    """Whether a word of kinds or genres stands right before."""
    tail = left.rstrip(" ,").removesuffix(" :")
    for words in (lexicon.kind_word, lexicon.genre_word):
        for match in words.finditer(tail, max(0, len(tail) - 40)):
            if match.end() == len(tail):
                return True
    return False


def _against(name: str, lexicon: Lexicon) -> int:
    """Return how much speaks against a title: it is a person, a company, a country."""
    if is_country(name, lexicon):
        return 9
    if is_person(name, lexicon):
        return 4
    if is_company(name, lexicon):
        return 1 if name.isupper() and not is_outlet(name, lexicon) else 4
    return 0


def _bracket_weight(text: str, brackets: Sequence[tuple[int, int]], lexicon: Lexicon) -> int:
    """Return how much the brackets after a name speak for a title."""
    weight = 0
    for start, end in brackets:
        held = text[start:end]
        if _SEASON.search(held):
            weight = max(weight, 3)
        if _FORMAT.search(held) or lexicon.working.search(held):
            weight = max(weight, 5)
        elif lexicon.genre_word.fullmatch(held) or lexicon.kind_word.search(held):
            weight = max(weight, 4)
    return weight
