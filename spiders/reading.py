"""Reads a settled page: the document as rendered, its title, text, links, and the forms of all its frames."""

from contextlib import suppress

from scanner.facts import imprint
from spiders import frames, isolated, limits
from spiders.collectors import addresses, held
from spiders.collectors.forms import form_record
from spiders.protocol import Client, ProtocolError
from spiders.record import VisitorRecord, VisitRecord
from spiders.urls import is_url
from spiders.view import View


async def read(client: Client, session: str, record: VisitorRecord, view: View) -> str | None:
    """Fill `view` and the record's forms from the page of a protocol session; why not, where it does not yield.

    Such a page has loaded all the same.
    """
    visit = view.visit
    try:
        view.html = await isolated.html(client, session)
        facts = await isolated.run(client, session, "page.js")
        visit.title, visit.language = facts["title"] or None, facts["language"] or None
        visit.final_url = facts["url"]
        view.text, view.has_content = facts["text"], facts["hasContent"]
        visit.tells = imprint.told(view.text)
        visit.lines = tuple(dict.fromkeys(facts["lines"]))
        found = await isolated.run(client, session, "links.js")
        view.links = _to_follow(found)
        visit.held = held.of([link for link in found if is_url(link["url"])], visit.final_url)
        await _forms(client, session, record, visit)
        await addresses.read(client, session, record, visit)
    except isolated.ScriptError as error:
        visit.settled = "limit"
        return str(error)
    return None


async def links(client: Client, session: str) -> list[dict[str, str]]:
    """What the page links to by now. Raises ScriptError."""
    return _to_follow(await isolated.run(client, session, "links.js"))


def _to_follow(found: list[dict[str, str]]) -> list[dict[str, str]]:
    return [link for link in found if is_url(link["url"]) and link["place"] != "kept"]


async def _forms(client: Client, session: str, record: VisitorRecord, visit: VisitRecord) -> None:
    """Take note of the forms of the page and of the frames in it. Raises ScriptError for the page itself."""
    found = await isolated.run(client, session, "forms.js")
    record.forms += [form_record(form, visit.number, visit.final_url) for form in found]
    for frame in (await _frames(client, session))[: limits.FORM_FRAMES]:
        with suppress(isolated.ScriptError):  # a frame that does not yield, or has gone: its page was read
            found = await isolated.run(client, frame.session, "forms.js", frame=frame.id, wait=limits.FRAME)
            record.forms += [form_record(form, visit.number, visit.final_url, frame.url) for form in found]


async def _frames(client: Client, session: str) -> list[frames.Frame]:
    """The frames in the page that hold documents of the web."""
    try:
        every = await frames.of_page(client, session)
    except (ProtocolError, TimeoutError):
        return []
    return [frame for frame in every[1:] if frame.url.startswith(("http:", "https:"))]
