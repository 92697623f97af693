"""Changes of route within a page (history API, "#!" addresses): each counts as a visit with its own time mark."""

import time
from dataclasses import replace
from urllib.parse import urlsplit

from spiders import limits
from spiders.protocol import Client, Json
from spiders.record import Route, VisitorRecord


class RouteCollector:
    """Listens for navigations within the document of the page's own frame."""

    def __init__(self, record: VisitorRecord) -> None:
        self._record = record
        self._pages: dict[str, str] = {}
        self._fresh: dict[str, int] = {}

    def attached(self, client: Client, session: str, target: Json) -> None:  # noqa: ARG002 (the collectors' common shape)
        """Remember pages: the id of a page's own frame is that of its target."""
        if target["type"] == "page":
            self._pages[session] = str(target["targetId"])

    def event(self, session: str, method: str, params: Json) -> None:
        """Take a change of route; a new query or anchor on the same path is none."""
        if method == "Target.detachedFromTarget":
            self._pages.pop(params["sessionId"], None)
        if method == "Network.requestWillBeSent" and session in self._fresh:
            place = self._fresh.pop(session)
            latest = self._record.routes[place]
            if params["wallTime"] * 1000 < latest.time_ms:  # what was asked after the change came before our time mark
                self._record.routes[place] = replace(latest, time_ms=params["wallTime"] * 1000)
        if method != "Page.navigatedWithinDocument" or params["frameId"] != self._pages.get(session):
            return
        if session not in self._record.open:
            return
        load = self._record.visits[self._record.open[session]]
        known = [route for route in self._record.routes if route.load == load.number]
        before = known[-1].url if known else load.final_url
        if _route(str(params["url"])) != _route(before) and len(known) < limits.ROUTES_PER_PAGE:
            self._fresh[session] = len(self._record.routes)
            self._record.routes.append(Route(load.number, str(params["url"]), time.time() * 1000))


def _route(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.path.rstrip("/"), parts.fragment if parts.fragment.startswith(("/", "!")) else ""
