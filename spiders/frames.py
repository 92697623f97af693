"""The frames of an open page, those that live in processes (and so protocol sessions) of their own included."""

from dataclasses import dataclass
from typing import Any

from spiders import limits
from spiders.protocol import Client, Json, ProtocolError

_MOST = 30
_STANDS_OUT = """function () {
  const box = this.getBoundingClientRect();
  if (box.width < 120 || box.height < 40 || (this.checkVisibility && !this.checkVisibility({ visibilityProperty: true, opacityProperty: true }))) return false;
  for (let element = this, level = 0; element && level < 8; element = element.parentElement || element.getRootNode().host, level += 1) {
    if (element.matches("dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true]")) return true;
    if (/cookie|consent|gdpr|privacy/i.test(element.id + " " + element.getAttribute("class") + " " + element.title)) return true;
    const style = getComputedStyle(element);
    if (style.position === "fixed" && (box.bottom < 2 || box.top > innerHeight - 2)) return false;
    if (style.position === "fixed" || style.position === "sticky" || (style.position === "absolute" && Number(style.zIndex) > 10)) return true;
  }
  return false;
}"""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: the protocol session it is reached by, its id and address; `parent` is None for the page itself."""

    session: str
    id: str
    url: str
    parent: "Frame | None" = None


async def of_page(client: Client, page_session: str) -> list[Frame]:
    """The frames of a page, the page itself first, at most 30. Raises ProtocolError or TimeoutError if it has gone."""
    found: list[Frame] = []
    await _collect(client, page_session, None, found)
    return found[:_MOST]


async def _collect(client: Client, session: str, parent: Frame | None, found: list[Frame]) -> None:
    tree = await client.call("Page.getFrameTree", None, session, wait=limits.SCRIPT)
    _walk(session, tree["frameTree"], parent, found)
    known = {frame.id: frame for frame in found}
    for child, (target, above) in list(client.frames.items()):
        if above == session and len(found) < _MOST:
            try:
                await _collect(client, child, known.get(target) or found[0], found)
            except (ProtocolError, TimeoutError):
                continue  # the frame went away while it was asked


def _walk(session: str, tree: Json, parent: Frame | None, found: list[Frame]) -> None:
    frame = Frame(session, tree["frame"]["id"], tree["frame"]["url"], parent)
    found.append(frame)
    for child in tree.get("childFrames", []):
        _walk(session, child, frame, found)


async def stands_out(client: Client, frame: Frame) -> bool:
    """Whether a frame is laid over its page, as dialogs are, or calls itself one; the page itself always does."""
    if frame.parent is None:
        return True
    over = frame.parent.session
    try:
        await client.call("DOM.enable", None, over, wait=limits.SCRIPT)
        owner = await client.call("DOM.getFrameOwner", {"frameId": frame.id}, over, wait=limits.SCRIPT)
        node = await client.call("DOM.resolveNode", {"backendNodeId": owner["backendNodeId"]}, over, wait=limits.SCRIPT)
        answer: dict[str, Any] = await client.call(
            "Runtime.callFunctionOn",
            {"objectId": node["object"]["objectId"], "functionDeclaration": _STANDS_OUT, "returnByValue": True},
            over,
            wait=limits.SCRIPT,
        )
    except (ProtocolError, TimeoutError, KeyError):
        return False  # the frame went away while it was looked at
    return bool(answer["result"].get("value")) and await stands_out(client, frame.parent)
