"""A small server for packages and players on this machine, which notes what was fetched."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).parent
NODE = HERE.parents[1] / "node_modules"
LIBRARIES = {
    "hls": NODE / "hls.js/dist/hls.min.js",
    "shaka": NODE / "shaka-player/dist/shaka-player.compiled.js",
    "dash": NODE / "dashjs/dist/modern/umd/dash.all.min.js",
}
TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".mpd": "application/dash+xml",
    ".m4s": "video/iso.segment",
    ".mp4": "video/mp4",
    ".vtt": "text/vtt; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".jpg": "image/jpeg",
}


class House(ThreadingHTTPServer):
    """Serves one package to one player."""

    daemon_threads = True

    def __init__(self, package: Path, library: Path) -> None:
        self.fetched: list[str] = []
        self.library = library
        super().__init__(("127.0.0.1", 0), partial(_Answer, directory=str(package)))

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"


class _Answer(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = TYPES
    server: House

    def translate_path(self, path: str) -> str:
        own = {
            "/page.html": HERE / "page.html",
            "/drivers.js": HERE / "drivers.js",
            "/library.js": self.server.library,
        }
        if path in own:
            return str(own[path])
        return super().translate_path(path.removeprefix("/package"))

    def do_GET(self) -> None:
        self.server.fetched.append(self.path)
        with suppress(ConnectionError):  # a player that seeks lets go of what it asked for
            super().do_GET()

    def list_directory(self, path: object) -> None:
        """Refuse: a package is files, and a player that asks for less has lost its way."""
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Say nothing: what was fetched is noted."""


@contextmanager
def house(package: Path, library: str) -> Iterator[House]:
    """Serve a package and a player until the block ends."""
    with House(package, LIBRARIES[library]) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
