"""When the sun rises and sets over a place."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo


@dataclass(frozen=True, slots=True)
class Sun:
    """Moments of the sun on one day; None where it does not come to pass."""

    first_light: datetime | None  # civil dawn: 6 degrees below the horizon
    rise: datetime | None
    set: datetime | None
    last_light: datetime | None  # civil dusk


def sun_over(latitude: float, longitude: float, on: date, zone: tzinfo) -> Sun:
    """Return when the sun rises and sets on a date, in the clock of a zone.

    latitude   degrees, -90 to 90, north positive
    longitude  degrees, -180 to 180, east positive

    Source: the equations of Meeus, as the astral library has them.
    """
    from astral import Observer
    from astral.sun import dawn, dusk, sunrise, sunset

    where = Observer(latitude, longitude, 0.0)

    def at(what: object) -> datetime | None:
        try:
            moment: datetime = what(where, date=on, tzinfo=zone)  # type: ignore[operator]
        except ValueError:  # it stays above, or below, all day
            return None
        return moment

    return Sun(at(dawn), at(sunrise), at(sunset), at(dusk))
