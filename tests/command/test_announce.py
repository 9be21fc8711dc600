"""`cartelera announce read`, as a person and a program use it."""

import json
import subprocess
import sys
from pathlib import Path

from pytest import mark

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
