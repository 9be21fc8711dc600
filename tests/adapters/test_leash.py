"""What a program that opens strangers' files may do, asked of the kernel."""

import os
import subprocess
import sys

from pytest import mark

from cartelera.adapters import ffmpeg as adapter

FREE = subprocess.run(["unshare", "--user", "--net", "true"], check=False).returncode == 0


def leashed(*program, seconds=7, memory=1 << 30):
    line = [sys.executable, "-I", "-S", adapter.LEASH, os.getpid(), seconds, memory, *program]
    done = subprocess.run([*map(str, line)], check=True, capture_output=True, text=True)
    return done.stdout


@mark.skipif(not FREE, reason="this machine lets nobody leave its network")
def test_it_has_no_network():
    lines = leashed("/bin/cat", "/proc/net/dev").splitlines()[2:]
    assert [line.split(":")[0].strip() for line in lines] == ["lo"]
    assert leashed("/bin/cat", "/proc/net/route").splitlines()[1:] == []


def test_it_gains_no_privileges():
    assert "NoNewPrivs:\t1" in leashed("/bin/cat", "/proc/self/status")


def test_it_has_limits_of_time_and_memory_and_leaves_no_core():
    said = leashed("/bin/cat", "/proc/self/limits").splitlines()
    limits = {line[:25].strip(): line[25:].split()[:2] for line in said}
    assert limits["Max cpu time"] == ["7", "7"]
    assert limits["Max address space"] == [str(1 << 30)] * 2
    assert limits["Max core file size"] == ["0", "0"]
