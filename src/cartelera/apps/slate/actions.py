"""Change the slate: each verb asks permission, writes the audit, and is safe to run twice."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from pydantic import TypeAdapter

from cartelera.apps.accounts.models import User
from cartelera.apps.slate import models as m
from cartelera.apps.slate.queries import (
    CATALOGUE,
    EVERYONE,
    LAST_YEAR,
    house,
    named_references,
    record_of,
    title_by_key,
    title_of_change,
    titles_public_to,
)
from cartelera.apps.slate.refusals import ChangedMeanwhile, SecondTitle
from cartelera.apps.work.actions import note_change
from cartelera.apps.work.models import AuditEntry
from cartelera.engines.slate.check import canonical, required_age
from cartelera.engines.slate.correction import differing, unsaid
from cartelera.engines.slate.exchange import Slate
from cartelera.vocabulary import record as r
from cartelera.vocabulary.aspect import Aspect, Shares
from cartelera.vocabulary.errors import AccessError, InputError
from cartelera.vocabulary.folding import folded
from cartelera.vocabulary.kind import PART_KINDS, Kind, TermFamily
from cartelera.vocabulary.stage import Stage
from cartelera.vocabulary.terms import GENRES, THEMES
from cartelera.vocabulary.territory import territory

_JSON = TypeAdapter(r.TitleRecord)
SETTLES = timedelta(hours=1)  # changes of a title within it are one correction


def require(by: User | None, permission: str, what: str) -> None:
    """Let through who may; `by` is None for the operator at the console.

    Raises AccessError that says what was asked.
    """
    if by is not None and not by.has_perm(permission):
        raise AccessError(f"{by} may not {what}; an administrator can allow it")


def keep_vocabulary() -> None:
    """Add the genres and themes a house begins with; those it has changed stay."""
    for family, terms in ((TermFamily.GENRE, GENRES), (TermFamily.THEME, THEMES)):
        known = set(m.Term.objects.filter(family=family).values_list("key", flat=True))
        m.Term.objects.bulk_create(
            m.Term(family=family, key=key, en=en, es=es)
            for key, en, es in terms
            if key not in known
        )


def add_term(family: TermFamily, key: str, en: str, es: str, by: User | None) -> m.Term:
    """Extend a controlled vocabulary, or change a term's labels."""
    require(by, "slate.change_title", "change the vocabulary")
    if not en.strip() or not es.strip():
        raise InputError(f"the term {key!r} needs a label in Spanish and in English")
    with transaction.atomic():
        known = m.Term.objects.filter(family=family, key=key).first()
        if known and (known.en, known.es) == (en, es):
            return known
        before = {"en": known.en, "es": known.es} if known else None
        term, _ = m.Term.objects.update_or_create(
            family=family, key=key, defaults={"en": en, "es": es}
        )
        note_change(by, "add_term", f"{family}:{key}", before, {"en": en, "es": es})
        return term


def keep_reference(
    key: str, name: str, source: str, shares: Mapping[Aspect, Shares], by: User | None
) -> m.Reference:
    """Keep a table that the range of a slate may be held against, in place of an older one.

    shares  by aspect and value, as `reference_from_csv` reads them
    """
    require(by, "slate.change_house", "keep a reference")
    if not name.strip() or not source.strip():
        raise InputError("a reference needs a name, and says where its numbers are from")
    told = {
        "name": name.strip(),
        "source": source.strip(),
        "shares": {aspect.value: dict(given) for aspect, given in shares.items()},
    }
    with transaction.atomic():
        known = m.Reference.objects.filter(key=key).first()
        before = {field: getattr(known, field) for field in told} if known else None
        if known and before == told:
            return known
        row, _ = m.Reference.objects.update_or_create(key=key, defaults=told)
        note_change(by, "keep_reference", f"reference:{key}", before, told)
        return row


