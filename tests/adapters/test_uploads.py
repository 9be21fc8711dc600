import os
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartelera.adapters.uploads import (
    ChecksumError,
    LostHoldError,
    TooLongError,
    append,
    arrived,
    begin,
    discard,
    file_of,
    free_bytes,
    last_touched,
    take,
)
from cartelera.engines.media.tus import Checksum
from cartelera.vocabulary.errors import InputError

KEY = "0123456789abcdef" * 2
FILM = bytes(range(256)) * 40


class BrokenOffError(Exception):
    """The sender's connection."""


def broken_off(pieces):
    yield from pieces
    raise BrokenOffError


def checksum(content):
    return Checksum("sha256", sha256(content).digest())


@pytest.fixture
def folder(tmp_path):
    begin(tmp_path / "uploads", KEY)
    return tmp_path / "uploads"


def test_an_upload_begins_empty_and_is_for_its_owner_alone(folder):
    assert take(folder, KEY).offset == 0
    assert file_of(folder, KEY).stat().st_mode & 0o777 == 0o600


def test_there_is_nothing_to_take_of_an_upload_that_never_began(tmp_path):
    assert take(tmp_path, KEY) is None
    assert arrived(tmp_path, KEY) == 0
    assert last_touched(tmp_path, KEY) is None


def test_what_came_before_a_connection_broke_is_kept(folder):
    with pytest.raises(BrokenOffError):
        append(folder, KEY, take(folder, KEY), broken_off([b"one", b"two"]), room=100)
    hold = take(folder, KEY)
    assert hold.offset == 6
    assert append(folder, KEY, hold, [b"three"], room=94) == 11
    assert file_of(folder, KEY).read_bytes() == b"onetwothree"


attempts = st.tuples(st.integers(0, 4000), st.booleans(), st.booleans())


@settings(deadline=None)
@given(st.lists(attempts, max_size=8))
def test_however_often_it_breaks_the_film_arrives_whole(attempts):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        begin(folder, KEY)
        for size, checked, breaks in attempts:
            hold = take(folder, KEY)
            left = FILM[hold.offset :]
            known = checksum(left[:size]) if checked else None
            coming = broken_off([left[:size]]) if breaks else [left[:size]]
            try:
                append(folder, KEY, hold, coming, room=len(left), checksum=known)
            except BrokenOffError:
                kept = 0 if checked else len(left[:size])
                assert arrived(folder, KEY) == hold.offset + kept
        hold = take(folder, KEY)
        append(folder, KEY, hold, [FILM[hold.offset :]], room=len(FILM))
        assert file_of(folder, KEY).read_bytes() == FILM


def test_the_one_who_holds_it_last_writes_and_the_other_writes_nothing_more(folder):
    old = take(folder, KEY)

    def pieces():
        yield b"mine"
        new = take(folder, KEY)
        assert new.offset == 4
        append(folder, KEY, new, [b"yours"], room=90)
        yield b"late"

    with pytest.raises(LostHoldError):
        append(folder, KEY, old, pieces(), room=100)
    assert file_of(folder, KEY).read_bytes() == b"mineyours"


def test_bytes_that_are_not_those_named_are_dropped(folder):
    append(folder, KEY, take(folder, KEY), [b"good"], room=100, checksum=checksum(b"good"))
    with pytest.raises(ChecksumError):
        append(folder, KEY, take(folder, KEY), [b"bad"], room=96, checksum=checksum(b"other"))
    assert take(folder, KEY).offset == arrived(folder, KEY) == 4


def test_bytes_never_checked_do_not_count(folder):
    hold = take(folder, KEY)
    with pytest.raises(BrokenOffError):
        pieces = broken_off([b"half"])
        append(folder, KEY, hold, pieces, room=100, checksum=checksum(b"halfwhole"))
    assert arrived(folder, KEY) == 0
    assert take(folder, KEY).offset == 0


def test_more_than_the_room_left_is_refused(folder):
    with pytest.raises(TooLongError):
        append(folder, KEY, take(folder, KEY), [b"12345", b"67"], room=6)
    assert take(folder, KEY).offset == 5


@pytest.mark.parametrize("checked", [False, True], ids=["plain", "with a checksum"])
def test_a_server_killed_in_mid_upload_goes_on_where_the_disk_is(folder, checked):
    script = f"""
import os, signal
from pathlib import Path
from cartelera.adapters.uploads import append, take
from cartelera.engines.media.tus import Checksum
def pieces():
    yield b"a" * 1000
    os.kill(os.getpid(), signal.SIGKILL)
folder = Path({str(folder)!r})
known = Checksum("sha1", bytes(20)) if {checked} else None
append(folder, {KEY!r}, take(folder, {KEY!r}), pieces(), room=5000, checksum=known)
"""
    killed = subprocess.run([sys.executable, "-c", script], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert take(folder, KEY).offset == (0 if checked else 1000)


def test_a_full_disk_is_named_and_loses_nothing(folder):
    script = f"""
import resource
from pathlib import Path
from cartelera.adapters.uploads import DiskFullError, append, take
resource.setrlimit(resource.RLIMIT_FSIZE, (1500, 1500))
folder = Path({str(folder)!r})
try:
    append(folder, {KEY!r}, take(folder, {KEY!r}), [b"a" * 1000, b"b" * 1000], room=5000)
except DiskFullError as full:
    print(full)
"""
    told = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
    assert told.stdout == b"the disk of the uploads takes no more\n"
    assert take(folder, KEY).offset == 1500
    assert file_of(folder, KEY).read_bytes() == b"a" * 1000 + b"b" * 500


def test_an_upload_thrown_away_is_gone(folder):
    discard(folder, KEY)
    discard(folder, KEY)
    assert take(folder, KEY) is None
    assert list(folder.iterdir()) == []


def test_its_last_bytes_tell_when_it_was_touched(folder):
    long_ago = datetime(2024, 2, 21, tzinfo=UTC)
    os.utime(file_of(folder, KEY), (long_ago.timestamp(), long_ago.timestamp()))
    assert last_touched(folder, KEY) == long_ago
    append(folder, KEY, take(folder, KEY), [b"x"], room=1)
    assert datetime.now(UTC) - last_touched(folder, KEY) < timedelta(minutes=1)


@pytest.mark.parametrize("key", ["", "../" * 10 + "ab", "A" * 32, "a" * 33, "a" * 31 + "\n"])
def test_a_key_is_never_a_path(tmp_path, key):
    with pytest.raises(InputError):
        begin(tmp_path, key)


def test_free_space_is_asked_of_the_disk_even_before_the_folder_is(tmp_path):
    assert free_bytes(tmp_path / "not/yet/made") > 0
