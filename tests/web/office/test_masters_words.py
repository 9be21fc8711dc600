from django.utils import translation
from pytest import mark

from cartelera.apps.media.models import Package
from cartelera.engines.media.oddities import Odd, OddKind
from cartelera.engines.media.package import FORM
from cartelera.web.templatetags.masters import odd_picture


@mark.parametrize(
    ("language", "said"),
    [
        ("es", ["Barras arriba y abajo: 2.39 en 16:9, barras de 138 y 138 píxeles",
                "Pulldown 3:2: cine pasado a video"]),
        ("en", ["Bars above and below: 2.39 in 16:9, bars of 138 and 138 pixels",
                "3:2 pulldown: film made into video"]),
    ],
)  # fmt: skip
def test_what_is_odd_about_a_picture_is_said_in_the_language_of_the_page(language, said):
    odd = [Odd(OddKind.LETTERBOX, ("2.39", "16:9"), (138, 138)), Odd(OddKind.PULLDOWN)]
    plain = {"form": FORM, "master": "", "order": "", "frames": 1, "rate": "25", "sheets": 0}
    tracks = {"videos": [], "sounds": [], "texts": [], "odd": [one.written() for one in odd]}
    with translation.override(language):
        assert odd_picture(Package(facts=plain | tracks)) == said
        assert odd_picture(None) == []
