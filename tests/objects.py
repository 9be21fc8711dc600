"""A service that speaks S3, on this machine and for the length of a test."""

import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

KEYS = {
    "AWS_ACCESS_KEY_ID": "tests",
    "AWS_SECRET_ACCESS_KEY": "tests",
    "AWS_REGION": "us-east-1",
}
BUCKET = "films"


@contextmanager
def object_storage() -> Iterator[dict[str, str]]:
    """Serve an empty bucket; give what a program needs in its environment to reach it."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    try:
        asked = urllib.request.Request(f"{address}/{BUCKET}", method="PUT")
        urllib.request.urlopen(asked).close()
        yield {**KEYS, "AWS_ENDPOINT_URL": address}
    finally:
        server.stop()
