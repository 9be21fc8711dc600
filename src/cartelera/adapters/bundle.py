"""Files put together as one ZIP, each written as it comes."""

from collections.abc import Iterable
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_PICTURES = (".jpg", ".png", ".webp", ".pdf")  # packed already


def bundled(files: Iterable[tuple[str, bytes]], at: datetime) -> IO[bytes]:
    """Return an open ZIP, at its beginning; only one of its files is ever held in memory.

    files  the path of each within the ZIP, and its bytes
    at     the aware moment that each is dated, so that the same files give the same ZIP
    """
    out = TemporaryFile()  # noqa: SIM115 (whoever sends it closes it)
    with ZipFile(out, "w") as archive:
        for name, data in files:
            entry = ZipInfo(name, at.timetuple()[:6])
            entry.compress_type = ZIP_STORED if name.endswith(_PICTURES) else ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    out.seek(0)
    return out