def choose_reference(against: str, by: User | None) -> m.House:
    """Choose what the range of the slate is held against unless somebody asks otherwise.

    against  "catalogue", "last-year", or the key of a table that the house keeps
    """
    require(by, "slate.change_house", "choose a reference")
    if against not in (CATALOGUE, LAST_YEAR, *(each.key for each in named_references())):
        raise InputError(f"there is no reference {against!r}")
    with transaction.atomic():
        row = house()
        before = _house_facts(row)
        row.range_against = against
        if _house_facts(row) != before:
            row.save()
            note_change(by, "choose_reference", "house", before, _house_facts(row))
        return row


def name_house(name: str, home_territory: str, press_contact: str, by: User | None) -> m.House:
    """Name the house and its home territory."""
    require(by, "slate.change_house", "change the house")
    if not name.strip():
        raise InputError("a house needs a name")
    with transaction.atomic():
        row = house()
        before = _house_facts(row)
        row.name, row.home_territory = name.strip(), territory(home_territory)
        row.press_contact = press_contact.strip()
        if row.pk is None or _house_facts(row) != before:
            row.save()
            note_change(by, "name_house", "house", before, _house_facts(row))
        return row


def _house_facts(row: m.House) -> dict[str, str]:
    return {
        "name": row.name,
        "home_territory": row.home_territory,
        "press_contact": row.press_contact,
        "range_against": row.range_against,
    }


def record_title(
    record: r.TitleRecord,
    by: User | None,
    *,
    seen_version: int | None = None,
    same_name_is_another: bool = False,
) -> m.Title:
    """Keep a record: a new title, or the whole of one that is known by its key.

    seen_version          the version an editor began from; None to write over any
    same_name_is_another  allow a new title whose name another of its year has

    Raises AccessError, or InputError for a record that cannot be, a title changed meanwhile,
    or a second title of one name.
    """
    require(by, "slate.change_title", "change titles")
    record = canonical(record)
    with transaction.atomic():
        title = m.Title.objects.filter(key=record.key).select_for_update(of=("self",)).first()
        before = record_of(title, private=True) if title else None
        was_public = title is not None and _is_public(title, timezone.now())
        if by is not None and not by.has_perm("slate.see_budget"):
            record = replace(record, budget=before.budget if before else None)
        if record.avails != (before.avails if before else ()):
            require(by, "slate.change_avail", "change avails")
        if title and seen_version is not None and title.version != seen_version:
            raise ChangedMeanwhile(record.key)
        if title is None and not same_name_is_another:
            _refuse_second(record)
        if before == record and title is not None:
            return title
        title = _write(record, title)
        after = record_of(title, private=True)
        note_change(by, "record_title", f"title:{title.key}", *_difference(before, after))
        if before is not None:
            _correct(title, before, after, was_public)
        return title


def _refuse_second(record: r.TitleRecord) -> None:
    if record.kind in PART_KINDS:
        return
    names = {folded(text.name) for text in record.texts} | {folded(record.original_name)} - {""}
    rivals = m.Title.objects.filter(root=None).prefetch_related("texts")
    if record.year is not None:
        rivals = rivals.filter(year__in=[record.year, None])
    for rival in rivals.filter(search_text__contains=min(names, key=len)):
        if names & {folded(name) for name in (rival.original_name, *_names(rival)) if name}:
            raise SecondTitle(record.texts[0].name, rival.key)


def _names(title: m.Title) -> list[str]:
    return [text.name for text in title.texts.all()]


def _write(record: r.TitleRecord, title: m.Title | None) -> m.Title:
    title = title or m.Title(key=record.key, version=0)
    parent = _parent(record)
    title.kind, title.stage = record.kind, record.stage
    title.parent, title.root = parent, (parent.root or parent) if parent else None
    title.number, title.year = record.number, record.year
    title.original_name = record.original_name
    title.alternative_names = list(record.alternative_names)
    title.runtime_minutes, title.episodes_planned = (
        record.runtime_minutes,
        record.episodes_planned,
    )
    title.countries, title.languages = list(record.countries), list(record.languages)
    title.public_from = record.public_from
    title.minimum_age = required_age(record.ratings)
    title.search_text = _search_text(record)
    title.version += 1
    title.save()
    _write_relatives(title, record)
    return title


