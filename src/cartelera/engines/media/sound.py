"""The sound of a package: which forms of each track are made, how loud, and how.

Every track is brought to one loudness by one gain, so that its dynamics stay as they were
mixed. Sources: EBU R 128 (the target), ITU-R BS.1770 (how loudness and peaks are measured).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, log10

from cartelera.engines.media.encode import MASTER, OUT, SAME_BYTES, SAMPLES, Arguments
from cartelera.engines.media.package import SoundCodec
from cartelera.engines.media.probe import Sound
from cartelera.engines.media.timeline import Timeline

TARGET_LUFS = -23.0  # of the whole programme
CEILING_DBTP = -1.0  # no true peak is louder
SILENCE_LUFS = -60.0  # quieter is no programme
MOST_GAIN_DB = 20.0  # more would only raise the noise
SURROUND = 6  # channels


@dataclass(frozen=True, slots=True)
class Form:
    """One way a track is coded."""

    codec: SoundCodec
    channels: int
    kbps: int

    @property
    def ending(self) -> str:
        """What its directory's name ends with."""
        if self.codec is SoundCodec.OPUS:
            return "-opus"
        return "-surround" if self.channels == SURROUND else ""


STEREO = Form(SoundCodec.AAC, 2, 128)
SURROUNDED = Form(SoundCodec.AAC, SURROUND, 384)
SPARING = Form(SoundCodec.OPUS, 2, 96)


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud a track is."""

    lufs: float
    peak_dbtp: float


def forms(sound: Sound) -> tuple[Form, ...]:
    """Return the forms a track is made in: stereo in two codecs, and 5.1 where it has it."""
    wide = (SURROUNDED,) if sound.channels >= SURROUND else ()
    return (STEREO, *wide, SPARING)


def gain_db(loudness: Loudness) -> float:
    """Return the gain that brings a track to the target, to a tenth of a decibel.

    A track whose peaks would pass the ceiling stays below the target; silence is left alone.
    """
    if loudness.lufs < SILENCE_LUFS:
        return 0.0
    wanted = min(TARGET_LUFS - loudness.lufs, CEILING_DBTP - loudness.peak_dbtp, MOST_GAIN_DB)
    return floor(10 * wanted) / 10


def measure_call(sound: Sound, timeline: Timeline, channels: int) -> Arguments:
    """Measure one audio track in the layout it will have; see read_loudness."""
    told = ",".join(
        f"ametadata=mode=print:key=lavfi.r128.{key}:file=pipe\\\\:1"
        for key in ("I", "true_peak")
    )
    filters = f"{_laid_out(timeline, channels)},ebur128=peak=true:metadata=1:framelog=quiet"
    return (
        *("-xerror", "-copyts", "-i", MASTER, "-map", f"0:{sound.index}"),
        *("-af", f"{filters},{told}", "-f", "null", "-"),
    )


def read_loudness(lines: Iterable[str]) -> Loudness:
    """Return what measure_call printed, of which the last lines count."""
    said = dict(line.split("=", maxsplit=1) for line in lines if line.startswith("lavfi."))
    peak = float(said.get("lavfi.r128.true_peak", "0"))
    lufs = float(said.get("lavfi.r128.I", "-70"))
    return Loudness(lufs, 20 * log10(peak) if peak > 0 else -120.0)


def sound_call(sound: Sound, timeline: Timeline, form: Form, gain: float) -> Arguments:
    """Encode one audio track in one form, exactly as long as the film.

    gain  decibels
    """
    length = sound_samples(timeline)
    filters = (
        f"{_laid_out(timeline, form.channels)},volume={gain:.1f}dB:precision=float,"
        f"apad=whole_len={length},atrim=end_sample={length}"
    )
    codec = ("-c:a", "aac")
    if form.codec is SoundCodec.OPUS:
        codec = ("-c:a", "libopus")
    return (
        *("-xerror", "-copyts", "-i", MASTER, "-map", f"0:{sound.index}", "-af", filters),
        *(*codec, "-b:a", f"{form.kbps}k", *SAME_BYTES, "-f", "mp4", OUT),
    )


def sound_samples(timeline: Timeline) -> int:
    """Return the samples of the film's sound, for each channel."""
    return -int(-timeline.seconds * SAMPLES // 1)


def _laid_out(timeline: Timeline, channels: int) -> str:
    """Return the filters that put a track on the film's clock, in as many channels."""
    start = round(timeline.first * timeline.tick * SAMPLES)
    layout = "5.1" if channels == SURROUND else "stereo"
    return (
        f"asettb=1/{SAMPLES},asetpts=PTS-{start},aresample={SAMPLES}:async=1:first_pts=0,"
        f"aformat=sample_fmts=fltp:channel_layouts={layout}"
    )
