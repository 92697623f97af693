"""The consent dialog: found, used as the visitor's state says, and what shows that the choice took effect."""

from spiders.consent.flow import Choice, blocks, look
from spiders.consent.second_look import look_again

__all__ = ["Choice", "blocks", "look", "look_again"]
