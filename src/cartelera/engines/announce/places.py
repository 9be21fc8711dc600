"""Places: where a production is filmed, and where and when its story happens."""

import re
from collections.abc import Iterator, Sequence

from cartelera.engines.announce.lexicon import LONGEST_LIST, NAME, Lexicon, any_of
from cartelera.engines.announce.names import is_company, is_outlet, is_person
from cartelera.engines.announce.skeleton import Chunk, Sentence
from cartelera.engines.announce.values import Said

LONGEST_SETTING = 8  # words
_SIDES = "(?:north|south|east|west|northern|southern|eastern|western|central|downtown|rural) "
_LIST = (
    rf"(?P<names>(?:the )?(?:{_SIDES})?{NAME}"
    rf"(?:(?: ,)? (?:and|y|e|,)(?: in| en| em| no| na)? {NAME}){{0,{LONGEST_LIST}}})"
)
_UNTIL = re.compile(rf"(?:[^\s,.;:\"“”]+ ?){{1,{LONGEST_SETTING}}}")
_STOPS = re.compile(
    r" (?:where|when|and|y|e|con|com|with|donde|onde|cuando|quando|to|who|que|that|in which)"
    r"(?: |$)"
)


def locations_in(sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[Said[str], ...]:
    """Return the places where the sentences say that it is filmed, each once."""
    cues = "|".join(f"(?:{cue})" for cue in lexicon.facts["places"])
    pattern = re.compile(rf"(?<!\S)(?:{cues}){_LIST}")
    found: dict[str, Said[str]] = {}
    for sentence in sentences:
        for match in pattern.finditer(sentence.skeleton):
            for chunk in sentence.within(*match.span("names")):
                if chunk.kind == "name":
                    said = Said(chunk.text, chunk.start, chunk.end, "location: after filming")
                    found.setdefault(chunk.text.casefold(), said)
    return tuple(found.values())


def settings_in(
    text: str, sentences: Sequence[Sentence], lexicon: Lexicon
) -> tuple[Said[str], ...]:
    """Return where and when the story happens, as far as the sentences say it plainly."""
    found: dict[str, Said[str]] = {}
    placed = {said.value.casefold() for said in locations_in(sentences, lexicon)}
    for sentence in sentences:
        cued = (*_after_cue(text, sentence, lexicon), *_before_set(text, sentence, lexicon))
        for said in cued:
            found.setdefault(said.value.casefold(), said)
        if not found:
            for said in _decades(text, sentence, lexicon):
                found.setdefault(said.value.casefold(), said)
        if not found:
            for said in _in_plot(text, sentence, lexicon):
                if said.value.casefold() not in placed:
                    found.setdefault(said.value.casefold(), said)
    return tuple(found.values())


def _in_plot(text: str, sentence: Sentence, lexicon: Lexicon) -> Iterator[Said[str]]:
    """Yield the places and years of words that tell a story: "a sergeant returns to ..."."""
    plots = "|".join(lexicon.facts.get("plots", ()))
    opening = re.search(rf"(?<!\S)(?:{plots})(?!\S)", sentence.skeleton) if plots else None
    elsewhere = [*lexicon.facts["film_cues"], *lexicon.facts["career"]]
    if opening is None or any_of(elsewhere).search(sentence.skeleton):
        return
    cues = "|".join(lexicon.facts["plot_places"])
    place = rf"(?<!\S)(?:{cues})(?P<place>(?:\d{{4}}s )?{NAME}|\d{{4}}s?)(?! 's)(?!\S)"
    for match in re.compile(place).finditer(sentence.skeleton, max(0, opening.start())):
        (*_, chunk) = sentence.within(*match.span("place"))
        if _may_be_place(chunk, lexicon):
            yield _said(text, sentence, *match.span("place"), "setting: where a story happens")


def _may_be_place(chunk: Chunk, lexicon: Lexicon) -> bool:
    """Whether nothing speaks against a place: it is no person, company or language."""
    name = chunk.text
    if name.rstrip("s").isdigit():
        return True
    if name.startswith("The "):
        return False  # a paper
    known = name.casefold() in lexicon.languages or is_outlet(name, lexicon)
    return not (known or is_person(name, lexicon) or is_company(name, lexicon))


def _after_cue(text: str, sentence: Sentence, lexicon: Lexicon) -> Iterator[Said[str]]:
    """Yield what follows "set in" or "ambientada en", up to the next pause."""
    cues = "|".join(f"(?:{cue})" for cue in lexicon.facts["settings"])
    for match in re.finditer(rf"(?<!\S)(?:{cues})", sentence.skeleton):
        body = _UNTIL.match(sentence.skeleton, match.end())
        if body is None:
            continue
        listed = re.compile(rf"{NAME} (?:and|y) {NAME}").match(sentence.skeleton, match.end())
        stop = _STOPS.search(body[0])
        end = match.end() + (stop.start() if stop else len(body[0].rstrip()))
        if listed:
            for chunk in sentence.within(*listed.span()):
                if chunk.kind == "name":
                    yield Said(chunk.text, chunk.start, chunk.end, "setting: after its words")
        elif NAME in sentence.skeleton[match.end() : end] or re.search(r"\d", body[0]):
            yield _said(text, sentence, match.end(), end, "setting: after its words")


def _before_set(text: str, sentence: Sentence, lexicon: Lexicon) -> Iterator[Said[str]]:
    """Yield the place before "-set": "Vancouver-set"."""
    suffix = lexicon.facts["set_suffix"]
    if suffix:
        for match in re.finditer(rf"(?:{NAME} , )?{NAME}(?= - {suffix}\b)", sentence.skeleton):
            yield _said(text, sentence, match.start(), match.end(), "setting: before -set")


def _decades(text: str, sentence: Sentence, lexicon: Lexicon) -> Iterator[Said[str]]:
    """Yield a decade, with the place right before it."""
    decade = lexicon.facts["decades"]
    for match in re.finditer(rf"(?<!\S)(?:{NAME} )?(?:{decade})(?!\S)", sentence.skeleton):
        yield _said(text, sentence, match.start(), match.end(), "setting: a decade")


def _said(text: str, sentence: Sentence, start: int, end: int, rule: str) -> Said[str]:
    """Return the words of the text that skeleton[start:end] stands for."""
    first, last = sentence.span(start, end)
    return Said(text[first:last], first, last, rule)
