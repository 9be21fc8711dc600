"""Turn an announcement and the record before it into numbers a forecast can stand on."""

import math
import re
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from cartelera.engines.audience.record import Announced, Past, Record, Screening, Shown, Week
from cartelera.vocabulary.errors import InputError

Array = NDArray[np.float64]

NOT_KNOWN = math.nan
_YEAR_DAYS = 365.0
_TONGUES = {
    **{tag: tag for tag in ("en", "es", "pt", "ko", "ja", "fr", "de", "it", "tr", "pl", "zh")},
    **dict.fromkeys(("hi", "ta", "te", "ml", "kn", "bn"), "south asia"),
    **dict.fromkeys(("th", "id", "vi", "tl"), "south-east asia"),
    **dict.fromkeys(("ar", "he"), "near east"),
    **dict.fromkeys(("sv", "da", "no", "fi"), "north"),
    "nl": "nl",
}
TONGUES = (*dict.fromkeys(_TONGUES.values()), "other")
_REGIONS = {
    "latin america": "MX CO BR AR CL PE UY VE EC",
    "europe": "ES FR DE IT PL SE DK NO NL BE AT FI IS PT RO CZ HU",
    "south-east asia": "ID TH PH MY VN SG",
    "arab world": "EG SA AE KW LB JO MA",
    "east asia": "KR JP TW CN HK",
    "africa": "NG ZA KE GH",
    "english": "US GB CA AU NZ IE",
}
_HOMES = (
    "US KR JP IN GB ES MX FR DE TR CO BR PL IT CA AR NG ZA EG ID TH PH TW CN MY DK SE NO NL BE "
    "AU SA HK AE"
).split()
_GENRES = (
    "action adventure animation biography comedy crime documentary drama family fantasy "
    "history horror music mystery reality romance science-fiction sport thriller war western "
    "european"
).split()
_GENRE_WORDS = {
    "documentation": "documentary",
    "scifi": "science-fiction",
    "historical": "history",
    "musical": "music",
    "melodrama": "drama",
}
_PERFORMER = re.compile(r"^[A-Z][\w'.-]+ [A-Z][\w'.-]+(?: [A-Z]\w+)?: ")


def features(title: Announced, record: Record, at: date) -> dict[str, float]:
    """Return what may be known of a title on a day, as numbers by name.

    at  the day of the announcement: of the record, only what is older is looked at

    A fact that is not known is NaN, never zero.
    """
    return {
        **_told(title, at),
        **_seasons(record.past([title.identity.show], at), title, at),
        **_family(record.past(record.kin_of(title, at), at)),
    }


def table_of(rows: Sequence[dict[str, float]], names: Sequence[str]) -> Array:
    """Return the named features of some rows, as rows x names."""
    return np.array([[row[name] for name in names] for row in rows], dtype=np.float64)


def refuse_leaks(
    told: Sequence[dict[str, bool]], outcomes: Sequence[float], unlikely: float = 4.5
) -> None:
    """Refuse announcement facts whose mere presence predicts the outcome.

    told      for each title, which optional facts of its announcement are present
    outcomes  what became of each, log10
    unlikely  standard errors between the titles that have a fact and those that lack it

    Somebody who looks a title up after its success leaves a trace: facts that only hits have.
    Raises InputError naming the first such fact.
    """
    result = np.asarray(outcomes, dtype=np.float64)
    for fact in told[0] if told else ():
        has = np.array([row[fact] for row in told])
        if min(has.sum(), (~has).sum()) < 8:
            continue
        one, other = result[has], result[~has]
        error = math.sqrt(one.var() / len(one) + other.var() / len(other))
        if abs(one.mean() - other.mean()) > max(unlikely * error, 0.2):
            raise InputError(
                f"{fact!r} is known of titles that did {one.mean() - other.mean():+.2f} better "
                "(log10): it was collected after the outcome; leave it out"
            )


def facts_told(title: Announced) -> dict[str, bool]:
    """Say which optional facts an announcement tells."""
    return {
        "countries": bool(title.countries),
        "genres": bool(title.genres),
        "synopsis": bool(title.synopsis),
        "year": title.year is not None,
    }


def tongue_of(title: Announced) -> str:
    """Return the group of languages that a title belongs to, one of TONGUES."""
    return _TONGUES.get(title.spoken, "other")


def season_of(title: Announced) -> int:
    """Return the season a title is, 1 if it says none."""
    return title.season or title.identity.season or 1


def is_limited(title: Announced) -> bool:
    """Say whether a series will have one season."""
    return title.limited or title.identity.limited


def is_serial(title: Announced) -> bool:
    """Say whether a series comes in seasons; a special of one evening does not."""
    return title.identity.serial or is_limited(title) or title.season is not None


