"""Pictures from outside, made safe: decoded, turned upright and encoded anew."""

import hashlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from cartelera.vocabulary.errors import InputError

BYTES_MOST = 40 * 2**20
PIXELS_MOST = 60_000_000  # decoded, this is 180 MB of memory
SIDE_MOST = 4096  # pixels; a larger picture is made smaller
SIDE_LEAST = 32
_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 90


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is stored."""

    data: bytes
    media_type: str
    width: int  # pixels
    height: int

    @property
    def sha256(self) -> str:
        """Return the hash of its bytes, hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a JPEG in pixels, all of it decoded; None if it is broken."""
    try:
        with Image.open(BytesIO(data), formats=("JPEG",)) as found:
            found.load()
            return found.width, found.height
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None


def read_picture(data: bytes) -> Picture:
    """Return a JPEG, PNG or WebP picture encoded anew, without what a camera wrote into it.

    Nothing of the given bytes is kept but what was decoded; a picture with a side longer than
    4096 pixels is made smaller. The same bytes give the same picture.
    Raises InputError for anything else, SVG among it, and for a picture too large or broken.
    """
    if len(data) > BYTES_MOST:
        raise InputError(f"the picture has {len(data) // 2**20} MB; at most 40 are taken")
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as found:
            _check_size(found.width, found.height)
            kind = str(found.format)
            found.load()
            image = ImageOps.exif_transpose(found)
    except UnidentifiedImageError as error:
        raise InputError("this is no JPEG, PNG or WebP picture") from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise InputError("the picture is broken or cut off: it cannot be read") from error
    image = image.convert("RGBA" if kind != "JPEG" and image.has_transparency_data else "RGB")
    image.thumbnail((SIDE_MOST, SIDE_MOST), Image.Resampling.LANCZOS)
    out = BytesIO()
    match kind:
        case "PNG":
            image.save(out, "PNG", optimize=True)
        case "WEBP":
            image.save(out, "WEBP", quality=_QUALITY)
        case _:
            image.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return Picture(out.getvalue(), f"image/{kind.lower()}", image.width, image.height)


def smaller(data: bytes, side: int) -> bytes:
    """Return a stored picture as a JPEG with no side longer than `side` pixels, to be printed.

    Raises InputError if it cannot be read.
    """
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as found:
            _check_size(found.width, found.height)
            image = found.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise InputError("the picture is broken or cut off: it cannot be read") from error
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    paper.thumbnail((side, side), Image.Resampling.LANCZOS)
    out = BytesIO()
    paper.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _check_size(width: int, height: int) -> None:
    if width * height > PIXELS_MOST:
        raise InputError(
            f"the picture has {width} x {height} pixels; at most "
            f"{PIXELS_MOST // 10**6} million are taken"
        )
    if min(width, height) < SIDE_LEAST:
        raise InputError(f"the picture has {width} x {height} pixels; that is too small")
