"""Questions about announcements and their drafts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import count
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.text import slugify
from pydantic import TypeAdapter

from cartelera.apps.announce import models as m
from cartelera.apps.slate.models import Proof as ProofRow
from cartelera.apps.slate.models import SourceWork, Title
from cartelera.apps.slate.queries import EVERYONE, records_of, title_by_key
from cartelera.apps.work.models import AuditEntry
from cartelera.apps.work.queries import history_of
from cartelera.engines.announce.contradictions import Contradiction, contradictions
from cartelera.engines.announce.draft import names_of
from cartelera.engines.announce.marks import Stretch, stretches
from cartelera.engines.announce.resolve import Proposal, proposals_for
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.folding import folded
from cartelera.vocabulary.record import Proof, TitleRecord
from cartelera.vocabulary.viewer import Viewer

RECORD = TypeAdapter(TitleRecord)
_WORKED_ON = (m.Draft.State.DRAFTED, m.Draft.State.ACCEPTED)


def announcements() -> QuerySet[m.Announcement]:
    """Return every announcement, the latest first, with the count of its drafts by state.

    With it goes how many values were read in it, and how many of them were corrected.
    """
    states = {
        state.value: Count("drafts", filter=Q(drafts__state=state)) for state in m.Draft.State
    }
    counted = Q(drafts__state__in=_WORKED_ON)
    return m.Announcement.objects.annotate(
        **states,
        values_read=Sum("drafts__values_read", filter=counted),
        values_corrected=Sum("drafts__values_corrected", filter=counted),
    ).defer("text")


def announcement_by_key(key: str) -> m.Announcement:
    """Return the announcement with this key, whoever may see it.

    Raises InputError if there is none.
    """
    found = m.Announcement.objects.filter(key=key).first()
    if found is None:
        raise InputError(f"no announcement has the key {key!r}")
    return found


@dataclass(frozen=True, slots=True)
class PressPass:
    """What a press link opens to its bearer before the embargo is over."""

    viewer: Viewer = EVERYONE
    announcements: frozenset[int] = frozenset()  # numbers of their rows
    expires_at: datetime | None = None


NO_PASS = PressPass()


def press_pass(token: str, at: datetime) -> tuple[m.Announcement, PressPass] | None:
    """Return the announcement that a token opens, and all that it opens; None if it does not.

    What was revoked or has expired opens nothing, from that moment on.
    """
    digest = sha256(token.encode()).hexdigest()
    found = m.PressLink.objects.filter(digest=digest, expires_at__gt=at, revoked_at=None)
    link = found.select_related("announcement").first()
    if link is None:
        return None
    versions = list(languages_of(link.announcement))
    accepted = m.Draft.objects.filter(
        announcement__in=versions, state=m.Draft.State.ACCEPTED
    ).values_list("title_key", flat=True)
    viewer = replace(EVERYONE, opened=frozenset(accepted))
    numbers = frozenset(each.pk for each in versions)
    return link.announcement, PressPass(viewer, numbers, link.expires_at)


def press_links_of(announcement: m.Announcement) -> list[m.PressLink]:
    """Return the press links of an announcement, the latest first."""
    first = announcement.first_language_id or announcement.pk
    return list(m.PressLink.objects.filter(announcement=first).select_related("made_by"))


def press_link_by_id(pk: int) -> m.PressLink:
    """Return a press link. Raises InputError if there is none."""
    found = m.PressLink.objects.filter(pk=pk).first()
    if found is None:
        raise InputError(f"no press link has the number {pk}")
    return found


def public_announcements(at: datetime, bearer: PressPass = NO_PASS) -> QuerySet[m.Announcement]:
    """Return the announcements whose embargo is over for the bearer, the latest first."""
    over = Q(public_from__lte=at) | Q(pk__in=bearer.announcements)
    return m.Announcement.objects.filter(over).order_by("-published", "-pk")


def public_announcement(
    key: str, at: datetime, bearer: PressPass = NO_PASS
) -> m.Announcement | None:
    """Return the announcement with this key if its embargo is over; else None."""
    return public_announcements(at, bearer).filter(key=key).first()


def public_languages_of(
    announcement: m.Announcement, at: datetime, bearer: PressPass = NO_PASS
) -> list[m.Announcement]:
    """Return an announcement in every language in which it is public."""
    over = Q(public_from__lte=at) | Q(pk__in=bearer.announcements)
    return list(languages_of(announcement).filter(over))


def public_announcements_of(
    title_key: str, at: datetime, bearer: PressPass = NO_PASS
) -> list[m.Announcement]:
    """Return the public announcements that named a title, the latest first, without text."""
    named = Exists(
        m.Draft.objects.filter(
            announcement=OuterRef("pk"), state=m.Draft.State.ACCEPTED, title_key=title_key
        )
    )
    return list(public_announcements(at, bearer).filter(named).defer("text"))


def languages_of(announcement: m.Announcement) -> QuerySet[m.Announcement]:
    """Return an announcement in every language it has, itself among them."""
    first = announcement.first_language_id or announcement.pk
    found = m.Announcement.objects.filter(Q(pk=first) | Q(first_language=first))
    return found.order_by("language")


def titles_of(announcement: m.Announcement) -> list[str]:
    """Return the keys of the titles that an announcement's drafts were accepted as."""
    accepted = announcement.drafts.filter(state=m.Draft.State.ACCEPTED)
    return list(accepted.values_list("title_key", flat=True))


