"""Source works: the novel, article or true events that a production is drawn from."""

import re
from collections.abc import Iterator, Sequence

from cartelera.engines.announce.lexicon import NAME, WORK, Lexicon
from cartelera.engines.announce.names import is_country
from cartelera.engines.announce.skeleton import Sentence
from cartelera.engines.announce.values import Said, SaidSource
from cartelera.vocabulary.kind import SourceKind

FAR = 60  # characters of a skeleton between "based on" and the source
_NAMES = rf"(?P<names>{NAME}(?:(?: ,)? (?:and|y|e|,|&) {NAME}){{0,6}})"
_PUBLISHED = frozenset({SourceKind.ARTICLE, SourceKind.COMIC})


def sources_in(
    sentences: Sequence[Sentence], lexicon: Lexicon, title: Said[str] | None
) -> tuple[SaidSource, ...]:
    """Return the source works that the sentences name.

    title  the production's own, which "the novel of the same name" stands for
    """
    found: dict[SourceKind, SaidSource] = {}
    for sentence in sentences:
        for source in (*_works(sentence, lexicon, title), *_events(sentence, lexicon)):
            before = found.get(source.kind.value)
            if before is None or (not before.authors and source.authors):
                found[source.kind.value] = source
    return tuple(sorted(found.values(), key=lambda s: s.kind.start))


def _works(
    sentence: Sentence, lexicon: Lexicon, title: Said[str] | None
) -> Iterator[SaidSource]:
    """Yield the works that words such as "novel" or "artículo" stand for."""
    for match in lexicon.source_word.finditer(sentence.skeleton):
        kind = lexicon.sources[match[0]]
        start, end = match.span()
        if not _is_source(sentence, start, end, lexicon):
            continue
        same = _same_name(sentence, start, end, lexicon)
        after = same[1] if same and same[1] > end else end
        names = _author(sentence, start, after, lexicon)
        yield SaidSource(
            kind=_said(sentence, start, end, kind, "source: the word for the work"),
            title=_title(sentence, start, after, same, title),
            authors=names if kind is not SourceKind.TRUE_EVENTS else (),
            publisher=_publisher(sentence, start, after, kind, lexicon),
        )


def _is_source(sentence: Sentence, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a word for a work is said to be a source: "based on", or an owner before it."""
    left = sentence.skeleton[max(0, start - FAR) : start]
    cued = any(cue in left for cue in lexicon.source_words["cues"])
    if any(left.endswith(words) for words in ("will ", "to ", "con ", "who ", "with ")):
        return False  # "will play", "con libro de": a verb, and a script
    owned = re.search(rf"{NAME} (?:'s )?(?:\S+ )?$", left) is not None
    return cued or owned or _author_after(sentence, end, lexicon) is not None


def _same_name(
    sentence: Sentence, start: int, end: int, lexicon: Lexicon
) -> tuple[int, int] | None:
    """Return where "of the same name" stands beside skeleton[start:end], with the word."""
    for words in lexicon.source_words["same_name"]:
        if sentence.skeleton.startswith(f" {words}", end):
            return start, end + 1 + len(words)
        if sentence.skeleton[:start].endswith(f"{words} "):
            return start - len(words) - 1, end
    return None


def _title(
    sentence: Sentence,
    start: int,
    end: int,
    same: tuple[int, int] | None,
    title: Said[str] | None,
) -> Said[str] | None:
    """Return the title of the source: the production's own, or a work beside the word."""
    if same and title:
        return _said(sentence, *same, title.value, "source: of the same name")
    beside = re.compile(rf" (?:, )?(?:titled )?{WORK}").match(sentence.skeleton, end)
    if beside:
        chunk = sentence.chunk_at(beside.end() - 1)
        return Said(chunk.text, chunk.start, chunk.end, "source: a title beside the word")
    return None


def _author_after(sentence: Sentence, end: int, lexicon: Lexicon) -> re.Match[str] | None:
    """Return the names that "by" or "de" brings after skeleton[:end]."""
    by = "|".join(re.escape(word) for word in lexicon.source_words["by"])
    between = rf"(?:in {NAME} )?(?:{WORK} )?(?:, )?"
    pattern = rf" {between}(?:(?:{by}|\S+ {by}) )(?:the |la |el |\w+ist )?{_NAMES}"
    return re.compile(pattern).match(sentence.skeleton, end)


def _author(
    sentence: Sentence, start: int, end: int, lexicon: Lexicon
) -> tuple[Said[str], ...]:
    """Return who wrote the source: named after the word, or before it as its owner."""
    match = _author_after(sentence, end, lexicon)
    owner = re.search(rf"{NAME} 's (?:\S+ )?$", sentence.skeleton[max(0, start - FAR) : start])
    if match is None or owner:
        left = sentence.skeleton[max(0, start - FAR) : start]
        owner = re.search(rf"{_NAMES} (?:'s )?(?:(?!{NAME})\S+ )?$", left)
        span = (
            (start - len(left) + owner.start("names"), start - len(left) + owner.end("names"))
            if owner
            else None
        )
    else:
        span = match.span("names")
    if span is None:
        return ()
    return tuple(
        Said(c.text, c.start, c.end, "source: its author")
        for c in sentence.within(*span)
        if c.kind == "name" and len(c.text.split()) > 1 and not is_country(c.text, lexicon)
        and c.text.split()[0] not in {"The", "El", "La"}
    )  # fmt: skip


def _publisher(
    sentence: Sentence, start: int, end: int, kind: SourceKind, lexicon: Lexicon
) -> Said[str] | None:
    """Return who published an article or comic: "in The Washington Post"."""
    if kind not in _PUBLISHED:
        return None
    words = "|".join(re.escape(word) for word in lexicon.source_words["at_publisher"])
    after = re.compile(rf" (?:{words}) (?:the )?{NAME}").match(sentence.skeleton, end)
    before = sentence.skeleton[:start].endswith(f"{NAME} ")
    if after:
        chunk = sentence.chunk_at(after.end() - 1)
    elif before:
        chunk = sentence.chunk_at(start - 2)
    else:
        return None
    if chunk.text.split()[0] in lexicon.given_names and "The" not in chunk.text:
        return None
    return Said(chunk.text, chunk.start, chunk.end, "source: its publisher")


def _events(sentence: Sentence, lexicon: Lexicon) -> Iterator[SaidSource]:
    """Yield true events: "inspired by the killers known as ..."."""
    events = "|".join(re.escape(word) for word in lexicon.source_words["events"])
    cues = "|".join(re.escape(c) for c in lexicon.source_words["cues"] if "inspir" in c)
    pattern = rf"(?:{cues}) [^,.;:]{{0,80}}?\b(?:{events})\b[^,.;:]{{0,60}}"
    for match in re.finditer(pattern, sentence.skeleton):
        if lexicon.source_word.search(match[0]):
            continue
        start, end = match.start(), match.end() - (len(match[0]) - len(match[0].rstrip()))
        yield SaidSource(
            _said(sentence, start, end, SourceKind.TRUE_EVENTS, "source: events that happened")
        )


def _said(sentence: Sentence, start: int, end: int, value: object, rule: str) -> Said:  # type: ignore[type-arg]
    """Return a value with the characters that skeleton[start:end] stands for."""
    first, last = sentence.span(start, end)
    return Said(value, first, last, rule)
