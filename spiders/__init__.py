"""Everything that touches the scanned site: the crawl, the browser and its collectors."""

from spiders.crawl import crawl
from spiders.fetch import fetch_document
from spiders.printing import print_page

__all__ = ["crawl", "fetch_document", "print_page"]
