"""Set up the site's apps, for commands that need what is remembered."""

import os
from pathlib import Path


def use_data(data: Path | None) -> None:
    """Choose the data directory; call before `open_house`."""
    if data is not None:
        os.environ["CARTELERA_DATA"] = str(data.absolute())


def open_house() -> None:
    """Set up the apps over a data directory whose tables are up to date."""
    import django

    django.setup()


def prepare() -> None:
    """Make or bring up to date the tables, the roles and the vocabulary."""
    from django.conf import settings
    from django.core.management import call_command

    from cartelera.apps.slate.actions import keep_vocabulary

    for alias in settings.DATABASES:
        call_command("migrate", database=alias, verbosity=0, interactive=False)
    keep_vocabulary()


def open_words() -> None:
    """Set up the words of papers alone, over no data directory and no tables."""
    import django
    from django.conf import settings

    from cartelera import web

    settings.configure(LOCALE_PATHS=[Path(web.__path__[0]) / "locale"])
    django.setup()
