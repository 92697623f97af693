"""Every request of every target over the protocol: who asked for it, what answered, which cookies went and came."""

import asyncio
import itertools
import time
from collections import defaultdict
from urllib.parse import urlsplit

from scanner import services
from scanner.model.evidence import Failure
from spiders import bodies, limits, stacks
from spiders.answers import KEPT_HEADERS
from spiders.collectors.wire import Received, Sent, received, sent
from spiders.masking import holds_address
from spiders.protocol import Client, Json
from spiders.record import SentRequest, VisitorRecord

_HEADER = 2_000
_ANSWER = 4_000
_NOT_KEPT = frozenset({"set-cookie", "location"})


class _Exchange:
    """The hops of one request id with the extra information that arrives apart from them, in its own order."""

    __slots__ = ("has_extra", "hops", "received", "sent")

    def __init__(self) -> None:
        self.hops: list[SentRequest] = []
        self.has_extra: list[bool] = []
        self.sent: list[Sent] = []
        self.received: list[Received] = []


class RequestCollector:
    """Listens to the Network domain of all targets; also tells the settling rule what is under way.

    `proxied`: all answers come from a proxy, whose address says nothing of the server's.
    """

    def __init__(self, record: VisitorRecord, *, proxied: bool = False) -> None:
        self._record, self._proxied = record, proxied
        self._exchanges: dict[tuple[str, str], _Exchange] = defaultdict(_Exchange)
        self._open: dict[tuple[str, str], float] = {}
        self._targets: dict[str, str] = {}
        self._tells: dict[str, str] = {}
        self._client: Client | None = None
        self._moved: dict[str | None, float] = {None: time.monotonic()}

    def attached(self, client: Client, session: str, target: Json) -> None:
        """Ask a new target for its traffic."""
        self._targets[session], self._client = str(target["targetId"]), client
        self._tells.setdefault(self._targets[session], session)
        client.post("Network.enable", {"maxPostDataSize": limits.POSTED_BYTES}, session)
        if target["type"] in ("page", "iframe"):
            client.post("Network.enableReportingApi", {"enable": True}, session)

    def event(self, session: str, method: str, params: Json) -> None:
        """Take one protocol event."""
        if method == "Target.detachedFromTarget":
            self._forget(params["sessionId"])
        if not method.startswith("Network.") or self._is_second(session):
            return
        handler = getattr(self, "_" + method.removeprefix("Network."), None)
        if handler:
            handler((session, str(params.get("requestId", ""))), params)

    def _is_second(self, session: str) -> bool:
        """Whether an older session tells the same: a service worker is attached by the browser and by its page."""
        return self._tells.get(self._targets.get(session, ""), session) != session

    def _forget(self, session: str) -> None:
        target = self._targets.pop(session, "")
        if self._tells.get(target) == session:
            self._tells.pop(target)
            others = (other for other, its in self._targets.items() if its == target)
            self._tells.update((target, other) for other in itertools.islice(others, 1))

    def last_activity(self, page: str) -> float:
        """When something last moved on the network for a page, or for a worker that may be its own."""
        return max((at for root, at in self._moved.items() if self._concerns(root, page)), default=0.0)

    def busy(self, page: str) -> bool:
        """Whether a request of a page that still gives signs of life is under way."""
        now = time.monotonic()
        alive = (key[0] for key, since in self._open.items() if now - since < limits.STALLED_REQUEST)
        return any(self._concerns(self._root(session), page) for session in alive)

    def forget_open(self, page: str) -> None:
        """A page was left: nothing that was under way holds up the next one."""
        self._open = {key: since for key, since in self._open.items() if self._root(key[0]) != page}
        self._moved[page] = time.monotonic()

    def _root(self, session: str) -> str | None:
        return self._client.roots.get(session) if self._client else None

    def _concerns(self, root: str | None, page: str) -> bool:
        return root == page or root not in self._record.open

    def _move(self, session: str) -> float:
        now = self._moved[self._root(session)] = time.monotonic()
        return now

    def finish(self) -> None:
        """Join what arrived apart; called once, before the record is read."""
        for exchange in self._exchanges.values():
            with_extra = [hop for hop, has in zip(exchange.hops, exchange.has_extra, strict=True) if has]
            for hop, out in zip(with_extra, exchange.sent, strict=False):
                hop.returned_tag, hop.sent_cookies = out.returned_tag, out.cookies
                hop.referrer = hop.referrer or out.referrer
            for hop, back in zip(with_extra, exchange.received, strict=False):
                hop.set_cookie_lines = back.set_cookie_lines
                hop.blocked_cookies += back.blocked_cookies

    def _alive(self, key: tuple[str, str]) -> None:
        now = self._move(key[0])
        if key in self._open:
            self._open[key] = now

    def _requestWillBeSent(self, key: tuple[str, str], params: Json) -> None:  # noqa: N802 (the protocol's name)
        self._open[key] = self._move(key[0])
        exchange, request = self._exchanges[key], params["request"]
        if not request["url"].startswith(("http:", "https:", "ws:", "wss:")):
            del self._open[key]
            return
        previous = None
        if "redirectResponse" in params and exchange.hops:
            previous = exchange.hops[-1]
            exchange.has_extra[-1] = bool(params.get("redirectHasExtraInfo"))
            self._answered(previous, params["redirectResponse"])
        hop = SentRequest(
            url=request["url"].split("#")[0],
            method=request["method"],
            time_ms=params["wallTime"] * 1000,
            resource_type=params.get("type", "Other").lower(),
            initiator=stacks.initiator(params.get("initiator") or {}, params.get("documentURL")),
            document_url=params.get("documentURL") or None,
            previous=previous,
            began=params.get("timestamp"),
            body=bodies.posted(request),
            referrer=request.get("headers", {}).get("Referer"),
            visit=self._record.open.get(self._root(key[0]) or ""),
        )
        exchange.hops.append(hop)
        exchange.has_extra.append(True)
        self._record.requests.append(hop)

    def _requestWillBeSentExtraInfo(self, key: tuple[str, str], params: Json) -> None:  # noqa: N802
        self._exchanges[key].sent.append(sent(params))

    def _responseReceivedExtraInfo(self, key: tuple[str, str], params: Json) -> None:  # noqa: N802
        self._alive(key)
        self._exchanges[key].received.append(received(params))

    def _responseReceived(self, key: tuple[str, str], params: Json) -> None:  # noqa: N802
        self._alive(key)
        exchange = self._exchanges[key]
        if exchange.hops:
            exchange.has_extra[-1] = bool(params.get("hasExtraInfo", True))
            self._answered(exchange.hops[-1], params["response"])

    def _dataReceived(self, key: tuple[str, str], params: Json) -> None:  # noqa: N802
        if key in self._open:
            self._open[key] = time.monotonic()
        hops = self._exchanges[key].hops
        if hops and hops[-1].resource_type == "document":
            before, hops[-1].bytes_decoded = hops[-1].bytes_decoded, hops[-1].bytes_decoded + int(params["dataLength"])
            if before <= limits.DOCUMENT_BYTES < hops[-1].bytes_decoded:
                self._stop(key[0], hops[-1])

    def _stop(self, session: str, hop: SentRequest) -> None:
        """Load no more of a document that no reader would ever see the end of: a bomb, a flood."""
        if self._client:
            self._client.post("Page.stopLoading", None, session)
        why = f"it is longer than {limits.DOCUMENT_BYTES // 1_000_000} MB; the rest was not loaded"
        self._record.failures.append(Failure(what="document", where=f"{hop.url.split('?')[0]} ({self._record.state})", why=why))

    def _loadingFinished(self, key: tuple[str, str], params: Json) -> None:  # noqa: N802
        self._alive(key)
        self._open.pop(key, None)
        exchange = self._exchanges[key]
        if exchange.hops:
            _ended(exchange.hops[-1], params)
            exchange.hops[-1].bytes_received = int(params.get("encodedDataLength", 0))
        if self._client and exchange.hops and tells_addresses(exchange.hops[-1].url):
            asked = self._client.post("Network.getResponseBody", {"requestId": key[1]}, key[0])
            asked.add_done_callback(self._told_address)

    def _told_address(self, answer: asyncio.Future[Json]) -> None:
        """Keep what a service answered that tells visitors their address."""
        if not answer.cancelled() and answer.exception() is None:
            self._record.looked_up.append(str(answer.result().get("body", ""))[:_ANSWER])

    def _loadingFailed(self, key: tuple[str, str], params: Json) -> None:  # noqa: N802
        self._alive(key)
        self._open.pop(key, None)
        exchange = self._exchanges[key]
        if exchange.hops:
            _ended(exchange.hops[-1], params)
            exchange.hops[-1].failed = str(params.get("blockedReason") or params.get("errorText") or "failed")

    def _webSocketCreated(self, key: tuple[str, str], params: Json) -> None:  # noqa: N802
        self._opened(key, params, "websocket")

    def _webTransportCreated(self, key: tuple[str, str], params: Json) -> None:  # noqa: N802
        self._opened((key[0], f"transport {params['transportId']}"), params, "webtransport")

    def _opened(self, key: tuple[str, str], params: Json, kind: str) -> None:
        """A connection that stays open, with no request of its own."""
        hop = SentRequest(
            url=params["url"].split("#")[0],
            method="GET",
            time_ms=time.time() * 1000,
            resource_type=kind,
            initiator=stacks.initiator(params.get("initiator") or {}),
            visit=self._record.open.get(self._root(key[0]) or ""),
        )
        self._exchanges[key].hops.append(hop)
        self._exchanges[key].has_extra.append(True)
        self._record.requests.append(hop)

    def _webSocketHandshakeResponseReceived(self, key: tuple[str, str], params: Json) -> None:  # noqa: N802
        exchange = self._exchanges[key]
        if exchange.hops:
            exchange.hops[-1].status = params["response"].get("status")

    def _webSocketFrameError(self, key: tuple[str, str], params: Json) -> None:  # noqa: N802
        exchange = self._exchanges[key]
        if exchange.hops and exchange.hops[-1].status is None:  # else it was open for a while
            exchange.hops[-1].failed = str(params.get("errorMessage") or "failed")[:_ANSWER]

    def _webSocketFrameSent(self, key: tuple[str, str], params: Json) -> None:  # noqa: N802
        exchange = self._exchanges[key]
        if exchange.hops and len(exchange.hops[-1].body or "") < limits.POSTED_BYTES:
            text = bodies.sent_frame(params["response"])
            exchange.hops[-1].body = f"{exchange.hops[-1].body or ''}{text}\n"[: limits.POSTED_BYTES]

    def _answered(self, hop: SentRequest, response: Json) -> None:
        hop.status = response.get("status")
        hop.remote_ip = None if self._proxied else (response.get("remoteIPAddress") or "").strip("[]") or None
        hop.mime_type = response.get("mimeType") or None
        hop.security = response.get("securityDetails") if hop.resource_type == "document" else None
        hop.answer_headers = {
            name.lower(): str(value)[:_HEADER]
            for name, value in (response.get("headers") or {}).items()
            if name.lower() in KEPT_HEADERS or (name.lower() not in _NOT_KEPT and holds_address(str(value)[:_HEADER]))
        }


def tells_addresses(url: str) -> bool:
    """Whether an address is that of a service which tells visitors their own IP address."""
    if urlsplit(url).path == "/cdn-cgi/trace":
        return True
    match = services.load().match_url(url)
    return match is not None and match.service.category == "ip-lookup"


def _ended(hop: SentRequest, params: Json) -> None:
    if hop.began is not None and "timestamp" in params:
        hop.duration_ms = max(round((params["timestamp"] - hop.began) * 1000), 0)
