"""People and titles that many tests need."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import settings

from cartelera.apps.accounts.models import User
from cartelera.apps.slate.actions import attach_package, keep_vocabulary, record_title
from cartelera.apps.slate.models import Title
from cartelera.vocabulary.kind import Kind
from cartelera.vocabulary.record import Avail, Text, TitleRecord
from cartelera.vocabulary.stage import Stage
from cartelera.vocabulary.viewer import Viewer

settings.register_profile("house", deadline=None, max_examples=60)
settings.load_profile("house")

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
BEFORE = datetime(2026, 1, 1, tzinfo=UTC)


def film(key: str = "paramo", name: str = "Pedro Páramo", **changes: Any) -> TitleRecord:
    """Return the record of a film that is public and on its way."""
    record = TitleRecord(
        key=key,
        kind=Kind.FILM,
        texts=(Text("es", name),),
        stage=Stage.ANNOUNCED,
        year=2026,
        public_from=BEFORE,
    )
    return replace(record, **changes)


def showing(key: str, by: User | None = None, **changes: Any) -> Title:
    """Keep a film that plays in Mexico."""
    changes = {
        "name": key.title(),
        "stage": Stage.RELEASED,
        "avails": (Avail("MX", BEFORE),),
        **changes,
    }
    title = record_title(film(key, **changes), by)
    attach_package(title, f"{key}-package", 60.0)
    return title


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Keep the vocabulary that a house begins with."""
    with django_db_blocker.unblock():
        keep_vocabulary()


@pytest.fixture
def viewer() -> Viewer:
    """Return an adult in Mexico."""
    return Viewer("MX")


@pytest.fixture
def administrator(db: None) -> User:
    """Return someone who may do everything."""
    return User.objects.create_superuser("admin@example.org", "a long pass phrase")


@pytest.fixture
def stranger(db: None) -> User:
    """Return someone signed in who may do nothing in the office."""
    return User.objects.create_user("viewer@example.org", "a long pass phrase")
