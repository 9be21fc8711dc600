"""Who looks at a page of the screen, as the queries ask for it."""

from django.http import HttpRequest

from cartelera.vocabulary.viewer import Viewer


def viewer_of(request: HttpRequest) -> Viewer:
    """Return whoever looks, as the gate knows them."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def profile_id(request: HttpRequest) -> int | None:
    """Return the id of the profile that looks; None for someone who has none."""
    profile = request.profile  # type: ignore[attr-defined]
    return profile.pk if profile else None
