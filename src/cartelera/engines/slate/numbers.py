"""Numbers as drawings write them: short, and the same on every machine."""


def short(value: float, places: int = 1) -> str:
    """Return a number with at most `places` decimals, without needless signs or zeros."""
    text = f"{value:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text in {"-0", ""}:
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def points(pairs: list[tuple[float, float]], places: int = 1) -> str:
    """Return closed path data through points given in px."""
    x0, y0 = pairs[0]
    rest = "".join(f"L{short(x, places)} {short(y, places)}" for x, y in pairs[1:])
    return f"M{short(x0, places)} {short(y0, places)}{rest}Z"