def _parent(record: r.TitleRecord) -> m.Title | None:
    if not record.parent:
        return None
    parent = title_by_key(record.parent)
    wanted = Kind.SEASON if record.kind == Kind.EPISODE else None
    if (wanted and parent.kind != wanted) or (not wanted and parent.root_id is not None):
        raise InputError(
            f"{record.key}: {record.parent} is a {parent.kind}, it cannot hold this"
        )
    rival = m.Title.objects.filter(parent=parent, number=record.number).exclude(key=record.key)
    if rival.exists():
        raise InputError(f"{record.key}: {record.parent} has a number {record.number} already")
    return parent


def _search_text(record: r.TitleRecord) -> str:
    words: Iterable[str] = (
        record.original_name,
        *record.alternative_names,
        *(text.name for text in record.texts),
        *(credit.name for credit in record.credits),
        *(credit.character for credit in record.credits),
        *(source.name for source in record.source_works),
        *(author for source in record.source_works for author in source.authors),
        *(place.name for place in record.places),
    )
    return " | ".join(dict.fromkeys(folded(word) for word in words if word))


def _write_relatives(title: m.Title, record: r.TitleRecord) -> None:
    _replace(title.texts, (m.TitleText(title=title, **_fields(text)) for text in record.texts))
    _replace(
        title.credits,
        (_credit_row(title, n, credit) for n, credit in enumerate(record.credits)),
    )
    _replace(
        title.title_places,
        (_place_row(title, n, place) for n, place in enumerate(record.places)),
    )
    _replace(
        title.stage_changes, (m.StageChange(title=title, **_fields(s)) for s in _stages(record))
    )
    _replace(title.avails, (m.Avail(title=title, **_fields(avail)) for avail in record.avails))
    _replace(title.releases, (m.Release(title=title, **_fields(x)) for x in record.releases))
    _replace(title.ratings, (m.Rating(title=title, **_fields(x)) for x in record.ratings))
    _replace(title.artworks, (m.Artwork(title=title, **_fields(x)) for x in record.artworks))
    _replace(title.proofs, (m.Proof(title=title, **_fields(proof)) for proof in record.proofs))
    _write_identifiers(title, record)
    m.Budget.objects.filter(title=title).delete()
    if record.budget is not None:
        m.Budget.objects.create(title=title, **_fields(record.budget))
    title.terms.set(
        [*_terms(TermFamily.GENRE, record.genres), *_terms(TermFamily.THEME, record.themes)]
    )
    title.source_works.set([_source_row(source) for source in record.source_works])


def _replace(rows: Any, new: Iterable[Any]) -> None:
    rows.all().delete()
    rows.model.objects.bulk_create(new)


def _fields(value: Any) -> dict[str, Any]:
    fields = {name: getattr(value, name) for name in value.__dataclass_fields__}
    return {k: [list(x) for x in v] if k == "alt" else v for k, v in fields.items()}


def _stages(record: r.TitleRecord) -> tuple[r.StageChange, ...]:
    return tuple(sorted(record.stages, key=lambda change: change.on))


def _credit_row(title: m.Title, order: int, credit: r.Credit) -> m.Credit:
    who: dict[str, Any]
    if credit.company:
        who = {"company": _known(m.Company, credit.name, countries=list(credit.territories))}
    else:
        said = {"nationalities": list(credit.territories), "gender": credit.gender or ""}
        who = {"person": _known(m.Person, credit.name, **said)}
    return m.Credit(
        title=title,
        role=credit.role,
        character=credit.character,
        work_number=credit.work_number,
        order=order,
        **who,
    )


