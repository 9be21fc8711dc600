"""The command `cartelera audience forecast`: what announced titles may reach."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cartelera.command.sets import Sets
from cartelera.vocabulary.errors import InputError

if TYPE_CHECKING:
    from cartelera.engines.audience.outlook import Measure, Outlook, Outlooks
    from cartelera.engines.audience.record import Announced


def forecast(
    titles: Annotated[
        Path, typer.Argument(metavar="TITLES", help="JSON, as slate export writes it.")
    ],
    *,
    lists: Annotated[
        list[Path], typer.Option(help="Folder of published lists; may be given again.")
    ],
    as_of: Annotated[
        str, typer.Option(help="Day of the announcement, such as 2024-02-20 (default: today).")
    ] = "",
    budget: Annotated[
        float | None, typer.Option(help="Also say which of them to make for this much.")
    ] = None,
    explain: Annotated[
        int, typer.Option(help="Say why each title is in this set or not: 1, the first.")
    ] = 0,
    at_home_only: Annotated[
        bool, typer.Option("--at-home-only", help="They will not be offered everywhere.")
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Forecast views, territories and the list at home, from the announcement alone.

    Example: cartelera audience forecast slate.json --lists lists --as-of 2024-02-20
    """
    from cartelera.adapters.lists import read_lists
    from cartelera.engines.audience.outlook import outlooks_of

    at = _day(as_of)
    records = _records(titles)
    asked = [_announced(record, worldwide=not at_home_only) for record in records]
    known = read_lists(lists)
    said = outlooks_of(asked, known.shown, known.weeks, known.catalogue, at)
    sets = None if budget is None else Sets(records, said, budget)
    if json_:
        values = _values(said) | {"sets": sets and sets.values()}
        typer.echo(json.dumps(values, ensure_ascii=False, indent=2))
        return
    for outlook in said.titles:
        _tell(outlook)
    typer.echo(together(said))
    _tell_grounds(said)
    if sets is not None:
        for line in sets.lines(explain):
            typer.echo(line)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else datetime.now(UTC).date()
    except ValueError:
        raise InputError(f"{text!r} is no day: write it as 2024-02-20") from None


def _records(file: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise InputError(f"{file} is not JSON: {error}") from error
    rows = found.get("titles", []) if isinstance(found, dict) else found
    wanted = [row for row in rows if isinstance(row, dict) and not row.get("parent")]
    if not wanted:
        raise InputError(f"{file} holds no titles: write it with cartelera slate export")
    return [row for row in wanted if row.get("stage") not in {"released", "cancelled"}]


def _announced(record: dict[str, Any], worldwide: bool) -> "Announced":
    from cartelera.engines.audience.record import announced
    from cartelera.vocabulary.kind import Kind

    kind = record.get("kind")
    if kind not in set(Kind):
        raise InputError(f"{record.get('key')!r} is of no kind: {kind!r}")
    return announced(
        Kind(kind),
        {text["language"]: text["name"] for text in record.get("texts", ())},
        original_name=record.get("original_name", ""),
        key=record.get("key", ""),
        languages=record.get("languages", ()),
        worldwide=worldwide,
        countries=record.get("countries", ()),
        genres=record.get("genres", ()),
        year=record.get("year"),
    )


def _tell(outlook: "Outlook") -> None:
    typer.echo(outlook.title.native or outlook.title.name)
    for name, measure, unit in (
        ("views", outlook.views, 1e6),
        ("territories", outlook.territories, 1.0),
    ):
        typer.echo(f"  {name:12} {_range(measure, unit)}")
        if measure is not None:
            like = (
                f"{case.title.name} ({_short(10**case.outcome, unit)})"
                for case in measure.comparable
            )
            typer.echo(f"  {'':12} like {', '.join(like)}")
    chance = "not enough to go on" if outlook.home is None else f"{outlook.home:.0%}"
    typer.echo(f"  {'list at home':12} {chance}")
    if outlook.size is not None:
        typer.echo(f"  {'size':12} {10**outlook.size:.1f} times the usual")
    if outlook.tilt is not None:
        way = "abroad" if outlook.tilt > 0 else "home"
        typer.echo(f"  {'tilt':12} {abs(outlook.tilt):.1f} towards {way}")


def together(said: "Outlooks") -> str:
    """Return what the titles come to, each measure added up title by title."""
    views = [10**one.views.said.middle for one in said.titles if one.views]
    reach = [10**one.territories.said.middle for one in said.titles if one.territories]
    homes = [one.home for one in said.titles if one.home is not None]
    parts = [
        f"{sum(views) / 1e6:.1f} M views" if views else "",
        f"{sum(reach):.0f} territories" if reach else "",
        f"{sum(homes):.1f} in the list at home" if homes else "",
    ]
    told = ", ".join(part for part in parts if part) or "not enough to go on"
    return f"together, {len(said.titles)} titles: {told}"


def _range(measure: "Measure | None", unit: float) -> str:
    if measure is None:
        return "not enough to go on"
    low, middle, high = (
        _short(10**value, unit)
        for value in (measure.said.low, measure.said.middle, measure.said.high)
    )
    return f"{middle} (four of five times {low} to {high})"


def _short(amount: float, unit: float) -> str:
    return f"{amount / unit:.1f} M" if unit > 1 else f"{amount:.0f}"


def _tell_grounds(said: "Outlooks") -> None:
    for name, grounds in (("views", said.views), ("territories", said.territories)):
        if grounds is None:
            continue
        table = (
            "nearer than the model" if grounds.replays else "no earlier report tries the model"
        )
        shown = "the model" if grounds.model else f"the table of what is usual ({table})"
        typer.echo(f"{name}: {shown}, from {grounds.titles} titles")
        for replay in grounds.replays:
            typer.echo(
                f"  {date.fromordinal(replay.period)}: {replay.titles} titles, off by a factor "
                f"of {10**replay.error:.1f} (table {10**replay.table_error:.1f}), "
                f"range held {replay.held:.0%}"
            )


def _values(said: "Outlooks") -> dict[str, Any]:
    def measure(one: "Measure | None") -> dict[str, Any] | None:
        if one is None:
            return None
        return {
            **{name: 10 ** getattr(one.said, name) for name in ("low", "middle", "high")},
            "comparable": [
                {"title": case.title.name, "outcome": 10**case.outcome}
                for case in one.comparable
            ],
        }

    return {
        "titles": [
            {
                "title": outlook.title.native or outlook.title.name,
                "views": measure(outlook.views),
                "territories": measure(outlook.territories),
                "home": outlook.home,
                "size": outlook.size,
                "tilt": outlook.tilt,
            }
            for outlook in said.titles
        ],
        "grounds": {
            "views": asdict(said.views) if said.views else None,
            "territories": asdict(said.territories) if said.territories else None,
        },
    }
