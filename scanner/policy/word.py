"""Reads the text of a Word document (.docx): paragraphs, lists, and tables with tabs between their cells."""

import io
import zipfile
from typing import Any

from scanner.policy.errors import UnreadableError

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHORTEST = 40
_LARGEST = 50_000_000


def is_word(body: bytes) -> bool:
    """Whether the bytes are a .docx file, by what is in it."""
    if body[:4] != b"PK\x03\x04":
        return False
    try:
        return "word/document.xml" in zipfile.ZipFile(io.BytesIO(body)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def text_of(body: bytes) -> str:
    """The text of a .docx file; raises UnreadableError for one that does not open, or unpacks to more than it should."""
    import docx  # noqa: PLC0415 (a third of a second, and few policies are Word files)

    try:
        packed = zipfile.ZipFile(io.BytesIO(body))
        if sum(entry.file_size for entry in packed.infolist()) > _LARGEST:
            raise UnreadableError(f"the Word document unpacks to more than {_LARGEST} bytes")
        lines = [line for part in docx.Document(io.BytesIO(body)).iter_inner_content() for line in _lines(part)]
    except (zipfile.BadZipFile, ValueError, KeyError, OSError, SyntaxError, AttributeError) as error:
        raise UnreadableError(f"the Word document could not be opened ({error})") from error
    text = "\n".join(lines).strip()
    if len(text) < _SHORTEST:
        raise UnreadableError("the Word document holds no text")
    return text


def _lines(part: Any) -> list[str]:
    """A paragraph or a table as lines; headings stand apart, items of lists carry a mark."""
    if hasattr(part, "rows"):
        return ["", *("\t".join(" ".join(cell.text.split()) for cell in row.cells) for row in part.rows), ""]
    text = " ".join(part.text.split())
    style = part.style.name if part.style is not None else ""
    properties = part._p.pPr  # noqa: SLF001 (python-docx has no other way to tell a numbered paragraph)
    numbered = properties is not None and properties.numPr is not None
    if not text:
        return [""]
    if style.startswith(("Heading", "Title")):
        return ["", text, ""]
    return [f"- {text}" if numbered or style.startswith("List") else text]
