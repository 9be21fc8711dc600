"""Who announces: the company that the opening of a text lets speak."""

import re
from collections.abc import Sequence

from cartelera.engines.announce.document import Block
from cartelera.engines.announce.lexicon import NAME, Lexicon
from cartelera.engines.announce.names import is_country, is_outlet, is_person
from cartelera.engines.announce.skeleton import plain_sentences
from cartelera.engines.announce.values import Said

OPENING = 5  # blocks


def announcer_of(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Said[str] | None:
    """Return the company that announces, or the first outlet that the opening names."""
    said = re.compile(rf"{NAME}(?= (?:{'|'.join(lexicon.facts['announces'])})(?!\S))")
    plain: Said[str] | None = None
    for block in (*blocks[1:OPENING], *blocks[:1]):
        for sentence in plain_sentences(text, block.start, block.end, lexicon):
            for match in said.finditer(sentence.skeleton):
                chunk = sentence.chunk_at(match.start())
                if not is_person(chunk.text, lexicon) and not is_country(chunk.text, lexicon):
                    return Said(chunk.text, chunk.start, chunk.end, "announcer: it announces")
            for chunk in sentence.chunks:
                if plain is None and chunk.kind == "name" and is_outlet(chunk.text, lexicon):
                    plain = Said(chunk.text, chunk.start, chunk.end, "announcer: an outlet")
    return plain
