"""A page as a reader of it: parts found by CSS selectors, forms filled in as a browser does."""

import re
from typing import Any

from lxml import html

_STEP = re.compile(r"(\.)([\w-]+)|\[([\w-]+)(?:=([^\]]*))?\]|(\w+)")


class Page:
    """A page that was answered."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.root = html.fromstring(response.content)

    @property
    def text(self) -> str:
        """Return its words, spaces made single."""
        return " ".join(self.root.text_content().split())

    def select(self, selector: str) -> list[html.HtmlElement]:
        """Return the elements of a selector of tags, classes and attributes, in order."""
        paths = [_path(one) for one in selector.split(",")]
        return self.root.xpath(" | ".join(paths))

    def words(self, selector: str) -> list[str]:
        """Return the words of each element of a selector."""
        return [" ".join(found.text_content().split()) for found in self.select(selector)]

    def filled(self, selector: str) -> dict[str, Any]:
        """Return what a browser would send of a form that nobody touched."""
        (form,) = self.select(selector)
        sent: dict[str, Any] = {}
        for name, value in form.form_values():
            known = sent.get(name)
            sent[name] = value if known is None else [*_several(known), value]
        return sent


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _path(selector: str) -> str:
    path = ""
    for step in selector.split():
        tag, tests = "*", ""
        for dot, name, attribute, value, element in _STEP.findall(step):
            if element:
                tag = element
            elif dot:
                tests += f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
            elif value:
                tests += f"[@{attribute}='{value}']"
            else:
                tests += f"[@{attribute}]"
        path += f"//{tag}{tests}"
    return path
