"""Receive announcements, correct and accept their drafts, publish them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from django.db import transaction
from django.utils import timezone

from cartelera.adapters.lexicons import lexicons
from cartelera.adapters.places import locate
from cartelera.apps.accounts.models import User
from cartelera.apps.announce import models as m
from cartelera.apps.announce.queries import (
    RECORD,
    announcement_by_key,
    drafts_after,
    free_announcement_key,
    languages_of,
    proofs_in,
    proposals_of,
    read_in,
    record_in,
    siblings_accepted_as,
    stands_as,
    title_called_as,
    titles_of,
)
from cartelera.apps.slate.actions import (
    record_title,
    require,
    set_embargo,
    undo_change,
    unmake_title,
)
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.queries import free_key, record_of, title_by_key
from cartelera.apps.slate.refusals import ChangedMeanwhile, SecondTitle
from cartelera.apps.work.actions import note_change
from cartelera.apps.work.models import AuditEntry
from cartelera.apps.work.queries import change_by_id, last_change
from cartelera.engines.announce.draft import (
    corrections,
    draft_of,
    joined,
    still_said,
    values_in,
)
from cartelera.engines.announce.parting import cut_at, parted
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
            value = _json(record)
            announcement.drafts.create(
                number=number, read=value, record=value, values_read=values_in(record)
            )
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
        draft = _drafted(draft, seen_version)
        proofs = still_said(record, proofs_in(draft))
        record = replace(record, places=_spots(record.places, record.countries))
        stages = tuple(replace(change, stage=record.stage) for change in record.stages[:1])
        value = _json(replace(record, proofs=proofs, stages=stages))
        if value != draft.record:
            with _noted(by, "correct_draft", draft):
                _change(draft, record=value)
        return draft


def split_draft(
    draft: m.Draft, title: str, by: User | None, *, seen_version: int | None = None
) -> m.Draft:
    """Make two drafts of one that tells of two productions; return the second.

    title  of the second, in the words of the text: what is said from there on is the second's

    Raises AccessError, or InputError if the text does not have these words, or the draft was
    accepted, rejected or changed meanwhile.
    """
    require(by, "announce.receive_announcement", "split drafts")
    with transaction.atomic():
        draft = _drafted(draft, seen_version)
        said, record, read_first = draft.announcement, record_in(draft), read_in(draft)
        cut = cut_at(said.text, title, read_first)
        firsts, seconds = zip(
            *(parted(one, cut, said.language, said.key) for one in (read_first, record)),
            strict=True,
        )
        number = max(said.drafts.values_list("number", flat=True)) + 1
        second = m.Draft(
            announcement=said, number=number, version=0, split_from=draft.split_from or draft
        )
        with _noted(by, "split_draft", draft, second):
            _change(draft, read=_json(firsts[0]), record=_json(firsts[1]))
            _change(second, read=_json(seconds[0]), record=_json(seconds[1]))
        return second


def join_drafts(
    draft: m.Draft, into: m.Draft, by: User | None, *, seen_version: int | None = None
) -> m.Draft:
    """Make one draft of two that tell of the same production; return the one that stays.

    What the other one says already stays as it is; what it lacks is added.
    Raises AccessError, or InputError if they are of two announcements, or one of them was
    accepted, rejected or changed meanwhile.
    """
    require(by, "announce.receive_announcement", "join drafts")
    if draft.pk == into.pk or draft.announcement_id != into.announcement_id:
        raise InputError(
            f"{draft} can be joined to another draft of the same announcement only"
        )
    with transaction.atomic():
        draft, into = _drafted(draft, seen_version), _drafted(into, None)
        with _noted(by, "join_drafts", draft, into):
            _change(
                into,
                read=_json(joined(read_in(into), read_in(draft))),
                record=_json(joined(record_in(into), record_in(draft))),
            )
            _change(draft, state=m.Draft.State.JOINED, joined_to_id=into.pk)
        return into


def _json(record: TitleRecord) -> Any:
    return RECORD.dump_python(record, mode="json")


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
        draft = _drafted(draft, None)
        with _noted(by, "accept_draft", draft) as more:
            there = _there_already(draft, record_in(draft), join, same_name_is_another)
            title = _put_on_slate(draft, record_in(draft), by, there, same_name_is_another)
            _change(draft, state=m.Draft.State.ACCEPTED, title_key=title.key)
            made = last_change(f"title:{title.key}")
            changed = there is None or title.version != there.version
            more |= {"title": title.key, "change": made.pk if made and changed else None}
        return title


def _there_already(
    draft: m.Draft, record: TitleRecord, join: str, another: bool
) -> Title | None:
    """Return the title of the slate that a draft adds to; None where it makes a new one.

    Raises SecondTitle if the slate has one of its name and nobody said which it is.
    """
    if join:
        return title_by_key(join)
    if not record.texts:
        raise InputError(
            f"draft {draft.number} has no title: give it one, join it to a title, or reject it"
        )
    known = None if another else title_called_as(record)
    if known is None:
        return None
    if not siblings_accepted_as(draft, known.key):
        raise SecondTitle(record.texts[0].name, known.key)
    return title_by_key(known.key)


def _put_on_slate(
    draft: m.Draft, record: TitleRecord, by: User | None, there: Title | None, another: bool
) -> Title:
    if there is not None:
        return record_title(joined(record_of(there, private=True), record), by)
    key = free_key(record.texts[0].name)
    made = replace(record, key=key, public_from=draft.announcement.public_from)
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
            with _noted(by, verb, draft) as more:
                _change(draft, declined=declined)
                more["title"] = key
        return draft


def reject_draft(
    draft: m.Draft, by: User | None, *, seen_version: int | None = None
) -> m.Draft:
    """Set a draft aside: the text announces no such title, or the house does not want it."""
    require(by, "announce.receive_announcement", "reject drafts")
    return _turn(draft, m.Draft.State.REJECTED, "reject_draft", by, seen_version)


def take_up_draft(
    draft: m.Draft, by: User | None, *, seen_version: int | None = None
) -> m.Draft:
    """Take up again a draft that was rejected."""
    require(by, "announce.receive_announcement", "take up drafts")
    return _turn(draft, m.Draft.State.DRAFTED, "take_up_draft", by, seen_version)


def _turn(
    draft: m.Draft, state: m.Draft.State, verb: str, by: User | None, seen_version: int | None
) -> m.Draft:
    with transaction.atomic():
        draft = _locked(draft, seen_version)
        if draft.state == m.Draft.State.ACCEPTED:
            raise InputError(f"{draft} is on the slate as {draft.title_key}; change it there")
        if draft.state == m.Draft.State.JOINED:
            raise InputError(f"{draft} is part of {draft.joined_to}; undo that first")
        if draft.state != state:
            with _noted(by, verb, draft):
                _change(draft, state=state)
        return draft


def undo_review(entry: AuditEntry, by: User | None) -> m.Announcement:
    """Put the drafts that a deed changed back to what they were, and nothing else.

    A title that an acceptance made is taken off the slate, and one that it added to loses what
    it added, unless either was changed since.
    Raises AccessError, InputError if the entry is no such deed, and ChangedMeanwhile if what it
    left has been changed again.
    """
    require(by, "announce.receive_announcement", "undo what was done to drafts")
    left = drafts_after(entry)
    if not left:
        raise InputError("this cannot be undone: it changed no draft")
    with transaction.atomic():
        announcement = announcement_by_key(entry.subject.removeprefix("announcement:"))
        rows = announcement.drafts.filter(number__in=left).select_for_update(of=("self",))
        held = {draft.number: draft for draft in rows}
        if not all(n in held and stands_as(held[n], values) for n, values in left.items()):
            raise ChangedMeanwhile(announcement.key)
        _take_back_title(entry, by)
        with _noted(by, "undo_review", *held.values()) as more:
            more["undone"] = entry.verb
            for number, draft in held.items():
                past = entry.before["drafts"][str(number)]
                if past is not None:
                    _change(draft, **past)
        for number, draft in held.items():
            if entry.before["drafts"][str(number)] is None:
                draft.delete()
        return announcement


def _take_back_title(entry: AuditEntry, by: User | None) -> None:
    change = entry.after.get("change")
    if change is None:
        return
    made = change_by_id(change)
    if made.before is None:
        unmake_title(title_by_key(entry.after["title"]), by)
    else:
        undo_change(made, by)


def _drafted(draft: m.Draft, seen_version: int | None) -> m.Draft:
    """Return the row, held, of a draft that is still one.

    Raises InputError if it was accepted, rejected, joined or changed meanwhile.
    """
    held = _locked(draft, seen_version)
    if held.state != m.Draft.State.DRAFTED:
        raise InputError(f"{held} was {held.state}; take it up again, or undo that, to go on")
    return held


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
    if {"read", "record"} & set(values):
        draft.values_read = values_in(read_in(draft))
        draft.values_corrected = corrections(read_in(draft), record_in(draft))
    draft.save()


_UNDONE = ("read", "record", "state", "title_key", "declined", "joined_to_id")


@contextmanager
def _noted(by: User | None, verb: str, *drafts: m.Draft) -> Iterator[dict[str, Any]]:
    """Write into the audit what a deed changes in drafts, so that it can be undone.

    What is put into the mapping it hands out is noted beside.
    """
    past = {draft.number: _standing(draft) if draft.pk else None for draft in drafts}
    more: dict[str, Any] = {"draft": drafts[0].number}
    yield more
    before, after = {}, {}
    for draft in drafts:
        old, new = past[draft.number], _standing(draft)
        changed = [name for name in _UNDONE if old is None or old[name] != new[name]]
        before[draft.number] = old and {name: old[name] for name in changed}
        after[draft.number] = {name: new[name] for name in changed}
    subject = _subject(drafts[0].announcement)
    note_change(by, verb, subject, {"drafts": before}, {**more, "drafts": after})


def _standing(draft: m.Draft) -> dict[str, Any]:
    return {name: copy(getattr(draft, name)) for name in _UNDONE}


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


def make_press_link(
    announcement: m.Announcement, name: str, expires_at: datetime, by: User | None
) -> tuple[m.PressLink, str]:
    """Open an announcement and its titles to someone before the embargo is over.

    name        for whom it is
    expires_at  the aware moment from which it opens nothing

    Returns the link and its token, which is kept nowhere: who loses it is given another.
    Raises AccessError, or InputError if it is for nobody, or has expired already.
    """
    require(by, "announce.publish_announcement", "make press links")
    if not name.strip():
        raise InputError("a press link is for somebody: say for whom")
    if expires_at <= timezone.now():
        raise InputError("a press link ends at a moment to come")
    token = token_urlsafe(32)
    with transaction.atomic():
        link = m.PressLink.objects.create(
            announcement=announcement.first_language or announcement,
            name=name.strip(),
            digest=sha256(token.encode()).hexdigest(),
            expires_at=expires_at,
            made_by=by,
        )
        after = {"link": link.pk, "name": link.name, "expires_at": expires_at.isoformat()}
        note_change(by, "make_press_link", _subject(announcement), None, after)
        return link, token


def revoke_press_link(link: m.PressLink, by: User | None) -> m.PressLink:
    """Let a press link open nothing from now on. Raises AccessError."""
    require(by, "announce.publish_announcement", "revoke press links")
    with transaction.atomic():
        if m.PressLink.objects.filter(pk=link.pk, revoked_at=None).update(
            revoked_at=timezone.now()
        ):
            after = {"link": link.pk, "name": link.name}
            note_change(by, "revoke_press_link", _subject(link.announcement), None, after)
        link.refresh_from_db()
        return link
