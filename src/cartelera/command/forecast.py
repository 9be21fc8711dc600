"""The command `cartelera audience forecast`: what announced titles may reach."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

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
    front = _front(records, said, budget) if budget is not None else None
    if json_:
        typer.echo(json.dumps(_values(said, front), ensure_ascii=False, indent=2))
        return
    for outlook in said.titles:
        _tell(outlook)
    _tell_grounds(said)
    for choice in front or ():
        typer.echo(
            f"{' + '.join(choice.names)}: cost {choice.cost:,.0f}, home {choice.home:.2f}, "
            f"abroad {choice.abroad:.0f} territories, range {choice.covers}"
        )


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

    return announced(
        Kind(record["kind"]),
        {text["language"]: text["name"] for text in record.get("texts", ())},
        original_name=record.get("original_name", ""),
        key=record.get("key", ""),
        languages=record.get("languages", ()),
        worldwide=worldwide,
        countries=record.get("countries", ()),
        genres=record.get("genres", ()),
        year=record.get("year"),
    )


def _front(records: list[dict[str, Any]], said: "Outlooks", budget: float) -> list[Any]:
    from cartelera.engines.audience.choice import Option, best_sets

    options = []
    for record, outlook in zip(records, said.titles, strict=True):
        cost = (record.get("budget") or {}).get("amount")
        if cost is None:
            raise InputError(f"{record.get('key')!r} has no budget: give it one to weigh it")
        if outlook.territories is None or outlook.home is None:
            raise InputError("not enough to go on: no forecast of territories and home")
        covers = {*record.get("genres", ()), *record.get("themes", ()), outlook.title.kind}
        covers |= {place.get("region") or place["name"] for place in record.get("places", ())}
        options.append(
            Option(
                outlook.title.name,
                float(Decimal(str(cost))),
                outlook.home,
                10**outlook.territories.said.middle,
                frozenset(map(str, covers)),
            )
        )
    return best_sets(options, budget)


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


def _values(said: "Outlooks", front: list[Any] | None) -> dict[str, Any]:
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
        "sets": None if front is None else [asdict(choice) for choice in front],
    }
