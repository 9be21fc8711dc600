from pytest import mark, raises

from cartelera.adapters.cluster import LostError, lend, spread
from cartelera.vocabulary.errors import ProgramError
from tests.programs import free_port


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
