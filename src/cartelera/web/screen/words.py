"""What the screen says of titles, rows and reasons, in the language of the page."""

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cartelera.apps.discovery.queries import Row, Season, Slot
from cartelera.apps.slate.queries import TitleCard
from cartelera.engines.discovery.page import Why
from cartelera.vocabulary.kind import Kind
from cartelera.vocabulary.record import SourceWork
from cartelera.vocabulary.territory import region_name, territory_name

APART = " · "
SHORT_NAME = 13  # characters that stand well in the largest size
LONG_NAME = 26


def _language() -> str:
    return get_language() or "en"


def length_words(title: TitleCard) -> str:
    """Return how long a title is: `98 min`, or `1 h 38 min` from two hours on."""
    minutes = (
        title.runtime_minutes
        if title.seconds is None or title.runtime_minutes
        else max(1, round(title.seconds / 60))
    )
    if minutes is None:
        return ""
    if minutes < 100:
        return _("%(minutes)s min") % {"minutes": minutes}
    hours, rest = divmod(minutes, 60)
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def facts(title: TitleCard) -> str:
    """Return the small line of a card: kind, year, length."""
    first = part_name(title) if title.kind == Kind.EPISODE else title.kind.label(_language())
    year = str(title.year) if title.year else ""
    return APART.join(fact for fact in (first, year, length_words(title)) if fact)


def facts_to_come(title: TitleCard) -> str:
    """Return the small line of a title on its way: kind, source work, director."""
    drawn = ""
    if title.source_author:
        drawn = _("from %(author)s") % {"author": title.source_author}
    directed = _("directed by %(name)s") % {"name": title.director} if title.director else ""
    kind = title.kind.label(_language())
    return APART.join(fact for fact in (kind, drawn, directed) if fact)


def part_name(part: TitleCard) -> str:
    """Return which episode this is, as in `Season 1, episode 2`."""
    if part.season_number is None:
        return _("Episode %(number)s") % {"number": part.number}
    places = {"season": part.season_number, "number": part.number}
    return _("Season %(season)s, episode %(number)s") % places


def season_name(season: Season) -> str:
    """Return what a season is called: its own name, else its number."""
    if season.number is None:
        return _("Episodes")
    numbered = _("Season %(number)s") % {"number": season.number}
    return season.name or numbered


def measure(name: str) -> str:
    """Return the class of a large heading by how long its text is."""
    longest = max(map(len, name.split()), default=0)
    if len(name) <= SHORT_NAME and longest <= SHORT_NAME:
        return "name-short"
    return "name-medium" if len(name) <= LONG_NAME else "name-long"


