"""A proxy before a PostgreSQL server that cuts a connection at the worst moment: a commit was sent and has happened,
and its answer is lost."""

import socket
import threading

COMMIT = b"COMMIT\0"


class CommitCutter:
    """Passes bytes on; armed, it lets the next commit through to the server and nothing back."""

    def __init__(self, socket_path):
        self.socket_path = socket_path
        self.cuts = 0
        self._armed = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def arm(self):
        """The next commit loses its answer."""
        self._armed.set()

    @property
    def is_armed(self):
        """Whether no commit has come since it was armed."""
        return self._armed.is_set()

    def close(self):
        """Takes no more connections."""
        self._listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.socket_path)
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            pair = {"is_cut": False, "ends": (client, server)}
            threading.Thread(target=self._to_server, args=(pair,), daemon=True).start()
            threading.Thread(target=self._to_client, args=(pair,), daemon=True).start()

    def _to_server(self, pair):
        client, server = pair["ends"]
        try:
            while data := client.recv(65536):
                if COMMIT in data and self._armed.is_set():
                    pair["is_cut"] = True
                server.sendall(data)
        except OSError:
            pass
        self._end(server)

    def _to_client(self, pair):
        client, server = pair["ends"]
        try:
            while data := server.recv(65536):
                if pair["is_cut"]:
                    # The server has answered, so the commit has happened.
                    self.cuts += 1
                    self._armed.clear()
                    break
                client.sendall(data)
        except OSError:
            pass
        self._end(client)
        self._end(server)

    @staticmethod
    def _end(end):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        end.close()
