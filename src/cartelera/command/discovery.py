"""Learn from viewings, and see a page or a search as any viewer would."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cartelera.command.site import open_house, prepare, use_data
from cartelera.vocabulary.viewer import ADULT, Viewer

if TYPE_CHECKING:
    from cartelera.apps.discovery.queries import Slot
    from cartelera.apps.discovery.rehearsal import Rehearsed

app = typer.Typer(help="Learn from viewings; try pages and searches.", no_args_is_help=True)

Data = Annotated[Path | None, typer.Option(help="Data directory (default: ./cartelera-data).")]
Territory = Annotated[str, typer.Option(help="Where the viewer is; at home if not given.")]
Language = Annotated[str, typer.Option(help="Answer in es or en.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def train(data: Data = None) -> None:
    """Learn from all viewings now, and index all names; a worker does so by itself.

    Example: cartelera discovery train
    """
    _open(data)
    from django.utils import timezone

    from cartelera.adapters.tastes import open_taste
    from cartelera.apps.discovery.pipeline import index_names, learn_taste
    from cartelera.apps.discovery.queries import taste_folder

    at = timezone.now()
    with typer.progressbar(length=100, label="Learning") as bar:
        learn_taste(at, lambda share: bar.update(round(100 * share) - bar.pos))
        bar.update(100 - bar.pos)
    index_names(at)
    taste = open_taste(taste_folder())
    titles = 0 if taste is None else len(taste.titles)
    watched = 0 if taste is None else int((taste.watched > 0).sum())
    typer.echo(f"{titles} titles, {watched} of them watched")


@app.command()
def page(
    watched: Annotated[
        list[str] | None,
        typer.Option(help="Key of a title that the viewer has seen to the end; repeatable."),
    ] = None,
    *,
    territory: Territory = "",
    maturity: Annotated[
        int, typer.Option(help="The oldest age rating the viewer may watch, in years.", min=0)
    ] = ADULT,
    language: Language = "es",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Show the page of an invented viewer, and how the floors stand on it.

    Example: cartelera discovery page --watched ruido --territory AR --language en
    """
    _open(data)
    from django.utils import timezone

    from cartelera.apps.discovery.rehearsal import rehearse
    from cartelera.apps.slate.queries import house

    viewer = Viewer(territory.upper() or house().home_territory, maturity)
    made = rehearse(viewer, watched or (), language, timezone.now())
    if as_json:
        typer.echo(json.dumps(_page_values(made), ensure_ascii=False, indent=1))
        return
    if made.page.hero:
        typer.echo(f"hero: {made.page.hero.title.name}")
    for row in made.page.rows:
        named = " · ".join(
            slot.title.name + (" (floor)" if slot.term == "floor" else "") for slot in row.slots
        )
        typer.echo(f"{' '.join(filter(None, (row.why, row.subject)))}: {named}")
    for one in made.page.outcomes:
        typer.echo(f"floor {one.floor}: {one.shown} of {one.wanted}, {one.standing}")


def _page_values(made: "Rehearsed") -> dict[str, Any]:
    hero, measures = made.page.hero, made.page.measures
    return {
        "hero": _slot_values(hero) if hero else None,
        "rows": [
            {
                "why": row.why,
                "subject": row.subject,
                "slots": [_slot_values(slot) for slot in row.slots],
            }
            for row in made.page.rows
        ],
        "floors": [asdict(outcome) for outcome in made.page.outcomes],
        "weights": asdict(made.weights),
        "measures": asdict(measures) if measures else None,
        "coverage": made.coverage,
    }


def _slot_values(slot: "Slot") -> dict[str, str]:
    values = {"key": slot.title.key, "name": slot.title.name, "why": slot.why.value}
    return values | {"subject": slot.subject, "term": slot.term, "floor": slot.floor}


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="What is looked for.")],
    territory: Territory = "",
    language: Language = "es",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Search titles, people, companies, places and source works as a viewer would.

    Example: cartelera discovery search pedor paramo
    """
    _open(data)
    from django.utils import timezone

    from cartelera.apps.discovery.queries import search as found
    from cartelera.apps.slate.queries import house

    viewer = Viewer(territory.upper() or house().home_territory)
    slots = found(" ".join(words), viewer, language, timezone.now())
    if as_json:
        values = [{"key": slot.title.key, "name": slot.title.name} for slot in slots]
        typer.echo(json.dumps(values, ensure_ascii=False, indent=1))
        return
    for slot in slots:
        typer.echo(f"{slot.title.key:32} {slot.title.year or '':4}  {slot.title.name}")


def _open(data: Path | None) -> None:
    use_data(data)
    open_house()
    prepare()