def draft_by_number(announcement: m.Announcement, number: int) -> m.Draft:
    """Return one draft of an announcement.

    Raises InputError if there is none.
    """
    found = announcement.drafts.filter(number=number).first()
    if found is None:
        raise InputError(f"“{announcement}” has no draft {number}")
    return found


def next_waiting(announcement: m.Announcement, number: int) -> int:
    """Return the number of the next draft to review after `number`; itself if none waits."""
    states = dict(announcement.drafts.values_list("number", "state"))  # as they are read
    order = list(states)
    later = order[order.index(number) + 1 :] if number in states else order
    waiting = [n for n in (*later, *order) if states[n] == m.Draft.State.DRAFTED]
    return next(iter(waiting), number)


def record_in(draft: m.Draft) -> TitleRecord:
    """Return the record of a draft as it stands."""
    return RECORD.validate_python(draft.record)


def read_in(draft: m.Draft) -> TitleRecord:
    """Return the record of a draft as it was read."""
    return RECORD.validate_python(draft.read)


def proofs_in(draft: m.Draft) -> tuple[Proof, ...]:
    """Return the words that were read for a draft."""
    return read_in(draft).proofs


def marked_text(announcement: m.Announcement) -> list[Stretch]:
    """Return the text with the evidence of all drafts that are not rejected."""
    kept = announcement.drafts.filter(state__in=_WORKED_ON)
    return stretches(announcement.text, [(draft.number, proofs_in(draft)) for draft in kept])


@dataclass(frozen=True, slots=True)
class Tally:
    """How the drafts of an announcement stand, and what its editors had to mend."""

    drafted: int
    accepted: int
    rejected: int
    split: int  # drafts that were read as a part of another
    joined: int  # drafts that were read apart from the one they belong to
    values_read: int
    corrected: int  # values changed, added or taken away by an editor


