"""Addresses of the press room."""

from django.urls import path, register_converter

from cartelera.apps.slate.queries import SlateForm
from cartelera.web.press.announcements import announcement
from cartelera.web.press.exports import slate_file
from cartelera.web.press.feeds import atom, releases, rss
from cartelera.web.press.kit import announcement_kit, title_kit, year_kit
from cartelera.web.press.links import enter
from cartelera.web.press.ranges import year_range
from cartelera.web.press.rooms import index, year
from cartelera.web.press.stills import still
from cartelera.web.press.titles import title


class YearConverter:
    """A year of four digits."""

    regex = "[12][0-9]{3}"

    def to_python(self, value: str) -> int:
        """Return the year."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return its digits."""
        return str(value)


class HashConverter:
    """A SHA-256 in small hexadecimal digits."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        """Return the hash."""
        return value

    def to_url(self, value: str) -> str:
        """Return the hash."""
        return value


class KitFormConverter:
    """The form of a press kit: a ZIP of files, or a PDF."""

    regex = "zip|pdf"

    def to_python(self, value: str) -> str:
        """Return the form."""
        return value

    def to_url(self, value: str) -> str:
        """Return the form."""
        return value


class SlateFormConverter:
    """The form of an export of the slate."""

    regex = "|".join(form.replace(".", r"\.") for form in SlateForm)

    def to_python(self, value: str) -> SlateForm:
        """Return the form."""
        return SlateForm(value)

    def to_url(self, value: SlateForm) -> str:
        """Return its ending."""
        return str(value)


register_converter(YearConverter, "year")
register_converter(KitFormConverter, "kit_form")
register_converter(SlateFormConverter, "slate_form")
register_converter(HashConverter, "hash")

app_name = "press"
urlpatterns = [
    path("", index, name="index"),
    path("<year:year>/", year, name="year"),
    path("<year:year>/range/", year_range, name="range"),
    path("<year:year>/kit.<kit_form:form>", year_kit, name="year-kit"),
    path("<year:year>/slate.<slate_form:form>", slate_file, name="year-export"),
    path("undated/", year, name="undated"),
    path("undated/slate.<slate_form:form>", slate_file, name="undated-export"),
    path("titles/<slug:key>/", title, name="title"),
    path("titles/<slug:key>/kit.<kit_form:form>", title_kit, name="title-kit"),
    path(
        "announcements/<slug:key>/kit.<kit_form:form>",
        announcement_kit,
        name="announcement-kit",
    ),
    path("announcements/<slug:key>/", announcement, name="announcement"),
    path("with/<slug:token>/", enter, name="enter"),
    path("stills/<hash:sha256>", still, name="still"),
    path("rss.xml", rss, name="rss"),
    path("atom.xml", atom, name="atom"),
    path("releases.ics", releases, name="releases"),
]
