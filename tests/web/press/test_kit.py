"""A press kit holds all that the press may print, in both languages, as a ZIP and as a PDF."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.conf import settings
from PIL import Image
from pypdf import PdfReader

from cartelera.apps.slate.actions import name_house, record_title
from cartelera.web.press import kit
from tests.web.press.conftest import SHA, WHOLE, plant

pytestmark = pytest.mark.django_db(databases="__all__")


def unzipped(client, address: str) -> dict[str, bytes]:
    answer = client.get(address)
    assert answer.status_code == 200
    with ZipFile(BytesIO(answer.getvalue())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def printed(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


def test_the_zip_of_a_title_has_its_texts_stills_captions_and_pdf(client, over):
    name_house("Cineteca", "MX", "prensa@cineteca.example", None)
    plant(over)
    files = unzipped(client, "/es/press/titles/planted/kit.zip")
    assert set(files) == {
        "planted/es/planted.txt", "planted/es/leyendas.txt", "planted/es/planted.pdf",
        "planted/en/planted.txt", "planted/en/captions.txt", "planted/en/planted.pdf",
        f"planted/fotos/planted-{SHA[:8]}.jpg",
    }  # fmt: skip
    spanish, english = (files[f"planted/{code}/planted.txt"].decode() for code in ("es", "en"))
    assert "Zqlogline va." in spanish
    assert "Zqenlogline goes." in english
    for text in (spanish, english):
        for word in ("Zqdirector", "Zqactress (Zqcharacter)", "prensa@cineteca.example"):
            assert word in text


def test_every_still_of_a_kit_says_its_credit_inside_and_in_the_captions(client, over):
    plant(over)
    files = unzipped(client, "/en/press/titles/planted/kit.zip")
    name = f"fotos/planted-{SHA[:8]}.jpg"
    with Image.open(BytesIO(files[f"planted/{name}"])) as still:
        told = still.getxmp()["xmpmeta"]["RDF"]["Description"]
    assert told["Credit"] == "Zqphotographer"
    captions = files["planted/en/captions.txt"].decode()
    for words in (name, "Zqenalt goes", "Zqphotographer", "Zqlicence"):
        assert words in captions


@pytest.mark.parametrize(
    "address",
    ["titles/planted", "2031", "announcements/zqtitular"],
    ids=["title", "year", "announcement"],
)
def test_the_pdf_says_what_the_page_says(client, over, address):
    plant(over)
    answer = client.get(f"/es/press/{address}/kit.pdf")
    assert answer["Content-Type"] == "application/pdf"
    text = printed(answer.content)
    for word in ("Zqnombre", "Zqsinopsis va.", "Zqdirector", "Zqsource", "Zqphotographer"):
        assert word in text
    page = client.get(f"/es/press/{address}/").content.decode()
    assert f"/es/press/{address}/kit.zip" in page


def test_the_kit_of_an_announcement_has_its_text_in_each_language(client, over):
    plant(over)
    files = unzipped(client, "/es/press/announcements/zqtitular/kit.zip")
    assert "Zqentrada va." in files["zqtitular/es/zqtitular.txt"].decode()
    assert "Zqopening goes." in files["zqtitular/en/zqheadline.txt"].decode()


def test_a_still_that_is_broken_or_gone_breaks_no_kit(client, over, settings):
    plant(over)
    kept = settings.DATA / "artwork" / SHA
    kept.write_bytes(b"not a picture")
    assert "Zqnombre" in printed(client.get("/es/press/titles/planted/kit.pdf").content)
    kept.unlink()
    files = unzipped(client, "/es/press/titles/planted/kit.zip")
    assert not any("fotos" in name for name in files)


@pytest.mark.parametrize("address", ["titles/none", "1999", "announcements/none"])
def test_what_is_not_there_has_no_kit(client, db, address):
    assert client.get(f"/es/press/{address}/kit.zip").status_code == 404


def test_a_zip_is_made_again_only_when_it_says_something_else(client, over, monkeypatch):
    plant(over)
    made = []
    told = kit._files
    monkeypatch.setattr(kit, "_files", lambda *given: made.append(1) or told(*given))
    address = "/es/press/titles/planted/kit.zip"
    first, again = unzipped(client, address), unzipped(client, address)
    assert (len(made), first) == (1, again)
    name_house("Cineteca", "MX", "prensa@cineteca.example", None)
    assert b"prensa@cineteca.example" in unzipped(client, address)["planted/es/planted.txt"]
    record_title(replace(WHOLE, public_from=over, year=2032), None)
    assert b"2032" in unzipped(client, address)["planted/es/planted.txt"]
    (settings.DATA / "artwork" / SHA).unlink()
    assert not any("fotos" in name for name in unzipped(client, address))
    assert len(made) == 4
