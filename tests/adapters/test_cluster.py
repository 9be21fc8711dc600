import subprocess
import sys
import time

import numpy as np
from pytest import mark, raises
from scipy.sparse import random as random_viewings

from cartelera.adapters.cluster import LostError, lend, spread
from cartelera.engines.discovery.relevance import Learning, learn_near
from cartelera.vocabulary.errors import ProgramError
from tests.programs import CARTELERA, clean_environment, free_port


def ask(address, certificates):
    list(spread(address, certificates, abs, {0: (-1,)}))


def join(address, certificates):
    lend(address, certificates, None)


@mark.parametrize("speak", [ask, join])
@mark.parametrize(
    ("address", "said"),
    [
        ("tcp://10.1.2.3:8786", "use tls://"),
        ("tcp://cluster.example:8786", "carry out whatever it is sent by anybody"),
        ("tls://10.1.2.3:8786", "needs ca.pem, cert.pem, key.pem"),
        ("tls://127.0.0.1:8786", "needs ca.pem"),
        ("127.0.0.1:8786", "is no scheduler's address"),
        ("http://127.0.0.1:8786", "is no scheduler's address"),
        ("tcp://127.0.0.1", "is no scheduler's address"),
    ],
)
def test_a_scheduler_whom_anybody_could_speak_for_is_refused(tmp_path, speak, address, said):
    with raises(ProgramError, match=said):
        speak(address, str(tmp_path))


def test_a_scheduler_that_does_not_answer_is_lost(monkeypatch):
    monkeypatch.setattr("cartelera.adapters.cluster.PATIENCE", 1)
    with raises(LostError, match="does not answer"):
        ask(f"tcp://127.0.0.1:{free_port()}", "")


@mark.slow
def test_what_a_hand_learns_from_shared_viewings_is_what_is_learned_here(tmp_path):
    viewings = random_viewings(300, 40, 0.2, "csr", random_state=np.random.default_rng(1))
    calls = {n: (np.arange(n, n + 10), Learning(), 12) for n in (0, 10, 20, 30)}
    address = f"tcp://127.0.0.1:{free_port()}"
    port = address.rpartition(":")[2]
    scheduler = "-m dask scheduler --no-dashboard --no-show --host 127.0.0.1".split()
    programs = [
        subprocess.Popen(line, env=clean_environment(), stderr=subprocess.DEVNULL)
        for line in (
            (sys.executable, *scheduler, "--port", port),
            (*CARTELERA, "worker", "--scheduler", address, "--data", str(tmp_path)),
        )
    ]
    try:
        found, until = {}, time.monotonic() + 60
        while not found and time.monotonic() < until:  # until the hand has joined
            try:
                for came in spread(address, "", learn_near, calls, shared=(viewings,)):
                    found |= came
            except LostError:
                time.sleep(0.5)
    finally:
        for program in programs:
            program.terminate()
        for program in programs:
            program.wait()
    assert sorted(found) == sorted(calls)
    for n, arguments in calls.items():
        here = learn_near(viewings, *arguments)
        assert np.allclose(found[n].toarray(), here.toarray(), rtol=1e-6)
