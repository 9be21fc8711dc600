"""The part of a file that a request asks for."""

import re

from cartelera.vocabulary.errors import InputError

ONE_RANGE = re.compile(r"bytes=\s*(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))\s*", re.ASCII)


class BeyondEndError(InputError):
    """The part asked for begins after the file ends."""


def part_asked(header: str, size: int) -> tuple[int, int] | None:
    """Return the part `[start, stop)` that a Range header asks for, in bytes.

    header  the header's value, any text, such as "bytes=0-99", "bytes=100-" or "bytes=-5"
    size    bytes in the file

    None means the whole file: the header asks for several parts, for another unit, or is not
    a range, and may then be passed over.
    Raises BeyondEndError if no byte of the file lies in the part.
    Source: RFC 9110, section 14.
    """
    found = ONE_RANGE.fullmatch(header)
    if found is None:
        return None
    first, last, suffix = found.groups()
    if suffix is not None:
        start, stop = max(size - int(suffix), 0), size
    else:
        start, stop = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= size:
        raise BeyondEndError(f"{header!r} is beyond the {size} bytes of the file")
    return start, stop
