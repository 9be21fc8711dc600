"""A year as JSON says it."""

from collections.abc import Mapping
from typing import Any

from cartelera.engines.filming.year.titles import Block, Incentive, Standing, Year, YearTitle
from cartelera.vocabulary.errors import InputError


def year_from(said: Mapping[str, Any]) -> Year:
    """Return the year that a JSON object says, in the names of Year and YearTitle.

    Raises InputError that names the title or the part which is wrong.
    """
    try:
        return Year(
            weeks=said["weeks"],
            titles=tuple(_title_from(row) for row in said["titles"]),
            crews=said["crews"],
            post_rooms=said["post_rooms"],
            stages=dict(said.get("stages", {})),
            closed={
                place: tuple((start, end) for start, end in spans)
                for place, spans in said.get("closed", {}).items()
            },
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"the year: {error} is missing or wrong") from error


def _title_from(row: Mapping[str, Any]) -> YearTitle:
    try:
        blocks = tuple(
            Block(**{"low_weeks": b["weeks"], "high_weeks": b["weeks"], **b})
            for b in row["blocks"]
        )
        offer = Incentive(**row["incentive"]) if row.get("incentive") else None
        kept = row.get("kept")
        stays = (
            Standing(kept["prep_week"], tuple(kept["block_weeks"]), kept["post_week"])
            if kept
            else None
        )
        people = tuple(row.get("people", ()))
        return YearTitle(
            **{**row, "blocks": blocks, "incentive": offer, "people": people, "kept": stays}
        )
    except (KeyError, TypeError) as error:
        raise InputError(
            f"{row.get('name', 'a title')}: {error} is missing or wrong"
        ) from error
