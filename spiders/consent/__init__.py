"""The consent dialog: found, used as the visitor's state says, and what shows that the choice took effect."""

from spiders.consent.flow import Choice, look

__all__ = ["Choice", "look"]
