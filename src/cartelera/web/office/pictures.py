"""Artwork: added with its credit, licence and texts, shown to staff, removed."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cartelera.adapters.artwork import artwork_file, keep_artwork
from cartelera.adapters.pictures import BYTES_MOST, read_picture
from cartelera.apps.slate.actions import add_artwork, remove_artwork
from cartelera.apps.slate.queries import artwork_kept, name_of, title_by_key
from cartelera.apps.work.queries import last_change
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import ArtworkKind
from cartelera.vocabulary.record import Artwork
from cartelera.web.doors import staff
from cartelera.web.office.fields import WordField
from cartelera.web.office.page import back, language, office_page, tell, who
from cartelera.web.office.words import tongue

STORE = settings.DATA / "artwork"


class ArtworkForm(forms.Form):
    """A picture, and what may never be parted from it."""

    kind = WordField(ArtworkKind, label=_("Kind"), initial=ArtworkKind.POSTER)
    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP, at most 40 MB"),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )
    credit = forms.CharField(
        label=_("Credit"),
        max_length=200,
        help_text=_("Who made it: Foto: Inés Gil"),
    )
    licence = forms.CharField(
        label=_("Licence"),
        max_length=120,
        help_text=_("On what terms it may be used: CC BY 4.0, press use only"),
    )

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        for tag, _name in settings.LANGUAGES:
            self.fields[f"alt_{tag}"] = forms.CharField(
                label=gettext("What it shows, in %(language)s")
                % {"language": tongue(tag).lower() if language() == "es" else tongue(tag)},
                max_length=400,
                widget=forms.Textarea({"rows": 2}),
            )

    def alt(self) -> tuple[tuple[str, str], ...]:
        """Return the text in place of the picture, by language."""
        given = self.cleaned_data
        return tuple((tag, given[f"alt_{tag}"]) for tag, _name in settings.LANGUAGES)

    def clean_picture(self) -> Any:
        """Read the picture; say why it cannot be taken."""
        file = self.cleaned_data["picture"]
        if file.size > BYTES_MOST:
            raise forms.ValidationError(gettext("The picture is larger than 40 MB."))
        try:
            return read_picture(file.read())
        except InputError as refusal:
            raise forms.ValidationError(
                gettext(
                    "It cannot be taken: give a whole JPEG, PNG or WebP, up to 60 megapixels."
                )
            ) from refusal


@staff("slate.change_title")
def add(request: HttpRequest, key: str) -> HttpResponseBase:
    """Give a title a picture."""
    title = title_by_key(key)
    form = ArtworkForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given, picture = form.cleaned_data, form.cleaned_data["picture"]
        artwork = Artwork(
            given["kind"],
            keep_artwork(STORE, picture.data),
            picture.media_type,
            picture.width,
            picture.height,
            given["credit"],
            given["licence"],
            form.alt(),
        )
        add_artwork(title, artwork, who(request))
        tell(request, gettext("Artwork added."), last_change(f"title:{key}"))
        return redirect("office:title", key)
    status = 422 if form.errors else 200
    name = name_of(title, language())
    return office_page(
        request, "artwork.html", "titles", status=status, form=form, title=title, name=name
    )


@staff("slate.change_title")
@require_POST
def remove(request: HttpRequest, key: str, sha256: str) -> HttpResponseBase:
    """Take a picture from a title."""
    remove_artwork(title_by_key(key), sha256, who(request))
    tell(request, gettext("Artwork removed."), last_change(f"title:{key}"))
    return back(request, "office:title", key)


@staff("slate.view_title")
def picture(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """Show a picture to staff, whether its title is public or not."""
    artwork = artwork_kept(sha256)
    if artwork is None:
        raise Http404
    response = FileResponse(
        artwork_file(STORE, sha256).open("rb"), content_type=artwork.media_type
    )
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response