def clock(seconds: float) -> str:
    """Return a moment of a film as a clock shows it: `12:30`, `1:02:05`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def watch_words(slot: Slot) -> str:
    """Return what the button that plays says."""
    if slot.part:
        named = part_name(slot.part)
        return _("Continue: %(part)s") % {"part": named} if slot.position else named
    if slot.position:
        return _("Go on from %(clock)s") % {"clock": clock(slot.position.seconds)}
    return _("Watch")


def going_on(slot: Slot) -> str:
    """Return where a viewer goes on: the episode, or the minutes left."""
    playing = slot.part or slot.title
    left = ""
    if slot.position and slot.position.share:
        seconds = slot.position.seconds / slot.position.share - slot.position.seconds
        minutes = max(1, round(seconds / 60))
        left = ngettext("%(minutes)s min left", "%(minutes)s min left", minutes) % {
            "minutes": minutes
        }
    return APART.join(fact for fact in (part_name(playing) if slot.part else "", left) if fact)


def heading(row: Row) -> str:
    """Return the title of a row."""
    return {
        Why.CONTINUE: _("Continue watching"),
        Why.KEPT: _("My list"),
        Why.FOLLOWED: _("Coming soon, and you follow it"),
        Why.PINNED: _("Chosen by the house"),
        Why.PICKED: _("Picked for you"),
        Why.BECAUSE: _("Because you watched %(title)s") % {"title": row.subject},
        Why.POPULAR: _("Most watched here"),
        Why.SHOWING: _("Now showing"),
        Why.COMING: _("Coming soon"),
        Why.GENRE: row.subject,
        Why.ALIKE: _("In the same genres: %(genres)s") % {"genres": row.subject},
        Why.DIRECTOR: _("Directed by %(name)s") % {"name": row.subject},
        Why.PERSON: _("With %(name)s") % {"name": row.subject},
        Why.SOURCE: _("From the works of %(name)s") % {"name": row.subject},
        Why.PLACE: _("Filmed in %(place)s") % {"place": row.subject},
        Why.AUTHOR: _("From the works of %(name)s") % {"name": row.subject},
        Why.FILMED: _("Filmed in %(place)s") % {"place": _region(row.subject)},
        Why.SHORT: _("Short films"),
    }[row.why]


def _region(code: str) -> str:
    return region_name(code) if code else ""


def because(slot: Slot) -> str:
    """Return why a title stands here."""
    room = ""
    if slot.term == "floor":
        room = (
            _("The house keeps a part of every page for %(floor)s.") % {"floor": slot.floor}
            if slot.floor
            else _("The house keeps a part of every page for titles such as this.")
        )
    return f"{_row_reason(slot)} {room}".strip()


OWN = frozenset({Why.CONTINUE, Why.KEPT, Why.FOLLOWED})  # rows that the viewer fills


def may_say_less(slot: Slot) -> bool:
    """Say whether asking for fewer titles such as this makes sense where it stands."""
    return slot.why not in OWN


def _row_reason(slot: Slot) -> str:
    return {
        Why.HERO: _("One of the newest titles; each day another one opens the page."),
        Why.CONTINUE: _("You began it and have not seen its end."),
        Why.KEPT: _("You keep it in your list."),
        Why.FOLLOWED: _("You follow it until it opens."),
        Why.PINNED: slot.subject,
        Why.PICKED: _picked(slot),
        Why.BECAUSE: _("Those who watch %(title)s watch it too, or their records are alike.")
        % {"title": slot.subject},
        Why.POPULAR: _("It is among what is watched most here, no two too much alike."),
        Why.SHOWING: _("It can be watched now; the newest stand first."),
        Why.COMING: _("It is announced and cannot be watched yet; the newest stand first."),
        Why.GENRE: _("Its genre is among those with most titles showing: %(genre)s.")
        % {"genre": slot.subject},
        Why.ALIKE: _("It shares genres with this title: %(genres)s.")
        % {"genres": slot.subject},
        Why.DIRECTOR: _("%(name)s works on both.") % {"name": slot.subject},
        Why.PERSON: _("%(name)s works on both.") % {"name": slot.subject},
        Why.SOURCE: _("Both come from the works of %(name)s.") % {"name": slot.subject},
        Why.PLACE: _("Both were filmed in %(place)s.") % {"place": slot.subject},
        Why.AUTHOR: _("It is drawn from the works of %(name)s.") % {"name": slot.subject},
        Why.FILMED: _("It was filmed in %(place)s.") % {"place": _region(slot.subject)},
        Why.SHORT: _("It is a short film; the newest stand first."),
    }[slot.why]


def _picked(slot: Slot) -> str:
    goes = _("It goes with %(title)s, which you watched.") % {"title": slot.subject}
    also = {
        "calibration": _("It keeps the mix of what you watch."),
        "variety": _("It is unlike the others in this row."),
        "seldom": _("Few have found it yet."),
    }.get(slot.term, "")
    return f"{goes} {also}".strip()


def row_address(row: Row) -> str:
    """Return where the whole of a row can be seen; empty when the row is all."""
    if row.why in {Why.KEPT, Why.FOLLOWED}:
        return reverse("screen:mine")
    if row.why == Why.COMING:
        return reverse("screen:slate")
    if row.why == Why.GENRE and row.key:
        return f"{reverse('screen:search')}?genre={row.key}"
    return ""


def slot_address(slot: Slot) -> str:
    """Return where a card leads: to the player when going on, else to the title's page."""
    if slot.why == Why.CONTINUE and slot.plays:
        return reverse("screen:watch", args=[slot.plays])
    if slot.title.kind == Kind.EPISODE:
        return reverse("screen:watch", args=[slot.title.key])
    return reverse("screen:title", args=[slot.title.key])


def source_words(source: SourceWork) -> str:
    """Return the line under a source work: its kind, authors, publisher and year."""
    kind = source.kind.label(_language())
    authors = ", ".join(source.authors)
    if source.name:
        by = _("%(kind)s by %(authors)s") % {"kind": kind, "authors": authors}
        first = by if authors else kind
    else:
        first = authors
    year = str(source.year) if source.year else ""
    return ", ".join(fact for fact in (first, source.publisher, year) if fact)


def territories(codes: tuple[str, ...]) -> str:
    """Return the names of territories, in the language of the page."""
    return ", ".join(territory_name(code, _language()) for code in codes)
