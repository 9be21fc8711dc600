"""Turns drawings into pixels."""

from io import BytesIO

import resvg_py
from PIL import Image

from cartelera.vocabulary.errors import ProgramError


def png(drawing: str, width: int) -> bytes:
    """Return an SVG document as PNG bytes, `width` px wide.

    Raises ProgramError if the drawing cannot be read.
    """
    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=drawing, width=width))
    except ValueError as error:
        raise ProgramError(f"a drawing could not be turned into pixels: {error}") from error


def picture(drawing: str, width: int) -> Image.Image:
    """Return an SVG document as an RGB picture, `width` px wide, on white."""
    with Image.open(BytesIO(png(drawing, width))) as opened:
        flat = Image.new("RGB", opened.size, "white")
        flat.paste(opened, mask=opened.getchannel("A") if opened.mode == "RGBA" else None)
    return flat


def webp(drawing: str, width: int, quality: int = 82) -> bytes:
    """Return an SVG document as WebP bytes, `width` px wide; quality 1 to 100."""
    held = BytesIO()
    picture(drawing, width).save(held, "WEBP", quality=quality, method=4)
    return held.getvalue()
