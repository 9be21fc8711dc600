"""What is wrong with a plan of a year: each rule looked at week by week, whoever made it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cartelera.engines.filming.year.titles import TitlePlan, Year, YearTitle
from cartelera.vocabulary.filming import YearRule


@dataclass(frozen=True, slots=True)
class YearFinding:
    """One rule of the year: broken by a plan, or one of those that cannot all be kept."""

    rule: YearRule
    subject: str = ""  # a title, a person, a place or a kind of stage
    limit: int = 0
    from_week: int | None = None  # the first week in which it is broken
    until_week: int = 0  # the week after the last
    titles: tuple[str, ...] = ()  # between which

    def words(self, language: str, subject: str = "", limit: str = "") -> str:
        """Return the rule in words, in Spanish for any Spanish tag, else in English.

        subject  what its subject is called, where that is not its name here
        limit    the limit in other words: a date for a week
        """
        if self.rule in (YearRule.READY, YearRule.DUE) and not limit:
            limit = f"{'la semana' if language.startswith('es') else 'week'} {self.limit}"
        return self.rule.label(language).format(
            subject=subject or self.subject, limit=limit or self.limit
        )


@dataclass(frozen=True, slots=True)
class Load:
    """How much of a shared thing the titles use in each week."""

    rule: YearRule
    subject: str  # a person or a kind of stage; "" where there is one kind only
    limit: int
    weeks: Mapping[int, tuple[str, ...]]  # the titles that use it


def parts_of(title: YearTitle, plan: TitlePlan) -> tuple[tuple[int, int], ...]:
    """Return the weeks of preparation, of each block and of post-production, [start, end)."""
    return (
        (plan.prep_week, plan.prep_week + title.prep_weeks),
        *(
            (week, week + block.weeks)
            for week, block in zip(plan.block_weeks, title.blocks, strict=True)
        ),
        (plan.post_week, plan.post_week + title.post_weeks),
    )


def loads(year: Year, plan: Sequence[TitlePlan]) -> tuple[Load, ...]:
    """Return how every shared thing is used: crews, rooms, stages, then each person."""
    titles = {title.name: title for title in year.titles}
    use: dict[tuple[YearRule, str], dict[int, list[str]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for made in plan:
        title = titles[made.name]
        _prep, *blocks, post = parts_of(title, made)
        for (start, end), block in zip(blocks, title.blocks, strict=True):
            needs = [(YearRule.CREWS, "")]
            needs += [(YearRule.STAGES, block.stage)] if block.stage else []
            needs += [(YearRule.PERSON, person) for person in title.people]
            for need in needs:
                for week in range(start, end):
                    use[need][week].append(made.name)
        for week in range(*post):
            use[YearRule.POST_ROOMS, ""][week].append(made.name)
    people = sorted({person for title in year.titles for person in title.people})
    shared = [(YearRule.CREWS, "", year.crews), (YearRule.POST_ROOMS, "", year.post_rooms)]
    shared += [(YearRule.STAGES, kind, year.stages[kind]) for kind in sorted(year.stages)]
    shared += [(YearRule.PERSON, person, 1) for person in people]
    return tuple(
        Load(rule, of, most, {week: tuple(who) for week, who in use[rule, of].items()})
        for rule, of, most in shared
    )


def check_year(year: Year, plan: Sequence[TitlePlan]) -> tuple[YearFinding, ...]:
    """Return what a plan breaks: of each title, then of what is shared."""
    titles = {title.name: title for title in year.titles}
    wrong = [found for made in plan for found in _of_title(year, titles[made.name], made)]
    for load in loads(year, plan):
        over = {week: who for week, who in load.weeks.items() if len(who) > load.limit}
        for start, end in _runs(sorted(over)):
            who = dict.fromkeys(name for w in range(start, end) for name in over[w])
            wrong.append(
                YearFinding(load.rule, load.subject, load.limit, start, end, tuple(who))
            )
    return tuple(wrong)


def _of_title(year: Year, title: YearTitle, made: TitlePlan) -> Iterator[YearFinding]:
    parts, name = parts_of(title, made), title.name
    for (_, end), (start, _) in pairwise(parts):
        if end > start:
            yield YearFinding(YearRule.ORDER, name, 0, start, end, (name,))
    if made.prep_week < title.ready_week and title.kept is None:
        yield YearFinding(
            YearRule.READY, name, title.ready_week, made.prep_week, title.ready_week, (name,)
        )
    if made.delivered_week > year.weeks:
        yield YearFinding(
            YearRule.WEEKS, "", year.weeks, year.weeks, made.delivered_week, (name,)
        )
    if title.firm and title.due_week is not None and made.late_weeks:
        yield YearFinding(
            YearRule.DUE, name, title.due_week, title.due_week, made.delivered_week, (name,)
        )
    for (start, end), block in zip(parts[1:-1], title.blocks, strict=True):
        for shut, opens in year.closed.get(block.place, ()):
            first, last = max(start, shut), min(end, opens)
            if first < last:
                yield YearFinding(YearRule.CLOSED, block.place, 0, first, last, (name,))


def _runs(weeks: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Return weeks in order as runs without a gap."""
    begin = 0
    for n, week in enumerate(weeks):
        if n + 1 == len(weeks) or weeks[n + 1] != week + 1:
            yield weeks[begin], week + 1
            begin = n + 1
