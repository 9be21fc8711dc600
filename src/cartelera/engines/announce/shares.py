"""Which words belong to which production, and which to the whole text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cartelera.engines.announce.credits import credits_in
from cartelera.engines.announce.document import Block, is_section
from cartelera.engines.announce.layout import Anchor, datelines, entries_of
from cartelera.engines.announce.lexicon import Lexicon
from cartelera.engines.announce.skeleton import Sentence, plain_sentences
from cartelera.engines.announce.titles import ENOUGH, Title, titles_in
from cartelera.vocabulary.kind import Kind

Piece = tuple[int, int]

_CUT = re.compile(
    r";\s*(?:and|y|e)?\s*|,[”\"’']\s+"
    r"|,\s+(?:and|y|e|while|mientras que)\s+|,\s+|\s+(?:and|y|e)\s+"
)


@dataclass(slots=True)
class Share:
    """The words of one production, in order."""

    anchor: Anchor
    pieces: list[Piece] = field(default_factory=list)
    leads: list[Piece] = field(default_factory=list)  # what opens a list it stands in


def shares_of(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> list[Share]:
    """Give each production its share of the text, in the order they begin."""
    entries = entries_of(text, blocks, lexicon)
    owned = _owned_by_entries(text, blocks, entries, lexicon)
    free = [n for n in range(len(blocks)) if n not in owned and blocks[n].start >= 0]
    enough = ENOUGH + 1 if len(entries) > 1 else ENOUGH
    named = _named_in_prose(text, blocks, free, lexicon, enough)
    shares = [Share(e) for e in entries]
    by_entry = {e.start: share for e, share in zip(entries, shares, strict=True)}
    for n, start in owned.items():
        by_entry[start].pieces.append((blocks[n].start, blocks[n].end))
    shares += _prose_shares(text, blocks, free, named, lexicon=lexicon, listed=len(entries) > 1)
    return sorted(shares, key=lambda s: s.anchor.start)


def context_of(blocks: Sequence[Block], shares: Sequence[Share]) -> list[Piece]:
    """Return what belongs to no production: headline, opening, section lines."""
    pieces = sorted(piece for share in shares for piece in share.pieces)
    free, at = [], 0
    for block in blocks:
        while at < len(pieces) and pieces[at][1] <= block.start:
            at += 1
        stop = pieces[at][0] if at < len(pieces) else block.end
        if stop > block.start:
            free.append((block.start, min(stop, block.end)))
    return free


def _owned_by_entries(
    text: str, blocks: Sequence[Block], entries: Sequence[Anchor], lexicon: Lexicon
) -> dict[int, int]:
    """Return which blocks an entry owns: block number -> where the entry begins."""
    starts = {e.start: e for e in entries}
    owned: dict[int, int] = {}
    current: Anchor | None = None
    for n, block in enumerate(blocks):
        if block.start in starts:
            current = starts[block.start]
            owned[n] = current.start
        elif current is None:
            continue
        elif current.heads and block.paragraph == blocks[n - 1].paragraph and n - 1 in owned:
            owned[n] = current.start
        elif is_section(text, block, lexicon) or _opens_section(text, block):
            current = None
        elif _is_below(text, blocks, n, current, owned, lexicon=lexicon):
            owned[n] = current.start
        elif not block.label:
            current = None
    return owned


def _opens_section(text: str, block: Block) -> bool:
    """Whether a block ends with a colon and so speaks of what comes after it."""
    return text[block.end - 1] == ":" and not block.label


def _is_below(
    text: str,
    blocks: Sequence[Block],
    n: int,
    entry: Anchor,
    owned: dict[int, int],
    *,
    lexicon: Lexicon,
) -> bool:
    """Whether blocks[n] goes on with the entry above it."""
    block = blocks[n]
    if block.label or block.paragraph == blocks[n - 1].paragraph:
        return entry.heads or bool(block.label)
    if not entry.heads or block.marked:
        return False
    has_body = sum(1 for start in owned.values() if start == entry.start) > 1
    return not has_body or _continues(text, block, lexicon)


def _continues(text: str, block: Block, lexicon: Lexicon) -> bool:
    """Whether a paragraph goes on with what stood before it: "The series ..."."""
    return bool(lexicon.continues.match(text[block.start : block.start + 60].casefold()))


def _named_in_prose(
    text: str, blocks: Sequence[Block], free: Sequence[int], lexicon: Lexicon, enough: int
) -> list[Title]:
    """Return the titles named in the blocks that no entry owns, the headline left out."""
    headline = text[blocks[0].start : blocks[0].end] if blocks and blocks[0].heading else ""
    found: list[Title] = []
    seen: set[str] = set()
    places = datelines(text, blocks, lexicon)
    for n in free:
        if n == 0 and headline:
            continue
        start = places.get(blocks[n].start, blocks[n].start)
        sentences = plain_sentences(text, start, blocks[n].end, lexicon)
        for title in titles_in(text, sentences, lexicon, headline, enough):
            name = text[title.start : title.end].casefold()
            if name not in seen:
                seen.add(name)
                found.append(title)
    return found


def _prose_shares(
    text: str,
    blocks: Sequence[Block],
    free: Sequence[int],
    named: Sequence[Title],
    *,
    lexicon: Lexicon,
    listed: bool,
) -> list[Share]:
    """Give the sentences of running prose to the titles they name."""
    anchors = [Anchor(t.start, t.end, (t.start, t.end), t.rule) for t in named]
    shares = {text[a.start : a.end].casefold(): Share(a) for a in anchors}
    if len(shares) == 1 and not listed and _rules_alone(text, blocks, named[0]):
        only = next(iter(shares.values()))
        only.pieces = [(b.start, b.end) for b in blocks]
        return [only]
    lost: list[Share] = []
    current: Share | None = None
    for n in free:
        begins = current
        own = _mentions(text, blocks[n], shares)
        if own:
            current = _share_paragraph(text, blocks[n], own, lexicon)
        elif (
            not listed
            and n
            and (
                _describes_one(text, blocks[n], lexicon)
                or (not shares and _presents_one(text, blocks[n], lexicon))
            )
        ):
            current = _lost_title(blocks[n])
            lost.append(current)
        elif begins and _continues(text, blocks[n], lexicon):
            begins.pieces.append((blocks[n].start, blocks[n].end))
        else:
            current = None
    return [s for s in (*shares.values(), *lost) if s.pieces]


def _rules_alone(text: str, blocks: Sequence[Block], title: Title) -> bool:
    """Whether a whole text is about one title: it opens with it, or keeps coming back to it."""
    name = text[title.start : title.end].casefold()
    opening = text[: blocks[min(1, len(blocks) - 1)].end].casefold()
    return name in opening or sum(name in text[b.start : b.end].casefold() for b in blocks) > 2


def _mentions(
    text: str, block: Block, shares: dict[str, Share]
) -> list[tuple[int, int, Share]]:
    """Return where a block names which production, in order."""
    body = text[block.start : block.end].casefold()
    found: list[tuple[int, int, Share]] = []
    for name, share in shares.items():
        at = body.find(name)
        while at >= 0:
            start, end = block.start + at, block.start + at + len(name)
            if _stands_alone(text, start, end) and start >= share.anchor.start:
                found.append((start, end, share))
            at = body.find(name, at + len(name))
    return sorted(found, key=lambda m: m[:2])


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no letter touches text[start:end]."""
    return not text[max(0, start - 1) : start].isalnum() and not text[end : end + 1].isalnum()


