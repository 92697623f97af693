"""The browser's own mouse, which pages cannot tell from a person's: moves it, and clicks a control of a dialog."""

from spiders import isolated, limits
from spiders.frames import Frame
from spiders.protocol import Client, ProtocolError
from spiders.tab import Tab


async def move(tab: Tab) -> None:
    """Move the pointer over the page: some load nothing of their own, and ask nothing, before it moves."""
    try:
        for x, y in ((300, 200), (420, 310)):
            event = {"type": "mouseMoved", "x": x, "y": y}
            await tab.client.call("Input.dispatchMouseEvent", event, tab.page_session, wait=limits.SCRIPT)
    except (ProtocolError, TimeoutError) as error:
        tab.failed("consent", tab.visit.url, str(error) or "the page did not answer")


async def click(client: Client, page_session: str, frame: Frame, box: int, control: int) -> bool:
    """Click in the middle of a control that use.js has made ready; whether it could be done."""
    try:
        context = await isolated.reader(client, frame.session, frame.id)
        found = {"expression": f"consentBoxes[{box}].controls[{control}].element", "contextId": context}
        element = (await client.call("Runtime.evaluate", found, frame.session, wait=limits.SCRIPT))["result"]
        quads = await client.call("DOM.getContentQuads", {"objectId": element["objectId"]}, frame.session)
        corners = quads["quads"][0]
        left, top = await _offset(client, page_session, frame)
        place = {"x": left + sum(corners[::2]) / 4, "y": top + sum(corners[1::2]) / 4}
        for kind, more in (("mouseMoved", {}), ("mousePressed", _BUTTON), ("mouseReleased", _BUTTON)):
            event = {"type": kind, **place, **more}
            await client.call("Input.dispatchMouseEvent", event, page_session, wait=limits.SCRIPT)
    except (ProtocolError, TimeoutError, KeyError, IndexError):
        return False  # the control went away, or the page did not take the click
    return True


_BUTTON = {"button": "left", "clickCount": 1}


async def _offset(client: Client, page_session: str, frame: Frame) -> tuple[float, float]:
    """Where the window of a frame's own process begins within the page."""
    left = top = 0.0
    at: Frame | None = frame
    while at and at.session != page_session:
        above = at.parent
        if above and above.session != at.session:
            owner = await client.call("DOM.getFrameOwner", {"frameId": at.id}, above.session)
            box = await client.call("DOM.getBoxModel", {"backendNodeId": owner["backendNodeId"]}, above.session)
            left, top = left + box["model"]["content"][0], top + box["model"]["content"][1]
        at = above
    return left, top
