"""What may never be parted from a picture, written into its file: EXIF, IPTC and XMP.

The pixels stay as they are, byte for byte. Sources: EXIF 2.32 (TIFF tags), IPTC-IIM 4.2 and the
IPTC Photo Metadata Standard 2023.2, XMP part 3 (JPEG, PNG), the WebP container specification.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

_SEGMENT_LONGEST = 65_533  # bytes that a JPEG segment holds
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not in XML
_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Imprint:
    """What is said of a picture, wherever it goes."""

    title: str  # of the work it belongs to
    credit: str
    licence: str
    alt: tuple[tuple[str, str], ...]  # (language, text)
    address: str  # absolute, of the page that says the same


def imprinted(picture: bytes, imprint: Imprint) -> bytes:
    """Return a JPEG, PNG or WebP picture with its imprint inside; another one as it is.

    picture  without metadata of its own, as the house stores it
    """
    exif, xmp = _exif(imprint), _xmp(imprint).encode()
    if picture.startswith(_JPEG):
        return _in_jpeg(picture, exif, xmp, _iptc(imprint))
    if picture.startswith(_PNG):
        return _in_png(picture, exif, xmp)
    if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        return _in_webp(picture, exif, xmp)
    return picture


def _alt(imprint: Imprint) -> str:
    return imprint.alt[0][1] if imprint.alt else ""


def _in_jpeg(picture: bytes, exif: bytes, xmp: bytes, iptc: bytes) -> bytes:
    at = 2
    if picture[2:4] == b"\xff\xe0":  # the JFIF segment comes first
        at += 2 + int(struct.unpack(">H", picture[4:6])[0])
    parts = (
        (0xE1, b"Exif\0\0" + exif),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp),
        (0xED, iptc),
    )
    segments = b"".join(
        struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body
        for marker, body in parts
        if len(body) <= _SEGMENT_LONGEST
    )
    return picture[:at] + segments + picture[at:]


def _in_png(picture: bytes, exif: bytes, xmp: bytes) -> bytes:
    at = len(_PNG) + 25  # after the header chunk
    text = b"XML:com.adobe.xmp\0\0\0\0\0" + xmp
    chunks = _png_chunk(b"eXIf", exif) + _png_chunk(b"iTXt", text)
    return picture[:at] + chunks + picture[at:]


def _png_chunk(name: bytes, body: bytes) -> bytes:
    summed = zlib.crc32(name + body)
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", summed)


def _in_webp(picture: bytes, exif: bytes, xmp: bytes) -> bytes:
    chunks = list(_webp_chunks(picture))
    names = [name for name, _ in chunks]
    if b"VP8X" in names:
        head = bytearray(dict(chunks)[b"VP8X"])
    else:
        head = bytearray(_webp_head(*chunks[0]))
    head[0] |= 0x08 | 0x04  # it holds EXIF, and XMP
    body = [(name, data) for name, data in chunks if name not in (b"VP8X", b"EXIF", b"XMP ")]
    told = [(b"VP8X", bytes(head)), *body, (b"EXIF", exif), (b"XMP ", xmp)]
    whole = b"WEBP" + b"".join(_webp_chunk(*each) for each in told)
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


def _webp_chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(picture):
        size = int(struct.unpack("<I", picture[at + 4 : at + 8])[0])
        yield picture[at : at + 4], picture[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _webp_chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _webp_head(name: bytes, body: bytes) -> bytes:
    """Return the extended header of a simple picture: its size, and whether it has alpha."""
    if name == b"VP8L":
        bits = struct.unpack("<I", body[1:5])[0]
        width, height, alpha = bits & 0x3FFF, bits >> 14 & 0x3FFF, bits >> 28 & 1
    else:
        width, height = (side & 0x3FFF for side in struct.unpack("<HH", body[6:10]))
        width, height, alpha = width - 1, height - 1, 0
    sides: bytes = width.to_bytes(3, "little") + height.to_bytes(3, "little")
    return bytes((alpha << 4, 0, 0, 0)) + sides


def _exif(imprint: Imprint) -> bytes:
    """Return a TIFF directory of three texts: description, artist, copyright."""
    texts = (
        (0x010E, _alt(imprint)),
        (0x013B, imprint.credit),
        (0x8298, f"{imprint.credit}. {imprint.licence}"),
    )
    entries, bodies, at = b"", b"", 8 + 2 + 12 * len(texts) + 4
    for tag, text in texts:
        body = text.encode() + b"\0"
        if len(body) <= 4:  # a value this short stands in its entry
            entries += struct.pack(">HHI", tag, 2, len(body)) + body.ljust(4, b"\0")
            continue
        entries += struct.pack(">HHII", tag, 2, len(body), at + len(bodies))
        bodies += body + b"\0" * (len(body) % 2)
    head = b"MM\0*" + struct.pack(">IH", 8, len(texts))
    return head + entries + b"\0\0\0\0" + bodies


def _iptc(imprint: Imprint) -> bytes:
    """Return the Photoshop block that holds IPTC-IIM, its texts as UTF-8."""
    texts = (
        (5, 64, imprint.title),
        (80, 32, imprint.credit),
        (110, 32, imprint.credit),
        (116, 128, f"{imprint.credit}. {imprint.licence}"),
        (120, 2000, _alt(imprint)),
    )
    records = b"\x1c\x01\x5a\x00\x03\x1b%G"
    for number, longest, text in texts:
        body = text.encode()[:longest].decode(errors="ignore").encode()
        records += struct.pack(">BBBH", 0x1C, 2, number, len(body)) + body
    size = struct.pack(">I", len(records))
    return b"Photoshop 3.0\x008BIM\x04\x04\0\0" + size + records + b"\0" * (len(records) % 2)


def _xmp(imprint: Imprint) -> str:
    alt = _in_languages(imprint.alt)
    credit, rights = _xml(imprint.credit), f"{imprint.credit}. {imprint.licence}"
    licence = _in_languages((("", imprint.licence),))
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
        ' xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"'
        ' xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">'
        f"<dc:title>{_in_languages((('', imprint.title),))}</dc:title>"
        f"<dc:creator><rdf:Seq><rdf:li>{credit}</rdf:li></rdf:Seq></dc:creator>"
        f"<dc:description>{alt}</dc:description>"
        f"<dc:rights>{_in_languages((('', rights),))}</dc:rights>"
        f"<photoshop:Credit>{credit}</photoshop:Credit>"
        "<xmpRights:Marked>True</xmpRights:Marked>"
        f"<xmpRights:UsageTerms>{licence}</xmpRights:UsageTerms>"
        f"<xmpRights:WebStatement>{_xml(imprint.address)}</xmpRights:WebStatement>"
        f"<Iptc4xmpCore:AltTextAccessibility>{alt}</Iptc4xmpCore:AltTextAccessibility>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="r"?>'
    )


def _in_languages(texts: tuple[tuple[str, str], ...]) -> str:
    told = [("x-default", texts[0][1])] if texts else []
    told += [(language, text) for language, text in texts if language]
    items = "".join(
        f'<rdf:li xml:lang="{_xml(language)}">{_xml(text)}</rdf:li>' for language, text in told
    )
    return f"<rdf:Alt>{items}</rdf:Alt>"


def _xml(text: str) -> str:
    return escape(_CONTROLS.sub(" ", text))
