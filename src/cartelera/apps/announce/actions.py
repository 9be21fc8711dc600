"""Receive announcements, correct and accept their drafts, publish them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from cartelera.adapters.lexicons import lexicons
from cartelera.adapters.places import locate
from cartelera.apps.accounts.models import User
from cartelera.apps.announce import models as m
from cartelera.apps.announce.queries import (
    RECORD,
    free_announcement_key,
    languages_of,
    proofs_in,
    proposals_of,
    record_in,
    siblings_accepted_as,
    title_called_as,
    titles_of,
)
from cartelera.apps.slate.actions import record_title, require, set_embargo
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import free_key, record_of, title_by_key
from cartelera.apps.slate.refusals import ChangedMeanwhile, SecondTitle
from cartelera.apps.work.actions import note_change
from cartelera.engines.announce.draft import draft_of, joined, still_said
from cartelera.engines.announce.read import read
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.language import language_tag
from cartelera.vocabulary.record import Place, StageChange, TitleRecord

HEADLINE_LONGEST = 110  # characters; a first line that is longer is no headline but prose


def receive_announcement(
    text: str,
    published: str,
    by: User | None,
    *,
    language: str = "",
    outlet: str = "",
    translates: m.Announcement | None = None,
) -> m.Announcement:
    """Keep an announcement and read its drafts; a text that is here already stays as it is.

    published   when: 2024, 2024-02 or 2024-02-09
    language    a BCP 47 tag; empty lets the text decide
    translates  the same announcement in another language

    Raises AccessError, or InputError if the text cannot be read.
    """
    require(by, "announce.receive_announcement", "receive announcements")
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip() + "\n"
    reading = read(text, published, lexicons(), language or None)
    digest = sha256(text.encode()).hexdigest()
    with transaction.atomic():
        known = m.Announcement.objects.filter(sha256=digest).first()
        if known is not None:
            return known
        headline = headline_of(text)
        announcement = m.Announcement.objects.create(
            key=free_announcement_key(headline, reading.language),
            headline=headline,
            text=text,
            sha256=digest,
            language=language_tag(language) if language else reading.language,
            published=published.strip(),
            announcer=reading.announcer.value if reading.announcer else "",
            outlet=outlet.strip(),
            first_language=(translates.first_language or translates) if translates else None,
            received_by=by,
        )
        for number, production in enumerate(reading.productions, start=1):
            drafted = draft_of(production, announcement.language, text, announcement.key)
            record = _on(replace(drafted.record, proofs=drafted.proofs), announcement)
            value = RECORD.dump_python(record, mode="json")
            announcement.drafts.create(number=number, read=value, record=value)
        count = {"drafts": len(reading.productions)}
        note_change(by, "receive_announcement", _subject(announcement), None, count)
        return announcement


def headline_of(text: str) -> str:
    """Return the first line of a text, without the marks of a heading."""
    first = text.strip().split("\n", maxsplit=1)[0]
    line = first.lstrip("#*• ").rstrip("* ")
    if len(line) <= HEADLINE_LONGEST:
        return line
    return line[:HEADLINE_LONGEST].rsplit(" ", maxsplit=1)[0].rstrip(",;:") + "…"


def _subject(announcement: m.Announcement) -> str:
    return f"announcement:{announcement.key}"


def _on(record: TitleRecord, announcement: m.Announcement) -> TitleRecord:
    """Return a record with the dates and spots that follow from where and when it was said."""
    numbers = [int(part) for part in announcement.published.strip().split("-")]
    year, month, day = (*numbers, 1, 1)[:3]
    return replace(
        record,
        year=record.year or year,
        stages=(StageChange(record.stage, date(year, month, day)),),
        places=_spots(record.places, record.countries),
    )


def _spots(places: Sequence[Place], countries: Sequence[str]) -> tuple[Place, ...]:
    return tuple(p if p.latitude is not None else _placed(p, countries) for p in places)


def _placed(place: Place, countries: Sequence[str]) -> Place:
    """Return a place with its spot on the map, if the tables have it in these countries."""
    for territory in countries:
        spot = locate(place.name, territory)
        if spot is not None:
            return replace(
                place,
                region=spot.region,
                territory=territory,
                latitude=spot.latitude,
                longitude=spot.longitude,
            )
    return place


def correct_draft(
    draft: m.Draft, record: TitleRecord, by: User | None, *, seen_version: int | None = None
) -> m.Draft:
    """Keep a draft as an editor has corrected it.

    seen_version  the version the editor began from; None to write over any

    Raises AccessError, or InputError if it is no draft any more or was changed meanwhile.
    """
    require(by, "announce.receive_announcement", "correct drafts")
    with transaction.atomic():
        draft = _locked(draft, seen_version)
        if draft.state != m.Draft.State.DRAFTED:
            raise InputError(f"{draft} was {draft.state}; take it up again to correct it")
        proofs = still_said(record, proofs_in(draft))
        record = replace(record, places=_spots(record.places, record.countries))
        stages = tuple(replace(change, stage=record.stage) for change in record.stages[:1])
        value = RECORD.dump_python(replace(record, proofs=proofs, stages=stages), mode="json")
        if value != draft.record:
            note_change(by, "correct_draft", _subject(draft.announcement), draft.record, value)
            _change(draft, record=value)
        return draft


def accept_draft(
    draft: m.Draft,
    by: User | None,
    *,
    join: str = "",
    same_name_is_another: bool = False,
    seen_version: int | None = None,
) -> Title:
    """Put a draft on the slate: as a new title, or joined to one that is there.

    join                  the key of the title that it adds to
    same_name_is_another  make a new title though another bears its name

    A draft accepted before gives the same title again. The announcement in another language
    joins the title that was made of it.
    Raises AccessError, InputError if the draft has no title, SecondTitle if the slate has one
    of its name and neither choice was made.
    """
    require(by, "announce.receive_announcement", "accept drafts")
    with transaction.atomic():
        draft = _locked(draft, seen_version)
        if draft.state == m.Draft.State.ACCEPTED:
            return title_by_key(draft.title_key)
        if draft.state == m.Draft.State.REJECTED:
            raise InputError(f"{draft} was rejected; take it up again to accept it")
        title = _put_on_slate(draft, record_in(draft), by, join, same_name_is_another)
        _change(draft, state=m.Draft.State.ACCEPTED, title_key=title.key)
        after = {"draft": draft.number, "title": title.key}
        note_change(by, "accept_draft", _subject(draft.announcement), None, after)
        return title


def _put_on_slate(
    draft: m.Draft, record: TitleRecord, by: User | None, join: str, another: bool
) -> Title:
    if join:
        known = record_of(title_by_key(join), private=True)
        return record_title(joined(known, record), by)
    if not record.texts:
        raise InputError(
            f"draft {draft.number} has no title: give it one, join it to a title, or reject it"
        )
    name = record.texts[0].name
    known_as = None if another else title_called_as(record)
    if known_as is not None:
        if not siblings_accepted_as(draft, known_as.key):
            raise SecondTitle(name, known_as.key)
        return record_title(joined(known_as, record), by)
    made = replace(record, key=free_key(name), public_from=draft.announcement.public_from)
    return record_title(made, by, same_name_is_another=another)


def confirm_proposal(
    draft: m.Draft, key: str, by: User | None, *, seen_version: int | None = None
) -> Title:
    """Say that a draft is the title that was proposed, and join it to that title.

    key  of the title, one of `proposals_of(draft)`

    Raises AccessError, or InputError if the title is not proposed any more.
    """
    require(by, "announce.receive_announcement", "confirm proposals")
    with transaction.atomic():
        held = _locked(draft, seen_version)
        if held.state == m.Draft.State.ACCEPTED and held.title_key == key:
            return title_by_key(key)
        found = next((one for one in proposals_of(held) if one.key == key), None)
        if found is None:
            raise InputError(f"{key!r} is not proposed for {held}; look at its proposals again")
        shared = [one.name for one in found.shared]
        after = {"draft": held.number, "title": key, "score": found.score, "shared": shared}
        note_change(by, "confirm_proposal", _subject(held.announcement), None, after)
        return accept_draft(held, by, join=key)


def decline_proposal(
    draft: m.Draft, key: str, by: User | None, *, seen_version: int | None = None
) -> m.Draft:
    """Say that a draft is not the title that was proposed: it is not proposed again."""
    require(by, "announce.receive_announcement", "decline proposals")
    return _decide(draft, key, "decline_proposal", by, seen_version)


def reconsider_proposal(
    draft: m.Draft, key: str, by: User | None, *, seen_version: int | None = None
) -> m.Draft:
    """Let a title that was declined be proposed again."""
    require(by, "announce.receive_announcement", "reconsider proposals")
    return _decide(draft, key, "reconsider_proposal", by, seen_version)


def _decide(
    draft: m.Draft, key: str, verb: str, by: User | None, seen_version: int | None
) -> m.Draft:
    with transaction.atomic():
        draft = _locked(draft, seen_version)
        others = [one for one in draft.declined if one != key]
        declined = [*others, key] if verb == "decline_proposal" else others
        if declined != draft.declined:
            after = {"draft": draft.number, "title": key}
            note_change(by, verb, _subject(draft.announcement), None, after)
            _change(draft, declined=declined)
        return draft


def reject_draft(
    draft: m.Draft, by: User | None, *, seen_version: int | None = None
) -> m.Draft:
    """Set a draft aside: the text announces no such title, or the house does not want it."""
    require(by, "announce.receive_announcement", "reject drafts")
    with transaction.atomic():
        draft = _locked(draft, seen_version)
        if draft.state == m.Draft.State.ACCEPTED:
            raise InputError(f"{draft} is on the slate as {draft.title_key}; change it there")
        return _turn(draft, m.Draft.State.REJECTED, "reject_draft", by)


def take_up_draft(draft: m.Draft, by: User | None) -> m.Draft:
    """Take up again a draft that was rejected."""
    require(by, "announce.receive_announcement", "take up drafts")
    with transaction.atomic():
        draft = _locked(draft, None)
        if draft.state == m.Draft.State.ACCEPTED:
            raise InputError(f"{draft} is on the slate as {draft.title_key}; change it there")
        return _turn(draft, m.Draft.State.DRAFTED, "take_up_draft", by)


def _turn(draft: m.Draft, state: m.Draft.State, verb: str, by: User | None) -> m.Draft:
    if draft.state != state:
        after = {"draft": draft.number}
        note_change(by, verb, _subject(draft.announcement), None, after)
        _change(draft, state=state)
    return draft


def _locked(draft: m.Draft, seen_version: int | None) -> m.Draft:
    """Return the draft's row, held until the transaction ends."""
    held = m.Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if seen_version is not None and held.version != seen_version:
        raise ChangedMeanwhile(f"{held.announcement.key}, draft {held.number},")
    return held


def _change(draft: m.Draft, **values: object) -> None:
    for name, value in values.items():
        setattr(draft, name, value)
    draft.version += 1
    draft.save()


def publish_announcement(
    announcement: m.Announcement, public_from: datetime, by: User | None
) -> m.Announcement:
    """Let an announcement be public from a moment on, in every language, with its titles.

    A title that has a moment of its own keeps it.
    Raises AccessError.
    """
    require(by, "announce.publish_announcement", "publish announcements")
    with transaction.atomic():
        for one in languages_of(announcement):
            before = one.public_from
            if before != public_from:
                m.Announcement.objects.filter(pk=one.pk).update(public_from=public_from)
                moments = (before and before.isoformat(), public_from.isoformat())
                note_change(by, "publish_announcement", _subject(one), *moments)
            for key in titles_of(one):
                title = title_by_key(key)
                if title.public_from is None:
                    set_embargo(title, public_from, by)
        announcement.refresh_from_db()
        return announcement
