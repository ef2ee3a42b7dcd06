#!/usr/bin/env python3
"""A mail server that sends nothing: it keeps every mail as a file, for trying out. It takes no password and does not
encrypt, so it listens on this machine only.

    mail-catcher.py FOLDER [PORT]     says at which port it listens, where PORT is 0 or missing
"""

import socketserver
import sys
import threading
from pathlib import Path

LONGEST = 16 << 20


class Catcher(socketserver.StreamRequestHandler):
    """One connection."""

    folder = None
    lock = threading.Lock()
    caught = 0

    def handle(self):
        self.say("220 mail-catcher")
        while True:
            line = self.rfile.readline(4096)
            verb = line[:4].upper()
            if not line or verb == b"QUIT":
                break
            if verb == b"DATA":
                self.say("354 go on")
                self.say("250 kept" if self.keep() else "552 too long")
            elif verb in (b"EHLO", b"HELO", b"MAIL", b"RCPT", b"RSET", b"NOOP"):
                self.say("250 ok")
            else:
                self.say("502 not here")

    def keep(self):
        """Reads a mail to its end; whether it was kept."""
        content = bytearray()
        while True:
            line = self.rfile.readline(1 << 16)
            if not line:
                return False
            if line == b".\r\n":
                break
            if len(content) <= LONGEST:
                content += line[1:] if line.startswith(b".") else line
        if len(content) > LONGEST:
            return False
        with Catcher.lock:
            Catcher.caught += 1
            path = self.folder / f"{Catcher.caught:06}.eml"
        path.write_bytes(content)
        return True

    def say(self, reply):
        """Sends a reply."""
        self.wfile.write(f"{reply}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    """A thread for each connection, ending with the process."""

    allow_reuse_address = True
    daemon_threads = True


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    Catcher.folder = Path(sys.argv[1])
    Catcher.folder.mkdir(parents=True, exist_ok=True)
    Catcher.caught = max((int(path.stem) for path in Catcher.folder.glob("[0-9]*.eml")), default=0)
    with Server(("127.0.0.1", int(sys.argv[2]) if len(sys.argv) == 3 else 0), Catcher) as server:
        print(server.server_address[1], flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