def _known(model: type[Any], name: str, **said: Any) -> Any:
    """Return the row of a name, with what is said of it now; silence leaves what it knew."""
    row, new = model.objects.get_or_create(name=name, defaults=said)
    changed = {k: v for k, v in said.items() if v and getattr(row, k) != v}
    if not new and changed:
        for field, value in changed.items():
            setattr(row, field, value)
        row.save()
    return row


def _place_row(title: m.Title, order: int, place: r.Place) -> m.TitlePlace:
    row, _ = m.Place.objects.get_or_create(
        name=place.name,
        region=place.region,
        territory=place.territory,
        defaults={"latitude": place.latitude, "longitude": place.longitude},
    )
    found = (place.latitude, place.longitude)
    if None not in found and (row.latitude, row.longitude) != found:
        row.latitude, row.longitude = found
        row.save()
    return m.TitlePlace(title=title, place=row, use=place.use, order=order)


def _source_row(source: r.SourceWork) -> m.SourceWork:
    fields = {**_fields(source), "authors": list(source.authors)}
    return m.SourceWork.objects.filter(**fields).first() or m.SourceWork.objects.create(
        **fields
    )


def _terms(family: TermFamily, keys: tuple[str, ...]) -> list[m.Term]:
    found = {term.key: term for term in m.Term.objects.filter(family=family, key__in=keys)}
    for key in keys:
        if key not in found:
            raise InputError(
                f"no {family.en.lower()} is called {key!r}; add it to the vocabulary first"
            )
    return list(found.values())


def _write_identifiers(title: m.Title, record: r.TitleRecord) -> None:
    for identifier in record.identifiers:
        rival = m.Identifier.objects.filter(scheme=identifier.scheme, value=identifier.value)
        other = rival.exclude(title=title).select_related("title").first()
        if other is not None:
            raise InputError(
                f"{identifier.scheme.en} {identifier.value} is {other.title.key}'s already"
            )
    _replace(
        title.identifiers, (m.Identifier(title=title, **_fields(i)) for i in record.identifiers)
    )


def _difference(before: r.TitleRecord | None, after: r.TitleRecord) -> tuple[Any, Any]:
    new = _JSON.dump_python(after, mode="json")
    if before is None:
        return None, new
    old = _JSON.dump_python(before, mode="json")
    changed = [name for name in new if old[name] != new[name]]
    return {name: old[name] for name in changed}, {name: new[name] for name in changed}


def _revise(
    title: m.Title, by: User | None, verb: str, change: Callable[[r.TitleRecord], r.TitleRecord]
) -> m.Title:
    with transaction.atomic():
        current = m.Title.objects.select_for_update(of=("self",)).get(pk=title.pk)
        before = record_of(current, private=True)
        record = canonical(change(before))
        if record == before:
            return current
        was_public = _is_public(current, timezone.now())
        current = _write(record, current)
        note_change(by, verb, f"title:{title.key}", *_difference(before, record))
        _correct(current, before, record, was_public)
        return current


def _is_public(title: m.Title, at: datetime) -> bool:
    return titles_public_to(EVERYONE, at).filter(pk=title.pk).exists()


def _correct(
    title: m.Title, before: r.TitleRecord, after: r.TitleRecord, was_public: bool
) -> None:
    """Keep what the public was told of a title and is told no longer.

    Changes of one hour are one correction. What changes while a title is taken back is one with
    what was public before, and is told when the title is public again; what was never public
    is no correction.
    """
    at = timezone.now()
    latest = title.corrections.first()
    waiting = latest is not None and (latest.at is None or latest.at > at)
    is_public = _is_public(title, at)
    if not waiting and not was_public:
        return
    settling = latest is not None and latest.at is not None and latest.at > at - SETTLES
    joined = latest if waiting or (settling and is_public) else None
    row = joined or m.Correction(title=title, at=at, changed_at=at, before={}, after={})
    if waiting or not is_public:
        row.at = at if is_public else _opens_at(title, at)
    said = _JSON.validate_python({**_public_part(before), **row.before})
    fields = (unsaid if is_public else differing)(said, after)
    old, new = _public_part(said), _public_part(after)
    known = (row.before, row.after)
    row.before, row.after = ({name: each[name] for name in fields} for each in (old, new))
    row.changed_at = row.changed_at if known == (row.before, row.after) else at
    if fields or not is_public:
        row.save()
    elif row.pk is not None:
        row.delete()