def _share_paragraph(
    text: str, block: Block, own: Sequence[tuple[int, int, Share]], lexicon: Lexicon
) -> Share:
    """Give each sentence of a paragraph to the production it speaks of; return the last one."""
    alone = len({id(share) for _, _, share in own}) == 1
    current = own[0][2] if own[0][0] < block.start + 5 else None
    for sentence in plain_sentences(text, block.start, block.end, lexicon):
        if alone and current is None and _is_specific(text, sentence, lexicon):
            current = own[0][2]
        here = [m for m in own if sentence.start <= m[0] < sentence.end]
        if here:
            current = _share_sentence(text, sentence, here)
        elif current:
            current.pieces.append((sentence.start, sentence.end))
    return own[-1][2]


def _is_specific(text: str, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether a sentence gives somebody a credit, and so speaks of one production."""
    return bool(credits_in(text, [sentence], lexicon, {}, Kind.FILM))


def _share_sentence(
    text: str, sentence: Sentence, here: Sequence[tuple[int, int, Share]]
) -> Share:
    """Cut a sentence between the productions it names; return the last of them."""
    start = sentence.start
    for share in {id(m[2]): m[2] for m in here[1:] if m[2] is not here[0][2]}.values():
        share.leads.append((sentence.start, here[0][0]))
    for n, (_, end, share) in enumerate(here):
        following = here[n + 1] if n + 1 < len(here) else None
        if following and following[2] is share:
            continue
        stop = _cut_between(text, end, following[0]) if following else sentence.end
        share.pieces.append((start, stop))
        start = stop
    return here[-1][2]


def _cut_between(text: str, start: int, end: int) -> int:
    """Return where one production ends and the next begins: a semicolon, else a comma."""
    cuts = list(_CUT.finditer(text, start, end))
    best = [c for c in cuts if c[0].startswith(";")] or cuts[-1:]
    return best[-1].end() if best else end


def _describes_one(text: str, block: Block, lexicon: Lexicon) -> bool:
    """Whether a paragraph describes a production that it does not name: "this series ..."."""
    sentences = plain_sentences(text, block.start, block.end, lexicon)
    if not sentences or text[block.end - 1] == ":":
        return False
    this = "|".join(lexicon.facts["this"])
    match = re.search(rf"(?<!\S)(?:{this})(?P<said>(?: \S+){{1,3}})", sentences[0].skeleton)
    if not match:
        return False
    body = match["said"]
    return bool(lexicon.kind_word.search(body) or lexicon.genre_word.search(body))


def _presents_one(text: str, block: Block, lexicon: Lexicon) -> bool:
    """Whether a paragraph presents a production without its title: "A drama with ...".

    It opens with an indefinite article and a kind or genre, or has both further on, and gives
    two people credits.
    """
    sentences = plain_sentences(text, block.start, block.end, lexicon)
    if not sentences or text[block.end - 1] == ":":
        return False
    credits = credits_in(text, sentences, lexicon, {}, Kind.FILM)
    presented = re.compile(r"(?<!\S)(?:una?|uma?|an?)(?P<said>(?: [^\s,.;]+){1,4})")
    for match in presented.finditer(sentences[0].skeleton):
        body = match["said"]
        if lexicon.kind_word.search(body) or lexicon.genre_word.search(body):
            return len(credits) > (0 if match.start() == 0 else 1)
    return False


def _lost_title(block: Block) -> Share:
    """Return the share of a production whose title the text has lost."""
    anchor = Anchor(block.start, block.end, None, "a production described without its title")
    return Share(anchor, [(block.start, block.end)])
