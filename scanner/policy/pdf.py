"""Reads the text of a PDF: lines joined to paragraphs, words put together again, running heads left out."""

import io
import logging
import re
from collections import Counter

from scanner.policy.errors import UnreadableError

_SHORTEST = 40
_MOST_PAGES = 300
_EDGE = 2
_BULLET = re.compile(r"\s*(?:[-–—•·*▪◦o✓●■□]\s|\(?\w{1,2}\)\s|\d{1,2}(?:\.\d{1,2})*\.?\s+\S)")
_ENDS = re.compile(r"[.:;!?]\s*$")
_HYPHEN = re.compile(r"[^\W\d_]{2,}[-\u00ad‐]$")
_FULL_LINE = 0.7


def text_of(body: bytes) -> str:
    """The text of a PDF, a blank line between its pages' paragraphs where it shows one; raises UnreadableError."""
    import pypdf  # noqa: PLC0415 (as long to load as all of the reader, and few policies are PDF)
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # a damaged file is told of once, by the exception
    try:
        reader = pypdf.PdfReader(io.BytesIO(body))
        pages = [(page.extract_text() or "").splitlines() for page in reader.pages[:_MOST_PAGES]]
    except (PyPdfError, ValueError, KeyError, TypeError, OSError, AttributeError, IndexError, RecursionError) as error:
        raise UnreadableError(f"the PDF could not be opened ({error})") from error
    lines = [line for page in _without_running_heads(pages) for line in page]
    text = "\n".join(joined(lines)).strip()
    if len(text) < _SHORTEST:
        raise UnreadableError("the PDF holds pictures of pages and no text")
    return text


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Pages without lines that stand at the edge of at least three of them and of half of all, numbers aside."""
    counts = Counter(line for page in pages for line in {_numberless(line) for line in (*page[:_EDGE], *page[-_EDGE:])})
    running = {line for line, number in counts.items() if number >= max(3, len(pages) / 2)}
    return [
        [line for at, line in enumerate(page) if _EDGE <= at < len(page) - _EDGE or _numberless(line) not in running]
        for page in pages
    ]


def _numberless(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def joined(lines: list[str]) -> list[str]:
    """Lines broken by the width of a page put together: a sentence that runs on, a word cut by a hyphen."""
    widest = sorted(map(len, lines))[int(len(lines) * 0.9)] if lines else 0
    out: list[str] = []
    broken = 0
    for line in lines:
        bare = " ".join(line.split())
        before = out[-1] if out else ""
        runs_on = bool(before and bare) and not _ENDS.search(before) and not _BULLET.match(bare)
        if runs_on and _HYPHEN.search(before) and bare[0].islower():
            out[-1] = before[:-1] + bare
        elif runs_on and (bare[0].islower() or broken >= widest * _FULL_LINE):
            out[-1] = f"{before} {bare}"
        else:
            out.append(bare)
        broken = len(line)
    return out
