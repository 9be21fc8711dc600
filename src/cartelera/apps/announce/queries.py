"""Questions about announcements and their drafts."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.text import slugify
from pydantic import TypeAdapter

from cartelera.apps.announce import models as m
from cartelera.apps.slate.models import SourceWork, Title
from cartelera.apps.slate.queries import record_of, records_of, title_by_key
from cartelera.engines.announce.contradictions import Contradiction, contradictions
from cartelera.engines.announce.draft import corrections, names_of
from cartelera.engines.announce.marks import Stretch, stretches
from cartelera.engines.announce.resolve import Proposal, proposals_for
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.folding import folded
from cartelera.vocabulary.record import Proof, TitleRecord

RECORD = TypeAdapter(TitleRecord)


def announcements() -> QuerySet[m.Announcement]:
    """Return every announcement, the latest first, with the count of its drafts by state."""
    states = {
        state.value: Count("drafts", filter=Q(drafts__state=state)) for state in m.Draft.State
    }
    return m.Announcement.objects.annotate(**states).defer("text")


def announcement_by_key(key: str) -> m.Announcement:
    """Return the announcement with this key, whoever may see it.

    Raises InputError if there is none.
    """
    found = m.Announcement.objects.filter(key=key).first()
    if found is None:
        raise InputError(f"no announcement has the key {key!r}")
    return found


def public_announcements(at: datetime) -> QuerySet[m.Announcement]:
    """Return the announcements whose embargo is over, the latest first."""
    return m.Announcement.objects.filter(public_from__lte=at).order_by("-published", "-pk")


def public_announcement(key: str, at: datetime) -> m.Announcement | None:
    """Return the announcement with this key if its embargo is over; else None."""
    return public_announcements(at).filter(key=key).first()


def public_languages_of(announcement: m.Announcement, at: datetime) -> list[m.Announcement]:
    """Return an announcement in every language in which it is public."""
    return list(languages_of(announcement).filter(public_from__lte=at))


def public_announcements_of(title_key: str, at: datetime) -> list[m.Announcement]:
    """Return the public announcements that named a title, the latest first, without text."""
    named = Exists(
        m.Draft.objects.filter(
            announcement=OuterRef("pk"), state=m.Draft.State.ACCEPTED, title_key=title_key
        )
    )
    return list(public_announcements(at).filter(named).defer("text"))


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
    waiting = announcement.drafts.filter(state=m.Draft.State.DRAFTED)
    numbers = list(waiting.values_list("number", flat=True))
    return next((n for n in numbers if n > number), numbers[0] if numbers else number)


def record_in(draft: m.Draft) -> TitleRecord:
    """Return the record of a draft as it stands."""
    return RECORD.validate_python(draft.record)


def proofs_in(draft: m.Draft) -> tuple[Proof, ...]:
    """Return the words that were read for a draft."""
    return RECORD.validate_python(draft.read).proofs


def corrections_in(draft: m.Draft) -> int:
    """Return how many values of a draft an editor has changed."""
    return corrections(RECORD.validate_python(draft.read), record_in(draft))


def marked_text(announcement: m.Announcement) -> list[Stretch]:
    """Return the text with the evidence of all drafts that are not rejected."""
    kept = announcement.drafts.exclude(state=m.Draft.State.REJECTED)
    return stretches(announcement.text, [(draft.number, proofs_in(draft)) for draft in kept])


@dataclass(frozen=True, slots=True)
class Tally:
    """How the drafts of an announcement stand."""

    drafted: int
    accepted: int
    rejected: int
    corrected: int  # values changed by an editor


def tally_of(announcement: m.Announcement) -> Tally:
    """Count the drafts of an announcement by state, and what was corrected in them."""
    drafts = list(announcement.drafts.all())
    states = [draft.state for draft in drafts]
    return Tally(
        drafted=states.count(m.Draft.State.DRAFTED),
        accepted=states.count(m.Draft.State.ACCEPTED),
        rejected=states.count(m.Draft.State.REJECTED),
        corrected=sum(corrections_in(draft) for draft in drafts),
    )


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
    if draft.state != m.Draft.State.DRAFTED:
        return ()
    record = record_in(draft)
    near = Title.objects.filter(_shares_with(record), root=None).exclude(key__in=draft.declined)
    rivals = records_of(near.distinct(), private=True)
    return proposals_for(record, rivals, draft.announcement.text)


def _shares_with(record: TitleRecord) -> Q:
    """Return what a title must have to share a name, person or source with a record."""
    asked = Q(pk__in=())
    for name in names_of(record):
        asked |= Q(search_text__contains=name)
    people = [credit.name for credit in record.credits if not credit.company]
    companies = [credit.name for credit in record.credits if credit.company]
    asked |= Q(credits__person__name__in=people) | Q(credits__company__name__in=companies)
    authors = {folded(name) for source in record.source_works for name in source.authors}
    named = {folded(source.name) for source in record.source_works} - {""}
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
    proofs = record_of(title_by_key(title_key), private=True).proofs
    keys = {proof.announcement for proof in proofs}
    days = m.Announcement.objects.filter(key__in=keys).values_list("key", "published")
    return contradictions(proofs, dict(days))


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
