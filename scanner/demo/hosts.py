"""What each host of a folder answers: its static files, and what its site.toml says beside them."""

import mimetypes
import secrets
import zlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

from scanner.model import codec


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A fixed answer to one path (or, with "*" at the end of the path, to all below it).

    `delay_s` holds it back; `never_ends` sends the head and then nothing; `drop` closes the connection unanswered.
    `repeat` makes the body so many times as long, `gzip` sends it compressed, `encoding` says in which bytes (whatever
    `content_type` claims), `drip_s` waits so long after each byte. "{random}" in a cookie becomes new random text. `tagged`
    gives each visitor an entity tag of their own, and tells who brings it back that nothing has changed.
    """

    status: int = 200
    body: str = ""
    content_type: str = "text/html; charset=utf-8"
    set_cookie: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    never_ends: bool = False
    drop: bool = False
    repeat: int = 1
    gzip: bool = False
    encoding: str = "utf-8"
    drip_s: float = 0.0
    tagged: bool = False

    def content(self) -> bytes:
        """The body as it goes over the wire."""
        piece = self.body.encode(self.encoding)
        if not self.gzip:
            return piece * self.repeat
        packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)  # 16: gzip, not zlib
        return b"".join([*(packer.compress(piece) for _ in range(self.repeat)), packer.flush()])

    def for_tag(self, tag: str | None) -> "Answer":
        """A `tagged` answer to a visitor who brings back `tag`, or none yet."""
        mark = tag or f'"{secrets.token_hex(12)}"'
        return replace(self, status=304 if tag else 200, headers={**self.headers, "ETag": mark, "Cache-Control": "no-cache"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """A host's site.toml; `set_cookie` goes with every page to visitors who do not have that cookie.

    With `client_certificate` nobody gets in who shows no certificate: the connection is broken off ("closed"), or what is
    asked for is answered with an error, as most web servers do ("answered"). `newest_tls` is the newest version it speaks.
    """

    set_cookie: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    client_certificate: Literal["", "closed", "answered"] = ""
    newest_tls: Literal["1.2", "1.3"] = "1.3"


class Host:
    """One host served from a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        rules = folder / "site.toml"
        self._rules = codec.from_toml(rules, Rules, strict=True) if rules.is_file() else Rules()

    @property
    def client_certificate(self) -> str:
        """How it treats visitors without a certificate, "" where it asks for none."""
        return self._rules.client_certificate

    @property
    def newest_tls(self) -> str:
        """The newest version of TLS it speaks."""
        return self._rules.newest_tls

    def answer(self, path: str, cookies: frozenset[str]) -> tuple[Answer, bytes]:
        """The answer to a GET of `path` by a visitor who has `cookies`, and its body."""
        if path in self._rules.redirects:
            return Answer(status=302, headers={"Location": self._rules.redirects[path]}), b""
        fixed = self._rules.answers.get(path) or next(
            (one for start, one in self._rules.answers.items() if start.endswith("*") and path.startswith(start[:-1])),
            None,
        )
        if fixed:
            lines = tuple(line.replace("{random}", secrets.token_hex(12)) for line in fixed.set_cookie)
            return replace(fixed, set_cookie=lines), fixed.content()
        file = self._file(path)
        if file is None:
            missing = self._folder / "404.html"
            return Answer(status=404), missing.read_bytes() if missing.is_file() else b"<h1>404</h1>"
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        kind += "; charset=utf-8" if kind.startswith("text/") or kind.endswith(("javascript", "json")) else ""
        wanted = [line for line in self._rules.set_cookie if line.split("=", 1)[0] not in cookies]
        lines = tuple(line.replace("{random}", secrets.token_hex(12)) for line in wanted)
        is_page = kind.startswith("text/html")
        return Answer(
            content_type=kind, headers=self._rules.headers, set_cookie=lines if is_page else ()
        ), file.read_bytes()

    def _file(self, path: str) -> Path | None:
        file = (self._folder / unquote(path).lstrip("/")).resolve()
        if self._folder not in (file, *file.parents) or file.name == "site.toml":
            return None
        if file.is_dir():
            file = file / "index.html"
        if not file.is_file():
            file = file.with_name(file.name + ".html")
        return file if file.is_file() else None