def withhold_correction(
    correction: m.Correction, by: User | None, *, withheld: bool = True
) -> m.Correction:
    """Let a correction say that something was corrected, and no word of what it was.

    withheld  False to tell it again
    """
    require(by, "slate.change_title", "keep back what a correction said")
    if correction.withheld == withheld:
        return correction
    with transaction.atomic():
        correction.withheld = withheld
        correction.save(update_fields=["withheld"])
        verb = "withhold_correction" if withheld else "tell_correction"
        note_change(by, verb, f"title:{correction.title.key}")
    return correction


def _public_part(record: r.TitleRecord) -> dict[str, Any]:
    told = replace(record, credits=tuple(replace(c, gender=None) for c in record.credits))
    whole: dict[str, Any] = _JSON.dump_python(told, mode="json")
    return {**whole, "avails": [], "budget": None, "proofs": []}


def _opens_at(title: m.Title, at: datetime) -> datetime | None:
    """Return when a title that is not public now becomes so by itself; None if it does not."""
    above = [each for each in (title, title.parent, title.root) if each is not None]
    if above[-1].public_from is None or any(e.stage == Stage.CANCELLED for e in above):
        return None
    opens = max(each.public_from for each in above if each.public_from is not None)
    return opens if opens > at else None


def enter_stage(title: m.Title, stage: Stage, on: date, by: User | None) -> m.Title:
    """Move a title to a stage, and note the day in its history."""
    require(by, "slate.change_stage", "change a title's stage")

    def change(record: r.TitleRecord) -> r.TitleRecord:
        if record.stage == stage:
            return record
        return replace(record, stage=stage, stages=(*record.stages, r.StageChange(stage, on)))

    return _revise(title, by, "enter_stage", change)


def set_embargo(title: m.Title, public_from: datetime | None, by: User | None) -> m.Title:
    """Say from which moment a title is public; None takes it out of every public page."""
    require(by, "slate.change_title", "change an embargo")
    return _revise(title, by, "set_embargo", lambda rec: replace(rec, public_from=public_from))


def set_avails(title: m.Title, avails: tuple[r.Avail, ...], by: User | None) -> m.Title:
    """Set the windows in which a title may be shown."""
    require(by, "slate.change_avail", "change avails")
    return _revise(title, by, "set_avails", lambda record: replace(record, avails=avails))


def add_artwork(title: m.Title, artwork: r.Artwork, by: User | None) -> m.Title:
    """Give a title a picture; its credit, licence and text come with it."""
    require(by, "slate.change_title", "add artwork")

    def change(record: r.TitleRecord) -> r.TitleRecord:
        others = (
            a for a in record.artworks if (a.kind, a.sha256) != (artwork.kind, artwork.sha256)
        )
        return replace(record, artworks=(*others, artwork))

    return _revise(title, by, "add_artwork", change)


def remove_artwork(title: m.Title, sha256: str, by: User | None) -> m.Title:
    """Take a picture from a title; its bytes stay in store, so that it can be undone."""
    require(by, "slate.change_title", "remove artwork")
    return _revise(
        title,
        by,
        "remove_artwork",
        lambda record: replace(
            record, artworks=tuple(a for a in record.artworks if a.sha256 != sha256)
        ),
    )


_UNDO_NEEDS = {"enter_stage": "slate.change_stage", "set_avails": "slate.change_avail"}


