"""Final Draft XML to and from paragraphs.

What Fountain knows and Final Draft does not (the title page's keys, sections, what is cut)
stands in attributes of a namespace of our own, which Final Draft passes over.
"""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from cartelera.engines.filming.screenplay import (
    HIDDEN,
    SPOKEN,
    Kind,
    Paragraph,
    Run,
    Screenplay,
    Style,
    joined,
)
from cartelera.vocabulary.errors import InputError

OURS = "{urn:cartelera:screenplay}"
register_namespace("cartelera", "urn:cartelera:screenplay")

_TYPES = {
    Kind.HEADING: "Scene Heading",
    Kind.ACTION: "Action",
    Kind.CHARACTER: "Character",
    Kind.PARENTHETICAL: "Parenthetical",
    Kind.DIALOGUE: "Dialogue",
    Kind.LYRICS: "Singing",
    Kind.TRANSITION: "Transition",
    Kind.CENTRED: "Action",
    Kind.SECTION: "Outline 1",
    Kind.SYNOPSIS: "Outline Body",
}
_KINDS = {
    **{name: kind for kind, name in _TYPES.items() if kind is not Kind.CENTRED},
    **{f"Outline {level}": Kind.SECTION for level in range(1, 7)},
    "Lyrics": Kind.LYRICS,
}
_STYLES = {"Bold": Style.BOLD, "Italic": Style.ITALIC, "Underline": Style.UNDERLINE}


def read_fdx(data: bytes) -> Screenplay:
    """Return the screenplay in a Final Draft file.

    Raises InputError if the bytes are no Final Draft document.
    """
    try:
        root = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise InputError(
            f"this is no Final Draft file: its XML cannot be read ({error})"
        ) from error
    content = root.find("Content")
    if root.tag != "FinalDraft" or content is None:
        raise InputError(
            "this is no Final Draft file: it has no FinalDraft element with a Content"
        )
    paragraphs: list[Paragraph] = []
    for element in content:
        paragraphs.extend(_read(element))
    return Screenplay(_title_page(root), tuple(_said_once(paragraphs)))


def _title_page(root: Element) -> tuple[tuple[str, tuple[str, ...]], ...]:
    entries: list[tuple[str, list[str]]] = []
    plain: list[str] = []
    for element in root.iterfind("TitlePage/Content/Paragraph"):
        text = "".join(element.itertext()) if element.find("Text") is None else _text(element)
        key = element.get(f"{OURS}key")
        if key is None:
            plain.extend(line.strip() for line in text.split("\n") if line.strip())
        elif element.get(f"{OURS}more") == "yes" and entries:
            entries[-1][1].append(text)
        else:
            entries.append((key, [text] if element.get(f"{OURS}empty") is None else []))
    if not entries and plain:
        entries = [("Title", plain[:1]), *([("Credit", plain[1:])] if plain[1:] else [])]
    return tuple((key, tuple(values)) for key, values in entries)


def _text(element: Element) -> str:
    return "".join(text.text or "" for text in element.iterfind("Text"))


def _read(element: Element) -> Iterator[Paragraph]:
    if element.tag != "Paragraph":
        return
    dual = element.find("DualDialogue")
    if dual is not None:
        cues = 0
        for inner in dual.iterfind("Paragraph"):
            for one in _read(inner):
                cues += one.kind is Kind.CHARACTER
                beside = one.kind is Kind.CHARACTER and cues > 1
                yield Paragraph(one.kind, one.runs, dual=beside) if beside else one
        return
    if element.get("StartsNewPage") == "Yes":
        yield Paragraph(Kind.PAGE_BREAK)
    marked = element.get(f"{OURS}kind")
    if marked == Kind.PAGE_BREAK:
        return
    kind = Kind(marked) if marked in list(Kind) else _kind(element)
    length = element.find("SceneProperties")
    yield Paragraph(
        kind,
        joined(_runs(element)),
        number=(element.get("Number") or "").strip() if kind is Kind.HEADING else "",
        dual=element.get(f"{OURS}dual") == "yes",
        level=_level(element) if kind is Kind.SECTION else 0,
        eighths=_eighths(length.get("Length", "")) if length is not None else None,
        forced=element.get(f"{OURS}forced") == "yes",
    )


def _kind(element: Element) -> Kind:
    if element.get("Alignment") == "Center" and element.get("Type") in {"Action", "General"}:
        return Kind.CENTRED
    return _KINDS.get(element.get("Type", ""), Kind.ACTION)


def _level(element: Element) -> int:
    given = element.get(f"{OURS}level") or (element.get("Type") or "1")[-1]
    return int(given) if given.isdigit() else 1


def _eighths(length: str) -> int | None:
    """Return a length such as "1 3/8" in eighths of a page; None if it says none."""
    eighths = 0
    for part in length.split():
        whole, _, eight = part.partition("/")
        if not whole.isdigit() or (eight and eight != "8"):
            return None
        eighths += int(whole) if eight else 8 * int(whole)
    return eighths or None


