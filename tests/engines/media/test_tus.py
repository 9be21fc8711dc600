from base64 import b64encode
from hashlib import sha1

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartelera.engines.media.tus import (
    Checksum,
    bytes_named,
    checksum_of,
    metadata_of,
)
from cartelera.vocabulary.errors import InputError


def encoded(text):
    return b64encode(text.encode()).decode()


def test_metadata_are_read_as_text():
    header = f"filename {encoded('Pedro Páramo.mov')}, language {encoded('es-MX')},draft"
    assert metadata_of(header) == {
        "filename": "Pedro Páramo.mov",
        "language": "es-MX",
        "draft": "",
    }


def test_no_metadata_is_nothing_said():
    assert metadata_of("") == {}


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\x", "CON", "x" * 300, "/abs.mov"])
def test_a_hostile_name_stays_the_text_it_is(name):
    assert metadata_of(f"filename {encoded(name)}") == {"filename": name}


def test_control_characters_are_taken_out_of_a_name():
    header = "filename " + encoded("a\0b\r\n\u202egnp.mov")
    assert metadata_of(header) == {"filename": "abgnp.mov"}


@pytest.mark.parametrize(
    "header",
    ["filename !!!", "a =", "filename /w==", "a YQ==,a YQ==", "x" * 5000, "é YQ=="],
    ids=["not base64", "short", "not UTF-8", "twice", "long", "odd key"],
)
def test_metadata_of_another_form_are_refused(header):
    with pytest.raises(InputError, match="Upload-Metadata"):
        metadata_of(header)


@given(
    st.dictionaries(st.text("abcXY-_9", min_size=1, max_size=9), st.text("añ ,/字", max_size=9))
)
def test_what_a_sender_says_comes_out_as_said(said):
    header = ",".join(f"{key} {encoded(text)}" for key, text in said.items())
    assert metadata_of(header) == said


@given(st.text())
def test_any_metadata_are_read_or_refused(header):
    try:
        said = metadata_of(header)
    except InputError:
        return
    assert all(text.isprintable() for text in said.values())


def test_a_checksum_is_read():
    digest = sha1(b"film").digest()
    header = f"sha1 {b64encode(digest).decode()}"
    assert checksum_of(header) == Checksum("sha1", digest)


@pytest.mark.parametrize("header", ["", "md5 AAAA", "sha1", "sha1 AAAA", "sha1 é", "sha1 !"])
def test_a_checksum_of_another_form_is_refused(header):
    with pytest.raises(InputError, match="Upload-Checksum"):
        checksum_of(header)


@pytest.mark.parametrize("header", ["", "-1", "1.5", "0x10", "٣", "9" * 19, "1 2"])
def test_a_number_of_bytes_is_a_plain_number(header):
    with pytest.raises(InputError, match="Upload-Length"):
        bytes_named(header, "Upload-Length")


def test_a_number_of_bytes_may_be_larger_than_four_gigabytes():
    assert bytes_named("5000000000", "Upload-Length") == 5_000_000_000
