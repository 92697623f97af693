"""What a request says, opened up: its address and body in parts, with the usual wrappings (packing, URL, Base64) taken off."""

import base64
import binascii
import re
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

import brotli

from spiders import limits

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_ZSTD = b"\x28\xb5\x2f\xfd"
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")
_FORM = re.compile(r"[\w.\[\]%~-]{1,60}=[^\s{}<>]*(?:&[\w.\[\]%~-]{1,60}=[^\s{}<>]*)*")


def posted(request: dict[str, Any]) -> str | None:
    """The body of a request as the protocol gives it, unpacked where it was compressed; at most limits.POSTED_BYTES."""
    entries = request.get("postDataEntries") or []
    data = b"".join(_bytes(str(entry.get("bytes", ""))) for entry in entries)[: limits.POSTED_BYTES]
    if not data:
        return request.get("postData")
    headers = {str(name).lower(): str(value) for name, value in (request.get("headers") or {}).items()}
    return unpacked(data, headers.get("content-encoding", "")).decode("utf-8", "replace")


def sent_frame(frame: dict[str, Any]) -> str:
    """The text of one message sent over a WebSocket; binary ones come in Base64."""
    payload = str(frame.get("payloadData", ""))[: limits.POSTED_BYTES]
    return payload if frame.get("opcode") == 1 else unpacked(_bytes(payload)).decode("utf-8", "replace")


def told(message: dict[str, Any]) -> str:
    """The text of a body as our recording script tells it: in writing, or its bytes in Base64 (`packed`)."""
    if "packed" in message:
        return unpacked(_bytes(str(message["packed"]))[: limits.POSTED_BYTES]).decode("utf-8", "replace")
    return str(message["body"])[: limits.POSTED_BYTES]


def unpacked(data: bytes, packing: str = "") -> bytes:
    """Data without gzip, zlib, deflate, Zstandard or Brotli around it; what cannot be unpacked stays as it is.

    `packing` is what the request says of itself (Content-Encoding). At most limits.POSTED_BYTES.
    """
    if data[:2] == b"\x1f\x8b" or data[:1] == b"\x78":
        return _inflated(data, 32 + zlib.MAX_WBITS) or data
    if data[:4] == _ZSTD:
        return _from_zstd(data) or data
    if packing.strip().lower() == "br":
        return _from_brotli(data) or data
    if data and not _reads_as_text(data[:200]):  # these two have no mark of their own: it is what comes out as text
        for unpack in (_raw, _from_brotli):
            inner = unpack(data)
            if len(inner) > len(data) and _reads_as_text(inner[:200]):
                return inner
    return data


def _raw(data: bytes) -> bytes:
    return _inflated(data, -zlib.MAX_WBITS)


def _inflated(data: bytes, bits: int) -> bytes:
    try:
        return zlib.decompressobj(bits).decompress(data, limits.POSTED_BYTES)
    except zlib.error:
        return b""


def _from_brotli(data: bytes) -> bytes:
    try:
        return bytes(brotli.Decompressor().process(data, output_buffer_limit=limits.POSTED_BYTES))[: limits.POSTED_BYTES]
    except brotli.error:
        return b""


def _from_zstd(data: bytes) -> bytes:
    try:
        return zstd.ZstdDecompressor().decompress(data, limits.POSTED_BYTES)
    except zstd.ZstdError:
        return b""


def _reads_as_text(data: bytes) -> bool:
    text = data.decode("utf-8", "ignore")
    return len(text.encode()) > len(data) - 4 and sum(letter.isprintable() or letter.isspace() for letter in text) > 0.95 * len(text)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a request: "path", a parameter of the query, a field of a posted form, or "body" as a whole.

    `coding` is "base64" for what such a wrapping within the part stands for, else "plain".
    """

    name: str
    text: str
    place: Literal["url", "body"]
    coding: str = "plain"


def parts(url: str, body: str | None) -> Iterator[Part]:
    """Every part of a request, opened up."""
    address = urlsplit(url)
    yield Part("path", unquote(address.path), "url")
    yield from _opened(parse_qsl(address.query, keep_blank_values=True), "url")
    if not body:
        return
    if _FORM.fullmatch(body[:4000]):
        yield from _opened(parse_qsl(body, keep_blank_values=True), "body")
    else:
        yield from _opened([("body", body)], "body")


def _opened(pairs: list[tuple[str, str]], place: Literal["url", "body"]) -> Iterator[Part]:
    for name, value in pairs:
        yield Part(name, value, place)
        if "%" in value and (plain := unquote(value)) != value:
            yield Part(name, plain, place)
        for inner in _decoded(value):
            yield Part(name, inner, place, "base64")


def _decoded(value: str) -> Iterator[str]:
    """The texts that Base64 within a value stands for."""
    for found in _BASE64.findall(value)[:20]:
        data = unpacked(_bytes(found.replace("-", "+").replace("_", "/")))
        text = data.decode("utf-8", "ignore")
        if len(text) > 8 and sum(letter.isprintable() for letter in text) > 0.9 * len(text) and len(text) > 0.8 * len(data):
            yield text


def _bytes(coded: str) -> bytes:
    try:
        return base64.b64decode(coded + "=" * (-len(coded) % 4))
    except (binascii.Error, ValueError):
        return b""
