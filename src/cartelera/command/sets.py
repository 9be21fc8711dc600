"""Which titles of a file to make under a budget, for `cartelera audience forecast`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cartelera.vocabulary.errors import InputError

if TYPE_CHECKING:
    from cartelera.engines.audience.choice import Choice, Option
    from cartelera.engines.audience.outlook import Outlook, Outlooks
    from cartelera.engines.audience.swaps import Swap


class Sets:
    """Sets that no other affordable set betters, and why each title is in one or not."""

    def __init__(
        self, records: Sequence[Mapping[str, Any]], said: "Outlooks", budget: float
    ) -> None:
        from cartelera.engines.audience.front import best_sets

        self._budget = budget
        self._options = [
            _option(record, outlook)
            for record, outlook in zip(records, said.titles, strict=True)
        ]
        self._names = {
            option.name: outlook.title.native or outlook.title.name
            for option, outlook in zip(self._options, said.titles, strict=True)
        }
        self.choices = best_sets(self._options, budget)

    def values(self) -> list[dict[str, Any]]:
        """Return every set, with the nearest swap of each title, as JSON holds it."""
        return [
            asdict(choice)
            | {
                "swaps": {
                    name: swap and asdict(swap) for name, swap in self._swaps(choice).items()
                }
            }
            for choice in self.choices
        ]

    def lines(self, explain: int) -> Iterator[str]:
        """Say what each set comes to, and of one why each title is in it or not.

        explain  1 is the first; 0 explains none
        Raises InputError if there is no such set.
        """
        if not 0 <= explain <= len(self.choices):
            raise InputError(f"there is no set {explain}: there are {len(self.choices)}")
        for number, choice in enumerate(self.choices, start=1):
            yield f"{number}. {self._words(choice)}"
            if number == explain:
                yield from self._reasons(choice)

    def _words(self, choice: "Choice") -> str:
        names = " + ".join(self._names[name] for name in choice.names) or "none of them"
        missed = f" (not proved: {choice.missed:.2f} more may be had)" if choice.missed else ""
        return (
            f"{names}: cost {choice.cost:,.0f}, home {choice.home:.2f}{missed}, "
            f"abroad {choice.abroad:.0f} territories, range {choice.covers}"
        )

    def _reasons(self, choice: "Choice") -> Iterator[str]:
        alone, left = dict(choice.alone), self._budget - choice.cost
        swaps = self._swaps(choice)
        for option in sorted(self._options, key=lambda option: option.name not in alone):
            swap = swaps[option.name]
            if option.name in alone:
                brings = ", ".join(alone[option.name])
                reason = f"in: it alone brings {brings}" if brings else "in for its reach"
            else:
                short = max(0.0, option.cost - left)
                reason = f"out: {short:,.0f} more would have it as well"
            yield f"   {self._names[option.name]}: {reason}; {self._change(swap)}"

    def _change(self, swap: "Swap | None") -> str:
        if swap is None:
            return "no swap is affordable"
        leave = " + ".join(self._names[name] for name in swap.leave)
        enter = " + ".join(self._names[name] for name in swap.enter) or "nothing"
        where = f"{enter} in place of {leave}" if leave else f"{enter} as well"
        return (
            f"{where}: home {swap.home:+.2f}, abroad {swap.abroad:+.0f}, range {swap.covers:+d}"
        )

    def _swaps(self, choice: "Choice") -> Mapping[str, "Swap | None"]:
        from cartelera.engines.audience.swaps import swaps_of

        return swaps_of(self._options, choice.names, self._budget)


def _option(record: Mapping[str, Any], outlook: "Outlook") -> "Option":
    from cartelera.engines.audience.choice import Option

    cost = (record.get("budget") or {}).get("amount")
    if cost is None:
        raise InputError(f"{record.get('key')!r} has no budget: give it one to weigh it")
    if outlook.territories is None or outlook.home is None:
        raise InputError("not enough to go on: no forecast of territories and home")
    covers = {*record.get("genres", ()), *record.get("themes", ()), outlook.title.kind}
    covers |= {place.get("region") or place["name"] for place in record.get("places", ())}
    return Option(
        str(record.get("key")),
        float(Decimal(str(cost))),
        outlook.home,
        10**outlook.territories.said.middle,
        frozenset(map(str, covers)),
    )
