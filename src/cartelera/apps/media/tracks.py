"""The tracks of a package as they lie on the disk."""

from pathlib import Path

from cartelera.engines.media.boxes import read_segment, read_start
from cartelera.engines.media.manifests import Track
from cartelera.engines.media.package import Facts, read_playlist
from cartelera.vocabulary.errors import InputError


def read_track(directory: Path, name: str) -> Track:
    """Read a picture or sound track: what its playlist plays, box by box.

    directory  the package
    name       the track's own directory in it

    Raises InputError, in words, for a playlist, segment or I-frame list that is not whole.
    """
    place = directory / name
    playlist = read_playlist(_text(place / "index.m3u8"))
    if playlist.start is None or not playlist.segments:
        raise InputError(f"{name}: its playlist names no segments")
    datas = [_bytes(place, uri) for uri, _ in playlist.segments]
    try:
        start = read_start(_bytes(place, playlist.start))
        segments = tuple(read_segment(data) for data in datas)
    except InputError as error:
        raise InputError(f"{name}: {error}") from error
    listed = place / "iframes.m3u8"
    frames = read_playlist(_text(listed)).sizes if listed.is_file() else ()
    return Track(start, segments, tuple(len(data) for data in datas), frames)


def read_tracks(directory: Path, facts: Facts) -> dict[str, Track]:
    """Read each picture and sound track of a package, by its directory."""
    names = [v.directory for v in facts.videos] + [s.directory for s in facts.sounds]
    return {name: read_track(directory, name) for name in names}


def _bytes(place: Path, uri: str) -> bytes:
    path = place / uri
    if path.parent != place or not path.is_file():
        raise InputError(f"{place.parent.name}/{place.name}: segment {uri} is missing")
    return path.read_bytes()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InputError(f"{path.parent.name}/{path.name} cannot be read") from error
