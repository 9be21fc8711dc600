"""A wire to a server that can be cut."""

import socket
import threading
from contextlib import closing, suppress


class Wire:
    """Carries connections to a server's port; cut once, after so many bytes were sent."""

    def __init__(self, port: int) -> None:
        self._server = port
        self._left: int | None = None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.cuts = 0
        self.carried = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def cut_after(self, count: int) -> None:
        """Break the connection when `count` more bytes have been sent to the server."""
        self._left = count

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        server = socket.create_connection(("127.0.0.1", self._server))
        back = threading.Thread(target=self._pump, args=(server, client), daemon=True)
        with closing(client), closing(server):
            back.start()
            with suppress(OSError):
                while piece := client.recv(65536):
                    server.sendall(piece)
                    self.carried += len(piece)
                    if self._cut(len(piece)):
                        break
            for end in (client, server):  # closing alone waits for whoever still reads
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            back.join()

    def _cut(self, sent: int) -> bool:
        if self._left is None:
            return False
        self._left -= sent
        if self._left > 0:
            return False
        self._left = None
        self.cuts += 1
        return True

    @staticmethod
    def _pump(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                sink.sendall(piece)
            sink.shutdown(socket.SHUT_WR)
