"""Text as people search for it: no case, no accents, single spaces."""

import re
import unicodedata

_APART = re.compile(r"[^\w]+")


def folded(text: str) -> str:
    """Return `text` without case, accents and punctuation: `Páramo, El` is `paramo el`."""
    letters = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _APART.sub(" ", plain.casefold()).strip()
