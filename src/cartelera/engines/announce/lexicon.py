"""The words of one language, made ready: phrases become patterns over a skeleton.

A skeleton (see `skeleton.py`) is a sentence in lower case, one space between its words, in
which NAME stands for each name and WORK for each title. A phrase of the data files, such as
"{made} by {names}", becomes one regular expression over skeletons.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import Kind, Role, SourceKind

NAME = "\ue000"  # in a skeleton: a name
WORK = "\ue001"  # in a skeleton: a title or another quoted work
ORIGIN = "\ue002"  # in a skeleton: a word for where somebody comes from, "chilena"

_CHOICE = re.compile(r"[()]")
LONGEST_GAP = 6  # words between a verb and what it is done to
LONGEST_LIST = 40  # names in one list; bounds what a hostile text can cost

_FORMS = {
    "made": "made",
    "roles": "nouns",
    "does": "does",
    "areas": "areas",
    "labels": "labels",
}

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CreditRule:
    """One phrase that gives roles to names."""

    name: str  # the phrase as the data file has it
    pattern: re.Pattern[str]
    role: str  # a Role, "from", or empty: the words in the phrase say it
    only: str  # "film", "outlet" or empty
    weak: bool  # reads only names that nothing has read before


@dataclass(frozen=True, slots=True)
class Cue:
    """Words beside a title, and how much they count."""

    pattern: re.Pattern[str]
    weight: int


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All the words of one language that the reader knows; equal only to itself."""

    language: str
    common: frozenset[str]  # words that begin no name, though a sentence gives them a capital
    numbers: frozenset[str]  # "two" and on, which a name may begin with
    particles: frozenset[str]
    links: frozenset[str]
    joins: frozenset[str]
    articles: frozenset[str]
    months: tuple[str, ...]
    roles: Mapping[str, Role]  # participles, nouns, verbs and areas alike
    role_word: re.Pattern[str]
    made: str  # the participles of roles, as a choice
    role_labels: Mapping[str, Role]
    labels: Mapping[str, str]
    sheet: Mapping[str, str]  # labels of a press room's sheets, and the field each one fills
    credits: tuple[CreditRule, ...]
    sources: Mapping[str, SourceKind]
    source_word: re.Pattern[str]
    source_words: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, Kind]
    kind_word: re.Pattern[str]
    genres: Mapping[str, tuple[str, ...]]
    genre_word: re.Pattern[str]
    stages: Mapping[str, str]
    stage_word: re.Pattern[str]
    stage_rows: Mapping[str, str]  # how a word begins, and the stage it names in a row
    stage_phrases: tuple[tuple[str, re.Pattern[str]], ...]  # a stage, and what says it
    facts: Mapping[str, Any]
    before: tuple[Cue, ...]
    after: tuple[Cue, ...]
    traps: tuple[re.Pattern[str], ...]
    working: re.Pattern[str]
    undecided: re.Pattern[str]
    continues: re.Pattern[str]
    outlets: frozenset[str]  # casefolded
    company_marks: frozenset[str]
    company_heads: frozenset[str]  # words that open the name of a company: "Canal Norte"
    company_kin: frozenset[str]  # words that end one after "and": "Ruiz y Hermanas"
    given_names: frozenset[str]
    countries: Mapping[str, str]  # a word, casefolded -> the English name
    languages: Mapping[str, str]


def lexicon_from(table: Table, shared: Table) -> Lexicon:
    """Make a lexicon of one language's table and of the words all languages share.

    Raises InputError if a phrase or a role in the table is not understood.
    """
    try:
        return _lexicon(table, shared)
    except (KeyError, ValueError, TypeError, re.error) as error:
        name = table.get("language", "?")
        raise InputError(f"the lexicon {name!r} is not understood: {error}") from error


