"""The app's registration."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Jobs and audit."""

    name = "cartelera.apps.work"
    label = "work"

    def ready(self) -> None:
        """Learn the jobs of every app that has some."""
        from importlib import import_module
        from importlib.util import find_spec

        from django.apps import apps

        for app in apps.get_app_configs():
            if app.name.startswith("cartelera.apps.") and find_spec(f"{app.name}.jobs"):
                import_module(f"{app.name}.jobs")
