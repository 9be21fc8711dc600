"""High dynamic range brought to Rec. 709: the colours kept, the highlights rolled off.

Sources: ITU-R BT.2100 (PQ and HLG, with its OOTF); BT.2408 (reference white at 203 nits);
BT.1886 (gamma 2.4); the Möbius curve of tone mappers, which leaves all below its knee as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from cartelera.vocabulary.errors import InputError

WHITE = 203  # nits, of diffuse white; it is not the brightest that a picture has
KNEE = 0.3  # of white: what is darker is shown as it is
PEAKS = (400, 10_000)  # nits that a master may say its brightest are
USUAL_PEAK = 1000  # nits, of a master that does not say
LEVEL = 8  # of the table: its cube has 64 steps a side
MATRICES = {"bt2020nc", "unknown", "", "None"}
# to Rec. 709 in linear light, from the primaries of a master
TO_709 = {
    "bt2020": (
        (1.660491, -0.587641, -0.072850),
        (-0.124550, 1.132900, -0.008349),
        (-0.018151, -0.100579, 1.118730),
    ),
    "smpte432": (  # P3, with the white of a screen
        (1.224940, -0.224940, 0.0),
        (-0.042057, 1.042057, 0.0),
        (-0.019638, -0.078636, 1.098274),
    ),
}


class Transfer(StrEnum):
    """How a picture of high dynamic range is coded, as ffprobe names it."""

    PQ = "smpte2084"
    HLG = "arib-std-b67"


NAMES = {Transfer.PQ: "HDR10 (PQ)", Transfer.HLG: "HLG"}


@dataclass(frozen=True, slots=True)
class WideRange:
    """The high dynamic range of a picture."""

    transfer: Transfer
    primaries: str  # a key of TO_709
    peak: int  # nits of its brightest


def wide_range(stream: Mapping[str, Any], *, rgb: bool) -> WideRange | None:
    """Return the high dynamic range of a video stream; None if it has none.

    stream  as ffprobe says it

    Raises InputError, by its name, for a kind that cannot be brought to Rec. 709.
    """
    beside = stream.get("side_data_list", [])
    if any("DOVI" in str(one.get("side_data_type")) for one in beside):
        raise InputError("its picture is Dolby Vision, not taken; deliver HDR10 or HLG")
    transfer = stream.get("color_transfer")
    if transfer not in set(Transfer):
        return None
    primaries = str(stream.get("color_primaries", "bt2020"))
    matrix = "RGB" if rgb else str(stream.get("color_space", ""))
    name = NAMES[Transfer(transfer)]
    if matrix not in MATRICES:
        raise InputError(
            f"its picture is {name} in {matrix}, which is not taken; deliver Y'CbCr"
        )
    known = "bt2020" if primaries == "unknown" else primaries
    if known not in TO_709:
        raise InputError(f"its picture is {name} with the primaries of {known}, not Rec. 2020")
    return WideRange(Transfer(transfer), known, _peak(Transfer(transfer), beside))


def _peak(transfer: Transfer, beside: Sequence[Mapping[str, Any]]) -> int:
    """Return the nits of the brightest: as the master says, of its pixels or of its screen."""
    if transfer is Transfer.HLG:
        return USUAL_PEAK
    said = [one.get("max_content") for one in beside] + [o.get("max_luminance") for o in beside]
    for value in said:
        try:
            nits = int(Fraction(str(value)))
        except (ValueError, ZeroDivisionError):
            continue
        if nits > 0:
            return min(max(nits, PEAKS[0]), PEAKS[1])
    return USUAL_PEAK


def toned(wide: WideRange, rate: Fraction) -> str:
    """Return the filters that bring a picture to Rec. 709, as 16 bits of R'G'B'.

    rate  frames a second of what goes in

    The arithmetic is done once, over a table; the frames are looked up in it.
    """
    # the lookup mixes up the channels of a table whose planes are apart: both are packed
    scaled = "flags=lanczos+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact"
    expressions = (f"{name}='{channel(wide, n)}'" for n, name in enumerate("rgb"))
    return (
        f"scale=in_color_matrix=bt2020:{scaled},format=rgb48le[wide];"
        f"haldclutsrc=level={LEVEL}:rate={rate},trim=end_frame=1,format=gbrp16le,"
        f"geq={':'.join(expressions)},format=rgb48le[tone];"
        "[wide][tone]haldclut=clut=first:interp=tetrahedral,"
        f"setparams=color_primaries=bt709:color_trc=bt709"
    )


def channel(wide: WideRange, number: int) -> str:
    """Write how the filter geq makes a channel of a Rec. 709 pixel out of a wide one.

    number  of the channel: 0 is red
    """
    signals = [f"{name}(X,Y)/65535" for name in "rgb"]
    steps = [f"st({n},{_light(wide.transfer, signal)})" for n, signal in enumerate(signals)]
    if wide.transfer is Transfer.HLG:  # what its screen does: by brightness, not by channel
        steps.append(
            f"st(3,{USUAL_PEAK / WHITE:.6f}*pow(0.2627*ld(0)+0.6780*ld(1)+0.0593*ld(2),0.2))"
        )
        steps += [f"st({n},ld({n})*ld(3))" for n in range(3)]
    for n, row in enumerate(TO_709[wide.primaries]):
        mixed = "+".join(f"({share:.6f})*ld({k})" for k, share in enumerate(row))
        steps.append(f"st({4 + n},max(0,{mixed}))")
    steps.append("st(7,max(ld(4),max(ld(5),ld(6))))")
    rolled = f"if(lte(ld(7),{KNEE}),1,{_rolled('ld(7)', wide.peak / WHITE)}/ld(7))"
    return ";".join([*steps, f"65535*pow(clip(ld({4 + number})*{rolled},0,1),1/2.4)"])


def _light(transfer: Transfer, signal: str) -> str:
    """Write the light of a signal: of PQ in parts of white, of HLG in parts of the scene."""
    if transfer is Transfer.HLG:
        high = f"(exp(({signal}-0.55991073)/0.17883277)+0.28466892)/12"
        return f"if(lte({signal},0.5),pow({signal},2)/3,{high})"
    power = f"pow({signal},32/2523)"
    ratio = f"max({power}-107/128,0)/(2413/128-2392/128*{power})"
    return f"{10_000 / WHITE:.6f}*pow({ratio},8192/1305)"


def _rolled(light: str, peak: float) -> str:
    """Write the Möbius curve that takes the knee to itself and the peak to 1."""
    j = KNEE
    a = -j * j * (peak - 1) / (j * j - 2 * j + peak)
    b = (j * j - 2 * j * peak + peak) / (peak - 1)
    scale = (b * b + 2 * b * j + j * j) / (b - a)
    return f"{scale:.8f}*({light}+({a:.8f}))/({light}+({b:.8f}))"
