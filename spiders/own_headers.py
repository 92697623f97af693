"""Headers that the user gives for the site itself: added to its requests and to nobody else's."""

from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Route

from scanner.facts.parties import is_first_party
from scanner.model.target import Target


async def send(context: BrowserContext, target: Target) -> None:
    """Route requests to the site so that they carry the target's headers; the only thing that is ever intercepted."""

    def is_own(url: str) -> bool:
        return is_first_party(urlsplit(url).hostname or "", target)

    async def add(route: Route) -> None:
        await route.continue_(headers={**route.request.headers, **dict(target.headers)})

    await context.route(is_own, add)
