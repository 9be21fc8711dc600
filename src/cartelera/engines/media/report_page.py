"""A report drawn: plots as SVG whose words are numbers and names, and a page that holds all."""

from collections.abc import Sequence
from html import escape
from math import log

from cartelera.engines.media.ladder import PictureCodec
from cartelera.engines.media.report import Dot, Hard, LadderTold, PeerTold, Report
from cartelera.vocabulary.timecode import clock

CODECS = {PictureCodec.H264: "H.264", PictureCodec.AV1: "AV1"}
_WIDE, _HIGH = 640.0, 300.0
_LEFT, _RIGHT, _TOP, _FOOT = 36.0, 12.0, 10.0, 30.0  # px around a plot

STYLE = """
:root{color-scheme:light dark;--ink:#221d18;--paper:#faf6ee;--quiet:#6b6258;--line:#d9d0c2;
--rosa:#c8006e;--indigo:#3b4a9c}
@media (prefers-color-scheme:dark){:root{--ink:#efe8dc;--paper:#191613;--quiet:#a69c8f;
--line:#3d372f;--rosa:#ff6fb4;--indigo:#9fadff}}
body{margin:0 auto;padding:2rem 1.25rem 4rem;max-width:60rem;background:var(--paper);
color:var(--ink);font:15px/1.5 system-ui,sans-serif}
h1{font-size:1.8rem;line-height:1.15;margin:0;overflow-wrap:anywhere}h2{margin:2.5rem 0 .25rem}
p{margin:.25rem 0;max-width:44rem}.quiet,figcaption{color:var(--quiet)}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;width:100%}
th,td{text-align:right;padding:.3rem .6rem;
border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child{text-align:left}figure{margin:1rem 0}svg{width:100%;height:auto}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:4px}.pair img{width:100%;display:block}
.plot-grid{stroke:var(--line)}.plot-scale,.plot-label{fill:var(--quiet);font-size:11px}
.plot-tried,.plot-low{fill:none;stroke:var(--quiet);stroke-opacity:.55}
.plot-rungs,.plot-mean{fill:none;stroke:var(--rosa);stroke-width:2}.plot-dot{fill:var(--rosa)}
.plot-fixed{fill:none;stroke:var(--indigo);stroke-width:2;stroke-dasharray:5 4}
.plot-peer{fill:none;stroke:var(--quiet);stroke-width:1.5}
.plot-lead{stroke-width:1;stroke-dasharray:1 3}
"""


