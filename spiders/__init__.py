"""Everything that touches the scanned site: the crawl, the browser and its collectors.

Nothing is imported here: `starting.crawl` imports what a crawl is made of while the browser's driver starts.
"""
