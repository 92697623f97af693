"""Opens closed shadow roots to our own scripts: the protocol hands them over to the isolated world, the page notices nothing."""

from collections.abc import Iterator

from spiders import isolated, limits
from spiders.frames import Frame
from spiders.protocol import Client, Json, ProtocolError

_MOST = 50
"""Closed roots of one frame that are handed over."""
_DEEPEST = -1
_KEEP = """function (...others) {
  globalThis.closedRoots = new WeakMap([this, ...others].map((root) => [root.host, root]));
}"""


async def reveal(client: Client, frame: Frame) -> bool:
    """Hand the closed roots of a frame's document to the scripts that `isolated.run` runs in it; whether there are any."""
    session = frame.session
    try:
        wanted = {"depth": _DEEPEST, "pierce": True}
        root = (await client.call("DOM.getDocument", wanted, session, wait=limits.SCRIPT))["root"]
        found = list(_closed(_document(root, frame.id) or root))[:_MOST]
        if not found:
            return False
        context = await isolated.reader(client, session, frame.id)
        objects = [
            (await client.call("DOM.resolveNode", {"backendNodeId": one, "executionContextId": context}, session))["object"]
            for one in found
        ]
        handed = [{"objectId": one["objectId"]} for one in objects]
        command = {"functionDeclaration": _KEEP, "objectId": handed[0]["objectId"], "arguments": handed[1:]}
        await client.call("Runtime.callFunctionOn", command, session, wait=limits.SCRIPT)
    except (ProtocolError, TimeoutError, KeyError):
        return False  # the frame, or a root in it, went away meanwhile
    return True


def _document(node: Json, frame: str) -> Json | None:
    """The document of a frame among all that a session's tree holds."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one.get("frameId") == frame:
            inner: Json | None = one.get("contentDocument")
            return inner or one
        waiting += [*one.get("children", []), *one.get("shadowRoots", [])]
        if inner := one.get("contentDocument"):
            waiting.append(inner)
    return None


def _closed(node: Json) -> Iterator[int]:
    """Closed roots in a document, those within other roots included; frames in it are documents of their own."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        for root in one.get("shadowRoots", []):
            if root.get("shadowRootType") == "closed":
                yield int(root["backendNodeId"])
        waiting += [*one.get("children", []), *(root for root in one.get("shadowRoots", []) if root.get("shadowRootType") != "user-agent")]
