"""`cartelera announce read`, as a person and a program use it."""

import json
import subprocess
import sys
from pathlib import Path

from pytest import MonkeyPatch, mark

from tests.adapters.test_backend import recorded, server

TEXT = "Marea TV has announced a slate.\n\n“Low Tide” is a drama series directed by Ana Ruiz.\n"


def announce(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[str]:
    """Run the command as its own process, with nothing set up around it."""
    done = subprocess.run(
        [sys.executable, "-m", "cartelera.command", "announce", *arguments],
        input=given,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def test_a_file_is_read_to_json_with_spans_that_say_their_values(tmp_path: Path) -> None:
    file = tmp_path / "press.txt"
    file.write_text(TEXT, encoding="utf-8")
    done = announce("read", str(file), "--published", "2024-02", "--json")
    assert done.returncode == 0, done.stderr
    (production,) = json.loads(done.stdout)["productions"]
    start, end = production["title"]["span"]
    assert TEXT[start:end] == production["title"]["value"] == "Low Tide"
    assert production["credits"][0]["name"] == "Ana Ruiz"
    assert production["credits"][0]["role"] == "director"


def test_standard_input_is_read_for_a_person() -> None:
    done = announce("read", "-", "--published", "2024", given=TEXT.encode())
    assert done.returncode == 0, done.stderr
    assert "1. Low Tide" in done.stdout
    assert "director" in done.stdout
    assert "drama series directed by" in done.stdout


def test_a_text_that_announces_nothing_is_read() -> None:
    done = announce("read", "-", given=b"Nothing is announced here.")
    assert done.returncode == 0
    assert done.stdout.startswith("0 productions")


@mark.parametrize(
    ("arguments", "given", "message"),
    [
        (("missing.txt",), b"", "there is no file missing.txt"),
        (("-",), b" \n", "standard input is empty"),
        (("-",), b"\xff\xfe\xff", "not text"),
        (("-",), b"%PDF-1.4", "standard input cannot be read as PDF"),
        (("-", "--published", "soon"), b"Words.", "'soon' is no date of publication"),
        (("-", "--language", "fi"), b"Words.", "no lexicon reads 'fi'"),
    ],
    ids=["missing", "empty", "not text", "pdf", "date", "language"],
)
def test_what_cannot_be_read_is_named_and_ends_in_code_2(
    arguments: tuple[str, ...], given: bytes, message: str
) -> None:
    done = announce("read", *arguments, given=given)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_help_has_an_example() -> None:
    assert "cartelera announce read press.md" in announce("read", "--help").stdout


def test_a_backend_is_asked_and_what_it_invents_is_counted(monkeypatch: MonkeyPatch) -> None:
    production = dict.fromkeys(
        "title original_title kind stage filming_date release_date episodes".split()
    ) | {
        name: []
        for name in (
            "alternative_titles genres sources credits locations settings countries languages"
        ).split()
    }
    production["title"] = {"value": "Low Tide", "quote": "“Low Tide”"}
    production["genres"] = [{"value": "comedy", "quote": "a very funny series"}]
    answer = json.dumps({"announcer": None, "productions": [production]})
    with server(recorded(answer)) as (url, heard):
        monkeypatch.setenv("CARTELERA_READER_URL", url)
        monkeypatch.setenv("CARTELERA_READER_MODEL", "small")
        monkeypatch.setenv("no_proxy", "*")
        options = ("read", "-", "--published", "2024", "--backend")
        as_json = announce(*options, "--json", given=TEXT.encode())
        for_a_person = announce(*options, given=TEXT.encode())
    assert as_json.returncode == 0, as_json.stderr
    report = json.loads(as_json.stdout)
    assert report["dropped"] == 1
    assert report["productions"][0]["title"]["evidence"] == "Low Tide"
    assert "1 values dropped" in for_a_person.stdout
    assert TEXT in heard[0]["body"]["messages"][1]["content"]


def test_a_backend_that_is_not_set_is_an_error_of_the_operator() -> None:
    done = announce("read", "-", "--backend", given=TEXT.encode())
    assert done.returncode == 1
    assert "CARTELERA_READER_URL" in done.stderr
