from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from zipfile import ZipFile

import pytest

from cartelera.adapters import bundle
from cartelera.adapters.bundle import bundled, bundled_once

AT = datetime(2026, 3, 1, tzinfo=UTC)
FILES = [("a/uno.txt", b"one " * 100), ("a/dos.jpg", b"two")]


def test_the_same_files_give_the_same_bytes_and_unpack_as_they_were():
    with bundled(FILES, AT) as first, bundled(FILES, AT) as second:
        assert first.read() == second.read()
        with ZipFile(first) as archive:
            assert [(name, archive.read(name)) for name in archive.namelist()] == FILES


@pytest.fixture
def ask(monkeypatch):
    """Ask for a ZIP by a name, and count how often its files were made."""
    monkeypatch.setattr(bundle, "_kept", type(bundle._kept)())
    made: list[str] = []

    def files(name: str) -> Iterator[tuple[str, bytes]]:
        made.append(name)
        yield f"{name}.jpg", name.encode() * 1000

    def asked(name: str) -> int:
        digest = sha256(name.encode()).hexdigest()
        with bundled_once(digest, lambda: files(name), AT) as out, ZipFile(out) as archive:
            assert archive.read(f"{name}.jpg") == name.encode() * 1000
        return made.count(name)

    return asked


def test_what_is_asked_for_again_is_not_made_again(ask):
    assert [ask("a"), ask("a"), ask("b"), ask("a")] == [1, 1, 1, 1]


def test_what_was_asked_for_longest_ago_goes_first(ask, monkeypatch):
    monkeypatch.setattr(bundle, "KEPT_BYTES", 2500)
    assert [ask("a"), ask("b"), ask("a"), ask("c"), ask("a")] == [1, 1, 1, 1, 1]
    assert ask("b") == 2


def test_what_is_too_large_to_keep_is_handed_out_all_the_same(ask, monkeypatch):
    monkeypatch.setattr(bundle, "KEPT_BYTES", 10)
    assert [ask("a"), ask("a")] == [1, 2]
