from io import BytesIO

import pytest
from PIL import Image

from cartelera.adapters.artwork import artwork_file, keep_artwork
from cartelera.adapters.pictures import read_picture
from cartelera.vocabulary.errors import InputError, ProgramError


def picture(kind="JPEG", size=(64, 96), mode="RGB", **options):
    out = BytesIO()
    Image.effect_noise(size, 40).convert(mode).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_keeps_its_kind_and_size(kind):
    found = read_picture(picture(kind))
    assert (found.media_type, found.width, found.height) == (f"image/{kind.lower()}", 64, 96)
    with Image.open(BytesIO(found.data)) as again:
        assert again.format == kind


def test_what_a_camera_wrote_into_a_picture_is_gone_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = "Camera of Luz"
    found = read_picture(picture(exif=exif))
    assert (found.width, found.height) == (96, 64)
    assert b"Camera" not in found.data
    with Image.open(BytesIO(found.data)) as again:
        assert dict(again.getexif()) == {}


def test_bytes_hidden_behind_a_picture_do_not_stay():
    found = read_picture(picture("PNG") + b"<script>alert(1)</script>")
    assert b"script" not in found.data


def test_transparency_stays_where_there_is_some():
    found = read_picture(picture("PNG", mode="RGBA"))
    with Image.open(BytesIO(found.data)) as again:
        assert again.mode == "RGBA"


def test_a_large_picture_is_made_smaller():
    found = read_picture(picture(size=(5000, 2500)))
    assert (found.width, found.height) == (4096, 2048)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>', "no JPEG"),
        (b"GIF89a" + bytes(60), "no JPEG"),
        (picture("GIF", mode="P"), "no JPEG"),
        (b"", "no JPEG"),
        (picture()[:-400], "broken"),
        (picture("PNG")[:200], "broken"),
        (picture(size=(20, 400)), "too small"),
    ],
    ids=["svg", "not a gif", "gif", "nothing", "cut jpeg", "cut png", "tiny"],
)
def test_what_is_no_picture_is_refused_with_the_reason(data, why):
    with pytest.raises(InputError, match=why):
        read_picture(data)


def test_a_picture_with_too_many_pixels_is_refused():
    out = BytesIO()
    Image.new("1", (8000, 8000)).save(out, "PNG")
    with pytest.raises(InputError, match="8000 x 8000 pixels"):
        read_picture(out.getvalue())


def test_a_picture_is_kept_under_its_hash_and_once(tmp_path):
    found = read_picture(picture())
    assert keep_artwork(tmp_path / "artwork", found.data) == found.sha256
    assert keep_artwork(tmp_path / "artwork", found.data) == found.sha256
    assert artwork_file(tmp_path / "artwork", found.sha256).read_bytes() == found.data
    assert [file.name for file in (tmp_path / "artwork").iterdir()] == [found.sha256]


@pytest.mark.parametrize("name", ["ab" * 32, "../secret", ""])
def test_only_what_is_in_store_is_found(tmp_path, name):
    (tmp_path / "secret").write_text("x")
    (tmp_path / "artwork").mkdir()
    with pytest.raises(InputError, match="not in store"):
        artwork_file(tmp_path / "artwork", name)


def test_a_disk_that_refuses_is_said(tmp_path):
    (tmp_path / "artwork").write_text("a file where the folder should be")
    with pytest.raises(ProgramError, match="could not be kept"):
        keep_artwork(tmp_path / "artwork", b"x")
