"""Closed lists of words, each with its Spanish and English label."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A word of a closed list; its value is stored, its labels are shown."""

    en: str
    es: str

    def __new__(cls, value: str, en: str = "", es: str = "") -> Self:
        """Make the member `value` with an English and a Spanish label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.en = en
        member.es = es
        return member

    def label(self, language: str) -> str:
        """Return the label in Spanish for any Spanish tag, else in English."""
        return self.es if language.split("-", maxsplit=1)[0] == "es" else self.en
