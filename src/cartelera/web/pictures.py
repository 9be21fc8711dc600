"""Where pictures stand: stored artwork by its hash, drawn posters by their title's key."""

from collections.abc import Callable

from django.http import HttpRequest
from django.urls import reverse

from cartelera.vocabulary.record import Artwork
from cartelera.web.head import Picture

SHARED = "wide"  # the shape of the drawn poster that links are shared with
SHARED_SIZE = (1280, 720)  # pixels


def artwork_address(sha256: str) -> str:
    """Return the path of a stored artwork; the gate decides there who sees it."""
    return reverse("art:stored", kwargs={"digest": sha256})


def poster_address(key: str, language: str) -> str:
    """Return the path of a title's drawn poster, set in a language, as a PNG."""
    return reverse("art:drawn-png", kwargs={"shape": SHARED, "key": key}) + f"?in={language}"


def drawn_address(key: str, language: str) -> str:
    """Return the path of a title's drawn poster, set in a language, as a drawing."""
    return reverse("art:drawn", kwargs={"shape": SHARED, "key": key}) + f"?in={language}"


def alt_in(artwork: Artwork, language: str) -> str:
    """Return the text in place of an artwork, in a language, else in the first it has."""
    texts = dict(artwork.alt)
    base = language.split("-", maxsplit=1)[0]
    return texts.get(language) or texts.get(base) or next(iter(texts.values()), "")


def shared_picture(
    request: HttpRequest,
    key: str,
    name: str,
    artwork: Artwork | None,
    language: str,
    *,
    address_of: Callable[[str], str] = artwork_address,
) -> Picture:
    """Return the picture a title's link is shared with: its artwork, else its drawn poster.

    address_of  gives the path of an artwork by its hash
    """
    if artwork is None:
        drawn = request.build_absolute_uri(poster_address(key, language))
        return Picture(drawn, name, *SHARED_SIZE)
    address = request.build_absolute_uri(address_of(artwork.sha256))
    return Picture(address, alt_in(artwork, language), artwork.width, artwork.height)
