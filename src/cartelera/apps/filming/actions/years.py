"""Plan a year: titles taken in, moved, kept, planned anew; their stages confirmed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from cartelera.apps.accounts.models import User
from cartelera.apps.filming import models as m
from cartelera.apps.filming.actions.rows import set_values
from cartelera.apps.filming.jobs import plan_year as planning
from cartelera.apps.filming.queries import (
    planned_year,
    planning_of,
    stages_said,
    titles_to_make,
    year_by_key,
)
from cartelera.apps.slate.actions import enter_stage, require
from cartelera.apps.slate.models import Title
from cartelera.apps.slate.refusals import ChangedMeanwhile
from cartelera.apps.work.actions import cancel_job, note_change
from cartelera.apps.work.models import AuditEntry, Job
from cartelera.engines.filming.year.titles import Standing
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import Role

_CHANGE = "filming.change_shoot"


def _subject(year: m.ProductionYear) -> str:
    return f"year:{year.key}"


def begin_year(name: str, starts_on: date, by: User | None, **facts: Any) -> m.ProductionYear:
    """Begin a year with every title of the slate that is still to be made.

    starts_on  its first week is the one with this date
    facts      other columns of the year
    """
    require(by, _CHANGE, "begin years")
    key = slugify(name)[:60].strip("-")
    if not key or key == "new" or m.ProductionYear.objects.filter(key=key).exists():
        raise InputError(f"a year is called {name!r} already, or it is no name")
    with transaction.atomic():
        monday = starts_on - timedelta(days=starts_on.weekday())
        year = m.ProductionYear.objects.create(
            key=key, name=name.strip(), starts_on=monday, **facts
        )
        note_change(by, "begin_year", _subject(year), None, {"starts_on": str(monday)})
        add_year_titles(year, titles_to_make(), by)
        return year


def add_year_titles(year: m.ProductionYear, titles: Iterable[Title], by: User | None) -> None:
    """Take titles into a year, with who directs them; those in it already stay as they are."""
    require(by, _CHANGE, "plan years")
    with transaction.atomic():
        for title in titles:
            people = [
                credit.person.name
                for credit in title.credits.all()
                if credit.person and credit.role == Role.DIRECTOR
            ]
            m.YearTitle.objects.get_or_create(
                year=year, title=title, defaults={"people": people, "blocks": [[4, "", ""]]}
            )
            note_change(by, "add_year_title", _subject(year), None, {"title": title.key})


def remove_year_title(entry: m.YearTitle, by: User | None) -> None:
    """Take a title out of a year; it stays on the slate."""
    require(by, _CHANGE, "plan years")
    with transaction.atomic():
        note_change(by, "remove_year_title", _subject(entry.year), {"title": entry.title.key})
        entry.delete()


def change_year(year: m.ProductionYear, values: Mapping[str, Any], by: User | None) -> None:
    """Keep what the titles of a year share."""
    _change(year, year, values, by)


def change_year_title(entry: m.YearTitle, values: Mapping[str, Any], by: User | None) -> None:
    """Keep what a title needs of a year."""
    _change(entry, entry.year, values, by)


def _change(
    row: Any, year: m.ProductionYear, values: Mapping[str, Any], by: User | None
) -> None:
    require(by, _CHANGE, "plan years")
    with transaction.atomic():
        if set_values(row, values) is None:
            return
        note_change(by, "change_year", _subject(year), None, {"of": str(row)})


def move_year_title(entry: m.YearTitle, to: Standing, by: User | None) -> AuditEntry | None:
    """Put the parts of a title in other weeks; return the entry that undoes it."""
    plan = {"prep": to.prep_week, "blocks": list(to.block_weeks), "post": to.post_week}
    return _lay(entry.year, "move_year_title", {entry.title.key: plan}, by)


def _lay(
    year: m.ProductionYear, verb: str, plans: Mapping[str, Any], by: User | None
) -> AuditEntry | None:
    """Write where titles stand; return the entry that undoes it, None if nothing changed."""
    require(by, _CHANGE, "plan years")
    with transaction.atomic():
        held = m.ProductionYear.objects.select_for_update().get(pk=year.pk)
        rows = {row.title.key: row for row in held.titles.select_related("title")}
        new = {key: plan for key, plan in plans.items() if key in rows}
        old = {key: rows[key].plan for key in new}
        if new == old:
            return None
        for key, plan in new.items():
            rows[key].plan = plan
            rows[key].save()
        note_change(by, verb, _subject(year), {"plans": old}, {"plans": new})
        return AuditEntry.objects.filter(subject=_subject(year)).first()


def undo_year(entry: AuditEntry, by: User | None) -> m.ProductionYear:
    """Put titles of a year back to where they stood, if nothing moved them since.

    Raises ChangedMeanwhile if something did, InputError if the entry moved none.
    """
    year = year_by_key(entry.subject.removeprefix("year:"))
    if not (entry.before and entry.after and "plans" in entry.after):
        raise InputError("this change cannot be undone")
    now = {row.title.key: row.plan for row in year.titles.select_related("title")}
    if any(now.get(key) != plan for key, plan in entry.after["plans"].items()):
        raise ChangedMeanwhile(year.name)
    _lay(year, "undo", entry.before["plans"], by)
    return year


def plan_year(year: m.ProductionYear, by: User | None) -> Job:
    """Ask for the cheapest plan of a year; what has begun, and what is kept, stays."""
    require(by, _CHANGE, "plan years")
    with transaction.atomic():
        m.ProductionYear.objects.filter(pk=year.pk, answer__has_key="conflict").update(
            answer=None
        )
        note_change(by, "ask_year", _subject(year))
        return planning.enqueue(year.pk)


def stop_planning(year: m.ProductionYear, by: User | None) -> None:
    """Stop the planning of a year; nothing of it is kept."""
    require(by, _CHANGE, "plan years")
    found = planning_of(year)
    if found.job is not None:
        cancel_job(found.job)


def confirm_stages(
    year: m.ProductionYear, keys: Sequence[str], today: date, by: User | None
) -> list[str]:
    """Move titles to the stage that the plan or their call sheets say; return those moved.

    A person confirms it, since a stage is public where its title is; when a title is public is
    nothing that this changes. Raises AccessError.
    """
    moved = []
    with transaction.atomic():
        for found in stages_said(planned_year(year, "es", today)):
            if found.title.key in keys:
                enter_stage(found.title, found.said, today, by)
                moved.append(found.title.key)
    return moved
