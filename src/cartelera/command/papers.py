"""The papers of a shoot out of files, with no server and no tables."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from cartelera.command.plan import object_in
from cartelera.command.site import open_words
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.folding import folded

if TYPE_CHECKING:
    from cartelera.engines.filming.strips import Board, Shoot, Strip
    from cartelera.web.shoot_papers import OnPaper, StripShown


def papers(
    file: Annotated[Path, typer.Argument(help="A shoot in JSON, as schedule reads it.")],
    board: Annotated[Path, typer.Argument(help="Its board, as schedule --json prints it.")],
    *,
    out: Annotated[Path, typer.Option(help="Folder to write into: a new or an empty one.")],
    language: Annotated[str, typer.Option(help="Write in es or en.")] = "es",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Write the papers of a board as PDF and CSV, and its days as a calendar.

    A stripboard, one-liner, shooting schedule, day out of days, and a call sheet of each day.
    Exit code 0 when all is written; 2 when a file holds no shoot or no board, the board is of
    another shoot, or the folder is not empty: then nothing is written.

    Example: cartelera filming papers rodaje.json tablero.json --out papeles
    """
    from cartelera.engines.filming.shootfile import board_from, shoot_from

    if language not in {"es", "en"}:
        raise InputError(f"{language!r} is no language of the papers: give es or en")
    _ask_empty(out)
    said = object_in(file)
    shoot, laid = shoot_from(said), board_from(object_in(board))
    _ask_of(shoot, laid, file, board)
    open_words()
    from django.utils.translation import override

    with override(language):
        of = _on_paper(str(said.get("name") or file.stem), shoot, laid, said, language)
        made = _files(of, board.stem, datetime.now(UTC).astimezone())
    out.mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        (out / name).write_bytes(data)
    if as_json:
        written = [{"file": str(out / name), "bytes": len(data)} for name, data in made.items()]
        typer.echo(json.dumps({"files": written}, ensure_ascii=False, indent=1))
        return
    for name in made:
        typer.echo(out / name)


def _ask_empty(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file: name a new or an empty folder with --out")
    if out.is_dir() and any(out.iterdir()):
        raise InputError(f"{out} is not empty: name a new or an empty folder with --out")


def _ask_of(shoot: "Shoot", laid: "Board", file: Path, board: Path) -> None:
    """Refuse a board that has no days, or is not of this shoot."""
    if not laid.days:
        raise InputError(f"{board.name} has no shooting days")
    dates = [day.on for day in laid.days]
    if dates != sorted(set(dates)):
        raise InputError(f"the days of {board.name} are not in order, each date once")
    scenes = [scene for day in laid.days for scene in day.scenes]
    for scene in scenes:
        if scene not in shoot.strip_of:
            raise InputError(f"scene {scene} of {board.name} is no scene of {file.name}")
        if scenes.count(scene) > 1:
            raise InputError(f"scene {scene} is twice in {board.name}")


def _on_paper(
    name: str, shoot: "Shoot", laid: "Board", said: dict[str, Any], language: str
) -> "OnPaper":
    from cartelera.engines.filming.cost import cost, day_costs
    from cartelera.engines.filming.dood import day_out_of_days
    from cartelera.engines.filming.shootfile import needs_in, players_in, spots_in
    from cartelera.engines.filming.stripboard import stripboard_of
    from cartelera.web.shoot_papers import OnPaper, Spot

    of = replace(shoot, dates=tuple(day.on for day in laid.days))
    numbers = {member.name: n for n, member in enumerate(shoot.cast, start=1)}
    needs = needs_in(said)
    return OnPaper(
        key=_slug(name),
        name=name,
        draft=str(said.get("draft") or ""),
        zone=_zone(said),
        strips={
            strip.scene: replace(
                _shown(strip, numbers, language), needs=needs.get(strip.scene, ())
            )
            for strip in shoot.strips
        },
        numbers=numbers,
        played_by=players_in(said),
        spots={name: Spot(*spot) for name, spot in spots_in(said).items()},
        value=of,
        laid=stripboard_of(laid),
        days=day_costs(laid, of),
        members=day_out_of_days(of, laid),
        cast_cost=cost(laid, of).cast_cost,
    )


def _zone(said: dict[str, Any]) -> str:
    """Return the time zone whose clock the papers say."""
    name = str(said.get("zone") or "America/Mexico_City")
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise InputError(f"{name!r} is no time zone: write America/Mexico_City") from error


def _shown(strip: "Strip", numbers: dict[str, int], language: str) -> "StripShown":
    from cartelera.engines.filming.sheets import eighths_words
    from cartelera.web.shoot_papers import StripShown, strip_colour

    return StripShown(
        scene=strip.scene,
        setting=strip.setting.value,
        set_name=strip.set_name,
        time=strip.light.label(language),
        pages=eighths_words(strip.eighths),
        minutes=strip.minutes,
        cast=", ".join(map(str, sorted(numbers[name] for name in strip.cast))),
        names=", ".join(sorted(strip.cast)),
        place=strip.place,
        synopsis=strip.synopsis,
        colour=strip_colour(strip.setting, strip.light),
    )


def _files(of: "OnPaper", board: str, at: datetime) -> dict[str, bytes]:
    """Return what is written: the name of each file, and its bytes."""
    from django.utils.translation import gettext as _

    from cartelera.adapters.typeset import typeset
    from cartelera.web import shoot_papers

    made: dict[str, bytes] = {}
    for name in shoot_papers.paper_names(of):
        paper = shoot_papers.paper_named(of, name)
        assert paper is not None  # noqa: S101 (tells the type checker)
        stem = _slug(paper.name) + (name.removeprefix("call") if "call-" in name else "")
        values: dict[str, Any] = shoot_papers.typeset_values(paper, "", board, at.date())
        made[f"{stem}.pdf"] = typeset("tables", values, at)
        made[f"{stem}.csv"] = shoot_papers.spreadsheet(paper).encode()
    days = shoot_papers.shooting_days(of, at.date(), lambda _paper: "")
    made[_slug(_("Shooting days")) + ".ics"] = days.encode()
    return made


def _slug(name: str) -> str:
    from django.utils.text import slugify

    return slugify(folded(name)) or "shoot"
