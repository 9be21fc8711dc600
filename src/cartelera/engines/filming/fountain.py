"""Fountain, the plain text that screenplays are written in, to and from paragraphs.

Source: the Fountain syntax, fountain.io/syntax; the ways writers stray from it are read too.
"""

import re
from collections.abc import Generator, Iterator

from cartelera.engines.filming.headings import NATURAL, is_natural
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

# What is cut or noted stands in the lines as one letter of the private range, with its place.
_CUT, _NOTED, _CLOSE, _ESCAPED = "\ue000", "\ue001", "\ue002", "\ue010"
_PRIVATE = re.compile("[\ue000-\ue0ff]")
_BONEYARD = re.compile(r"/\*(.*?)(?:\*/|\Z)", re.S)
_NOTE = re.compile(r"\[\[((?:(?!\n[ \t]?\n).)*?)\]\]", re.S)
_HELD = re.compile(f"[{_CUT}{_NOTED}](\\d+){_CLOSE}")

_KEY = re.compile(r"^([^\s:][^:\n]{0,40}):[ \t]*(.*)$")
_BREAK = re.compile(r"^={3,}\s*$")
_SCENE_NUMBER = re.compile(r"[ \t]*#([\w.\-)]+)#[ \t]*$")
_FORCED = re.compile(r"^\.(?=[\w¿¡(\"“«])")
_BOTH_MARGINS = re.compile(r"^\s*(\S+?)[.):]?\s+.*?\s+\1\.?\s*$")
_TO = re.compile(
    r"^(?:[^a-záéíóúüñ]*\bTO:|(?:CORTE|CORTA|DISUELVE|DISOLVENCIA|FUNDE|FUNDIDO|ENCADENA\w*|"
    r"BARRIDO|TRANSICI[OÓ]N|CROSSFADE|DISSOLVE|FADE|CUT|SMASH|WIPE)\b[^a-záéíóúüñ]*[:.]?)$"
)
_ENDINGS = re.compile(r"(?:[!?…:;,]|\.\.+|(?<!\bJR)(?<!\bSR)(?<!\bDR)(?<!\b[A-ZÑ])\.)[\"”»]*$")
_PAGE_WORDS = re.compile(
    r"^\(?(?:MORE|M[ÁA]S|CONTINUED|CONTIN[ÚU]A|CONTINUES|SIGUE)\)?:?(?:\s*\(?\d+\)?)?$", re.I
)
_EMPHASIS = (
    ("***", frozenset({Style.BOLD, Style.ITALIC})),
    ("**", frozenset({Style.BOLD})),
    ("*", frozenset({Style.ITALIC})),
    ("_", frozenset({Style.UNDERLINE})),
)


def read_fountain(text: str) -> Screenplay:
    """Return the screenplay that a Fountain text holds."""
    text = _PRIVATE.sub("", text.removeprefix("\ufeff"))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n\n")
    held: list[str] = []
    title_page, body = _title_page(text)
    body = _BONEYARD.sub(lambda found: _hold(held, _CUT, found[1]), body)
    body = _NOTE.sub(lambda found: _hold(held, _NOTED, found[1]), body)
    lines = _dense(["" if line.strip() == "!" else line for line in body.split("\n")])
    return Screenplay(title_page, tuple(_paragraphs(lines, held)))


def _hold(held: list[str], mark: str, text: str) -> str:
    # a note may hold something cut; it is kept there as it was written
    held.append(_HELD.sub(lambda found: f"/*{held[int(found[1])]}*/", text))
    return f"{mark}{len(held) - 1}{_CLOSE}"


def _title_page(text: str) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], str]:
    """Return the title page and the text after it."""
    blank = re.search(r"\n[ \t]*\n", text)
    head, body = (text[: blank.start()], text[blank.end() :]) if blank else (text, "")
    lines = head.rstrip().split("\n")
    first = _KEY.match(lines[0])
    if not first or is_natural(lines[0]) or lines[0].startswith(("/*", "[[")):
        return (), text
    if not first[2].strip() and not (len(lines) > 1 and lines[1][:1] in " \t"):
        return (), text  # FADE IN:, and no value under it
    entries: list[tuple[str, list[str]]] = []
    for line in lines:
        key = _KEY.match(line)
        if key and not line.startswith((" ", "\t", "/*", "[[")):
            entries.append((key[1], [key[2]] if key[2] else []))
        else:
            entries[-1][1].append(line.strip())
    return tuple((key, tuple(values)) for key, values in entries), body


