"""Which cookies keep the choice that a visitor made in the consent dialog, told by when they were written."""

from scanner.model.result import AnnotatedCookie


def keeps_choice(cookie: AnnotatedCookie) -> bool:
    """Whether a cookie of the site, that is no identifier, came with the choice: after refusing, never before one."""
    if cookie.party != "first" or cookie.identifier:
        return False
    refused = [one for one in cookie.sightings if one.state == "reject" and one.after_choice]
    return bool(refused) and not any(one.before_choice for one in cookie.sightings)
