"""Scrapy as this program runs it: a module of its own, imported while a browser starts, for that takes as long."""

import asyncio
import logging

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings

from scanner import settings
from spiders.journey import Journey
from spiders.site import SiteSpider


def begin(journey: Journey, *, robots: bool) -> tuple[AsyncCrawlerRunner, asyncio.Future[None]]:
    """Begin the crawl of a journey: its runner, which can stop it, and the crawl itself."""
    values = Settings()
    values.setmodule(settings)
    values.set("ROBOTSTXT_OBEY", robots)
    for name in ("scrapy", "twisted", "asyncio"):  # without a handler of their own they would print tracebacks
        logging.getLogger(name).addHandler(logging.NullHandler())
    runner = AsyncCrawlerRunner(values)
    return runner, asyncio.ensure_future(runner.crawl(SiteSpider, journey=journey))