def undo_change(entry: AuditEntry, by: User | None) -> m.Title:
    """Put back what a change of a title changed, and nothing else.

    Raises AccessError if `by` might not have made the change, InputError if it made a title,
    and ChangedMeanwhile if what it wrote has been changed again since.
    """
    title = title_of_change(entry)
    require(by, _UNDO_NEEDS.get(entry.verb, "slate.change_title"), "undo this change")
    if "avails" in entry.before:
        require(by, "slate.change_avail", "change avails")
    if "budget" in entry.before:
        require(by, "slate.see_budget", "change a budget")

    def change(record: r.TitleRecord) -> r.TitleRecord:
        now = _JSON.dump_python(record, mode="json")
        if any(now[name] != value for name, value in entry.after.items()):
            raise ChangedMeanwhile(title.key)
        return _JSON.validate_python({**now, **entry.before})

    return _revise(title, by, "undo_change", change)


def unmake_title(title: m.Title, by: User | None) -> None:
    """Take a title off the slate that nobody has touched since it was made.

    Raises AccessError, ChangedMeanwhile if it was changed, InputError if something hangs on it.
    """
    require(by, "slate.change_title", "take titles off the slate")
    with transaction.atomic():
        current = m.Title.objects.select_for_update(of=("self",)).get(pk=title.pk)
        if current.version != 1:
            raise ChangedMeanwhile(current.key)
        try:
            current.delete()
        except ProtectedError as error:
            raise InputError(
                f"{title.key} has parts, masters or a shoot already: it stays on the slate"
            ) from error
        note_change(by, "unmake_title", f"title:{title.key}")


@dataclass(frozen=True, slots=True)
class Imported:
    """The keys of the titles of an import."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]


def import_slate(slate: Slate, by: User | None) -> Imported:
    """Keep a whole slate: its house, its terms, and its titles; all of it, or nothing.

    A title known by its key is changed, others are new. Two titles of one name are both kept
    when the slate brings both. Pictures are known by their hash; their bytes travel apart.

    Raises AccessError, or InputError that names the title that cannot be kept.
    """
    require(by, "slate.change_title", "import titles")
    came = {record.key for record in slate.titles}
    known = dict(m.Title.objects.filter(key__in=came).values_list("key", "version"))
    rank = {Kind.SEASON: 1, Kind.EPISODE: 2}
    kept: dict[str, int] = {}
    with transaction.atomic():
        for term in slate.terms:
            add_term(term.family, term.key, term.en, term.es, by)
        for kept_by in slate.references:
            keep_reference(kept_by.key, kept_by.name, kept_by.source, kept_by.shares, by)
        given = slate.house
        if given and asdict(given) != _house_facts(house()):
            name_house(given.name, given.home_territory, given.press_contact, by)
            choose_reference(given.range_against, by)
        numbered = enumerate(slate.titles, start=1)
        for number, record in sorted(numbered, key=lambda pair: rank.get(pair[1].kind, 0)):
            kept[record.key] = _import_title(number, record, came, by).version
    return Imported(
        tuple(key for key in kept if key not in known),
        tuple(key for key in kept if key in known and kept[key] != known[key]),
        tuple(key for key in kept if kept[key] == known.get(key)),
    )


def _import_title(
    number: int, record: r.TitleRecord, came: set[str], by: User | None
) -> m.Title:
    try:
        try:
            return record_title(record, by)
        except SecondTitle as second:
            if second.rival not in came:
                raise
            return record_title(record, by, same_name_is_another=True)
    except InputError as error:
        named = str(error).startswith(f"{record.key}: ")
        place = f"titles {number}" if named else f"titles {number} ({record.key})"
        raise InputError(f"{place}: {error}") from error


def attach_package(title: m.Title, package: str, seconds: float) -> None:
    """Point a title at its verified package; an empty `package` takes it off the screen.

    seconds  the running time of the package
    """
    with transaction.atomic():
        before = title.playable_package
        m.Title.objects.filter(pk=title.pk).update(
            playable_package=package, playable_seconds=seconds if package else None
        )
        if before != package:
            note_change(None, "attach_package", f"title:{title.key}", before, package)
        title.playable_package, title.playable_seconds = package, seconds
