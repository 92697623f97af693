"""The ways a message goes out, a file each with `send(recipient, message, settings, environment)`; NotSentError says why not."""

from collections.abc import Mapping

from scanner.fleet.alerts.channels import chat, email, webhook
from scanner.fleet.alerts.errors import NotSentError
from scanner.fleet.alerts.recipients import AlertSettings, Recipient
from scanner.model.notice import Message

__all__ = ["NotSentError", "send"]


def send(recipient: Recipient, message: Message, settings: AlertSettings, environment: Mapping[str, str]) -> None:
    """Hand a message over. Returns when the other side has taken it; raises NotSentError, or UsageError for a secret
    that is not where the settings say."""
    way = {"email": email, "webhook": webhook, "chat": chat}[recipient.way]
    way.send(recipient, message, settings, environment)
