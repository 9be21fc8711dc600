"""Credits: phrases that give roles to names, checked against what the names can be."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cartelera.engines.announce.document import is_label
from cartelera.engines.announce.lexicon import LONGEST_LIST, NAME, CreditRule, Lexicon
from cartelera.engines.announce.names import (
    full_name,
    is_company,
    is_country,
    is_outlet,
    is_person,
    may_be_person,
)
from cartelera.engines.announce.skeleton import Chunk, Sentence, plain_sentences
from cartelera.engines.announce.values import SaidCredit
from cartelera.vocabulary.kind import COMPANY_ROLES, Kind, Role

_BARE = re.compile(
    rf"{NAME}(?: (?:,|/|y|e|and|&) {NAME}){{0,{LONGEST_LIST}}}(?P<client> (?:para|for) {NAME})?"
)
FILM_KINDS = frozenset(
    {Kind.FILM, Kind.SHORT_FILM, Kind.DOCUMENTARY_FILM, Kind.DOCUMENTARY_SHORT}
)


def credits_in(
    text: str,
    sentences: Sequence[Sentence],
    lexicon: Lexicon,
    known: Mapping[str, str],
    kind: Kind | None,
) -> tuple[SaidCredit, ...]:
    """Return the credits that the sentences give, each name and role once, in order.

    known  full names of people by surname, for a surname that stands alone
    kind   what the production is; "a film by" gives a director, "a series by" a creator
    """
    found: dict[tuple[str, Role], SaidCredit] = {}
    for sentence in sentences:
        read: set[int] = set()
        for credit in _by_rules(sentence, lexicon, known, kind, read):
            found.setdefault((credit.name.casefold(), credit.role), credit)
        if not read:
            for credit in _bare_companies(sentence, lexicon):
                found.setdefault((credit.name.casefold(), credit.role), credit)
        producers = {c.start for c in found.values() if c.role is Role.PRODUCER}
        for credit in _by_brackets(text, sentence, lexicon, producers):
            found.setdefault((credit.name.casefold(), credit.role), credit)
    return tuple(sorted(_without_doubt(found.values()), key=lambda c: (c.start, c.role)))


def _bare_companies(sentence: Sentence, lexicon: Lexicon) -> Iterator[SaidCredit]:
    """Yield the companies of a sentence that only names them: "Norte Films and Sur for Marea."

    Whom the others work for is the platform.
    """
    match = _BARE.fullmatch(sentence.skeleton.rstrip(" .;"))
    names = [chunk for chunk in sentence.chunks if chunk.kind == "name"]
    if match is None or any(
        is_person(c.text, lexicon) or is_country(c.text, lexicon) for c in names
    ):
        return
    listed, served = len(names) > 1, match["client"] is not None
    if not (listed or served or is_company(names[0].text, lexicon)):
        return
    if not served and not any(is_company(c.text, lexicon) for c in names):
        return
    for n, chunk in enumerate(names):
        last = served and n == len(names) - 1
        role = Role.PLATFORM if last else Role.PRODUCTION_COMPANY
        yield _said(chunk, role, "a sentence of companies")


def _without_doubt(credits: Iterable[SaidCredit]) -> list[SaidCredit]:
    """Leave out a weaker credit where the same company has a plainer one."""
    kept = list(credits)
    helpers = {c.name for c in kept if c.role is Role.IN_COLLABORATION_WITH}
    return [c for c in kept if c.role is not Role.PRODUCTION_COMPANY or c.name not in helpers]


def _by_rules(
    sentence: Sentence,
    lexicon: Lexicon,
    known: Mapping[str, str],
    kind: Kind | None,
    read: set[int],
) -> Iterator[SaidCredit]:
    """Yield what each phrase of the lexicon finds; a weak one only what is still unread."""
    if NAME not in sentence.skeleton:
        return
    for rule in lexicon.credits:
        if rule.only == "film" and kind is not None and kind not in FILM_KINDS:
            continue
        for match in rule.pattern.finditer(sentence.skeleton):
            names = [c for c in sentence.within(*match.span("names")) if c.kind == "name"]
            if rule.weak and any(c.start in read for c in names):
                continue
            if rule.only.startswith("after ") and not _comes_after(
                rule.only.removeprefix("after "), sentence, match.start("names"), lexicon
            ):
                continue
            roles = _roles_of(rule, match.groupdict().get("roles"), lexicon)
            for credit in _credits(rule, roles, names, lexicon, known):
                read.add(credit.start)
                yield credit


def _comes_after(who: str, sentence: Sentence, offset: int, lexicon: Lexicon) -> bool:
    """Whether the name before skeleton[offset] is a "person" or else a "company"."""
    before = [c for c in sentence.within(0, offset) if c.kind == "name"]
    if not before:
        return False
    person = is_person(before[-1].text, lexicon)
    return person if who == "person" else not person


def _roles_of(rule: CreditRule, said: str | None, lexicon: Lexicon) -> list[str]:
    """Return the roles of a phrase: its own, or those its words say, "created and directed"."""
    if rule.role:
        return [rule.role]
    words = said or ""
    if words in lexicon.roles:
        return [lexicon.roles[words]]
    return list(
        dict.fromkeys(lexicon.roles[w.lower()] for w in lexicon.role_word.findall(words))
    )


def _credits(
    rule: CreditRule,
    roles: Sequence[str],
    names: Sequence[Chunk],
    lexicon: Lexicon,
    known: Mapping[str, str],
) -> Iterator[SaidCredit]:
    """Yield a credit for each name and role that fit each other."""
    strict = rule.weak and not any(is_person(chunk.text, lexicon) for chunk in names)
    for n, chunk in enumerate(names):
        name = full_name(names, n, known, lexicon)
        if rule.only == "outlet" and not is_outlet(name, lexicon):
            continue
        if rule.only == "company" and is_person(name, lexicon):
            continue
        for said in roles:
            noun = "{roles}" in rule.name
            role = fitting_role(said, name, lexicon, strict=strict, noun=noun)
            if role is not None:
                yield SaidCredit(name, role, chunk.start, chunk.end, f"credit: {rule.name}")


def fitting_role(
    said: str, name: str, lexicon: Lexicon, *, strict: bool = False, noun: bool = False
) -> Role | None:
    """Return the role a name can have where a phrase says `said`; None if it can have none.

    said    a Role, or "from", which is a creator or a production company
    strict  a person must carry a known given name
    noun    the role was said by a word for a person, as "producer" is and "produced by" not
    """
    if is_country(name, lexicon):
        return None
    person = is_person(name, lexicon)
    if said == "from":
        company = is_company(name, lexicon) and not is_outlet(name, lexicon)
        return Role.CREATOR if person else Role.PRODUCTION_COMPANY if company else None
    role = Role(said)
    if role in {Role.PRODUCER, Role.PRODUCTION_COMPANY}:
        named = noun and role is Role.PRODUCER and may_be_person(name, lexicon)
        return Role.PRODUCER if person or named else Role.PRODUCTION_COMPANY
    if role in COMPANY_ROLES:
        return None if person else role
    return role if person or (not strict and may_be_person(name, lexicon)) else None


def _by_brackets(
    text: str, sentence: Sentence, lexicon: Lexicon, producers: set[int]
) -> Iterator[SaidCredit]:
    """Yield the credits in brackets: a company after a title or a producer, an actor after
    the character.
    """
    for chunk in sentence.chunks:
        for start, end in chunk.brackets:
            inside = _names_inside(text, start, end, lexicon)
            if _holds_rows(text[start:end], lexicon):
                for held in plain_sentences(text, start, end, lexicon):
                    yield from _by_rules(held, lexicon, {}, Kind.FILM, set())
            elif chunk.kind == "work":
                yield from _after_title(text, start, end, inside, lexicon)
            elif chunk.start in producers and is_company(text[start:end], lexicon):
                yield SaidCredit(
                    text[start:end], Role.PRODUCTION_COMPANY, start, end,
                    "credit: a company after its producer",
                )  # fmt: skip
            elif _is_part(chunk, inside, end, lexicon):
                yield _said(inside[0], Role.CAST, "an actor after the character")


def _holds_rows(held: str, lexicon: Lexicon) -> bool:
    """Whether a bracket holds roles with a colon: "(Director: Ana Ruiz, Cast: Luis Paz)"."""
    label, colon, _ = held.partition(":")
    return bool(colon) and is_label(label.strip().casefold(), lexicon)


def _is_part(chunk: Chunk, inside: Sequence[Chunk], end: int, lexicon: Lexicon) -> bool:
    """Whether a bracket holds the actor who plays the character before it."""
    character = chunk.kind == "name" and len(chunk.text.split()) == 1
    alone = len(inside) == 1 and inside[0].end == end
    return character and alone and is_person(inside[0].text, lexicon)


def _names_inside(text: str, start: int, end: int, lexicon: Lexicon) -> list[Chunk]:
    """Return the names in a bracket."""
    held = plain_sentences(text, start, end, lexicon)
    return [c for sentence in held for c in sentence.chunks if c.kind == "name"]


def _after_title(
    text: str, start: int, end: int, inside: Sequence[Chunk], lexicon: Lexicon
) -> Iterator[SaidCredit]:
    """Yield the companies and outlets in the bracket after a title."""
    helping = None
    for rule in lexicon.credits:
        if rule.role == Role.IN_COLLABORATION_WITH:
            for sentence in plain_sentences(text, start, end, lexicon):
                match = rule.pattern.search(sentence.skeleton)
                helping = sentence.span(*match.span("names"))[0] if match else helping
    marked = [c for c in inside if is_company(c.text, lexicon) and "/" not in c.text]
    companies = bool(marked) and not any(is_person(c.text, lexicon) for c in inside)
    for chunk in inside:
        if is_outlet(chunk.text, lexicon):
            yield _said(chunk, Role.PLATFORM, "an outlet after the title")
        elif (companies and len(chunk.text.split()) > 1) or is_company(chunk.text, lexicon):
            if lexicon.genre_word.search(chunk.text) and not companies:
                continue
            late = helping is not None and chunk.start >= helping
            role = Role.IN_COLLABORATION_WITH if late else Role.PRODUCTION_COMPANY
            yield _said(chunk, role, "a company after the title")


def _said(chunk: Chunk, role: Role, rule: str) -> SaidCredit:
    """Return the credit of one name."""
    return SaidCredit(chunk.text, role, chunk.start, chunk.end, f"credit: {rule}")
