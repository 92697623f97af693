"""Scrapy's settings, each with its reason. The crawl itself decides what is visited; Scrapy keeps order and robots rules."""

from scanner import __version__

BOT_NAME = "privacydiff"
SPIDER_MODULES = ["spiders.site"]  # named itself: a package would be walked and every collector imported
USER_AGENT = f"privacydiff/{__version__}"  # of robots.txt and sitemap requests; pages see the browser's own
ROBOTSTXT_USER_AGENT = "privacydiff"
ROBOTSTXT_OBEY = True  # switched off by --no-robots, for sites one is authorised to audit

TWISTED_REACTOR_ENABLED = False  # asyncio alone: Playwright needs its loop, and several scans can run in one process
DOWNLOAD_HANDLERS = {"http": "spiders.handler.BrowserHandler", "https": "spiders.handler.BrowserHandler"}
CONCURRENT_REQUESTS = 24  # visitors side by side; each has a slot of its own …
CONCURRENT_REQUESTS_PER_DOMAIN = 3  # … and as many pages in it as the journey lets a visitor open (limits.TABS)
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # pages begin in the order in which they were chosen
DOWNLOAD_DELAY = 0  # a settled page takes seconds: that is pause enough

RETRY_ENABLED = False  # a second load is another observation; it is never made in silence
REDIRECT_ENABLED = False  # the browser follows redirects, and records them
COOKIES_ENABLED = False  # the browser has the jar
HTTPCACHE_ENABLED = False
TELNETCONSOLE_ENABLED = False
DOWNLOADER_MIDDLEWARES_BASE = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": 100,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}  # no depth, referer or offsite rule: the spider chooses its pages
EXTENSIONS_BASE: dict[str, int] = {}
LOG_ENABLED = False  # what went wrong is in the evidence
LOG_LEVEL = "WARNING"
