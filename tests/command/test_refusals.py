"""What the machine refuses is said in one line, and nothing is left half done."""

import socket

import pytest

from tests.programs import free_port, run


def refusal(*arguments, code=1, **more):
    ended = run(*arguments, **more)
    assert (ended.returncode, ended.stdout) == (code, "")
    assert "Traceback" not in ended.stderr
    lines = [line for line in ended.stderr.splitlines() if line.strip()]
    assert len(lines) == 1
    return ended.stderr


def test_a_data_directory_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("a file")
    place = str(tmp_path / "file" / "data")
    assert f"cartelera: {tmp_path}/file" in refusal("worker", "--once", "--data", place)
    assert f"cartelera: {tmp_path}/file" in refusal("up", "--no-sample", "--data", place)


@pytest.mark.parametrize("command", [["worker", "--once"], ["slate", "export", "-"]])
def test_a_database_that_is_none_is_said_to_be(tmp_path, command):
    (tmp_path / "record.db").write_bytes(b"not a database at all " * 400)
    said = refusal(*command, "--data", str(tmp_path))
    assert "the database does not answer: file is not a database" in said


def test_a_server_does_not_start_on_a_broken_database(tmp_path):
    (tmp_path / "record.db").write_bytes(b"not a database at all " * 400)
    port = str(free_port())
    ended = run("up", "--no-sample", "--port", port, "--data", str(tmp_path))
    assert (ended.returncode, "Traceback" in ended.stderr) == (1, False)
    assert "file is not a database" in ended.stderr
    assert "nothing was started" in ended.stderr
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", int(port)), timeout=1)


def test_a_host_without_an_address_is_named(tmp_path):
    there = ("--host", "nobody.invalid", "--no-sample", "--data", str(tmp_path))
    assert "no machine is called 'nobody.invalid'" in refusal("up", *there, code=2)


def test_a_file_that_is_no_backup_is_refused_in_one_line(tmp_path):
    (tmp_path / "text.tar").write_text("not a backup")
    new = ("--data", str(tmp_path / "new"))
    said = refusal("restore", str(tmp_path / "text.tar"), *new, code=2)
    assert "text.tar is no backup of Cartelera" in said
    said = refusal("restore", str(tmp_path / "none.tar"), *new, code=2)
    assert "none.tar could not be restored: no such file" in said


def test_a_delivered_file_is_named_when_it_is_refused(tmp_path):
    rows = "key,kind,name:es,stage,year\nsol,film,Sol,announced,2025\n"
    (tmp_path / "slate.csv").write_text(rows)
    data = ("--data", str(tmp_path / "data"))
    assert run("slate", "import", str(tmp_path / "slate.csv"), *data).returncode == 0
    (tmp_path / "text.mp4").write_text("text " * 100)
    add = ("media", "add", "--title", "sol", *data)
    assert "text.mp4: this is not a video" in refusal(*add, str(tmp_path / "text.mp4"), code=2)
    assert "none.mp4 is not a file" in refusal(*add, str(tmp_path / "none.mp4"), code=2)
    assert list((tmp_path / "data").glob("media/masters/*")) == []
