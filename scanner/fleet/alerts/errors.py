"""What may go wrong on the way out."""

from scanner.model.errors import PrivacydiffError


class NotSentError(PrivacydiffError):
    """A message was not taken; the sentence names the recipient and what the other side said, and holds no secret."""
