"""Plain fetches that are begun before anybody asks for them, and made once however many do."""

import asyncio

from scanner.model.target import Target
from spiders import plain
from spiders.plain import Fetched

ROBOTS = "/robots.txt"


class Ahead:
    """Fetches of one scan; what was begun is not fetched again."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._begun: dict[str, asyncio.Task[Fetched]] = {}

    def begin(self, url: str) -> None:
        """Begin to fetch what will be asked for."""
        fetching = self._begun[url] = asyncio.ensure_future(plain.fetch(url, self._target))
        fetching.add_done_callback(lambda task: task.cancelled() or task.exception())  # told to those who ask

    async def fetch(self, url: str) -> Fetched:
        """The answer; raises FetchError."""
        begun = self._begun.get(url)
        return await (asyncio.shield(begun) if begun else plain.fetch(url, self._target))
