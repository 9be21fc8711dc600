"""The sample's year: the titles of its announcement over the weeks, laid by hand."""

from datetime import date, timedelta

from cartelera.apps.filming import actions
from cartelera.apps.filming.models import ProductionYear
from cartelera.apps.filming.queries import year_title
from cartelera.engines.filming.year.titles import Standing

_BEFORE = timedelta(weeks=8)  # so much of it has passed

# title: weeks of preparation and of post-production, blocks as they are kept, the week it is
# due, what a week late costs, and the weeks in which its parts begin
TITLES: dict[str, tuple[int, int, list[list[object]], int, int, Standing]] = {
    "las-muertas": (
        9, 18, [[5, "Bajío", ""], [4, "", "grande"]], 44, 900_000, Standing(-2, (7, 14), 18),
    ),
    "gringo-hunters": (
        7, 16, [[6, "Tijuana", ""], [3, "", "grande"]], 40, 700_000, Standing(4, (12, 18), 22),
    ),
    "nadie-nos-vio-partir": (8, 14, [[6, "", "chico"]], 42, 650_000, Standing(9, (18,), 25)),
    "the-biggest-fan": (6, 12, [[5, "", "chico"]], 36, 500_000, Standing(8, (20,), 25)),
    "principes-salvajes": (6, 14, [[5, "Tijuana", ""]], 47, 450_000, Standing(16, (25,), 31)),
}  # fmt: skip


def load(today: date) -> None:
    """Lay the sample's year; once."""
    if ProductionYear.objects.exists():
        return
    begins = today - _BEFORE
    year = actions.begin_year(f"{begins:%Y}", begins, None, crews=2, post_rooms=3)

    def week(number: int) -> str:
        return str(year.starts_on + timedelta(weeks=number))

    shares = {
        "stages": {"grande": 1, "chico": 1},
        "closed": {"Tijuana": [[week(24), week(28)]], "Bajío": [[week(38), week(42)]]},
    }
    actions.change_year(year, shares, None)
    for key, (prep, post, blocks, due, late_cost, standing) in TITLES.items():
        needs = {
            "prep_weeks": prep,
            "post_weeks": post,
            "blocks": blocks,
            "due_on": year.starts_on + timedelta(weeks=due),
            "late_cost": late_cost,
            "idle_cost": 250_000,
        }
        if key == "principes-salvajes":
            needs["incentive"] = {
                "name": "Estímulo fiscal", "value": 8_000_000, "begins_from": week(16),
                "begins_before": week(30), "spent_by": week(34),
            }  # fmt: skip
        actions.change_year_title(year_title(year, key), needs, None)
        actions.move_year_title(year_title(year, key), standing, None)
