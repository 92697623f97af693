"""Scans of the sites in tests/website/: one browser each, everything that reached the servers beside the outcome."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from scanner import pipeline
from scanner.demo.server import Arrival, Farm
from scanner.model import codec
from scanner.model.evidence import Cookie, Request, StorageItem, Visit
from scanner.model.result import Result
from scanner.model.target import Target

WEBSITE = Path(__file__).parent / "website"


@dataclass(frozen=True)
class Scan:
    """An outcome as read back from its result.json, and what the servers say arrived."""

    result: Result
    arrived: list[Arrival]
    folder: Path

    def visit(self, path: str) -> Visit:
        """The visit to the address that ends so."""
        return next(visit for visit in self.result.visits if visit.url.endswith(path))

    def visited(self) -> list[str]:
        """Paths (with query) of all pages visited, policies left out, in their order."""
        pages = (urlsplit(visit.url) for visit in self.result.visits if visit.kind != "policy")
        return [page.path + (f"?{page.query}" if page.query else "") for page in pages]

    def requests(self, end: str) -> list[Request]:
        """Recorded requests to addresses that end so."""
        return [request for request in self.result.requests if request.url.endswith(end)]

    def cookie(self, name: str) -> Cookie:
        """The only cookie of that name."""
        (found,) = [cookie for cookie in self.result.cookies if cookie.name == name]
        return found

    def key(self, name: str) -> StorageItem:
        """The only stored key, database or cache of that name."""
        (found,) = [item for item in self.result.storage if item.key == name]
        return found

    def why(self, what: str, path: str = "") -> str:
        """Why something could not be gathered there, "" where nothing failed."""
        return "; ".join(one.why for one in self.result.failures if one.what == what and path in one.where)

    def missed(self) -> list[str]:
        """What the browser sent, by the servers' word, and the record does not hold (or holds less often)."""
        recorded = [(one.method, one.host, urlsplit(one.url).path) for one in self.result.requests]
        for one in self.arrived:
            sent = (one.method, one.host, one.path)
            if "Chrome/" in one.headers.get("user-agent", "") and sent in recorded:
                recorded.remove(sent)
            elif "Chrome/" in one.headers.get("user-agent", ""):
                return [*sent]
        return []


def scan(farm: Farm, folder: Path, host: str, *page_urls: str, pages: int = 1, **more: object) -> Scan:
    """Scan https://<host>/ (or the address given) and the pages named, as the visitor who chooses nothing."""
    before = len(farm.requests)
    target = Target(
        **{  # type: ignore[arg-type]
            "url": host if "://" in host else f"https://{host}/",
            "states": ("baseline",),
            "pages": pages,
            "page_urls": page_urls,
            "proxy": farm.proxy,
            "ignore_certificate_errors": True,
            **more,
        }
    )
    pipeline.scan(target, folder, formats=("html", "csv", "json"))
    file = folder / "result.json"
    result = codec.from_json(file.read_bytes(), Result, source=str(file))
    site = {urlsplit(request.url).hostname for request in result.requests}
    return Scan(result, [one for one in farm.requests[before:] if one.host in site], folder)


def beside_each_other(scans: dict[str, Callable[[], Scan]]) -> dict[str, Scan]:
    """Run scans of different sites at the same time: most of a scan is waiting."""
    with ThreadPoolExecutor(max_workers=4) as pool:
        running = {name: pool.submit(one) for name, one in scans.items()}
        return {name: one.result() for name, one in running.items()}


def browser_processes(mark: str) -> list[int]:
    """Processes that were started with `mark` in their environment, and all that those started (Linux).

    Chromium writes over the environment of the processes it forks: they are found by their parents.
    """
    parents, marked = {}, set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            told = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        except OSError:
            continue  # it ended meanwhile, or belongs to somebody else
        if mark.encode() in told and int(folder.name) != os.getpid():
            marked.add(int(folder.name))
    while more := {one for one, parent in parents.items() if parent in marked} - marked:
        marked |= more
    return sorted(marked)
