"""Start a program that dies with its parent: run by path, before the program itself.

    python -I -S leash.py PARENT_PID CPU_SECONDS MEMORY_BYTES PROGRAM ARGUMENT...

The kernel kills the program when the thread that started it ends, however it ends; the
program has no network where that can be had, no core file, and no new privileges.
"""

import ctypes
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000


def main() -> None:
    """Put the leash on and become the program."""
    parent, cpu_seconds, memory = (int(number) for number in sys.argv[1:4])
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)  # the parent died before the leash was on
    if libc.unshare(CLONE_NEWNET) != 0:
        libc.unshare(
            CLONE_NEWUSER | CLONE_NEWNET
        )  # refused on some machines: then with network
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # a new user namespace clears it
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for limit, value in ((resource.RLIMIT_CPU, cpu_seconds), (resource.RLIMIT_AS, memory)):
        if value:
            resource.setrlimit(limit, (value, value))
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.nice(5)
    os.execv(sys.argv[4], sys.argv[4:])  # noqa: S606 - no shell is what is wanted


if __name__ == "__main__":
    main()
