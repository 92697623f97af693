"""Whether a home page could be seen at all; if not, why, in one sentence."""

from urllib.parse import urlsplit

from scanner import languages
from scanner.facts.parties import is_first_party, registrable
from scanner.model.target import Target
from spiders.failures import NO_CERTIFICATE
from spiders.record import VisitRecord
from spiders.view import View

_WALL_STATUSES = (401, 403, 429, 503)


def unusable(view: View, target: Target) -> str | None:
    """The reason why a site cannot be scanned from what its home page showed, or None; marks the visit as not loaded."""
    reason = _reason(view, target)
    if reason:
        view.visit.loaded = False
    return reason


def is_error(visit: VisitRecord) -> bool:
    """Whether an error was answered in place of a page."""
    return (visit.status or 200) >= 400


def not_shown(view: View) -> str | None:
    """Why a page that answered did not show what it is there for (an error page, a check for robots), or None."""
    status = view.visit.status
    if is_error(view.visit) and view.certificate_asked:
        return f"it answered with HTTP status {status}: {NO_CERTIFICATE}"
    if is_error(view.visit):
        hint = "; it may turn automated visitors away: try another network" if status in _WALL_STATUSES else ""
        return f"it answered with HTTP status {status}{hint}"
    if languages.load().is_wall(view.visit.title or "", view.text):
        return "it showed a check for robots in place of the page; try from another network, or with --storage-state"
    return None


def _reason(view: View, target: Target) -> str | None:
    visit, url = view.visit, target.url
    if view.failure:
        return f"{url} could not be opened: {view.failure}."
    if visit.content_type and "html" not in visit.content_type:
        return f"{url} is not a web page but {visit.content_type}; give the address of the site's home page."
    landed = urlsplit(visit.final_url).hostname or ""
    if landed and not is_first_party(landed, target):
        return (
            f"{url} leads to another site, {registrable(landed)}; scan https://{landed}/ if that is the one you mean."
        )
    if why := not_shown(view):
        return f"{url} could not be seen: {why}."
    if not view.text.strip() and not view.has_content:
        return f"{url} showed an empty page."
    return None
