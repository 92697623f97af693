"""Keeps the policy documents found: what each link to one answered, and the documents themselves in the bundle."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from scanner.model.evidence import PolicyLink, Snapshot
from scanner.model.target import Target
from spiders import plain
from spiders.assembly import iso
from spiders.pages import address
from spiders.policy_links import Candidate
from spiders.stop import Stop
from spiders.view import View

_ENDINGS = {
    "application/pdf": "pdf",
    "text/plain": "txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
_PAGES = ("", "text/html", "application/xhtml+xml")
FOLDER = Path("evidence") / "documents"


class Shelf:
    """Policy links and documents of one scan; files go below `out`."""

    def __init__(self, target: Target, out: Path, user_agent: str) -> None:
        self._target, self._out, self._agent = target, out, user_agent
        self._links: dict[PolicyLink, None] = {}
        self._answers: dict[str, tuple[int | None, str | None]] = {}
        self.documents: list[Snapshot] = []
        self.kept: Callable[[Snapshot], None] = lambda _: None
        """Called for each document once it is in the bundle."""

    def add_link(self, candidate: Candidate, visit: int) -> None:
        """Note a link that a page of the baseline visit `visit` shows; one that was noted when it had settled only once."""
        link = PolicyLink(
            visit=visit, url=candidate.url, text=candidate.text, place=candidate.place, kinds=candidate.kinds
        )
        self._links[link] = None

    @property
    def links(self) -> tuple[PolicyLink, ...]:
        """All links, with what their address answered if it was followed."""
        unknown = (None, None)
        answers = [self._answers.get(address(link.url), unknown) for link in self._links]
        return tuple(
            replace(link, status=status, why=why) for link, (status, why) in zip(self._links, answers, strict=True)
        )

    async def answered(self, stop: Stop, view: View) -> None:
        """Note what a policy's address answered, and keep the document if it is one.

        A file (PDF, text) is fetched once more: the browser shows or downloads it, but does not hand it over.
        """
        status, kind = view.visit.status, view.visit.content_type
        if kind in _ENDINGS or (view.failure and stop.url.lower().split("?")[0].endswith((".pdf", ".docx"))):
            await self._fetch(stop)
            return
        self._note(stop, status, view.failure)
        if view.failure or (status or 599) >= 400 or kind not in _PAGES:
            return
        self._keep(stop, view.visit.final_url, view.html.encode("utf-8", "replace"), "text/html", status, view)

    async def _fetch(self, stop: Stop) -> None:
        try:
            fetched = await plain.fetch(stop.url, self._target, user_agent=self._agent)
        except plain.FetchError as error:
            self._note(stop, None, str(error))
            return
        self._note(stop, fetched.status, None)
        if fetched.status < 400:
            self._keep(stop, fetched.url, fetched.body, fetched.content_type, fetched.status, None)

    def _note(self, stop: Stop, status: int | None, why: str | None) -> None:
        self._answers[address(stop.url)] = (status, why)

    def _keep(
        self, stop: Stop, final_url: str, body: bytes, content_type: str, status: int | None, view: View | None
    ) -> None:
        digest = hashlib.sha256(body).hexdigest()
        if any(document.sha256 == digest or document.final_url == final_url for document in self.documents):
            return
        file = FOLDER / f"{digest[:16]}.{_ENDINGS.get(content_type, 'html')}"
        (self._out / FOLDER).mkdir(parents=True, exist_ok=True)
        (self._out / file).write_bytes(body)
        self.documents.append(
            Snapshot(
                url=stop.url,
                final_url=final_url,
                content_type=content_type,
                status=status,
                sha256=digest,
                file=file.as_posix(),
                found_by=stop.found_by,
                retrieved_at=iso(view.visit.started_ms if view else None),
                title=view.visit.title if view else None,
                language=view.visit.language if view else None,
            )
        )
        self.kept(self.documents[-1])
