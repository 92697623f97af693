"""Chat services, all that Apprise knows; the address holds the service's token and is a secret."""

import logging
from collections.abc import Mapping

from scanner.fleet.alerts import secret
from scanner.fleet.alerts.errors import NotSentError
from scanner.fleet.alerts.recipients import AlertSettings, Recipient
from scanner.model.errors import UsageError
from scanner.model.notice import Message


def send(recipient: Recipient, message: Message, settings: AlertSettings, environment: Mapping[str, str]) -> None:  # noqa: ARG001 (all ways are called alike)
    """Hand the message's text to the service. Raises NotSentError if it is not taken, UsageError for an address that
    Apprise does not know; neither says the address."""
    import apprise  # noqa: PLC0415 (slow to load)

    address = secret.reveal(recipient.chat, environment)
    service = apprise.Apprise()
    quiet = logging.getLogger("apprise")
    before, quiet.disabled = quiet.disabled, True  # its log would hold the address
    try:
        if not service.add(address):
            raise UsageError(f"The chat address of “{recipient.name}” is none that Apprise knows: see its list of services.")
        taken = service.notify(body=message.text, title=message.subject, body_format=apprise.NotifyFormat.TEXT)
    finally:
        quiet.disabled = before
    if not taken:
        raise NotSentError(f"The chat service of “{recipient.name}” did not take the message.")
