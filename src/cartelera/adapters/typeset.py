"""Papers as PDF: a paper's template and its values in, the bytes of the document out."""

import json
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Any

from cartelera.vocabulary.errors import ProgramError

if TYPE_CHECKING:
    from typst import Fonts

HOUSE = "house.typ"
KEPT_PAPERS = 8
LARGEST_KEPT = 4 * 2**20  # bytes of one; what is kept never exceeds 32 MiB

_kept: OrderedDict[str, bytes] = OrderedDict()
_turn = Lock()


def typeset(
    paper: str,
    values: Mapping[str, Any],
    at: datetime,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return a paper as PDF; the same values at the same moment give the same bytes.

    paper     the name of a template in `adapters/papers`, such as "callsheet"
    values    what the template says, as plain JSON; words come in translated. `title` and
              `lang` are asked of all; `kind`, `foot`, `house` and `paper` (the size of its
              pages, such as a4 or us-letter) are shown where given
    at        the aware moment that the document says it was made
    pictures  name of a file, as the template names it, to its bytes

    A value is only ever text: no markup in it is obeyed, and a template reads no other file.
    Raises ProgramError if there is no such template, or it cannot be set with these values.
    """
    import typst

    with TemporaryDirectory(prefix="cartelera-paper-") as folder:
        room = Path(folder)
        for name in (f"{paper}.typ", HOUSE):
            (room / name).write_bytes(_template(name))
        (room / "values.json").write_text(json.dumps(values, ensure_ascii=False))
        for name, data in (pictures or {}).items():
            (room / Path(name).name).write_bytes(data)
        try:
            return typst.compile(
                str(room / f"{paper}.typ"),
                root=folder,
                font_paths=_faces(),
                format="pdf",
                timestamp=int(at.timestamp()),
            )
        except RuntimeError as error:
            raise ProgramError(f"the paper {paper!r} could not be typeset: {error}") from error


def typeset_once(
    paper: str,
    values: Mapping[str, Any],
    at: datetime,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return what `typeset` does, kept for the next who ask for the same on the same day.

    A paper is known by the hash of all that goes into it, so one that says anything else is
    never handed out in its place. Raises as `typeset` does.
    """
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    told = json.dumps([paper, day.isoformat(), values], sort_keys=True, ensure_ascii=False)
    known = sha256(told.encode())
    for name, data in sorted((pictures or {}).items()):
        known.update(f"\n{name}\n{sha256(data).hexdigest()}".encode())
    key = known.hexdigest()
    with _turn:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = typeset(paper, values, day, pictures)
    if len(made) <= LARGEST_KEPT:
        with _turn:
            _kept[key] = made
            while len(_kept) > KEPT_PAPERS:
                _kept.popitem(last=False)
    return made


def _template(name: str) -> bytes:
    template = files("cartelera.adapters") / "papers" / name
    if not template.is_file():
        raise ProgramError(f"there is no paper {name.removesuffix('.typ')!r}")
    return template.read_bytes()


@cache
def _faces() -> "Fonts":
    """Return the faces of the house and those inside typst; none of the machine's."""
    from typst import Fonts

    with as_file(files("cartelera.adapters") / "letters") as folder:
        return Fonts(include_system_fonts=False, font_paths=[str(folder)])