def _lexicon(table: Table, shared: Table) -> Lexicon:
    """Read the tables; any fault in them raises as it comes."""
    text, titles, roles = table["text"], table["titles"], _roles(table["roles"])
    kinds = {word: Kind(value) for word, value in table["kinds"].items()}
    genres = {word: tuple(value.split("; ")) for word, value in table["genres"].items()}
    sources = {word: SourceKind(value) for word, value in table["sources"].items()}
    stages = _spelt_out(table["stages"])
    countries = _words_of(shared["countries"])
    places = _places(table, kinds, genres)

    def phrase(words: str) -> re.Pattern[str]:
        return _pattern(words, places)

    return Lexicon(
        language=table["language"],
        common=_common(text["common"], roles, table["roles"]["labels"], kinds, genres, sources),
        numbers=frozenset(text.get("numbers", "").split()),
        particles=frozenset(text["particles"].split()),
        links=frozenset(text["links"].split()),
        joins=frozenset(text["joins"].split()),
        articles=frozenset(text["articles"].split()),
        months=tuple(text["months"].split()),
        roles={**_roles(table["roles"], ("labels",)), **roles},
        role_word=any_of(roles),
        made=_choice(_spelt_out(table["roles"]["made"])),
        role_labels={w: Role(r) for w, r in table["roles"]["labels"].items()},
        labels=table["labels"],
        sheet=table.get("sheet", {}),
        credits=tuple(_credit_rules(table["credits"], places)),
        sources=sources,
        source_word=any_of(sources),
        source_words={k: tuple(v) for k, v in table["source_words"].items()},
        kinds=kinds,
        kind_word=any_of(kinds),
        genres=genres,
        genre_word=any_of(genres),
        stages=stages,
        stage_word=any_of(stages),
        stage_rows=table.get("stage_rows", {}),
        stage_phrases=tuple(_stage_phrases(table)),
        facts=table["facts"],
        before=tuple(Cue(phrase(f"{w}$"), n) for w, n in titles["before"]),
        after=tuple(Cue(phrase(w), n) for w, n in titles["after"]),
        traps=tuple(phrase(f"{w}$") for w in titles["traps"]),
        working=any_of(titles["working"]),
        undecided=any_of(titles["undecided"]),
        continues=re.compile(rf"(?:{'|'.join(table['people']['continues'])})(?!\S)"),
        outlets=frozenset(_folded(shared["outlets"].split(";"))),
        company_marks=frozenset(shared["company_marks"].split()),
        company_heads=frozenset(shared.get("company_heads", "").split()),
        company_kin=frozenset(shared.get("company_kin", "").split()),
        given_names=frozenset(shared["given_names"].split()),
        countries=countries,
        languages=_words_of(shared["languages"]),
    )


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of whole words that finds the longest of `words`."""
    return re.compile(rf"(?<![^\W_])(?:{_choice(words)})(?![^\W_])", re.IGNORECASE)


def _choice(words: Iterable[str]) -> str:
    """Return the words as a choice, longest first."""
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


def _folded(words: Iterable[str]) -> Iterable[str]:
    """Return the words trimmed, without difference of case."""
    return (" ".join(word.split()).casefold() for word in words)


def _roles(
    table: Table, forms: Iterable[str] = ("made", "nouns", "does", "areas")
) -> dict[str, Role]:
    """Return every participle, noun, verb and area with its role."""
    words = (_spelt_out(table[form]).items() for form in forms)
    return {word: Role(role) for each in words for word, role in each}


def _common(text: str, *tables: Mapping[str, object]) -> frozenset[str]:
    """Return the words that are no name when a sentence gives them a capital."""
    keys = (key for table in tables for key in table)
    return frozenset(text.split()) | {word for key in keys for word in key.split()}


def _words_of(table: Table) -> dict[str, str]:
    """Return each way of saying a country or language with its English name."""
    return {
        word.replace("_", " ").casefold(): name
        for name, words in table.items()
        for word in words.split()
    }


def _spelt_out(table: Table) -> dict[str, str]:
    """Return a table whose keys hold choices, "(begins|began) filming", one choice a key."""
    found: dict[str, str] = {}
    for key, value in table.items():
        parts = [part.split("|") for part in _CHOICE.split(key)]
        for words in product(*parts):
            found.setdefault("".join(words), value)
    return found


def _stage_phrases(table: Table) -> Iterable[tuple[str, re.Pattern[str]]]:
    """Return each stage with a pattern over the text that says it."""
    parts = table.get("stage_parts", {})
    for group in table.get("stage_phrases", ()):
        for phrase in group["phrases"]:
            body = phrase.replace(" … ", rf"(?: [^\s.;:()“”«»]+){{0,{LONGEST_GAP}}}? ")
            for name, meaning in parts.items():
                body = body.replace(f"{{{name}}}", meaning)
            yield group["stage"], re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)


def _places(table: Table, kinds: Iterable[str], genres: Iterable[str]) -> dict[str, str]:
    """Return what each place in braces stands for."""
    joins = _choice(table["text"]["joins"].split())
    others = {*table["text"].get("apart", "").split(), ORIGIN}
    fillers = _choice({*table["text"]["fillers"].split(), *others})
    apart = _choice(others)
    who = f"(?:(?:{apart}) ){{0,3}}"  # a word for a role would begin a credit of its own
    joined = f"{joins}|along with|junto a|junto con|ao lado de"
    link = f"(?: (?:, )?(?:{joined}) {who}{NAME})"
    comma = "(?:,|/|as well as|así como|bem como)"
    names = f"{NAME}(?: {comma} {who}{NAME}){{0,{LONGEST_LIST}}}{link}{{0,{LONGEST_LIST}}}"
    laurels = f"(?:{NAME} (?:{_choice(table['text']['laurels'].split())}) )?"
    stacked = f" (?:,|, )?(?:{joins}|,|/)?(?: (?:will|la|lo|el|su|a|o))? ?"
    stack = {
        place: f"(?P<roles>(?:{choice})(?:{stacked}(?:{choice}))*)"
        for place, form in _FORMS.items()
        for choice in [_choice(_spelt_out(table["roles"][form]))]
    }
    return {
        "names": f"(?:(?:{fillers}) ){{0,5}}{laurels}(?:\\S+ 's )?(?P<names>{names})",
        "work": WORK,
        "kind": f"(?:{_choice([*kinds, *genres])})",
        **stack,
    }


def _pattern(phrase: str, places: Mapping[str, str]) -> re.Pattern[str]:
    """Return a phrase of a data file as a pattern over skeletons."""
    body, seen = phrase.strip().replace("§", NAME).replace("¤", WORK), set[str]()
    for place, meaning in places.items():
        group = re.search(r"\(\?P<(\w+)>", meaning)
        while f"{{{place}}}" in body:
            again = group is not None and group[1] in seen
            once = re.sub(r"\(\?P<\w+>", "(?:", meaning) if again else meaning
            body = body.replace(f"{{{place}}}", once, 1)
            seen.add(group[1] if group else "")
    end = "" if phrase.endswith("$") else r"(?!\S)"
    return re.compile(rf"(?<!\S)(?:{body.removesuffix('$')}){end}" + ("$" if not end else ""))


def _credit_rules(table: Iterable[Table], places: Mapping[str, str]) -> Iterable[CreditRule]:
    """Return the phrases of credits in the order of the data file."""
    for group in table:
        for phrase in group["phrases"]:
            yield CreditRule(
                name=phrase,
                pattern=_pattern(phrase, places),
                role=group.get("role", ""),
                only=group.get("only", ""),
                weak=group.get("weak", False),
            )
