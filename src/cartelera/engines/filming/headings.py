"""Scene headings, Spanish and English, however they are punctuated."""

import re
from dataclasses import dataclass

from cartelera.vocabulary.filming import Light, Setting
from cartelera.vocabulary.folding import folded

_IN = r"INT(?:ERIOR)?"
_OUT = r"EXT(?:ERIOR)?"
_PREFIX = (
    rf"(?:{_IN}\s*\.?\s*[/\-–—&Yy]\s*{_OUT}|{_OUT}\s*\.?\s*[/\-–—&Yy]\s*{_IN}"
    rf"|I\s*/\s*E|E\s*/\s*I|{_IN}|{_OUT}|EST)"
)
_NUMBER = r"(?:\d{1,4}[A-Z]{0,3}(?:[.\-]\d{1,3})?|[A-Z]{1,2}\d{1,4}[A-Z]?)"
_COUNTED = r"(?:ESC(?:ENA)?|SEC(?:UENCIA)?|SCENE|SC)\.?\s*(?:N[O°º]\.?\s*)?#?\s*"
NATURAL = re.compile(
    rf"^\s*(?:(?:{_COUNTED})?\(?(?P<number>{_NUMBER})\)?\s*[.):\-–—]*\s+)?"
    rf"(?P<prefix>{_PREFIX})(?P<after>\s*[.:]\s*[-–—]?\s*|\s+[-–—]?\s*"
    rf"|\s*[-–—]\s*)(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_APART = re.compile(r"\s+[-–—]+\s+|\s*(?:--+|—)\s*|\s+[-–—]+(?=\S)|(?<=\S)[-–—]+\s+")
_SHORT = ("av", "blvd", "col", "dr", "dra", "ft", "gral", "ing", "lic", "mr", "mrs", "ms", "no",
          "prof", "sr", "sra", "sta", "sto", "st")  # fmt: skip
_PLACE_ENDS = re.compile(
    r"\s+-\s+|\s*/\s*|" + "".join(rf"(?<!\b{word})" for word in _SHORT) + r"(?<=\w\w)\.\s+",
    re.IGNORECASE,
)
_OTHER_SIDE = re.compile(rf"\s*/\s*(?:{_OUT}|{_IN})\b\s*[.:]?\s*", re.IGNORECASE)
_ASIDE = re.compile(  # what is said after the time, of the whole scene
    r"(?:(?:19|20)\d\d|(?:en movimiento|moving|driving|travel+ing|rain(?:ing)?|lluvia|llueve"
    r"|flash\s?(?:back|forward)|sueno|dream|montage|montaje|pov|subjetiva|stock|archivo"
    r"|establishing|slow motion|camara lenta|intercut|intercorte)\b.*)"
)
_MARKED = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_GONE = re.compile(r"^\W*(?:(?:scene|escena|sec\w*)\s+)?(?:omitted|omitid[ao]|omit)\W*$", re.I)

# Words that a time of day is made of; the light each asks for, or None where it says none.
_LIGHTS: dict[str, Light | None] = {
    **dict.fromkeys("day dia morning manana afternoon tarde noon midday".split(), Light.DAY),
    **dict.fromkeys("mediodia daytime midmorning midafternoon".split(), Light.DAY),
    **dict.fromkeys("night noche evening midnight medianoche".split(), Light.NIGHT),
    **dict.fromkeys("nighttime madrugada".split(), Light.NIGHT),
    **dict.fromkeys("dawn sunrise predawn daybreak amanecer alba aurora".split(), Light.DAWN),
    **dict.fromkeys(
        "dusk sunset twilight sundown atardecer anochecer ocaso crepusculo".split(), Light.DUSK
    ),
    **dict.fromkeys(
        "continuous continuo continua continuacion cont later luego despues posterior same "
        "mismo misma simultaneo simultanea inmediato am pm".split()
    ),
}  # fmt: skip
_WITH = frozenset(
    "the a an el la los las al del de en to and y e pre post early late mid first last "
    "next same another other "
    "previous following present past moments moment minutes minute hours hour days weeks "
    "months years year seconds "
    "temprano tarde muy mas tarde momentos momento minutos minuto horas hora dias semanas "
    "semana "
    "meses anos ano segundos instantes rato siguiente mismo misma otro otra anterior "
    "proximo proxima primera "
    "primer ultimo magic golden magica dorada hora broad full plena pleno ya time tiempo few "
    "some un una unos unas dos tres pocos afterwards after before antes presente pasado "
    "actual casi almost "
    "que story real dream flashback flashforward flash back forward sueno recuerdo fantasia "
    "media medio entrada entrado caer cae caida cayendo para "
    "esa ese aquella aquel that una misma lluvioso lluviosa nublado soleado americana "
    "for".split()
)
_WHOLE = frozenset(
    folded(words)
    for words in (
        "magic hour", "golden hour", "hora mágica", "hora dorada", "present day",
        "moments later",
        "más tarde", "al día siguiente", "various", "varias horas", "same time", "a.m.", "p.m.",
        "tiempo después", "un rato después", "instantes después", "mismo momento",
        "época actual", "presente", "present", "varios días", "various days",
    )
)  # fmt: skip
_STRONG = frozenset(
    "day dia night noche dawn dusk amanecer atardecer anochecer madrugada morning manana "
    "evening afternoon tarde mediodia medianoche midnight noon sunrise sunset "
    "continuous".split()
)
_BEFORE_TIME = frozenset("early late pre next mid media medio".split())
_BINDS = frozenset(
    "de del la el las los the of a al buena buenas buenos good last por every cada una un "
    "my mi tu su esta this santa san for en in and y con with hasta".split()
)
_CLOCK = re.compile(r"^\d{1,2}(?::\d{2})?\s*(?:[ap]\.?\s?m\.?|h|hrs?\.?|horas?)?$", re.I)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says."""

    setting: Setting | None  # None when it says neither inside nor outside
    set_name: str  # the set as written, its parts apart by " - "
    place: str  # the first part of the set
    time: str  # the part of the day, in the heading's words without remarks; "" when none
    said: str  # all that the heading says of when
    light: Light | None  # what those words ask for; None when they do not say
    number: str = ""  # the scene number, if it stands in the line itself


def is_natural(line: str) -> bool:
    """Say whether a line begins as a heading does, with INT or EXT, numbered or not."""
    return NATURAL.match(line) is not None


def is_omitted(line: str) -> bool:
    """Say whether a heading only keeps the number of a scene that was cut."""
    bare = re.sub(rf"^\s*{_NUMBER}\s+|\s+{_NUMBER}\s*$", "", line)
    return bool(_GONE.match(bare))


def heading_of(line: str) -> Heading:
    """Return what the line of a heading says."""
    found = NATURAL.match(line)
    number, setting, rest = "", None, line.strip()
    if found is not None:
        number = found["number"] or ""
        setting, rest = _setting(found["prefix"]), found["rest"].strip()
        if folded(found["prefix"]).endswith("ior"):  # INTERIOR DE LA IGLESIA
            rest = re.sub(r"^(?:del|de\s+(?:las?|los|el))\s+", "", rest, flags=re.I)
    if number:
        rest = re.sub(rf"[\s.]+{re.escape(number)}\.?$", "", rest, flags=re.I)
        rest = re.sub(r"(?<=\d\s[ap]\.m)$", ".", rest, flags=re.I)
    rest = (
        rest.strip().rstrip(".").strip() if not rest.strip().endswith((".M.", ".m.")) else rest
    )
    set_parts, times = _divided(_time_last(_parts(rest)))
    name = " - ".join(set_parts)
    if setting and _OTHER_SIDE.search(name):  # INT. CAR / EXT. ROAD
        name, setting = _OTHER_SIDE.sub(" / ", name), Setting.BOTH
    said = " - ".join(time if _CLOCK.match(time) else time.strip(" .,") for time in times)
    place = _PLACE_ENDS.split(_MARKED.sub("", name) or name)[0].strip()
    return Heading(setting, name, place, _part_of_day(times), said, _light(times), number)


def _setting(prefix: str) -> Setting:
    word = folded(prefix)
    inside, outside = "int" in word, "ext" in word or "est" in word
    if re.fullmatch(r"(?:i\W*e|e\W*i)", word):
        return Setting.BOTH
    if inside and outside:
        return Setting.BOTH
    return Setting.INTERIOR if inside else Setting.EXTERIOR


def _parts(rest: str) -> list[str]:
    """Return the parts of what follows INT or EXT; a dash in brackets divides nothing."""
    parts, last = [], 0
    for found in _APART.finditer(rest):
        before = rest[: found.start()]
        depth = before.count("(") + before.count("[") - before.count(")") - before.count("]")
        if depth > 0 or not before[last:].strip():
            continue
        parts.append(rest[last : found.start()].strip())
        last = found.end()
    parts.append(rest[last:].strip())
    return [part for part in parts if part]


def _time_last(parts: list[str]) -> list[str]:
    """Return the parts with a time of day that comes first put last: INT. NOCHE. COCINA."""
    first, dot, rest = parts[0].partition(". ") if parts else ("", "", "")
    if dot and is_time(first):
        return [rest, *parts[1:], first]
    if len(parts) > 1 and is_time(parts[0]) and not any(is_time(part) for part in parts[1:]):
        return [*parts[1:], parts[0]]
    return parts


def _part_of_day(times: list[str]) -> str:
    """Return the first time that asks for a light, else the first, without remarks."""
    said = next((time for time in times if _light([time])), times[0] if times else "")
    if not said or _CLOCK.match(said):
        return said
    bare = _MARKED.sub("", said).strip(" .,") or said.strip("()[] ")
    pieces = [piece.strip(" .,") for piece in re.split(r"/|,|\s[-–—]\s", bare)]
    if len(pieces) > 1 and sum(_light([piece]) is not None for piece in pieces) == 1:
        return next(piece for piece in pieces if _light([piece]))
    return bare


def _divided(parts: list[str]) -> tuple[list[str], list[str]]:
    """Return the parts that name the set, and those that say when."""
    at = [n for n, part in enumerate(parts) if n and is_time(part)]
    if at:
        times = [parts[n] for n in at]
        kept = [part for n, part in enumerate(parts) if n not in at]
        # a remark that follows the time belongs to it
        while len(kept) > 1 and _remarks(kept[-1]) and parts.index(kept[-1]) > at[0]:
            times.append(kept.pop())
        return kept, times
    if len(parts) == 1 and is_time(parts[0]):
        return [], parts
    head, time = _tail_time(parts[-1]) if parts else ("", "")
    if time:
        return [*parts[:-1], head], [time]
    return parts, []


def _remarks(part: str) -> bool:
    bare = _MARKED.sub("", part).strip()
    return not bare or _ASIDE.fullmatch(folded(bare)) is not None


def _tail_time(part: str) -> tuple[str, str]:
    """Return a part without the time of day at its end, and that time; ("", "") if none."""
    for mark in (",", ".", "/", ";", ":", "-", "–"):
        head, _, tail = part.rpartition(mark)
        if head.strip(" -") and tail.strip() and is_time(tail):
            return head.strip(), tail.strip()
    bracketed = re.match(r"^(.*\S)\s*[(\[]([^)\]]+)[)\]]$", part)
    if bracketed and is_time(bracketed[2]):
        return bracketed[1].strip(), bracketed[2].strip()
    marks = re.search(r"(?:\s*[(\[][^)\]]*[)\]])*$", part)
    bare = part[: marks.start()] if marks else part
    words = bare.split()
    if len(words) > 1 and folded(words[-1]) in _STRONG and folded(words[-2]) not in _BINDS:
        n = len(words) - 1
        while n > 1 and folded(words[n - 1]) in _BEFORE_TIME:
            n -= 1
        return " ".join(words[:n]).rstrip(",.;:"), " ".join(words[n:]) + part[len(bare) :]
    return "", ""


def is_time(part: str) -> bool:
    """Say whether a part of a heading says when: DAY, MOMENTOS DESPUÉS, NIGHT (1973)."""
    bare = _MARKED.sub(" ", part).strip(" .,")
    if not bare:
        # only brackets: [CONTINUOUS]
        inner = part.strip("()[] ")
        return bool(inner) and not inner.isdigit() and is_time(inner)
    if _CLOCK.match(bare) and re.search(r"[:apmh]", bare, re.I):
        return True
    whole = folded(bare)
    if whole in _WHOLE:
        return True
    pieces = re.split(r"[/–—,;]|(?<!\bpre)-", bare, flags=re.I)
    if len(pieces) > 1 and any(is_time(piece) for piece in pieces):
        return all(is_time(piece) or len(piece.split()) <= 2 for piece in pieces) and is_time(
            pieces[0]
        )
    words = whole.split()
    core = [word for word in words if word in _LIGHTS]
    return bool(core) and all(
        word in _LIGHTS
        or word in _WITH
        or word.isdigit()
        or re.fullmatch(r"[ivx]+|\d+s?", word)
        for word in words
    )


def _light(times: list[str]) -> Light | None:
    for time in times:
        found = [_LIGHTS.get(word) for word in folded(time).split()]
        whole = folded(time)
        if whole.startswith("mas tarde"):
            continue
        if "magic hour" in whole or "hora magica" in whole or "golden hour" in whole:
            return Light.DUSK
        known = [light for light in found if light is not None]
        if known:
            # TARDE NOCHE is night; of DAY TO NIGHT and DÍA PARA NOCHE the first counts
            return known[-1] if "noche" in whole and " para " not in whole else known[0]
        clock = re.search(r"(\d{1,2})(?::\d{2})?\s*([ap])\.?\s?m", time, re.I)
        if clock:
            hour = int(clock[1]) % 12 + (12 if clock[2].lower() == "p" else 0)
            return Light.DAY if 6 <= hour < 19 else Light.NIGHT
    return None
