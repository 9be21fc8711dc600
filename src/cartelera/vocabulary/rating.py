"""Age ratings as (region, system, value), and the age each one asks for."""

from cartelera.vocabulary.errors import InputError

MINIMUM_AGES: dict[tuple[str, str], dict[str, int]] = {
    ("MX", "RTC"): {"AA": 0, "A": 0, "B": 12, "B15": 15, "C": 18, "D": 18},
    ("US", "MPA"): {"G": 0, "PG": 8, "PG-13": 13, "R": 17, "NC-17": 18},
    ("US", "TV"): {
        "TV-Y": 0, "TV-Y7": 7, "TV-G": 0, "TV-PG": 8, "TV-14": 14, "TV-MA": 17,
    },
    ("GB", "BBFC"): {"U": 0, "PG": 8, "12A": 12, "12": 12, "15": 15, "18": 18, "R18": 18},
    ("ES", "ICAA"): {"A": 0, "7": 7, "12": 12, "16": 16, "18": 18},
}  # fmt: skip


def minimum_age(region: str, system: str, value: str) -> int:
    """Return the age in years that a rating asks of a viewer.

    Raises InputError if the system or its value is not in the table.
    """
    values = MINIMUM_AGES.get((region, system))
    if values is None:
        known = ", ".join(f"{r} {s}" for r, s in MINIMUM_AGES)
        raise InputError(f"{region} {system} is no known rating system; known are: {known}")
    if value not in values:
        raise InputError(
            f"{value!r} is no rating of {system}; its ratings are: {', '.join(values)}"
        )
    return values[value]
