"""A reading as plain values: the shape in which announcements are labelled and scored."""

from typing import Any

from cartelera.engines.announce.values import (
    Announcement,
    Production,
    Said,
    SaidCredit,
    SaidSource,
)

Plain = dict[str, Any]


def report_of(reading: Announcement, text: str) -> Plain:
    """Return a reading as values that JSON can hold.

    Each value stands beside its span and its evidence, the words text[start:end].
    """
    return {
        "language": reading.language,
        "announcer": _said(reading.announcer, text),
        "productions": [
            {"n": n, **production_report(production, text)}
            for n, production in enumerate(reading.productions, start=1)
        ],
    }


def production_report(production: Production, text: str) -> Plain:
    """Return one production as plain values, without what it does not say."""
    report: Plain = {"title": _said(production.title, text) or {"value": None, "span": None}}
    singles = ("original_title", "kind", "stage", "filming_date", "release_date", "episodes")
    lists = {
        "alternative_titles": production.alternative_titles,
        "genres": production.genres,
        "locations": production.locations,
        "setting": production.settings,
        "countries": production.countries,
        "languages": production.languages,
    }
    report |= {name: _said(getattr(production, name), text) for name in singles}
    report |= {name: [_said(said, text) for said in found] for name, found in lists.items()}
    report["source"] = [_source(source, text) for source in production.sources]
    report["credits"] = [_credit(credit, text) for credit in production.credits]
    return {name: value for name, value in report.items() if value not in (None, [])}


def _said(said: Said[Any] | None, text: str) -> Plain | None:
    """Return one value with its span, evidence and rule."""
    if said is None:
        return None
    return {"value": said.value, **_proof(said, text)}


def _credit(credit: SaidCredit, text: str) -> Plain:
    """Return one credit with its span, evidence and rule."""
    return {"name": credit.name, "role": credit.role, **_proof(credit, text)}


def _source(source: SaidSource, text: str) -> Plain:
    """Return one source work."""
    report: Plain = {
        "kind": _said(source.kind, text),
        "title": _said(source.title, text),
        "author": [_said(author, text) for author in source.authors],
        "publisher": _said(source.publisher, text),
    }
    return {name: value for name, value in report.items() if value not in (None, [])}


def _proof(found: Said[Any] | SaidCredit, text: str) -> Plain:
    """Return where a value stands and by what rule it was read."""
    return {
        "span": [found.start, found.end],
        "evidence": text[found.start : found.end],
        "rule": found.rule,
    }
