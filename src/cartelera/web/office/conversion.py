"""A title's record as what its forms show, and back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from cartelera.vocabulary import record as r
from cartelera.vocabulary.kind import Role

FACTS = (
    "kind", "stage", "number", "year", "runtime_minutes", "episodes_planned", "original_name",
    "alternative_names", "countries", "languages", "genres", "themes", "public_from",
)  # fmt: skip
ROWS: dict[str, type[Any]] = {
    "texts": r.Text,
    "source_works": r.SourceWork,
    "credits": r.Credit,
    "places": r.Place,
    "stages": r.StageChange,
    "avails": r.Avail,
    "releases": r.Release,
    "ratings": r.Rating,
    "identifiers": r.Identifier,
}
ALWAYS_COMPANIES = frozenset({Role.PRODUCTION_COMPANY, Role.DISTRIBUTOR, Role.PLATFORM})


def facts_of(record: r.TitleRecord) -> dict[str, Any]:
    """Return what the facts' form shows of a record."""
    return {name: getattr(record, name) for name in FACTS}


def rows_of(record: r.TitleRecord) -> dict[str, list[dict[str, Any]]]:
    """Return what each kind of rows shows of a record, a dictionary for a row."""
    rows = {name: [asdict(value) for value in getattr(record, name)] for name in ROWS}
    rows["ratings"] = [{"rating": f"{x.region} {x.system} {x.value}"} for x in record.ratings]
    return rows


def budget_of(record: r.TitleRecord) -> dict[str, Any]:
    """Return what the budget's form shows of a record."""
    return asdict(record.budget) if record.budget else {}


def record_from(
    base: r.TitleRecord,
    facts: Mapping[str, Any],
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    budget: Mapping[str, Any] | None,
) -> r.TitleRecord:
    """Return the record that checked forms describe, laid over `base`.

    base    what the forms do not show stays as it is here: key, parent, artwork, proofs
    rows    a kind of rows that is not given stays too
    budget  None leaves the budget; empty takes it away
    """
    given: dict[str, Any] = {name: facts[name] for name in FACTS}
    given |= {name: tuple(given[name]) for name in ("genres", "themes")}
    given["public_from"] = _exact(given["public_from"], [base.public_from])
    given |= {name: tuple(_row(name, row, base) for row in rows[name]) for name in rows}
    if budget is not None:
        amount = budget["amount"]
        given["budget"] = (
            None if amount is None else r.Budget(amount, budget["currency"].upper())
        )
    return replace(base, **given)


def _row(name: str, row: Mapping[str, Any], base: r.TitleRecord) -> Any:
    if name == "ratings":
        return r.Rating(*row["rating"].split(" "))
    kind = ROWS[name]
    values = {field: row[field] for field in kind.__dataclass_fields__}
    if name == "credits":
        values["company"] = values["company"] or values["role"] in ALWAYS_COMPANIES
    if name == "avails":
        known = [m for avail in base.avails for m in (avail.opens, avail.closes)]
        values |= {field: _exact(values[field], known) for field in ("opens", "closes")}
    if name == "texts":
        values["synopsis"] = values["synopsis"].replace("\r\n", "\n")
        values["logline"] = " ".join(values["logline"].split())
    return kind(**values)


def _exact(given: datetime | None, known: Iterable[datetime | None]) -> datetime | None:
    """Return the moment that was shown to the minute as `given`, if there is one."""
    for moment in known:
        if moment is not None and given == moment.replace(second=0, microsecond=0):
            return moment
    return given
