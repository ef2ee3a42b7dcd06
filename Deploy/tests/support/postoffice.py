"""Mail servers for tests: one with encryption and passwords, and one that breaks a dialogue wherever it is told to."""

import asyncio
import logging
import socketserver
import ssl
import threading
import time
import warnings

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

HOST = "127.0.0.1"

# What clients do wrong on purpose is told at length.
logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore", DeprecationWarning)
warnings.simplefilter("ignore", UserWarning)


class PostOffice:
    """A real server: `starttls`, `implicit` or `none`; with a password where a user is given. Keeps every mail."""

    def __init__(self, tls, certificate=None, user=None, password=None, port=0):
        self.mails = []
        self.user, self.password = user, password
        self.tls = tls
        self.refused = 0
        self.port = port or free_port()
        self.context = None
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*certificate)
        self.controller = None

    def __enter__(self):
        office = self

        class Office(Controller):
            """Behind implicit TLS the library does not know that it is inside TLS."""

            def factory(self):
                return SMTP(
                    self.handler, hostname="test", tls_context=office.context if office.tls == "starttls" else None,
                    require_starttls=office.tls == "starttls", auth_required=office.user is not None,
                    auth_require_tls=office.tls == "starttls", authenticator=office.authenticate)

        # A port of 0 would make the library connect to port 0 to see whether it listens.
        self.controller = Office(
            self, hostname=HOST, port=self.port, ssl_context=self.context if self.tls == "implicit" else None)
        self.controller.start()
        return self

    def __exit__(self, *_):
        self.controller.stop()

    @property
    def url(self):
        """The address for PROMO_SMTP_URL; certificates are for `localhost`."""
        user = f"{self.user}@" if self.user else ""
        return f"{'smtps' if self.tls == 'implicit' else 'smtp'}://{user}localhost:{self.port}"

    def authenticate(self, _server, _session, _envelope, _mechanism, data):
        """Whether a login is right."""
        right = (
            isinstance(data, LoginPassword) and data.login.decode() == self.user
            and data.password.decode() == self.password)
        self.refused += not right
        return AuthResult(success=True) if right else AuthResult(success=False, handled=False)

    async def handle_DATA(self, _server, _session, envelope):  # pylint: disable=invalid-name
        """Takes a mail."""
        self.mails.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        await asyncio.sleep(0)
        return "250 taken"


class Trickster:
    """A server that speaks just enough SMTP, and does what `trick` says: at a verb a reply, `cut` or `hang`.

    Verbs are greeting, EHLO, MAIL, RCPT, DATA, body (in the middle of the mail), dot (all of the mail has come).
    `mails` are those whose end has come, whatever was answered.
    """

    def __init__(self):
        self.trick = {}
        self.mails = []
        self.accepted = []
        trickster = self

        class Handler(socketserver.StreamRequestHandler):
            """One connection."""

            def handle(self):
                try:
                    trickster.converse(self)
                except (ConnectionError, EOFError):
                    pass

        class Server(socketserver.ThreadingTCPServer):
            """Connections in threads that end with the process."""

            allow_reuse_address = True
            daemon_threads = True

        self.server = Server((HOST, 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"smtp://{HOST}:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        """Stops listening."""
        self.server.shutdown()
        self.server.server_close()

    def at(self, connection, verb, reply):
        """Plays the trick for a verb, or replies."""
        trick = self.trick.get(verb, reply)
        if trick == "cut":
            raise EOFError
        if trick == "hang":
            time.sleep(30)
            raise EOFError
        connection.wfile.write(f"{trick}\r\n".encode())
        return trick == reply

    def converse(self, connection):
        """A whole connection."""
        self.at(connection, "greeting", "220 test")
        recipient = None
        while True:
            line = connection.rfile.readline()
            if not line:
                return
            verb = line[:4].decode().upper()
            if verb in ("EHLO", "HELO"):
                self.at(connection, "EHLO", "250 test")
            elif verb == "MAIL":
                self.at(connection, "MAIL", "250 ok")
            elif verb == "RCPT":
                recipient = line.decode().strip()[8:].strip("<>: ")
                self.at(connection, "RCPT", "250 ok")
            elif verb == "DATA":
                if self.at(connection, "DATA", "354 go on"):
                    self.body(connection, recipient)
                    # Each mail has its connection, so that the next trick can be at its beginning.
                    return
            elif verb == "QUIT":
                connection.wfile.write(b"221 bye\r\n")
                return
            else:
                connection.wfile.write(b"500 what\r\n")

    def body(self, connection, recipient):
        """The mail itself."""
        content = b""
        while True:
            if self.trick.get("body") == "cut":
                raise EOFError
            line = connection.rfile.readline()
            if not line:
                raise EOFError
            if line == b".\r\n":
                break
            content += line[1:] if line.startswith(b".") else line
        self.mails.append((recipient, content))
        if self.at(connection, "dot", "250 taken"):
            self.accepted.append((recipient, content))


def free_port():
    """A port on which nothing listens at the moment."""
    with socketserver.TCPServer((HOST, 0), None) as server:
        return server.server_address[1]