def tally_of(announcement: m.Announcement) -> Tally:
    """Count the drafts of an announcement by state, and what was corrected in them."""
    drafts = list(announcement.drafts.defer("read", "record"))
    states = [draft.state for draft in drafts]
    worked_on = [draft for draft in drafts if draft.state in _WORKED_ON]
    return Tally(
        drafted=states.count(m.Draft.State.DRAFTED),
        accepted=states.count(m.Draft.State.ACCEPTED),
        rejected=states.count(m.Draft.State.REJECTED),
        split=sum(draft.split_from_id is not None for draft in drafts),
        joined=states.count(m.Draft.State.JOINED),
        values_read=sum(draft.values_read for draft in worked_on),
        corrected=sum(draft.values_corrected for draft in worked_on),
    )


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that an editor did to the drafts of an announcement."""

    change: AuditEntry
    numbers: tuple[int, ...]  # of the drafts
    undoable: bool  # the drafts still stand as it left them


def deeds_of(announcement: m.Announcement, most: int = 12) -> list[Deed]:
    """Return what was done to the drafts of an announcement, the last first."""
    now = {draft.number: draft for draft in announcement.drafts.all()}
    return [
        _deed(entry, now)
        for entry in history_of(f"announcement:{announcement.key}", most=most)
        if isinstance(entry.after, dict) and ("draft" in entry.after or "drafts" in entry.after)
    ]


def _deed(entry: AuditEntry, now: Mapping[int, m.Draft]) -> Deed:
    left = drafts_after(entry)
    numbers = tuple(left) or tuple(filter(None, [entry.after.get("draft")]))
    same = (n in now and stands_as(now[n], values) for n, values in left.items())
    return Deed(entry, numbers, bool(left) and all(same))


def drafts_after(entry: AuditEntry) -> dict[int, dict[str, Any]]:
    """Return what a deed left of each draft it changed, by number; none if it is not undone."""
    before, after = entry.before, entry.after
    if not isinstance(before, dict) or not isinstance(after, dict) or "drafts" not in before:
        return {}
    return {int(number): values for number, values in after["drafts"].items()}


def stands_as(draft: m.Draft, values: Mapping[str, Any]) -> bool:
    """Say whether a draft still has the values that a deed left."""
    return all(getattr(draft, name) == value for name, value in values.items())


def title_called_as(record: TitleRecord) -> TitleRecord | None:
    """Return the record of the title that bears one of the names of a draft, if one does.

    A title of the same year comes before one of another.
    """
    names = names_of(record)
    asked = Q()
    for name in names:
        asked |= Q(search_text__contains=name)
    if not names:
        return None
    rivals = records_of(Title.objects.filter(asked, root=None), private=True)
    found = [rival for rival in rivals if names & names_of(rival)]
    return min(found, key=lambda rival: rival.year != record.year, default=None)


def proposals_of(draft: m.Draft) -> tuple[Proposal, ...]:
    """Return the titles of the slate that a draft may be, the most likely first.

    What an editor has declined is left out, and a draft that was accepted or rejected has none.
    """
    return proposals_among([draft], draft.announcement.text)[draft.pk]


def proposals_among(drafts: Sequence[m.Draft], text: str) -> dict[int, tuple[Proposal, ...]]:
    """Return the proposals of several drafts of one text, by number of their rows.

    They are asked for in the same number of queries however many drafts there are.
    """
    waiting = {d: record_in(d) for d in drafts if d.state == m.Draft.State.DRAFTED}
    found: dict[int, tuple[Proposal, ...]] = {draft.pk: () for draft in drafts}
    if not waiting:
        return found
    near = Title.objects.filter(_shares_with(list(waiting.values())), root=None)
    rivals = records_of(near.distinct(), private=True)
    for draft, record in waiting.items():
        left = [rival for rival in rivals if rival.key not in draft.declined]
        found[draft.pk] = proposals_for(record, left, text)
    return found


def _shares_with(records: Sequence[TitleRecord]) -> Q:
    """Return what a title must have to share a name, person or source with one of these."""
    asked = Q(pk__in=())
    for name in {name for record in records for name in names_of(record)}:
        asked |= Q(search_text__contains=name)
    credits = [credit for record in records for credit in record.credits]
    people = {credit.name for credit in credits if not credit.company}
    companies = {credit.name for credit in credits if credit.company}
    asked |= Q(credits__person__name__in=people) | Q(credits__company__name__in=companies)
    sources = [source for record in records for source in record.source_works]
    authors = {folded(name) for source in sources for name in source.authors}
    named = {folded(source.name) for source in sources} - {""}
    if authors or named:
        works = SourceWork.objects.values_list("pk", "name", "authors")
        near = [
            pk
            for pk, name, writers in works
            if folded(name) in named or authors & {folded(one) for one in writers}
        ]
        asked |= Q(source_works__in=near)
    return asked


def contradictions_of(title_key: str) -> tuple[Contradiction, ...]:
    """Return what the announcements of a title say differently, each with its day.

    Raises InputError if there is no such title.
    """
    return contradictions_among([title_by_key(title_key).key])[title_key]


def contradictions_among(title_keys: Sequence[str]) -> dict[str, tuple[Contradiction, ...]]:
    """Return the contradictions of each of some titles, by key, in two queries."""
    proofs: dict[str, list[Proof]] = {key: [] for key in title_keys}
    for row in ProofRow.objects.filter(title__key__in=title_keys).select_related("title"):
        proof = Proof(row.field, row.value, row.announcement, row.quote, row.start, row.end)
        proofs[row.title.key].append(proof)
    named = {proof.announcement for said in proofs.values() for proof in said}
    days = dict(m.Announcement.objects.filter(key__in=named).values_list("key", "published"))
    return {key: contradictions(said, days) for key, said in proofs.items()}


def siblings_accepted_as(draft: m.Draft, key: str) -> bool:
    """Say whether the announcement in another language was accepted as this title already."""
    others = languages_of(draft.announcement).exclude(pk=draft.announcement_id)
    return m.Draft.objects.filter(
        announcement__in=others, state=m.Draft.State.ACCEPTED, title_key=key
    ).exists()


def free_announcement_key(headline: str, language: str) -> str:
    """Return a key made of a headline that no announcement has yet."""
    stem = slugify(folded(headline))[:60].strip("-") or f"announcement-{language}"
    taken = set(
        m.Announcement.objects.filter(key__startswith=stem).values_list("key", flat=True)
    )
    if stem not in taken and stem != "new":  # the office's address of a new one
        return stem
    return next(f"{stem}-{n}" for n in count(2) if f"{stem}-{n}" not in taken)
