"""Screenplays printed as a writer's program prints them, as PDF in a typewriter's face."""

from textwrap import wrap

INDENTS = {"action": 15, "dialogue": 25, "parenthetical": 31, "cue": 37, "transition": 60}
WIDTHS = {"action": 60, "dialogue": 35, "parenthetical": 25, "cue": 38, "transition": 16}
TOP, BOTTOM, STEP, LETTER = 720, 90, 12, 7.2


def pdf(paragraphs, running="", carried=True):
    """Return the bytes of a PDF.

    paragraphs  (kind, text) or ("heading", text, number printed in both margins)
    running     what stands at the head of every page
    carried     print MORE and CONT'D where a speech is broken by a page
    """
    pages, page, y = [], [], TOP
    speaker = ""

    def put(column, text):
        nonlocal y
        page.append((column, y, text))
        y -= STEP

    def turn():
        nonlocal page, y
        pages.append(page)
        page, y = [], TOP
        if running:
            page.append((15, 756, running))
        page.append((72, 756, f"{len(pages) + 1}."))

    for kind, text, *more in paragraphs:
        if kind == "title page":
            for n, line in enumerate(text.split("\n")):
                page.append((35, 500 - 12 * n, line))
            turn()
            continue
        if kind in {"action", "heading", "cue", "transition"}:
            y -= STEP
        column = "action" if kind == "heading" else kind
        lines = wrap(text, 55 if kind == "heading" else WIDTHS[column])
        if kind == "cue":
            speaker = text
            if y - 4 * STEP < BOTTOM:
                turn()
        if kind == "heading" and more:
            page.append((8, y, more[0]))
            page.append((74, y, more[0]))
        for line in lines:
            if y < BOTTOM:
                if kind == "dialogue" and carried:
                    page.append((37, y, "(MORE)"))
                elif kind == "action" and carried:
                    page.append((60, y, "(CONTINUED)"))
                turn()
                if kind == "dialogue" and carried:
                    put(37, f"{speaker} (CONT'D)")
                elif kind == "action" and carried:
                    put(15, "CONTINUED:")
                    y -= STEP
            put(INDENTS[column], line)
    pages.append(page)
    return _document(pages)


def _document(pages):
    face = b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", face]
    kids = []
    for page in pages:
        drawn = "".join(
            f"BT /F1 12 Tf 1 0 0 1 {column * LETTER:.1f} {y} Tm ({_escaped(text)}) Tj ET\n"
            for column, y, text in page
        ).encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n" % len(drawn) + drawn + b"endstream")
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids), b" ".join(b"%d 0 R" % kid for kid in kids),
    )  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, start,
    )  # fmt: skip
    return out


def _escaped(text):
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
