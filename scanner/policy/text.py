"""Turns a document's bytes into the one text that quotes count in: HTML, PDF or plain text."""

import io
import logging

import inscriptis
import pypdf
from pypdf.errors import PyPdfError
from selectolax.lexbor import LexborHTMLParser, LexborNode

_LEFT_OUT = (
    "script, style, noscript, template, svg, nav, header nav, footer, [role=navigation], [role=contentinfo], [hidden],"
    " select, button, [role=dialog], dialog, [aria-modal=true], [id*=cookie-banner], [id*=cookiebar], [class*=cookie-banner],"
    " [class*=breadcrumb], [class*=lang-switch], [class*=language]"
)
_SHORTEST = 40


class UnreadableError(Exception):
    """The document holds no text that can be read; the message says why."""


def extract(body: bytes, content_type: str) -> str:
    """The text of a document; plain text is taken exactly as it stands. Raises UnreadableError."""
    if content_type == "application/pdf" or body[:5] == b"%PDF-":
        return _from_pdf(body)
    if content_type in ("text/html", "application/xhtml+xml"):
        return _from_html(_decode(body))
    return _decode(body)


def _decode(body: bytes) -> str:
    for encoding in (
        ("utf-8-sig", "utf-16") if body[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "windows-1257")
    ):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError("its bytes are neither UTF-8 nor another encoding that is known here")


def _from_pdf(body: bytes) -> str:
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # a damaged file is told of once, by the exception
    try:
        pages = [page.extract_text() or "" for page in pypdf.PdfReader(io.BytesIO(body)).pages]
    except (PyPdfError, ValueError, KeyError, TypeError, OSError) as error:
        raise UnreadableError(f"the PDF could not be opened ({error})") from error
    text = "\n".join(pages)
    if len(text.strip()) < _SHORTEST:
        raise UnreadableError("the PDF holds pictures of pages and no text")
    return text


def _from_html(html: str) -> str:
    tree = LexborHTMLParser(html)
    body = tree.body
    if body is None:
        raise UnreadableError("the page shows no text")
    whole = body.text()
    for node in tree.css("[data-cfemail]"):
        node.replace_with(_unmasked(node.attributes.get("data-cfemail") or ""))
    for node in tree.css(_LEFT_OUT):
        if len(node.text()) < len(whole) / 2:  # what holds most of the page is its content, whatever it is called
            node.decompose()
    for node in tree.css("details"):
        node.unwrap()
    main = _main(tree, body)
    text = inscriptis.get_text(main.html or "")
    lines = [" ".join(line.split()) for line in text.splitlines()]
    joined = "\n".join(line for at, line in enumerate(lines) if line or (at and lines[at - 1])).strip()
    if len(joined) < _SHORTEST:
        raise UnreadableError("the page shows no text")
    return joined


def _main(tree: LexborHTMLParser, body: LexborNode) -> LexborNode:
    """The part that holds the document: <main> or <article> where it holds most of what is left."""
    for selector in ("main", "[role=main]", "article"):
        found = tree.css(selector)
        if len(found) == 1 and len(found[0].text()) > len(body.text()) * 0.6:
            return found[0]
    return body


def _unmasked(code: str) -> str:
    """The e-mail address behind Cloudflare's masking: hexadecimal bytes, each XORed with the first."""
    try:
        first, *rest = bytes.fromhex(code)
    except ValueError:
        return ""
    return bytes(byte ^ first for byte in rest).decode("utf-8", "replace")
