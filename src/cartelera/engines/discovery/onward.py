"""Which part of a series a viewer goes on with."""

from collections.abc import Collection, Sequence


def onward(parts: Sequence[int], finished: Collection[int], latest: int | None) -> int | None:
    """Return the part to play next; None when the viewer has come to the end.

    parts     episodes that can be played, in the order of the series
    finished  parts watched to the end
    latest    the part played last; None for a viewer who has not begun

    A part left in the middle is gone on with; after a finished one comes the next in order.
    A latest part that can no longer be played counts as none.
    """
    if latest is None or latest not in parts:
        return parts[0] if parts else None
    if latest not in finished:
        return latest
    after = parts[parts.index(latest) + 1 :]
    return after[0] if after else None