def _runs(element: Element) -> Iterator[Run]:
    for child in element:
        if child.tag == "Text":
            names = (child.get("Style") or "").split("+")
            style = frozenset(_STYLES[name] for name in names if name in _STYLES)
            if child.get(f"{OURS}cut") == "yes":
                style |= {Style.BONEYARD}
            yield Run(child.text or "", style)
        elif child.tag == "ScriptNote":
            said = [
                "".join(t.text or "" for t in p.iter("Text")) for p in child.iter("Paragraph")
            ]
            names = (child.get(f"{OURS}style") or "").split("+")
            style = frozenset(_STYLES[name] for name in names if name in _STYLES)
            yield Run("\n".join(said), style | {Style.NOTE})


def _said_once(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Yield paragraphs without the empty ones that only space a page out, but for action."""
    for one in paragraphs:
        if one.runs or one.kind in {Kind.ACTION, Kind.PAGE_BREAK, Kind.NOTE, Kind.BONEYARD}:
            yield one


def write_fdx(play: Screenplay) -> bytes:
    """Return a screenplay as a Final Draft file; `read_fdx` reads the same from it."""
    root = Element("FinalDraft", DocumentType="Script", Template="No", Version="5")
    content = SubElement(root, "Content")
    for group in _groups(play.paragraphs):
        parent = content
        if len(group) > 1:
            parent = SubElement(SubElement(content, "Paragraph"), "DualDialogue")
        for one in (paragraph for speech in group for paragraph in speech):
            _write(parent, one, grouped=len(group) > 1)
    if play.title_page:
        page = SubElement(SubElement(root, "TitlePage"), "Content")
        for key, values in play.title_page:
            for n, value in enumerate(values or ("",)):
                attributes = {"Type": "General", f"{OURS}key": key}
                if n:
                    attributes[f"{OURS}more"] = "yes"
                if not values:
                    attributes[f"{OURS}empty"] = "yes"
                element = SubElement(page, "Paragraph", attributes)
                SubElement(element, "Text").text = value
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _groups(paragraphs: tuple[Paragraph, ...]) -> Iterator[list[list[Paragraph]]]:
    """Yield speeches that are spoken together as one group, every other paragraph by itself."""
    speeches: list[list[Paragraph]] = []
    for one in paragraphs:
        if speeches and one.kind in SPOKEN - {Kind.CHARACTER}:
            head = speeches[-1][0]
            if head.kind is Kind.CHARACTER:
                speeches[-1].append(one)
                continue
        speeches.append([one])
    n = 0
    while n < len(speeches):
        pair = speeches[n : n + 2]
        cues = [speech[0].kind is Kind.CHARACTER for speech in pair]
        if len(pair) == 2 and all(cues) and pair[1][0].dual and not pair[0][0].dual:
            yield pair
            n += 2
        else:
            yield pair[:1]
            n += 1


def _write(parent: Element, one: Paragraph, grouped: bool) -> None:
    attributes = {"Type": _TYPES.get(one.kind, "General")}
    if one.kind is Kind.CENTRED:
        attributes["Alignment"] = "Center"
    if one.kind is Kind.PAGE_BREAK or one.kind not in _TYPES:
        attributes[f"{OURS}kind"] = one.kind.value
    if one.kind is Kind.PAGE_BREAK:
        attributes["StartsNewPage"] = "Yes"
    if one.kind is Kind.SECTION:
        attributes["Type"] = f"Outline {min(max(one.level, 1), 6)}"
        attributes[f"{OURS}level"] = str(one.level)
    if one.number:
        attributes["Number"] = one.number
    if one.forced:
        attributes[f"{OURS}forced"] = "yes"
    if one.dual and not grouped:
        attributes[f"{OURS}dual"] = "yes"
    element = SubElement(parent, "Paragraph", attributes)
    if one.eighths is not None:
        whole, eighths = divmod(one.eighths, 8)
        length = f"{whole} {eighths}/8" if whole else f"{eighths}/8"
        SubElement(element, "SceneProperties", Length=length)
    for run in one.runs or (Run(""),):
        _write_run(element, run)


def _write_run(element: Element, run: Run) -> None:
    styled = "+".join(name for name, style in _STYLES.items() if style in run.style - HIDDEN)
    if Style.NOTE in run.style:
        note = SubElement(element, "ScriptNote", {f"{OURS}style": styled} if styled else {})
        for line in run.text.split("\n"):
            SubElement(SubElement(note, "Paragraph"), "Text").text = line
        return
    attributes = {"Style": styled} if styled else {}
    if Style.BONEYARD in run.style:
        attributes[f"{OURS}cut"] = "yes"
    SubElement(element, "Text", attributes).text = run.text
