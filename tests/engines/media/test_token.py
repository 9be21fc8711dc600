from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cartelera.engines.media.token import Admission, Key, sign, verify
from cartelera.vocabulary.errors import InputError

NOON = datetime(2024, 2, 21, 12, tzinfo=UTC)
NEW = Key("k2", b"n" * 32)
OLD = Key("k1", b"o" * 32)

packages = st.text("0123456789abcdef", min_size=16, max_size=64)
sign_ins = st.text("abcXYZ019_-", min_size=1, max_size=64)
moments = st.integers(1, 10**8).map(lambda seconds: NOON + timedelta(seconds=seconds))
keys = st.builds(Key, st.text("abc019", min_size=1, max_size=8), st.binary(min_size=32))


@given(packages, sign_ins, moments, keys)
def test_a_token_opens_its_own_package_to_its_own_sign_in(package, sign_in, expires, key):
    token = sign(package, sign_in, expires, key)
    assert verify(token, package, [key], NOON) == Admission(package, sign_in, expires)


@given(packages, packages, sign_ins, moments)
def test_a_token_opens_no_other_package(package, other, sign_in, expires):
    assume(package != other)
    assert verify(sign(package, sign_in, expires, NEW), other, [NEW], NOON) is None


@given(packages, sign_ins, sign_ins, moments)
def test_a_token_serves_no_other_sign_in(package, sign_in, other, expires):
    assume(sign_in != other)
    key, seconds, _mine, mac = sign(package, sign_in, expires, NEW).split(".")
    assert verify(f"{key}.{seconds}.{other}.{mac}", package, [NEW], NOON) is None


@given(packages, sign_ins, moments, moments)
def test_nobody_lengthens_a_token(package, sign_in, expires, later):
    assume(expires != later)
    key, _seconds, mine, mac = sign(package, sign_in, expires, NEW).split(".")
    longer = f"{key}.{int(later.timestamp())}.{mine}.{mac}"
    assert verify(longer, package, [NEW], NOON) is None


@given(packages, sign_ins, moments, st.integers(0, 10**6))
def test_a_token_has_expired_at_the_second_it_names_and_after(package, sign_in, expires, late):
    token = sign(package, sign_in, expires, NEW)
    assert verify(token, package, [NEW], expires - timedelta(seconds=1))
    assert verify(token, package, [NEW], expires + timedelta(seconds=late)) is None


@given(st.text(), st.text())
def test_garbage_is_refused_without_an_error(token, package):
    assert verify(token, package, [NEW, OLD], NOON) is None
    assert verify(token, "a" * 64, [NEW, OLD], NOON) is None


@given(packages, sign_ins, moments, st.data())
def test_one_changed_character_spoils_a_token(package, sign_in, expires, data):
    token = sign(package, sign_in, expires, NEW)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters())
    assume(letter != token[place])
    spoilt = token[:place] + letter + token[place + 1 :]
    assert verify(spoilt, package, [NEW, OLD], NOON) is None


def test_while_keys_change_both_are_in_force_and_then_only_the_new_one():
    package, later = "a" * 64, NOON + timedelta(hours=2)
    before = sign(package, "ana", later, OLD)
    after = sign(package, "ana", later, NEW)
    assert verify(before, package, [NEW, OLD], NOON)
    assert verify(after, package, [NEW, OLD], NOON)
    assert verify(before, package, [NEW], NOON) is None


def test_two_keys_of_one_name_are_both_tried():
    package, later = "a" * 64, NOON + timedelta(hours=2)
    twin = replace(OLD, name=NEW.name)
    assert verify(sign(package, "ana", later, twin), package, [NEW, twin], NOON)


def test_a_key_of_another_secret_opens_nothing():
    package, later = "a" * 64, NOON + timedelta(hours=2)
    token = sign(package, "ana", later, NEW)
    assert verify(token, package, [Key(NEW.name, b"x" * 32)], NOON) is None


@pytest.mark.parametrize(
    ("package", "sign_in", "key"),
    [
        ("../" + "a" * 20, "ana", NEW),
        ("A" * 64, "ana", NEW),
        ("a" * 64, "ana.luz", NEW),
        ("a" * 64, "", NEW),
        ("a" * 64, "ana", Key("k.1", b"x" * 32)),
        ("a" * 64, "ana", Key("k1", b"short")),
    ],
    ids=["path", "capitals", "dot in the sign-in", "no sign-in", "dot in the key", "short key"],
)
def test_what_a_token_cannot_carry_is_refused_when_signing(package, sign_in, key):
    with pytest.raises(InputError):
        sign(package, sign_in, NOON, key)


def test_a_key_never_prints_its_secret():
    assert "nnn" not in repr(NEW)
