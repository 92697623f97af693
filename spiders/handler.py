"""Scrapy's download handler over Playwright: one request that carries a session is one visit, nothing is intercepted.

Requests without a session (robots.txt, sitemaps) are plain fetches that name privacydiff as their user agent.
"""

from typing import cast

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import HtmlResponse, Response

from spiders.plain import FetchError
from spiders.session import Session
from spiders.site import SiteSpider


class BrowserHandler(BaseDownloadHandler):
    """Takes http and https; `request.meta["session"]` says who visits, `["kind"]` what the page is for."""

    lazy = False

    async def download_request(self, request: Request) -> Response:
        """The page as rendered; `request.meta["view"]` holds all that was seen, a failure included."""
        session: Session | None = request.meta.get("session")
        if session is None:
            return await self._fetch(request)
        meta = request.meta
        view = await session.visit(request.url, meta["kind"], then=meta.get("then"), last=meta.get("last"), watch=meta.get("watch"))
        request.meta["view"] = view
        return HtmlResponse(
            view.visit.final_url or request.url,
            status=view.visit.status or 599,  # 599: no answer at all; the view says why
            body=view.html,
            encoding="utf-8",
            request=request,
        )

    async def _fetch(self, request: Request) -> Response:
        try:
            fetched = await cast("SiteSpider", self.crawler.spider).journey.ahead.fetch(request.url)
        except FetchError as error:
            raise DownloadFailedError(str(error)) from error
        headers = {"Content-Type": fetched.content_type}
        return Response(fetched.url, status=fetched.status, body=fetched.body, headers=headers, request=request)
