"""Long work on boards and years, called by id."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cartelera.apps.filming.models import Board, ProductionYear, YearTitle
from cartelera.apps.filming.pipeline import Solved, plan_weeks, solve_board
from cartelera.apps.work.actions import note_change
from cartelera.apps.work.lease import Run, Stopped, job


@job("filming.solve_board", subject="stripboard:{0}")
def solve(run: Run, board_id: int, mend: bool, lost: str, name: str) -> None:
    """Make a board from another: cheaper, or with the fewest moves; the other stays.

    lost  a date that is no longer shot on; "" for none
    name  of the new board
    """
    board = Board.objects.select_related("shoot").get(pk=board_id)
    if board.shoot.boards.filter(answer__job=run.lease.job).exists():
        return  # kept by a worker that died before it could say so
    without = date.fromisoformat(lost) if lost else None
    _keep(run, board, solve_board(board, without, mend, run.progress), name)


def _keep(run: Run, board: Board, solved: Solved, name: str) -> None:
    """Write what solving came to, if the lease is still this worker's."""
    answer = {**solved.answer, "job": run.lease.job}
    with transaction.atomic():
        if not run.lease.held().select_for_update().exists():
            raise Stopped
        if solved.days is None:
            Board.objects.filter(pk=board.pk).update(answer=answer)
            return
        last = board.shoot.boards.aggregate(last=Max("number"))["last"]
        made = Board.objects.create(
            shoot=board.shoot, number=last + 1, name=name, days=solved.days, answer=answer
        )
        subject = f"board:{board.shoot.key}:{made.number}"
        note_change(None, "solve_board", subject, None, {"from": board.number})


@job("filming.plan_year", subject="production-year:{0}")
def plan_year(run: Run, year_id: int) -> None:
    """Plan a year anew: what has begun stays, and what it was can be put back."""
    year = ProductionYear.objects.get(pk=year_id)
    made = plan_weeks(year, timezone.localdate(), run.progress)
    with transaction.atomic():
        if not run.lease.held().select_for_update().exists():
            raise Stopped
        ProductionYear.objects.filter(pk=year.pk).update(answer=made.answer)
        rows = {row.title.key: row for row in year.titles.select_related("title")}
        old = {key: rows[key].plan for key in made.plans if key in rows}
        new = {key: made.plans[key] for key in old}
        if new == old:
            return
        for key, plan in new.items():
            YearTitle.objects.filter(pk=rows[key].pk).update(plan=plan)
        note_change(None, "plan_year", f"year:{year.key}", {"plans": old}, {"plans": new})
