"""Which rows live in which database: the record in one, the viewings in another."""

from typing import Any

from django.conf import settings
from django.db.models import Model


class Databases:
    """Send viewings to their own file where there is one; all else to the record."""

    def _home(self, app_label: str) -> str:
        return (
            "viewings"
            if app_label == "audience" and "viewings" in settings.DATABASES
            else "default"
        )

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        """Return the database that answers for `model`."""
        return self._home(model._meta.app_label)

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Say whether the tables of an app belong in a database."""
        return self._home(app_label) == db
