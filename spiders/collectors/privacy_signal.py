"""Global Privacy Control: the header with every request, the property in every document and worker."""

from spiders.isolated import SCRIPTS
from spiders.protocol import Client, Json


class PrivacySignal:
    """Tells every target that the visitor objects to selling and sharing (W3C Global Privacy Control)."""

    def __init__(self) -> None:
        self._source = (SCRIPTS / "privacy_signal.js").read_text(encoding="utf-8")

    def attached(self, client: Client, session: str, target: Json) -> None:
        """Set header and property before the target's first instruction."""
        client.post("Network.setExtraHTTPHeaders", {"headers": {"Sec-GPC": "1"}}, session)
        if target["type"] in ("page", "iframe"):
            command = {"source": self._source, "runImmediately": True}
            client.post("Page.addScriptToEvaluateOnNewDocument", command, session)
        else:
            client.post("Runtime.evaluate", {"expression": self._source}, session)

    def event(self, session: str, method: str, params: Json) -> None:
        """Nothing to listen for."""
