"""Turns a document's bytes into the one text that quotes count in: HTML, PDF, Word or plain text."""

from scanner.policy import html, pdf, word
from scanner.policy.errors import UnreadableError

_BINARY = 0.02


def extract(body: bytes, content_type: str) -> str:
    """The text of a document; plain text is taken exactly as it stands. Raises UnreadableError."""
    if content_type == "application/pdf" or body[:5] == b"%PDF-":
        return pdf.text_of(body)
    if content_type == word.TYPE or word.is_word(body):
        return word.text_of(body)
    if content_type in ("text/html", "application/xhtml+xml"):
        return html.text_of(_decode(body))
    return _decode(body)


def _decode(body: bytes) -> str:
    if body[:4096].count(0) > len(body[:4096]) * _BINARY and body[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise UnreadableError("its bytes are not text")
    for encoding in (
        ("utf-8-sig", "utf-16") if body[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "windows-1257")
    ):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError("its bytes are neither UTF-8 nor another encoding that is known here")
