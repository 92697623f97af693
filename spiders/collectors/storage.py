"""localStorage, sessionStorage, IndexedDB and caches of every frame, read through the protocol, not by page script."""

import time
from urllib.parse import urlsplit

from spiders.protocol import Client, Json, ProtocolError
from spiders.record import StoredKey, VisitorRecord


class StorageCollector:
    """Knows the frames of every document target, and reads their storage after each page."""

    def __init__(self, record: VisitorRecord) -> None:
        self._record = record
        self._sessions: set[str] = set()

    def attached(self, client: Client, session: str, target: Json) -> None:
        """Remember document targets."""
        if target["type"] in ("page", "iframe"):
            self._sessions.add(session)
            client.post("DOMStorage.enable", None, session)

    def event(self, session: str, method: str, params: Json) -> None:  # noqa: ARG002 (the collectors' common shape)
        """Forget targets that have gone."""
        if method == "Target.detachedFromTarget":
            self._sessions.discard(params["sessionId"])

    async def read(self, client: Client) -> None:
        """Add what is stored now under every frame's storage key."""
        for session in sorted(self._sessions):
            try:
                tree = (await client.call("Page.getFrameTree", None, session))["frameTree"]
            except ProtocolError:
                continue  # the target went between two commands; its storage was its page's
            for frame in _frames(tree):
                if urlsplit(frame.get("url", "")).scheme in ("http", "https"):
                    await self._read_frame(client, session, frame["id"])

    async def _read_frame(self, client: Client, session: str, frame: str) -> None:
        try:
            key = (await client.call("Storage.getStorageKeyForFrame", {"frameId": frame}, session))["storageKey"]
        except ProtocolError:
            return  # a frame of another target, or one with an opaque origin, which has no storage
        origin = key.split("^")[0].rstrip("/")
        for local in (True, False):
            identity = {"storageKey": key, "isLocalStorage": local}
            try:
                entries = (await client.call("DOMStorage.getDOMStorageItems", {"storageId": identity}, session))[
                    "entries"
                ]
            except ProtocolError:
                continue  # storage switched off for this frame (sandbox): nothing can be in it
            for name, value in entries:
                self._add("local" if local else "session", origin, name, value)
        for name in await _names(client, session, "IndexedDB.requestDatabaseNames", key, "databaseNames"):
            self._add("indexeddb", origin, name, "")
        for name in await _names(client, session, "CacheStorage.requestCacheNames", key, "caches"):
            self._add("cache", origin, name, "")

    def _add(self, kind: str, origin: str, name: str, value: str) -> None:
        moment = time.time() * 1000
        self._record.stored.append(
            StoredKey(kind, origin, name, value, self._record.visits[-1].number, self._record.after_choice(moment))  # type: ignore[arg-type]
        )


async def _names(client: Client, session: str, command: str, key: str, field: str) -> list[str]:
    try:
        answer = await client.call(command, {"storageKey": key}, session)
    except ProtocolError:
        return []  # the domain is not there for this frame
    return [entry if isinstance(entry, str) else entry["cacheName"] for entry in answer.get(field, [])]


def _frames(tree: Json) -> list[Json]:
    return [tree["frame"], *(frame for child in tree.get("childFrames", []) for frame in _frames(child))]
