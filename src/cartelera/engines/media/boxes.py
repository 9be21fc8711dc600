"""The boxes of fragmented MP4: what a segment says of itself, read byte by byte.

Source: ISO/IEC 14496-12 (boxes), 23000-19 (CMAF).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cartelera.vocabulary.errors import InputError

CMAF = frozenset({"cmfc", "cmf2", "cmfs", "cmff", "cmfl"})
NON_SYNC = 0x10000  # sample_is_non_sync_sample
HEADS = {"moof", "traf", "moov", "trak", "mdia", "minf", "stbl", "edts"}
PICTURE_ENTRY, SOUND_ENTRY = 78, 28  # bytes before the boxes inside a sample entry
PICTURES = {"avc1", "av01"}
SOUNDS = {"mp4a", "Opus"}
CAPTIONS_608 = b"\xb5\x00\x31GA94"  # how CEA-608 and 708 begin, in H.264 and in AV1
FROM_MOOF = 0x20000  # default-base-is-moof
ESDS_ES, ESDS_CONFIG, ESDS_SPECIFIC = 3, 4, 5  # descriptor tags


@dataclass(frozen=True, slots=True)
class Segment:
    """What one media segment says of itself."""

    brands: frozenset[str]
    start: int  # decode time of its first sample, in the track's timescale
    duration: int  # of its samples, in the same
    samples: int
    sync: bool  # its first sample can be decoded alone
    sequence: int  # of its first fragment


@dataclass(frozen=True, slots=True)
class Start:
    """What an initialisation segment says."""

    brands: frozenset[str]
    timescale: int  # ticks a second
    codec: str = ""  # as RFC 6381 has it, such as avc1.64001f
    width: int = 0  # pixels; 0 of sound
    height: int = 0
    lead: int = 0  # ticks before what is presented, such as a sound encoder's run-up


def read_segment(data: bytes) -> Segment:
    """Read a media segment: styp, then movie fragments.

    Raises InputError if it is no whole segment of one track.
    """
    brands: frozenset[str] = frozenset()
    first: tuple[int, bool, int] | None = None
    duration = samples = 0
    for kind, body in _boxes(data):
        if kind == "styp":
            brands = _brands(body)
        if kind == "moof":
            sequence, start, sync, count, lasts = _fragment(body)
            if first is not None and start != first[0] + duration:
                raise InputError("a gap between two fragments")
            first = first or (start, sync, sequence)
            samples, duration = samples + count, duration + lasts
    if first is None:
        raise InputError("no movie fragment")
    return Segment(brands, first[0], duration, samples, first[1], first[2])


def read_start(data: bytes) -> Start:
    """Read an initialisation segment: ftyp and moov.

    Raises InputError if it is none.
    """
    start = Start(frozenset(), 0)
    for path, body in _walk(data, ""):
        if path == "/ftyp":
            start = replace(start, brands=_brands(body))
        elif path == "/moov/trak/mdia/mdhd":
            ticks = _number(body, 20 if body[:1] == b"\x01" else 12, 4)
            start = replace(start, timescale=ticks)
        elif path == "/moov/trak/edts/elst" and _number(body, 4, 4) == 1:
            wide = body[:1] == b"\x01"
            start = replace(start, lead=_number(body, 16 if wide else 12, 8 if wide else 4))
        elif path == "/moov/trak/mdia/minf/stbl/stsd":
            start = _described(start, body[8:])
    if not start.timescale:
        raise InputError("no track in the initialisation segment")
    return start


def start_faults(data: bytes) -> list[str]:
    """Return where an initialisation segment is not what CMAF asks for, in words."""
    kinds = [path for path, _ in _walk(data, "")]
    faults = []
    if kinds[:1] != ["/ftyp"]:
        faults.append("its initialisation does not begin with ftyp")
    if kinds.count("/moov/trak") != 1:
        faults.append(f"its initialisation has {kinds.count('/moov/trak')} tracks, not one")
    if "/moov/mvex" not in kinds:
        faults.append("its initialisation does not say that fragments follow (mvex)")
    return faults


def segment_faults(data: bytes) -> list[str]:
    """Return where a media segment is not what CMAF asks for, in words."""
    boxes = [(kind, body) for kind, body in _boxes(data) if kind in {"styp", "moof", "mdat"}]
    kinds = [kind for kind, _ in boxes]
    if kinds[:1] != ["styp"]:
        return ["it does not begin with styp"]
    if kinds[1::2] != ["moof"] * (len(kinds) // 2) or kinds[2::2] != ["mdat"] * (
        len(kinds) // 2
    ):
        return ["its fragments are not moof and mdat in turn"]
    faults = []
    for (_, moof), (_, mdat) in zip(boxes[1::2], boxes[2::2], strict=True):
        inside = list(_walk(moof, ""))
        names = [path for path, _ in inside]
        heads = [body for path, body in inside if path == "/traf/tfhd"]
        if names.count("/traf") != 1 or "/traf/tfdt" not in names or len(heads) != 1:
            faults.append("a fragment has not one track with its decode time (tfdt)")
            continue
        if not _number(heads[0], 1, 3) & FROM_MOOF:
            faults.append("a fragment counts its data from elsewhere than its moof")
        runs = [body for path, body in inside if path == "/traf/trun"]
        size = sum(_run_size(run, _default_size(heads[0])) for run in runs)
        if size != len(mdat):
            faults.append(f"a fragment holds {len(mdat)} bytes and its frames take {size}")
    if CAPTIONS_608 in data:
        faults.append("it carries CEA captions, of which the manifests say there are none")
    return faults


def _described(start: Start, entries: bytes) -> Start:
    """Add what the first sample entry says: the codec, and a picture's size."""
    for kind, body in _boxes(entries):
        if kind in PICTURES:
            codec = _picture_codec(kind, dict(_boxes(body[PICTURE_ENTRY:])))
            width, height = _number(body, 24, 2), _number(body, 26, 2)
            return replace(start, codec=codec, width=width, height=height)
        if kind in SOUNDS:
            inside = dict(_boxes(body[SOUND_ENTRY:]))
            codec = "opus" if kind == "Opus" else f"mp4a.40.{_aac_form(inside['esds'])}"
            return replace(start, codec=codec)
    return start


