import os
import re
import signal
import time

import pytest

from tests.programs import alive, answer, children, free_port, run, start


@pytest.fixture
def server(tmp_path):
    port = free_port()
    data = str(tmp_path / "data")
    process = start("up", "--port", str(port), "--data", data, "--no-sample")
    lines = [process.stdout.readline(), process.stdout.readline()]
    yield port, lines, tmp_path / "data", process
    process.send_signal(signal.SIGTERM)
    process.wait(20)
    process.stdout.close()


@pytest.mark.slow
def test_the_platform_answers_says_where_and_leaves_nothing_behind(server):
    port, lines, data, process = server
    assert f":{port}/" in lines[0]
    assert re.search(r"first-administrator/ and give the code \S{40,}", lines[1])
    assert b'"database": "sqlite"' in answer(port)
    assert oct((data / "secret").stat().st_mode & 0o777) == "0o600"
    second = run("up", "--port", str(free_port()), "--data", str(data))
    assert (second.returncode, str(process.pid) in second.stderr) == (2, True)
    taken = run("up", "--port", str(port), "--data", str(data.parent / "other"))
    assert taken.returncode == 2
    assert "choose another with --port" in taken.stderr
    started = children(process.pid)
    assert started
    os.kill(process.pid, signal.SIGKILL)
    time.sleep(1)
    assert [pid for pid in started if alive(pid)] == []


def test_a_person_is_added_from_the_console(tmp_path):
    here = str(tmp_path / "data")
    weak = run("user", "add", "ana@example.org", "--data", here, input="corta\n")
    assert (weak.returncode, "12" in weak.stderr) == (2, True)
    good = run(
        "user",
        "add",
        "ana@example.org",
        "--role",
        "editor",
        "--data",
        here,
        input="una frase larga\n",
    )
    assert good.returncode == 0, good.stderr
    again = run("user", "add", "ANA@example.org", "--data", here, input="una frase larga\n")
    assert "has an account already" in again.stderr
