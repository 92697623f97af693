"""Real receivers on loopback for what alerts send: a mail server with TLS and login, and a web server."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope

from scanner.demo.certificates import Authority

USER, PASSWORD = "alerts", "correct horse"


@dataclass
class Mailbox:
    """A mail server: where it listens, and what it took."""

    port: int = 0
    ca_file: str = ""
    mails: list[EmailMessage] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    refuse: str = ""
    """The answer to the next messages; "" takes them."""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        """A message arrives."""
        if self.refuse:
            return self.refuse
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


@contextmanager
def mailbox(folder: Path) -> Iterator[Mailbox]:
    """A mail server on loopback that demands STARTTLS and a login."""
    authority, box = Authority(), Mailbox()
    ca_file = folder / "ca.pem"
    ca_file.write_bytes(authority.certificate)

    def login(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        box.logins.append(data.login.decode())
        return AuthResult(success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()), handled=False)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(
        box, hostname="127.0.0.1", port=port, tls_context=authority.context("localhost"), require_starttls=True,
        authenticator=login, auth_required=True,
    )  # fmt: skip
    server.start()
    try:
        box.port, box.ca_file = port, str(ca_file)
        yield box
    finally:
        server.stop()


@dataclass
class Web:
    """A web server: its address, and what was posted to it."""

    address: str = ""
    posts: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    """Statuses of the next answers; 204 when there is none."""


@contextmanager
def web() -> Iterator[Web]:
    """A web server on loopback that takes what is posted."""
    here = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            here.posts.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            status = here.answers.pop(0) if here.answers else 204
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Tests print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        here.address = f"http://127.0.0.1:{server.server_address[1]}/hook"
        yield here
    finally:
        server.shutdown()
        server.server_close()
