"""A still carries its credit, its licence and its alt text inside its own file."""

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, IptcImagePlugin
from pytest import mark

from cartelera.engines.slate.imprint import Imprint, imprinted

TOLD = Imprint(
    "La última sal",
    "Inés Peña / Norte Films",
    "Uso editorial <libre> & con crédito",
    (("es", "Una mujer camina en la salina."), ("en", "A woman walks over the salt.")),
    "https://cartelera.example/es/press/titles/la-ultima-sal/",
)
FORMS = [
    ("JPEG", "RGB", {}),
    ("PNG", "RGBA", {}),
    ("WEBP", "RGB", {}),
    ("WEBP", "RGBA", {}),
    ("WEBP", "RGB", {"lossless": True}),
]


def drawn(form: str, mode: str, **how: object) -> bytes:
    out = BytesIO()
    Image.new(mode, (37, 21), "teal").save(out, form, **how)
    return out.getvalue()


@mark.parametrize(("form", "mode", "how"), FORMS)
def test_the_imprint_is_read_back_and_no_pixel_changes(form, mode, how):
    before = drawn(form, mode, **how)
    with (
        Image.open(BytesIO(before)) as was,
        Image.open(BytesIO(imprinted(before, TOLD))) as now,
    ):
        exif, xmp = now.getexif(), now.getxmp()["xmpmeta"]["RDF"]["Description"]
        assert now.size == was.size
        assert now.tobytes() == was.tobytes()
    as_text = {tag: str(value).encode("latin-1").decode() for tag, value in exif.items()}
    assert as_text[0x010E] == "Una mujer camina en la salina."
    assert as_text[0x013B] == TOLD.credit
    assert as_text[0x8298] == f"{TOLD.credit}. {TOLD.licence}"
    assert xmp["Credit"] == TOLD.credit
    assert xmp["UsageTerms"]["Alt"]["li"]["text"] == TOLD.licence
    assert xmp["WebStatement"] == TOLD.address
    alts = {each["lang"]: each["text"] for each in xmp["AltTextAccessibility"]["Alt"]["li"]}
    assert alts == {"x-default": TOLD.alt[0][1], **dict(TOLD.alt)}


def test_a_jpeg_tells_iptc_too():
    with Image.open(BytesIO(imprinted(drawn("JPEG", "RGB"), TOLD))) as now:
        told = IptcImagePlugin.getiptcinfo(now)
    assert told is not None
    assert told[2, 110].decode() == TOLD.credit
    assert told[2, 120].decode() == TOLD.alt[0][1]


def test_what_is_no_picture_stays_as_it_is():
    assert imprinted(b"something else", TOLD) == b"something else"


@given(st.text(max_size=400), st.text(max_size=40), st.sampled_from(FORMS))
def test_no_text_breaks_a_picture(alt, credit, form):
    kind, mode, how = form
    whole = imprinted(
        drawn(kind, mode, **how),
        Imprint("T", credit, "L", (("es", alt),), "https://a.example/"),
    )
    with Image.open(BytesIO(whole)) as now:
        now.load()
        assert now.size == (37, 21)
        assert now.getxmp()["xmpmeta"]
