"""The consent dialog: found, used as the visitor's state says, and what shows that the choice took effect."""

from spiders.consent.flow import Choice, with_choices
from spiders.consent.looking import blocks, look
from spiders.consent.second_look import look_again
from spiders.consent.signals import places
from spiders.consent.waiting import appears, is_there, wait_for_dialog

__all__ = ["Choice", "appears", "blocks", "is_there", "look", "look_again", "places", "wait_for_dialog", "with_choices"]
