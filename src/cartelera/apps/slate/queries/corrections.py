"""What titles said in public, and no longer say."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Q, QuerySet
from pydantic import TypeAdapter

from cartelera.apps.slate import models as m
from cartelera.apps.slate.queries.gate import EVERYONE, titles_public_to
from cartelera.apps.slate.queries.record import records_of
from cartelera.engines.slate.correction import Correction, unsaid
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.record import TitleRecord
from cartelera.vocabulary.viewer import Viewer

_JSON = TypeAdapter(TitleRecord)


def corrections_of(
    keys: Sequence[str], at: datetime, viewer: Viewer = EVERYONE
) -> list[Correction]:
    """Return the corrections of public titles and of their public parts, the latest first."""
    return _told(
        _public(at, viewer).filter(Q(title__key__in=keys) | Q(title__root__key__in=keys))
    )


def slate_corrections(at: datetime, count: int) -> list[Correction]:
    """Return the latest corrections of the public slate, the latest first."""
    return _told(_public(at, EVERYONE)[:count])


def corrections_kept(key: str) -> list[m.Correction]:
    """Return the corrections of a title for staff, told or not, the latest first."""
    return list(m.Correction.objects.filter(title__key=key).exclude(before={}))


def correction_by_number(key: str, number: int) -> m.Correction:
    """Return a correction of a title. Raises InputError if it has none such."""
    found = m.Correction.objects.filter(title__key=key, pk=number).select_related("title")
    if (correction := found.first()) is None:
        raise InputError(f"{key} has no correction {number}")
    return correction


def _public(at: datetime, viewer: Viewer) -> QuerySet[m.Correction]:
    titles = titles_public_to(viewer, at).values("pk")
    found = m.Correction.objects.filter(at__lte=at, title__in=titles).exclude(before={})
    return found.order_by("-at", "-pk").select_related("title__parent", "title__root")


def _told(rows: Iterable[m.Correction]) -> list[Correction]:
    found = list(rows)
    if not found:
        return []
    titles = m.Title.objects.filter(pk__in={row.title_id for row in found})
    now = {record.key: record for record in records_of(titles, private=False)}
    told = (_correction(row, now[row.title.key]) for row in found)
    return [each for each in told if each.said != each.says]


def _correction(row: m.Correction, now: TitleRecord) -> Correction:
    assert row.at is not None  # noqa: S101 (tells the type checker)
    whole = _JSON.dump_python(now, mode="json")
    said, says = (_JSON.validate_python({**whole, **part}) for part in (row.before, row.after))
    lost = {name: getattr(said, name) for name in unsaid(said, says)}
    above = [part for part in (row.title.parent, row.title) if part and part.number is not None]
    return Correction(
        row.pk,
        row.at,
        row.withheld,
        row.changed_at,
        (row.title.root or row.title).key,
        tuple(part.number for part in above if part.number is not None),
        replace(says, **lost),
        says,
    )