def draw_hull(name: str, ladder: LadderTold) -> str:
    """Draw the rungs of one codec against bits, what was tried and one CRF for all behind.

    name  what it shows, for those who cannot see it
    """
    rungs = [(rung.kbps, rung.quality.mean) for rung in ladder.rungs]
    all_dots = rungs + [dot for _, dots in ladder.curves for dot in dots] + [*ladder.fixed]
    all_dots += [dot for peer in ladder.peers for dot in peer.dots]
    low, high = min(k for k, _ in all_dots), max(k for k, _ in all_dots)
    floor = 10 * int((min(v for _, v in rungs) - 3) / 10)
    span = max(log(high / low), 1e-6)

    def spot(dot: Dot) -> tuple[float, float]:
        return _across(log(dot[0] / low) / span), _up(dot[1], floor)

    rates = [n * 10**p for p in range(1, 6) for n in (1, 2, 5) if low <= n * 10**p <= high]
    parts = [_level_lines(floor)]
    parts += [
        f'<text class="plot-scale" text-anchor="middle" x="{spot((rate, 0))[0]:.1f}" '
        f'y="{_HIGH - 10:.0f}">{rate} kbit/s</text>'
        for rate in rates[:: max(1, len(rates) // 6)]
    ]
    for _, dots in ladder.curves:
        parts.append(_line("plot-tried", [spot(d) for d in dots if d[1] >= floor]))
    parts.append(_line("plot-fixed", [spot(d) for d in sorted(ladder.fixed) if d[1] >= floor]))
    for n, peer in enumerate(ladder.peers):
        parts += _peer(n, peer.name, [spot(d) for d in sorted(peer.dots) if d[1] >= floor])
    parts.append(_line("plot-rungs", [spot(d) for d in rungs]))
    for rung, dot in zip(ladder.rungs, rungs, strict=True):
        x, y = spot(dot)
        side = "end" if x > _WIDE - 90 else "start"
        parts.append(f'<circle class="plot-dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>')
        parts.append(
            f'<text class="plot-label" text-anchor="{side}" '
            f'x="{x + (-8 if side == "end" else 8):.1f}" y="{y + 14:.1f}">{rung.size}</text>'
        )
    return _svg(name, parts)


def _peer(n: int, name: str, spots: Sequence[tuple[float, float]]) -> list[str]:
    """Draw a peer's streams as rings on a line, named at the best, each peer a row lower."""
    rings = [f'<circle class="plot-peer" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in spots]
    for x, y in spots[-1:]:
        foot = _HIGH - _FOOT - 8 - 16 * n
        rings.append(
            f'<path class="plot-peer plot-lead" d="M{x:.1f} {y + 3.5:.1f}V{foot:.1f}"/>'
        )
        rings.append(
            f'<text class="plot-label" text-anchor="end" x="{x - 5:.1f}" y="{foot:.1f}">'
            f"{escape(name)}</text>"
        )
    return [_line("plot-peer", spots), *rings]


def draw_moments(name: str, ladder: LadderTold, seconds: float) -> str:
    """Draw the VMAF of the best rung over the film, its worst frames behind.

    name  what it shows, for those who cannot see it
    """
    floor = max(0, 10 * int(min(m.low for m in ladder.moments) / 10))

    def spots(low: bool) -> list[tuple[float, float]]:
        return [
            (_across(m.second / seconds), _up(m.low if low else m.mean, floor))
            for m in ladder.moments
        ]

    ends = ((0.0, "start"), (seconds / 2, "middle"), (seconds, "end"))
    words = [
        f'<text class="plot-scale" text-anchor="{side}" x="{_across(at / seconds):.1f}" '
        f'y="{_HIGH - 10:.0f}">{_clock(at)}</text>'
        for at, side in ends
    ]
    lines = [_line("plot-low", spots(low=True)), _line("plot-mean", spots(low=False))]
    return _svg(name, [_level_lines(floor), *words, *lines])


def _svg(name: str, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plot" role="img" '
        f'aria-label="{escape(name)}" viewBox="0 0 {_WIDE:.0f} {_HIGH:.0f}">'
        f"{''.join(parts)}</svg>"
    )


def _across(share: float) -> float:
    return _LEFT + share * (_WIDE - _LEFT - _RIGHT)


def _up(vmaf: float, floor: int) -> float:
    return _TOP + (100 - vmaf) / (100 - floor) * (_HIGH - _TOP - _FOOT)


def _level_lines(floor: int) -> str:
    step = 10 if floor > 40 else 20
    return "".join(
        f'<path class="plot-grid" d="M{_LEFT} {_up(v, floor):.1f}H{_WIDE - _RIGHT}"/>'
        f'<text class="plot-scale" text-anchor="end" x="{_LEFT - 6}" '
        f'y="{_up(v, floor) + 4:.1f}">{v}</text>'
        for v in range(100, floor - 1, -step)
    )


def _line(kind: str, spots: Sequence[tuple[float, float]]) -> str:
    if len(spots) < 2:
        return ""
    told = "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
    return f'<path class="{kind}" d="M{told}"/>'


def _clock(second: float) -> str:
    return clock(second).split(".")[0].removeprefix("00:")


def report_page(film: str, report: Report, pairs: Sequence[tuple[str, str]]) -> str:
    """Return a page that asks for nothing outside itself.

    film   what to call it
    pairs  data addresses of each hardest shot's frame: the master's, the best rung's
    """
    size = report.ladders[0].rungs[0].size
    ladders = "".join(_ladder(report, ladder) for ladder in report.ladders)
    hard = "".join(_pair(h, size, p) for h, p in zip(report.hardest, pairs, strict=True))
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{escape(film)} · encode report</title><style>{STYLE}</style></head><body>
<h1>{escape(film)}</h1>
<p class="quiet">{_clock(report.seconds)}, {report.shots} shots, asked for VMAF {report.asked}.
VMAF is measured on what is shipped, one frame in three, at display size.</p>
{ladders}
<h2>Hardest shots</h2>
<p>The worst frame of the shots that look worst at {size}, the master's beside it.</p>
{hard}
</body></html>
"""


def _ladder(report: Report, ladder: LadderTold) -> str:
    name = CODECS[ladder.codec]
    rows = "".join(
        f"<tr><td>{rung.size}</td><td>{rung.kbps:.0f}</td><td>{rung.predicted:.1f}</td>"
        f"<td>{rung.quality.mean:.1f}</td><td>{rung.quality.harmonic:.1f}</td>"
        f"<td>{rung.quality.low_1:.1f}</td></tr>"
        for rung in ladder.rungs
    )
    saved = (
        ""
        if ladder.saved_percent is None
        else f"<p>{_saved(ladder.saved_percent)} than one CRF for every shot at each of these "
        "sizes, at equal VMAF, as the trials foretell that ladder.</p>"
    )
    peers = "".join(f"<p>{_against(peer)}</p>" for peer in ladder.peers)
    rings = "; rings: the peers' streams, by name" if ladder.peers else ""
    hull = draw_hull(f"{name}: VMAF of each rung against kbit/s", ladder)
    over = draw_moments(f"{name}: VMAF over the film", ladder, report.seconds)
    return f"""<h2>{name}</h2>{saved}{peers}
<figure>{hull}<figcaption>VMAF against bits: the rungs shipped, one CRF for every shot
(dashed), and each size as it was tried (thin){rings}.</figcaption></figure>
<div class="wide"><table><thead><tr><th>Rung</th><th>kbit/s</th><th>VMAF predicted</th>
<th>shipped</th><th>harmonic</th><th>1 % low</th></tr></thead><tbody>{rows}</tbody></table>
</div>
<figure>{over}<figcaption>VMAF of the best rung over the film: mean, and worst frame
(thin).</figcaption></figure>"""


def _against(peer: PeerTold) -> str:
    whose = f"{peer.name}'s {'ladder' if len(peer.dots) > 1 else 'one stream'}"
    if peer.saved_percent is None:
        return f"No VMAF in common with {whose} of this film: its bits cannot be compared."
    return f"{_saved(peer.saved_percent)} than {whose} of this film, at equal VMAF."


def _saved(percent: float) -> str:
    return f"{abs(percent):.1f} % {'fewer' if percent >= 0 else 'more'} bits"


def _pair(hard: Hard, size: str, pair: tuple[str, str]) -> str:
    at = _clock(hard.second)
    pictures = "".join(
        f'<img src="{address}" alt="{whose} at {at}">'
        for address, whose in zip(pair, ("The master", f"The {size} rung"), strict=True)
    )
    return (
        f'<figure><div class="pair">{pictures}</div><figcaption>{at}: VMAF {hard.low:.1f}; '
        f"the shot, {hard.end - hard.start:.1f} s, has {hard.vmaf:.1f} at CRF {hard.crf:g}, "
        f"{hard.kbps:.0f} kbit/s.</figcaption></figure>"
    )
