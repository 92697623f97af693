"""localStorage, sessionStorage, IndexedDB and caches of every frame, read through the protocol, not by page script."""

import asyncio
import time
from urllib.parse import urlsplit

from spiders import isolated, limits
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

    async def read(self, client: Client, page: str, visit: int) -> None:
        """Add what is stored now under the storage key of every frame of a page, given by its protocol session.

        Each once; raises TimeoutError after all were tried.
        """
        within = sorted(session for session in self._sessions if client.roots.get(session) == page)
        trees = await asyncio.gather(*(_tree(client, session) for session in within))
        frames = [found for tree in trees for found in tree]
        viewers = {frame["id"] for _, frame in frames if _scheme(frame) == "chrome-extension"}
        seen: set[str] = set()
        readings = [
            self._read_frame(client, session, frame["id"], seen, visit)
            for session, frame in frames
            if _scheme(frame) in ("http", "https") and frame.get("parentId") not in viewers  # a PDF's: never answers
        ]
        for outcome in await asyncio.gather(*readings, return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome

    async def _read_frame(self, client: Client, session: str, frame: str, seen: set[str], visit: int) -> None:
        try:
            key = (await client.call("Storage.getStorageKeyForFrame", {"frameId": frame}, session))["storageKey"]
        except ProtocolError:
            return  # a frame of another target, or one with an opaque origin, which has no storage
        if key in seen:
            return
        seen.add(key)
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
                self._add("local" if local else "session", origin, name, value, visit)
        databases = await _names(client, session, "IndexedDB.requestDatabaseNames", key, "databaseNames")
        caches = await _names(client, session, "CacheStorage.requestCacheNames", key, "caches")
        held = await _held(client, session, frame, databases, caches) if databases or caches else {}
        for name in databases:
            self._add("indexeddb", origin, name, held.get("databases", {}).get(name, ""), visit)
        for name in caches:
            self._add("cache", origin, name, held.get("caches", {}).get(name, ""), visit)

    def _add(self, kind: str, origin: str, name: str, value: str, visit: int) -> None:
        moment = time.time() * 1000
        self._record.stored.append(
            StoredKey(kind, origin, name[: limits.KEY_CHARACTERS], value, visit, self._record.after_choice(moment))  # type: ignore[arg-type]
        )


async def _held(client: Client, session: str, frame: str, databases: list[str], caches: list[str]) -> Json:
    """What databases and caches hold, as text by name; empty where the frame does not yield."""
    wanted = {"databases": databases, "caches": caches, "most": limits.HELD_CHARACTERS}
    try:
        found: Json = await isolated.run(client, session, "databases.js", wanted, frame=frame)
    except isolated.ScriptError:
        return {}
    return found


async def _names(client: Client, session: str, command: str, key: str, field: str) -> list[str]:
    try:
        answer = await client.call(command, {"storageKey": key}, session)
    except ProtocolError:
        return []  # the domain is not there for this frame
    return [entry if isinstance(entry, str) else entry["cacheName"] for entry in answer.get(field, [])]


async def _tree(client: Client, session: str) -> list[tuple[str, Json]]:
    try:
        tree = (await client.call("Page.getFrameTree", None, session))["frameTree"]
    except ProtocolError:
        return []  # the target went between two commands; its storage was its page's
    return [(session, frame) for frame in _frames(tree)]


def _scheme(frame: Json) -> str:
    return urlsplit(str(frame.get("url", ""))).scheme


def _frames(tree: Json) -> list[Json]:
    return [tree["frame"], *(frame for child in tree.get("childFrames", []) for frame in _frames(child))]