def _picture_codec(kind: str, inside: Mapping[str, bytes]) -> str:
    try:
        if kind == "avc1":
            return f"avc1.{inside['avcC'][1:4].hex()}"
        said = inside["av1C"]
    except KeyError as error:
        raise InputError(f"its {kind} track does not say how it is coded") from error
    profile, level = said[1] >> 5, said[1] & 0x1F
    tier = "H" if said[2] & 0x80 else "M"
    depth = 10 if said[2] & 0x40 else 8
    return f"av01.{profile}.{level:02d}{tier}.{depth:02d}"


def _aac_form(esds: bytes) -> int:
    """Return the audio object type of an AAC track: 2 is Low Complexity.

    Source: ISO/IEC 14496-1 (descriptors), 14496-3 (AudioSpecificConfig).
    """
    at = 4
    while at + 2 < len(esds):
        tag, at = esds[at], at + 1
        size = 0
        while at < len(esds):
            byte, at = esds[at], at + 1
            size = size << 7 | byte & 0x7F
            if not byte & 0x80:
                break
        if tag == ESDS_SPECIFIC:
            return esds[at] >> 3
        at += {ESDS_ES: 3, ESDS_CONFIG: 13}.get(tag, size)
    raise InputError("its AAC track does not say how it is coded")


def _boxes(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    while at < len(data):
        size, head = _number(data, at, 4), 8
        if size == 1:
            size, head = _number(data, at + 8, 8), 16
        if size < head or at + size > len(data):
            raise InputError("a box is cut short")
        yield data[at + 4 : at + 8].decode("latin-1"), data[at + head : at + size]
        at += size


def _walk(data: bytes, above: str) -> Iterator[tuple[str, bytes]]:
    for kind, body in _boxes(data):
        yield f"{above}/{kind}", body
        if kind in HEADS:
            yield from _walk(body, f"{above}/{kind}")


def _brands(body: bytes) -> frozenset[str]:
    names = [body[:4], *(body[at : at + 4] for at in range(8, len(body), 4))]
    return frozenset(name.decode("latin-1") for name in names)


def _fragment(moof: bytes) -> tuple[int, int, bool, int, int]:
    """Return sequence, start, whether it starts in sync, samples, duration."""
    sequence = start = samples = duration = lasting = 0
    flags = first_flags = None
    for path, body in _walk(moof, ""):
        kind = path.rsplit("/", maxsplit=1)[-1]
        if kind == "mfhd":
            sequence = _number(body, 4, 4)
        elif kind == "tfhd":
            lasting, flags = _defaults(body)
        elif kind == "tfdt":
            start = _number(body, 4, 8 if body[:1] == b"\x01" else 4)
        elif kind == "trun":
            count, lasts, run_flags = _run(body, lasting)
            first_flags = run_flags if not samples and run_flags is not None else first_flags
            samples, duration = samples + count, duration + lasts
    effective = first_flags if first_flags is not None else flags or 0
    return sequence, start, not effective & NON_SYNC, samples, duration


def _defaults(tfhd: bytes) -> tuple[int, int | None]:
    """Return the default duration and flags of a sample."""
    marks, at = _number(tfhd, 1, 3), 8
    at += 8 * bool(marks & 0x1) + 4 * bool(marks & 0x2)
    lasting = _number(tfhd, at, 4) if marks & 0x8 else 0
    at += 4 * bool(marks & 0x8) + 4 * bool(marks & 0x10)
    return lasting, _number(tfhd, at, 4) if marks & 0x20 else None


def _run(trun: bytes, lasting: int) -> tuple[int, int, int | None]:
    """Return the samples, their duration, and the flags of the first if it has its own."""
    marks, count, at = _number(trun, 1, 3), _number(trun, 4, 4), 8
    at += 4 * bool(marks & 0x1)
    first = None
    if marks & 0x4:
        first, at = _number(trun, at, 4), at + 4
    step = 4 * sum(bool(marks & bit) for bit in (0x100, 0x200, 0x400, 0x800))
    if marks & 0x400 and first is None:
        first = _number(trun, at + 4 * bool(marks & 0x100) + 4 * bool(marks & 0x200), 4)
    if not marks & 0x100:
        return count, count * lasting, first
    return count, sum(_number(trun, at + n * step, 4) for n in range(count)), first


def _default_size(tfhd: bytes) -> int:
    marks = _number(tfhd, 1, 3)
    at = 8 + 8 * bool(marks & 0x1) + 4 * bool(marks & 0x2) + 4 * bool(marks & 0x8)
    return _number(tfhd, at, 4) if marks & 0x10 else 0


def _run_size(trun: bytes, size: int) -> int:
    """Return the bytes that the samples of a run take."""
    marks, count = _number(trun, 1, 3), _number(trun, 4, 4)
    if not marks & 0x200:
        return count * size
    step = 4 * sum(bool(marks & bit) for bit in (0x100, 0x200, 0x400, 0x800))
    at = 8 + 4 * bool(marks & 0x1) + 4 * bool(marks & 0x4) + 4 * bool(marks & 0x100)
    return sum(_number(trun, at + n * step, 4) for n in range(count))


def _number(data: bytes, at: int, size: int) -> int:
    if at + size > len(data):
        raise InputError("a box is cut short")
    return int.from_bytes(data[at : at + size], "big")
