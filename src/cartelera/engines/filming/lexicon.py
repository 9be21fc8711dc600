"""The words a breakdown is made by, and where they stand in a line of action."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cartelera.vocabulary.filming import Category
from cartelera.vocabulary.folding import folded

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
_LISTED = (
    Category.EXTRAS,
    Category.ANIMALS,
    Category.VEHICLES,
    Category.STUNTS,
    Category.EFFECTS,
    Category.WARDROBE,
    Category.MAKE_UP,
    Category.MUSIC,
    Category.PROPS,
)
_LONGEST = 4  # words of an entry
_BINDING = frozenset("de del con en sin in with of at on from on".split())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language, folded."""

    elements: Mapping[str, Category]  # word, or words apart by a space, to its category
    language: str  # BCP 47
    people: frozenset[str]  # nouns for somebody: waiter, cartero
    young: frozenset[str]  # those of them who are minors
    determiners: frozenset[str]
    numbers: frozenset[str]
    together: frozenset[str]  # cues of several: todos, both
    voices: tuple[str, ...]  # beginnings of a cue that is only heard: voz de
    head_first: bool  # whether a noun stands before what describes it
    aside: frozenset[str]  # words that make of one name another person: young, viejo
    singular: Mapping[str, str] = field(default_factory=dict)  # plural to the word it is of

    def elements_in(self, text: str) -> Iterator[tuple[Category, str, str]]:
        """Yield (category, name, the words as they stand) for what a line of action needs."""
        words = list(_WORD.finditer(text))
        plain = [folded(word.group()) for word in words]
        n = 0
        while n < len(words):
            for length in range(min(_LONGEST, len(words) - n), 0, -1):
                key = " ".join(plain[n : n + length])
                category = self.elements.get(self.singular.get(key, key))
                if category is None:
                    continue
                start, n = self._whole(plain, n), n + length
                as_written = text[words[start].start() : words[n - 1].end()]
                words_told = " ".join(as_written.split())
                yield category, self.singular.get(key, key), words_told
                break
            else:
                n += 1
        yield from self._groups(text)

    def _whole(self, plain: list[str], n: int) -> int:
        """Return where the words of an entry begin, with the number before it."""
        return n - 1 if n and plain[n - 1] in self.numbers else n

    def _groups(self, text: str) -> Iterator[tuple[Category, str, str]]:
        """Yield several of a kind that are named in capitals: DOS PESCADORES."""
        for found in re.finditer(
            r"\b([A-ZÁÉÍÓÚÑ]{3,})\s+([A-ZÁÉÍÓÚÑ][A-ZÁÉÍÓÚÑ ]*[A-ZÁÉÍÓÚÑ])\b", text
        ):
            many, what = folded(found[1]), folded(found[2])
            if many not in self.numbers or self.elements.get(self.singular.get(what, what)):
                continue
            if any(self._known(word) for word in what.split()):
                continue
            yield Category.EXTRAS, found.group(), found.group()

    def _known(self, word: str) -> bool:
        return self.elements.get(self.singular.get(word, word)) in {
            Category.ANIMALS,
            Category.EXTRAS,
            Category.PROPS,
            Category.VEHICLES,
        }

    def is_person(self, words: Sequence[str]) -> bool:
        """Say whether a name is a noun for somebody: its head is the last word, or the first.

        Spanish puts the noun before what describes it; so does English before a preposition.
        """
        bare = [word for word in words if word not in self.determiners and not word.isdigit()]
        cut = next((n for n, word in enumerate(bare) if n and word in _BINDING), len(bare))
        bare = bare[:cut]
        if not bare:
            return False
        heads = {bare[0]} if self.head_first else {bare[-1]}
        return any(self.singular.get(head, head) in self.people for head in heads)

    def is_young(self, words: Iterable[str]) -> bool:
        """Say whether one of the words says that somebody is a minor."""
        return any(self.singular.get(word, word) in self.young for word in words)


def lexicon_from(language: str, table: Mapping[str, str]) -> Lexicon:
    """Return the lexicon of a language from its table; entries are apart by semicolons."""
    elements: dict[str, Category] = {}
    lists: dict[str, list[str]] = {}
    for name, text in table.items():
        entries = [folded(entry) for entry in text.split(";") if entry.strip()]
        if name in [category.value for category in _LISTED]:
            for entry in entries:
                elements.setdefault(entry, Category(name))
        else:
            lists[name] = entries
    nouns = [*elements, *lists["people"], *lists["young"]]
    singular = {plural: noun for noun in nouns for plural in _plurals(noun)}
    for noun in nouns:
        singular.pop(noun, None)
    return Lexicon(
        elements,
        language,
        frozenset(lists["people"]),
        frozenset(lists["young"]),
        frozenset(lists["determiners"]),
        frozenset(lists["numbers"]),
        frozenset(lists["together"]),
        tuple(lists["voices"]),
        language == "es",
        frozenset(lists["aside"]),
        singular,
    )


def _plurals(noun: str) -> set[str]:
    head, _, rest = noun.partition(" ")
    forms = {f"{head}s", f"{head}es"}
    if head.endswith("z"):
        forms.add(f"{head[:-1]}ces")
    if head.endswith("y"):
        forms.add(f"{head[:-1]}ies")
    if head.endswith("man"):
        forms.add(f"{head[:-3]}men")
    return {f"{form} {rest}".strip() for form in forms} if len(head) > 2 else set()


def lexicon_for(text: str, lexicons: Sequence[Lexicon]) -> Lexicon:
    """Return the lexicon of the language a text is in: the one whose small words it uses most.

    Who speaks together, and what is only a voice, is known in every language.
    """
    words = [folded(word) for word in re.findall(r"\w+", text)]
    own = max(lexicons, key=lambda one: sum(word in one.determiners for word in words))
    return replace(
        own,
        together=frozenset().union(*(one.together for one in lexicons)),
        voices=tuple(voice for one in lexicons for voice in one.voices),
        aside=frozenset().union(*(one.aside for one in lexicons)),
    )
