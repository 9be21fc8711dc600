import errno
import os
import shutil

from pytest import mark, raises

from cartelera.adapters.store import (
    Store,
    disk,
    hash_file,
    hash_tree,
    open_workroom,
    refuse_full,
)
from cartelera.vocabulary.errors import InputError, ProgramError

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_master_is_kept_under_its_hash_and_cannot_be_changed(tmp_path):
    source = tmp_path / "film.mov"
    source.write_bytes(b"film" * 1000)
    told = []
    kept = Store(tmp_path / "media").keep_master(source, told.append)
    path = Store(tmp_path / "media").master(kept.sha256)
    assert path.read_bytes() == source.read_bytes()
    assert hash_file(path) == kept.sha256
    assert kept.size == 4000
    assert path.stat().st_mode & 0o222 == 0
    assert told[-1] == 1.0


def test_a_master_delivered_twice_is_kept_once(tmp_path):
    source = tmp_path / "film.mov"
    source.write_bytes(b"film")
    store = Store(tmp_path / "media")
    first = store.keep_master(source)
    again = store.keep_master(source)
    assert first == again
    assert [p.name for p in (tmp_path / "media/masters").iterdir()] == [first.sha256]


def test_a_copy_that_is_broken_off_leaves_nothing(tmp_path):
    source = tmp_path / "film.mov"
    source.write_bytes(b"film")

    def stop(_):
        raise KeyboardInterrupt

    with raises(KeyboardInterrupt):
        Store(tmp_path / "media").keep_master(source, stop)
    assert list((tmp_path / "media/masters").iterdir()) == []


def test_an_empty_file_is_no_master(tmp_path):
    (tmp_path / "film.mov").touch()
    with raises(InputError, match=r"film\.mov is empty"):
        Store(tmp_path / "media").keep_master(tmp_path / "film.mov")


def test_the_hash_of_a_tree_changes_with_a_name_or_a_byte(tmp_path):
    one = tmp_path / "one"
    (one / "video").mkdir(parents=True)
    (one / "video/1.m4s").write_bytes(b"a")
    (one / "master.m3u8").write_bytes(b"b")
    first = hash_tree(one)
    shutil.copytree(one, tmp_path / "two")
    assert hash_tree(tmp_path / "two") == first
    (one / "master.m3u8").rename(one / "other.m3u8")
    assert hash_tree(one) != first
    (tmp_path / "two/video/1.m4s").write_bytes(b"c")
    assert hash_tree(tmp_path / "two") != first
    (tmp_path / "none").mkdir()
    assert hash_tree(tmp_path / "none") == EMPTY


def test_a_package_is_published_once_and_cannot_be_changed(tmp_path):
    store = Store(tmp_path)
    for _ in range(2):
        made = tmp_path / "made/video"
        made.mkdir(parents=True)
        (made / "1.m4s").write_bytes(b"a")
        store.publish(tmp_path / "made", "abc")
    place = store.package("abc")
    assert (place / "video/1.m4s").stat().st_mode & 0o777 == 0o444
    assert [p.name for p in (tmp_path / "packages").iterdir()] == ["abc"]
    assert not (tmp_path / "made").exists()


def test_what_a_killed_run_left_unfinished_is_swept_and_its_pieces_stay(tmp_path):
    with open_workroom(tmp_path / "room") as room:
        piece = room.keep_text("abcd", "whole")
        room.fresh(".mp4").write_text("half")
    with open_workroom(tmp_path / "room") as room:
        assert room.piece("abcd") == piece
        assert piece.read_text() == "whole"
        assert list(room.unfinished.iterdir()) == []
        assert room.piece("ffff") is None


@mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_named_with_the_way_out(tmp_path, number):
    with raises(ProgramError, match="is full: free some space and run again"), disk(tmp_path):
        raise OSError(number, os.strerror(number))


def test_a_disk_that_refuses_is_named(tmp_path):
    with raises(ProgramError, match=str(tmp_path)), disk(tmp_path):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))


def test_a_program_that_failed_for_want_of_room_is_told_from_others(tmp_path):
    refuse_full("Invalid data found", [tmp_path / "piece.mp4"])
    with raises(ProgramError, match=f"holds {tmp_path} is full"):
        refuse_full("x: No space left on device", [tmp_path / "piece.mp4"])