def _dense(lines: list[str]) -> list[str]:
    """Return lines with the empty ones put in that a text set without any has lost."""
    told = [line for line in lines if line.strip()]
    headings = sum(_is_loud_heading(line) for line in told)
    if headings < 2 or len(lines) - len(told) > max(2, len(told) // 20):
        return lines
    made: list[str] = []
    for line, after in zip(told, [*told[1:], ""], strict=True):
        cue = _is_cue(line) and not _is_cue(after) and not _is_loud_heading(after)
        spoke = len(made) > 1 and (_is_cue(made[-1]) or made[-1].strip().startswith("("))
        if not (spoke and not cue and not _is_loud_heading(line)):
            made.append("")
        made.append(line)
    return made


def _shown(line: str) -> str:
    return _HELD.sub("", line).strip()


def _is_loud_heading(line: str) -> bool:
    """Say whether a line is a heading though no empty line sets it apart."""
    found = NATURAL.match(_shown(line))
    if not found or (found["after"].strip(" ") == "" and found["rest"][:1].islower()):
        return False
    told = re.sub(r"\([^)]*\)|#[^#]*#", "", found["prefix"] + found["rest"])
    return told.upper() == told and len(_shown(line)) < 120


def _is_cue(line: str) -> bool:
    """Say whether a line names a speaker."""
    shown = _shown(line)
    if shown.startswith("@"):
        return len(shown) > 1
    bare = re.sub(r"\([^)]*\)?", "", shown.rstrip("^ ")).strip()
    if not any(letter.isalpha() for letter in bare) or bare.upper() != bare:
        return False
    if shown[0] in ".!>~=#(" or is_natural(shown) or _TO.match(shown) or len(bare) > 60:
        return False
    return not _ENDINGS.search(bare) and not _PAGE_WORDS.match(shown)


def _paragraphs(lines: list[str], held: list[str]) -> Iterator[Paragraph]:
    """Yield the paragraphs of the body."""
    n, last = 0, len(lines)
    before = True  # whether an empty line, or the beginning, comes before line n
    fresh = True  # nothing stands yet
    while n < last:
        line = lines[n]
        shown = _shown(line)
        if not line.strip() or line.strip().isspace():
            empties = n
            while n < last and not lines[n].strip():
                n += 1
            if not fresh and n < last:
                for _ in range(n - empties - 1):
                    yield Paragraph(Kind.ACTION)
            before = True
            continue
        fresh = False
        after = lines[n + 1] if n + 1 < last else ""
        alone = n + 1 == last or _starts(lines, n + 1)
        if not shown:  # only what is cut or noted
            yield from _unseen(line, held)
            n, before = n + 1, True
            continue
        one = _single(line, shown, before, alone, held)
        if one is not None:
            yield one
            n += 1
            before = True
            continue
        goes_on = not alone or after == "  " or (after.strip() and not _shown(after))
        if before and goes_on and _is_cue(line):
            n = yield from _speech(lines, n, held)
            before = False
            continue
        start = n
        n += 1
        while n < last and lines[n].strip() and not _starts(lines, n):
            n += 1
        one = _action("\n".join(lines[start:n]), held)
        if one.runs:
            yield one
        before = False


def _starts(lines: list[str], n: int) -> bool:
    """Say whether a line within a block begins something else: a heading, an outline."""
    shown = _shown(lines[n])
    return bool(
        not shown or _is_loud_heading(lines[n]) or _BREAK.match(shown) or shown.startswith("#")
    )


def _unseen(line: str, held: list[str]) -> Iterator[Paragraph]:
    for found in _HELD.finditer(line):
        kind = Kind.BONEYARD if found.group()[0] == _CUT else Kind.NOTE
        yield Paragraph(kind, _plain(held[int(found[1])]))


def _plain(text: str) -> tuple[Run, ...]:
    return (Run(text),) if text else ()


def _single(  # noqa: PLR0911
    line: str, shown: str, before: bool, alone: bool, held: list[str]
) -> Paragraph | None:
    """Return the paragraph of a line that says by itself what it is; else None."""
    if _BREAK.match(shown):
        return Paragraph(Kind.PAGE_BREAK)
    if not shown.strip("#=><~ "):
        return None  # a mark, and nothing marked
    if shown.startswith("#"):
        level = len(shown) - len(shown.lstrip("#"))
        return Paragraph(Kind.SECTION, _runs(line.strip()[level:].strip(), held), level=level)
    if shown.startswith("="):
        return Paragraph(Kind.SYNOPSIS, _runs(line.strip()[1:].strip(), held))
    forced = bool(_FORCED.match(shown)) and before
    if forced or _is_loud_heading(line) or (before and alone and is_natural(shown)):
        return _heading(
            line.strip().removeprefix(".") if forced else line.strip(), held, forced
        )
    if shown.startswith(">"):
        inner = line.strip()[1:].strip()
        if inner.endswith("<"):
            return Paragraph(Kind.CENTRED, _runs(inner[:-1].strip(), held))
        return Paragraph(Kind.TRANSITION, _runs(inner, held))
    if (
        before
        and alone
        and shown[0] not in "!~"
        and _TO.match(shown)
        and shown.upper() == shown
    ):
        return Paragraph(Kind.TRANSITION, _runs(line.strip(), held))
    return None


def _heading(line: str, held: list[str], forced: bool) -> Paragraph:
    number = ""
    numbered = _SCENE_NUMBER.search(_HELD.sub("", line))
    if numbered:
        number = numbered[1]
        line = re.sub(rf"[ \t]*#{re.escape(number)}#[ \t]*", " ", line).strip()
    return Paragraph(
        Kind.HEADING, _runs(line, held), number, forced=forced and not is_natural(_shown(line))
    )


def _speech(lines: list[str], n: int, held: list[str]) -> Generator[Paragraph, None, int]:
    """Yield a cue and what is said under it; return where the speech ends."""
    cue = lines[n].strip().removeprefix("@").rstrip()
    dual = _shown(cue).endswith("^")
    if dual:
        at = cue.rindex("^")
        cue = (cue[:at].rstrip() + cue[at + 1 :]).strip()
    yield Paragraph(Kind.CHARACTER, _runs(cue, held), dual=dual)
    n += 1
    said: list[str] = []

    def flush() -> Iterator[Paragraph]:
        if any(said):
            yield Paragraph(Kind.DIALOGUE, _runs("\n".join(said).strip("\n"), held))
        said.clear()

    while n < len(lines) and (lines[n].strip() or lines[n] == "  "):
        line = lines[n].strip()
        shown = _shown(line)
        if line and _starts(lines, n) and shown:
            break
        if _PAGE_WORDS.match(shown) and shown.startswith("("):
            pass
        elif shown.startswith("(") and shown.endswith(")"):
            yield from flush()
            yield Paragraph(Kind.PARENTHETICAL, _runs(line, held))
        elif shown.startswith("~") and shown != "~":
            yield from flush()
            yield Paragraph(Kind.LYRICS, _runs(line[1:].strip(), held))
        else:
            said.append(line)
        n += 1
    yield from flush()
    return n


def _action(text: str, held: list[str]) -> Paragraph:
    if _shown(text).startswith("!"):
        at = text.index("!")
        text = text[:at] + text[at + 1 :]
    elif _shown(text).startswith("~") and _shown(text) != "~":
        return Paragraph(Kind.LYRICS, _runs(text.strip()[1:].strip(), held))
    lines = [line.rstrip().expandtabs(4) for line in text.split("\n")]
    return Paragraph(Kind.ACTION, _runs("\n".join(lines), held))


# Emphasis


def _runs(text: str, held: list[str]) -> tuple[Run, ...]:
    """Return a text as runs: its emphasis, and what is noted or cut in it."""
    escaped: list[str] = []

    def keep(found: re.Match[str]) -> str:
        escaped.append(found[1])
        return f"{_ESCAPED}{len(escaped) - 1}{_CLOSE}"

    text = re.sub(r"\\([*_\\])", keep, text)
    made = joined(_emphasised(text, frozenset()))
    return joined(_restored(made, held, escaped))


def _emphasised(text: str, style: frozenset[Style]) -> Iterator[Run]:
    """Yield the runs of a text: the first mark that closes on its own line counts."""
    best = None
    for mark, adds in _EMPHASIS:
        stars = re.escape(mark)
        other = re.escape(mark[0])
        found = re.search(
            rf"(?<!{other}){stars}(?![\s{other}])([^\n]*?)(?<![\s{other}]){stars}(?!{other})",
            text,
        )
        if found and (best is None or found.start() < best[0].start()):
            best = (found, adds)
    if best is None:
        yield Run(text, style)
        return
    found, adds = best
    yield Run(text[: found.start()], style)
    yield from _emphasised(found[1], style | adds)
    yield from _emphasised(text[found.end() :], style)


def _restored(runs: tuple[Run, ...], held: list[str], escaped: list[str]) -> Iterator[Run]:
    for run in runs:
        last = 0
        text = re.sub(f"{_ESCAPED}(\\d+){_CLOSE}", lambda f: escaped[int(f[1])], run.text)
        for found in _HELD.finditer(text):
            yield Run(text[last : found.start()], run.style)
            mark = Style.BONEYARD if found.group()[0] == _CUT else Style.NOTE
            yield Run(held[int(found[1])], run.style | {mark})
            last = found.end()
        yield Run(text[last:], run.style)


# Out again


def write_fountain(play: Screenplay) -> str:
    """Return a screenplay as Fountain; `read_fountain` reads the same screenplay from it."""
    parts: list[str] = []
    for key, values in play.title_page:
        if len(values) == 1 and values[0]:
            parts.append(f"{key}: {values[0]}")
        else:
            parts.append("\n".join([f"{key}:", *(f"\t{value}" for value in values)]))
    head = "\n".join(parts)
    body = _body(play.paragraphs)
    if not head and _KEY.match(body.split("\n", maxsplit=1)[0]):
        body = f"\n{body}"  # so that it is no title page
    return "\n\n".join(part for part in (head, body) if part) + "\n"


def _body(paragraphs: tuple[Paragraph, ...]) -> str:
    made: list[str] = []
    spoken = False
    for one, after in zip(paragraphs, [*paragraphs[1:], None], strict=False):
        if one.kind is Kind.ACTION and not one.runs:
            made.append("\n")
            spoken = False
            continue
        goes_on = spoken and one.kind in SPOKEN - {Kind.CHARACTER} and not _stanza(one)
        if made:
            made.append("\n" if goes_on else "\n\n")
        made.append(_written(one))
        silent = after is None or after.kind not in SPOKEN - {Kind.CHARACTER} or _stanza(after)
        if one.kind is Kind.CHARACTER and silent:
            made.append("\n  ")  # a cue, and nothing said
        spoken = one.kind in SPOKEN and (one.kind is Kind.CHARACTER or goes_on)
    return "".join(made)


def _spaced(run: Run) -> Run:
    return Run(re.sub(r"(?<=\n)(?=\n)", "  ", run.text), run.style)


def _stanza(one: Paragraph) -> bool:
    """Say whether lyrics stand by themselves: within a speech each line is its own."""
    return one.kind is Kind.LYRICS and "\n" in one.text


def _written(one: Paragraph) -> str:  # noqa: PLR0911, PLR0912
    text = _marked(one.runs)
    match one.kind:
        case Kind.HEADING:
            shown = text if is_natural(one.text) and not one.forced else f".{text}"
            return f"{shown} #{one.number}#" if one.number else shown
        case Kind.CHARACTER:
            cue = text if _is_cue(text) and not text.startswith("@") else f"@{text}"
            return f"{cue} ^" if one.dual else cue
        case Kind.TRANSITION:
            plain = _TO.match(one.text) and one.text.upper() == one.text and one.text == text
            return text if plain else f"> {text}"
        case Kind.CENTRED:
            return f"> {text} <"
        case Kind.SECTION:
            return f"{'#' * max(1, one.level)} {text}"
        case Kind.SYNOPSIS:
            return f"= {text}"
        case Kind.NOTE:
            return f"[[{''.join(run.text for run in one.runs)}]]"
        case Kind.BONEYARD:
            return f"/*{''.join(run.text for run in one.runs)}*/"
        case Kind.PAGE_BREAK:
            return "==="
        case Kind.LYRICS:
            return f"~{text}"
        case Kind.DIALOGUE:  # an empty line in a speech is written as two spaces
            return _marked(
                tuple(run if run.style & HIDDEN else _spaced(run) for run in one.runs)
            )
        case Kind.ACTION:
            return _safe_action(text)
        case _:
            return text


def _safe_action(text: str) -> str:
    """Return action with a mark before it where it would be read as something else."""
    shown = text.split("\n", maxsplit=1)[0].strip()
    taken = (
        _is_cue(shown)
        or _is_loud_heading(shown)
        or is_natural(shown)
        or _TO.match(shown)
        or _BREAK.match(shown)
        or shown[:1] in {".", "#", "=", ">", "~", "@", "!"}
        or not shown
    )
    return f"!{text}" if taken else text


_MARKS = {frozenset(adds): mark for mark, adds in _EMPHASIS}


def _marked(runs: tuple[Run, ...], within: frozenset[Style] = frozenset()) -> str:
    """Return runs with their marks: the widest emphasis first, the others inside it."""
    made, n = [], 0
    while n < len(runs):
        wider = {style: _reach(runs, n, style) for style in runs[n].style - within - HIDDEN}
        if not wider:
            made.append(_bare(runs[n]))
            n += 1
            continue
        end = max(wider.values())
        adds = frozenset(style for style, reach in wider.items() if reach == end)
        if adds not in _MARKS:  # underlined as well: outside the stars
            adds = frozenset({Style.UNDERLINE})
        inner = _marked(runs[n:end], within | adds)
        bare, mark = inner.strip(), _MARKS[adds]
        made.append(inner.replace(bare, f"{mark}{bare}{mark}", 1) if bare else inner)
        n = end
    return "".join(made)


def _reach(runs: tuple[Run, ...], n: int, style: Style) -> int:
    """Return where the runs from `n` on stop to bear a style; a line's end stops them too."""
    end = n
    while end < len(runs) and style in runs[end].style:
        end += 1
        if "\n" in runs[end - 1].text:
            break
    return end


def _bare(run: Run) -> str:
    if Style.BONEYARD in run.style:
        return f"/*{run.text}*/"
    if Style.NOTE in run.style:
        return f"[[{run.text}]]"
    return re.sub(r"([*_\\])", r"\\\1", run.text)
