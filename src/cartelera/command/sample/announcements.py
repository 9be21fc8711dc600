"""The sample's announcement: received in both languages, accepted and published."""

from datetime import UTC, datetime
from importlib import resources

from cartelera.apps.accounts.models import User
from cartelera.apps.announce.actions import (
    accept_draft,
    publish_announcement,
    receive_announcement,
)
from cartelera.apps.announce.models import Announcement

PUBLISHED = "2024-02"
PUBLIC_FROM = datetime(2024, 2, 9, 15, tzinfo=UTC)
LANGUAGES = ("es", "en")  # the first one names the titles


def load(by: User | None) -> None:
    """Receive the sample announcement, accept its drafts and publish it; safe to run twice."""
    first: Announcement | None = None
    for language in LANGUAGES:
        announcement = receive_announcement(
            _text(language), PUBLISHED, by, language=language, translates=first
        )
        for draft in announcement.drafts.all():
            accept_draft(draft, by)
        first = first or announcement
    if first is not None and first.public_from is None:
        publish_announcement(first, PUBLIC_FROM, by)


def _text(language: str) -> str:
    """Return the sample announcement in one language."""
    folder = resources.files("cartelera.command.sample")
    return (folder / f"announcement.{language}.md").read_text(encoding="utf-8")