def _told(title: Announced, at: date) -> dict[str, float]:
    series, known = title.kind is Screening.SERIES, title.identity
    tongue, home = tongue_of(title), title.countries[0] if title.countries else ""
    season = season_of(title)
    genres = {_GENRE_WORDS.get(genre, genre) for genre in title.genres}
    count = len(title.countries)
    return {
        "series": float(series),
        "limited": float(is_limited(title)),
        "serial": float(is_serial(title)),
        "special": float(series and not is_serial(title)),
        "season": float(season),
        "first season": float(series and season == 1),
        "worldwide": NOT_KNOWN if title.worldwide is None else float(title.worldwide),
        "has a native name": float(bool(title.native)),
        **{f"language {group}": float(tongue == group) for group in TONGUES},
        "colon in name": float(":" in known.name),
        "words in name": float(len(known.name.split())),
        "number in name": float(any(letter.isdigit() for letter in known.name)),
        "name in capitals": float(known.name.isupper() and len(known.name) > 3),
        "performer in name": float(_PERFORMER.match(known.name) is not None),
        "movie in name": float("movie" in known.name.lower()),
        "countries": float(count) if count else NOT_KNOWN,
        "of the United States": float("US" in title.countries),
        "of Great Britain": float("GB" in title.countries),
        **{f"home {code}": float(home == code) for code in _HOMES},
        **{f"region {r}": float(home in codes.split()) for r, codes in _REGIONS.items()},
        **{f"genre {genre}": float(genre in genres) for genre in _GENRES},
        "years old": NOT_KNOWN if title.year is None else float(at.year - title.year),
        "length of synopsis": len(title.synopsis) / 500 if title.synopsis else NOT_KNOWN,
    }


_SEASONS = (
    "seasons: views now",
    "seasons: most views",
    "seasons: best report",
    "seasons: views of the last",
    "seasons: latest first report",
    "seasons: years since",
    "seasons: most hours",
    "seasons: licensed",
    "list: most hours",
    "list: years since",
    "list: hours of the last",
    "list: best week of the last",
    "lists: territories",
)


def _seasons(past: Past, title: Announced, at: date) -> dict[str, float]:
    found = dict.fromkeys(_SEASONS, NOT_KNOWN)
    found |= {"returning": 0.0, "list: weeks": 0.0, "lists: weeks": 0.0}
    if title.kind is Screening.FILM:
        return found
    found["returning"] = float(bool(past.shown or past.weeks))
    found["list: weeks"] = float(len({week.ends for week in past.weeks}))
    found["lists: weeks"] = float(len({week.ends for week in past.territories}))
    if past.shown:
        found |= _reports(past.shown, at)
    if past.weeks:
        found |= _list(past.weeks, at)
    if past.territories:
        found["lists: territories"] = float(len({week.territory for week in past.territories}))
    return found


def _reports(shown: Sequence[Shown], at: date) -> dict[str, float]:
    by_report: dict[date, float] = {}
    for row in shown:
        by_report[row.begins] = by_report.get(row.begins, 0.0) + row.views
    numbered = [row for row in shown if row.title.identity.season is not None]
    last = max((row.title.identity.season or 0 for row in numbered), default=None)
    of_last = [row.views for row in numbered if row.title.identity.season == last]
    firsts = [row for row in shown if row.first]
    released = [row.released for row in shown if row.released is not None]
    latest = max(firsts, key=lambda row: row.released or row.begins, default=None)
    return {
        "seasons: views now": _log(by_report[max(by_report)]),
        "seasons: most views": _log(max(row.views for row in shown)),
        "seasons: best report": _log(max(by_report.values())),
        "seasons: views of the last": _log(max(of_last)) if of_last else NOT_KNOWN,
        "seasons: latest first report": _log(latest.views) if latest else NOT_KNOWN,
        "seasons: years since": _years(max(released), at) if released else NOT_KNOWN,
        "seasons: most hours": _log(max(row.hours for row in shown)),
        "seasons: licensed": float(not released),
    }


def _list(weeks: Sequence[Week], at: date) -> dict[str, float]:
    latest = max(weeks, key=lambda week: week.ends)
    of_last = [week.hours for week in weeks if week.name == latest.name]
    return {
        "list: most hours": _log(max(week.hours for week in weeks)),
        "list: years since": _years(latest.ends, at),
        "list: hours of the last": _log(sum(of_last)),
        "list: best week of the last": _log(max(of_last)),
    }


def _family(past: Past) -> dict[str, float]:
    views = sorted(row.views for row in past.shown)
    hours = [week.hours for week in past.weeks]
    newest = max((row.begins for row in past.shown), default=None)
    now = [row.views for row in past.shown if row.begins == newest]
    reach = (_log(views[-1]) if views else 5.3, _log(max(hours)) - 0.9 if hours else 5.3)
    return {
        "family": float(bool(views or hours)),
        "family: most views": _log(views[-1]) if views else NOT_KNOWN,
        "family: three best": _log(sum(views[-3:])) if views else NOT_KNOWN,
        "family: views now": _log(max(now)) if now else NOT_KNOWN,
        "family: most hours": _log(max(hours)) if hours else NOT_KNOWN,
        "family: size": max(reach) if views or hours else NOT_KNOWN,
    }


def _log(amount: float) -> float:
    return math.log10(max(amount, 1.0))


def _years(since: date, at: date) -> float:
    return (at - since).days / _YEAR_DAYS
