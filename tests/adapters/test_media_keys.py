import os
from datetime import UTC, datetime, timedelta

from cartelera.adapters.media_keys import SETTLING, change_key, keys_in_force, signing_key


def later(**more):
    return datetime.now(UTC) + timedelta(**more)


def test_the_first_key_is_made_once_and_for_its_owner_alone(tmp_path):
    folder = tmp_path / "keys"
    keys = keys_in_force(folder)
    assert keys == keys_in_force(folder) == (signing_key(folder, later()),)
    assert len(keys[0].secret) >= 32
    assert [file.stat().st_mode & 0o777 for file in folder.iterdir()] == [0o600]


def test_a_new_key_opens_at_once_and_signs_when_every_gate_knows_it(tmp_path):
    old = signing_key(tmp_path, later())
    age(tmp_path, hours=1)
    new = change_key(tmp_path)
    assert keys_in_force(tmp_path) == (new, old)
    assert signing_key(tmp_path, later()) == old
    assert signing_key(tmp_path, later() + SETTLING) == new


def test_the_key_before_the_last_goes_out_of_force(tmp_path):
    first = signing_key(tmp_path, later())
    age(tmp_path, hours=2)
    second = change_key(tmp_path)
    age(tmp_path, hours=1)
    third = change_key(tmp_path)
    assert keys_in_force(tmp_path) == (third, second)
    assert not (tmp_path / first.name).exists()


def age(folder, hours):
    for file in folder.iterdir():
        born = file.stat().st_mtime - hours * 3600
        os.utime(file, (born, born))
