"""How large each frame of an encoded piece is, from the table in its MP4."""

from cartelera.vocabulary.errors import InputError


def sample_sizes(data: bytes) -> tuple[int, ...]:
    """Return the bytes of each sample of an MP4 of one track, in the order decoded.

    Raises InputError if it has no table of sizes.
    """
    at = data.rfind(b"stsz")
    if at < 0 or len(data) < at + 16:
        raise InputError("the piece has no table of sizes")
    each, count = (int.from_bytes(data[at + n : at + n + 4], "big") for n in (8, 12))
    if each:
        return (each,) * count
    table = data[at + 16 : at + 16 + 4 * count]
    if len(table) < 4 * count:
        raise InputError("the piece's table of sizes is cut short")
    return tuple(int.from_bytes(table[n : n + 4], "big") for n in range(0, 4 * count, 4))
