"""A title encoded by a cluster of real processes, with its films in object storage."""

import datetime
import json
import signal
import subprocess
import sys
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest import fixture, mark

from cartelera.adapters.depot import Depot
from tests.films import film
from tests.objects import BUCKET, object_storage
from tests.programs import CARTELERA, clean_environment, free_port, run

LUZ = {"key": "luz", "kind": "film", "texts": [{"language": "es", "name": "Luz"}]}
SLATE = {"titles": [LUZ]}


@fixture(scope="module")
def master(tmp_path_factory):
    return film(
        tmp_path_factory.mktemp("masters") / "luz.mkv",
        seconds=8,
        size="320x180",
        filters="noise=alls=6:allf=t,hue=H='floor(t)*2'",
    )


@fixture(scope="module")
def certificates(tmp_path_factory):
    """Make an authority and one certificate that every machine of the cluster shows."""
    place = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cartelera")])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = signed.public_bytes(serialization.Encoding.PEM)
    (place / "ca.pem").write_bytes(pem)
    (place / "cert.pem").write_bytes(pem)
    (place / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return place


class Cluster:
    """A scheduler, hands that join it, and a house that has work for them."""

    def __init__(self, place, certificates, storage):
        self.place, self.certificates = place, certificates
        self.port = free_port()
        self.address = f"tls://127.0.0.1:{self.port}"
        self.environment = clean_environment() | storage
        self.environment |= {
            "CARTELERA_MEDIA": f"s3://{BUCKET}/{place.name}",
            "CARTELERA_CLUSTER_TLS": str(certificates),
        }
        self.depot = Depot(self.environment["CARTELERA_MEDIA"])
        self.running = []

    def start(self, name, *line, **more):
        log = (self.place / f"{name}.log").open("a")
        with log:
            program = subprocess.Popen(
                line, stderr=log, stdout=log, env=self.environment | more, cwd=self.place
            )
        self.running.append(program)
        return program

    def scheduler(self):
        files = [self.certificates / name for name in ("ca.pem", "cert.pem", "key.pem")]
        options = zip(
            ("--tls-ca-file", "--tls-cert", "--tls-key"), map(str, files), strict=True
        )
        return self.start(
            "scheduler",
            *(sys.executable, "-m", "dask", "scheduler", "--no-dashboard", "--no-show"),
            *("--protocol", "tls", "--host", "127.0.0.1", "--port", str(self.port)),
            *(part for pair in options for part in pair),
        )

    def hand(self, name):
        data = str(self.place / name)
        return self.start(
            name, *CARTELERA, "worker", "--scheduler", self.address, "--data", data
        )

    def house(self, master):
        data = ("--data", str(self.place / "house"))
        for arguments in (
            ("slate", "import", "-", *data),
            ("media", "add", str(master), "--title", "luz", "--quality", "80", *data),
        ):
            done = subprocess.run(
                [*CARTELERA, *arguments],
                input=json.dumps(SLATE),
                capture_output=True,
                text=True,
                check=False,
                env=self.environment,
            )
            assert done.returncode == 0, done.stderr
        return self.start(
            "house", *CARTELERA, "worker", "--once", *data, CARTELERA_SCHEDULER=self.address
        )

    def told(self, name):
        return (self.place / f"{name}.log").read_text()

    def wait_for(self, pieces, worker):
        """Wait until so many pieces of the title are finished."""
        until = time.monotonic() + 120
        while len(self.depot.names("work")) < pieces:
            assert worker.poll() is None, self.told("house")
            assert time.monotonic() < until, self.told("house")
            time.sleep(0.2)

    def ended(self, worker):
        assert worker.wait(timeout=240) == 0, self.told("house")
        assert self.depot.names("work") == []
        return packages(self.depot)


def packages(depot):
    return sorted({name.partition("/")[0] for name in depot.names("packages")})


@fixture
def cluster(tmp_path, certificates, monkeypatch):
    with object_storage() as storage:
        for name, value in storage.items():
            monkeypatch.setenv(name, value)
        made = Cluster(tmp_path, certificates, storage)
        yield made
        for program in made.running:
            if program.poll() is None:
                program.kill()
                program.wait()


@fixture(scope="module")
def undisturbed(master, tmp_path_factory):
    """Encode the title on one machine, with its films on its own disk."""
    data = tmp_path_factory.mktemp("alone")
    for arguments, words in (
        (("slate", "import", "-"), json.dumps(SLATE)),
        (("media", "add", str(master), "--title", "luz", "--quality", "80"), None),
        (("worker", "--once"), None),
    ):
        done = run(*arguments, "--data", str(data), input=words)
        assert done.returncode == 0, done.stderr
    return sorted(path.name for path in (data / "media/packages").iterdir())


def package_of(done, place):
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in place.iterdir()) == ["film"]  # and nothing left beside it
    return json.loads(done.stdout)["package"]


@mark.slow
def test_the_command_with_no_house_has_a_cluster_encode_the_same_package(
    cluster, master, tmp_path_factory
):
    alone, shared = (tmp_path_factory.mktemp(name) for name in ("here", "there"))
    line = ("media", "encode", str(master), "--quick", "--json", "--out")
    wanted = package_of(run(*line, str(alone / "film")), alone)
    cluster.scheduler(), cluster.hand("hand")
    done = subprocess.run(
        [*CARTELERA, *line, str(shared / "film"), "--scheduler", cluster.address],
        capture_output=True, text=True, check=False, env=cluster.environment,
    )  # fmt: skip
    assert package_of(done, shared) == wanted
    assert "going on here" not in done.stderr
    assert cluster.depot.names("work") == []
    assert len(cluster.depot.names("masters")) == 1  # a master is never removed


def test_a_cluster_without_what_its_machines_share_is_refused(master, tmp_path):
    line = ("media", "encode", str(master), "--out", str(tmp_path / "film"))
    done = run(*line, "--scheduler", "tcp://127.0.0.1:1")
    assert done.returncode == 2
    assert "CARTELERA_MEDIA" in done.stderr


@mark.slow
def test_a_hand_then_the_scheduler_killed_leave_the_same_package(cluster, master, undisturbed):
    scheduler, first, _ = cluster.scheduler(), cluster.hand("first"), cluster.hand("second")
    worker = cluster.house(master)
    cluster.wait_for(12, worker)
    first.send_signal(signal.SIGKILL)
    cluster.wait_for(30, worker)
    assert cluster.told("house") == ""  # the other hand had done all that was done
    scheduler.send_signal(signal.SIGKILL)
    scheduler.wait()
    cluster.wait_for(34, worker)  # by the house alone, for want of anybody
    cluster.scheduler()
    assert cluster.ended(worker) == undisturbed
    assert "going on here meanwhile" in cluster.told("house")
    assert cluster.told("second").count("joined") == 2  # it came back to the new scheduler
