"""Reads documents: those of a scan, while pages are waited for where there is time, and single ones."""

import hashlib
import importlib
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from scanner import checks, services
from scanner.model.claims import Document
from scanner.model.errors import UsageError
from scanner.model.evidence import Evidence, Snapshot
from scanner.model.target import Target

_FILE_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".md": "text/plain",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class Reader:
    """Reads the documents of one scan's folder, each once; what a crawl does meanwhile is reading too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[Snapshot, Document] = {}

    def get_ready(self) -> None:
        """Import and load what reads and judges a scan."""
        importlib.import_module("scanner.policy")
        checks.load()
        services.load()

    def read(self, snapshot: Snapshot) -> Document:
        """One document, as it was kept."""
        if snapshot not in self._read:
            self._read[snapshot] = _snapshot(snapshot, self.folder)
        return self._read[snapshot]

    def all(self, evidence: Evidence) -> tuple[Document, ...]:
        """Every document of the bundle, every file given with --policy, and what the consent dialog lists."""
        from scanner import policy

        documents = [self.read(snapshot) for snapshot in evidence.documents]
        documents += [_file(Path(given), "--policy") for given in evidence.target.policies if "://" not in given]
        shown_on = next((visit.final_url for visit in evidence.visits if visit.loaded), evidence.target.url)
        dialog = policy.read_dialog(
            evidence.consent,
            url=urlsplit(shown_on)._replace(query="", fragment="").geturl(),
            catalogue=services.load(),
            retrieved_at=evidence.started_at,
        )
        return (*documents, dialog) if dialog else tuple(documents)


def read_policy(
    source: str, *, language: str | None = None, target: Target | None = None, second_opinion: bool = False
) -> Document:
    """Read one policy, a file or an address, without scanning its site.

    A page is opened in the browser (policies are often put in by script); `target` says how. Raises UsageError for a
    file that is not there and SiteError for an address that shows no document.
    """
    if "://" in source:
        with tempfile.TemporaryDirectory(prefix="privacydiff-") as folder:
            return _address(source, target or Target(url=source), Path(folder), language, second_opinion)
    return _file(Path(source), "the command line", language, second_opinion)


def _address(url: str, target: Target, folder: Path, language: str | None, second_opinion: bool) -> Document:
    from spiders.fetch import fetch_document

    snapshot = fetch_document(url, target, folder)
    return _snapshot(snapshot, folder, language, second_opinion)


def _file(file: Path, found_by: str, language: str | None = None, second_opinion: bool = False) -> Document:
    if file.is_dir():
        raise UsageError(f"{file} is a folder: give one policy in it (HTML, PDF, Word or text).")
    if not file.is_file():
        raise UsageError(
            f"{file} is not there: give the path of a policy (HTML, PDF, Word or text), or an address with https://."
        )
    from scanner import policy

    body = file.read_bytes()
    return policy.read(
        body,
        content_type=_FILE_TYPES.get(file.suffix.lower(), "text/html" if body.lstrip()[:1] == b"<" else "text/plain"),
        url=str(file),
        catalogue=services.load(),
        retrieved_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        found_by=found_by,
        sha256=hashlib.sha256(body).hexdigest(),
        language=language,
        certain=language is not None,
        second_opinion=second_opinion,
    )


def _snapshot(
    snapshot: Snapshot, folder: Path, language: str | None = None, second_opinion: bool = False
) -> Document:
    from scanner import policy

    return policy.read(
        (folder / snapshot.file).read_bytes(),
        content_type=snapshot.content_type,
        url=snapshot.final_url,
        catalogue=services.load(),
        retrieved_at=snapshot.retrieved_at,
        found_by=snapshot.found_by,
        sha256=snapshot.sha256,
        title=snapshot.title,
        language=language or snapshot.language,
        certain=language is not None,
        second_opinion=second_opinion,
    )
