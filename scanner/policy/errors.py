"""What a document that cannot be read raises."""


class UnreadableError(Exception):
    """The document holds no text that can be read; the message says why."""
