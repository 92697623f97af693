"""Every wait and bound of the crawl, in seconds unless the name says otherwise (listed in docs/architecture.md)."""

BROWSER_START = 20.0
"""From starting the browser to its debugging address."""
BROWSER_CLOSE = 10.0
"""For an orderly end; after it the process is killed."""
STOP = 20.0
"""For the visits under way to end after Ctrl-C or the deadline, and for a visitor's last page to be left."""
CDP_ANSWER = 10.0
"""For one answer of the browser to one command."""
LOAD_EVENT = 15.0
"""For the page's load event after its first byte; a page whose pictures hang is settled without it."""
QUIET = 0.5
"""Without network activity for this long, a page counts as quiet."""
SETTLE = 10.0
"""At most this long for a page to become quiet after it loaded."""
SETTLE_AFTER_SCROLL = 5.0
"""At most this long again after scrolling to the end."""
TIMER_HORIZON = 5.0
"""Timers the page itself has set to fire within this time are waited for."""
FIRST_HORIZON = 8.5
"""The same on a visitor's first page, and on the first after the choice: what is delayed there is delayed on every page."""
HELD = 20.0
"""A visitor's first page, and the first after the choice, stay open beside the pages that follow, at most this long."""
STALLED_REQUEST = 2.0
"""A request without any sign of life for this long no longer keeps a page from being quiet (open streams, long polls)."""
SCROLL = 4.0
"""At most this long for scrolling to the end."""
POPUP = 0.2
"""A window that a page opens waits so long before it goes on: Playwright has made its settings by then."""
LEAVE = 0.4
"""Beacons sent on leaving a page start within this long (0.24 s measured); only before the browser closes is it waited out."""
LAST_REPORTS = 0.05
"""After leaving a page: what its documents called or wrote while they were left has been reported by then."""
SCRIPT = 5.0
"""For one of our own scripts inside a page; a page that never yields would hold it for ever."""
CONSENT = 30.0
"""For finding and using a consent dialog, reload included."""
CHOICE = 4.0
"""For a consent dialog to appear after the page has settled, and again to go away after a click."""
TYPING = 15.0
"""For typing into the fields of a page, and for what that sends."""
TYPED_INTERVAL = 2.5
"""Scripts that send in batches do so at intervals: one of the page's own, up to this long, is waited out after typing."""
TABS = 3
"""Pages of one visitor that are open side by side, at most; one loads while those before it settle."""
TYPED_PAGES = 3
"""Pages on which bait is typed, at most."""
TOOL = 1.5
"""For a known consent tool to be recognised on a page that has settled."""
AUTOCONSENT = 12.0
"""For one step of a rule of autoconsent."""
REAPPEAR = 1.0
"""At most this long for a dialog to come back after the page was loaded again and has settled; twice what it took at first."""
PLAIN_FETCH = 20.0
"""For robots.txt, a sitemap, a PDF."""
LIST_FETCH = 60.0
"""For one list to be fetched by `privacydiff update`."""
LIST_BYTES = 40_000_000
"""The largest list that `privacydiff update` takes; a larger one is refused."""
PRINTING = 90.0
"""For a report to be printed to PDF, the start of the browser included."""
POLICY_DOCUMENTS = 8
"""Policy documents read per site, at most."""
BARE_FETCH = 5.0
"""For the http:// address of a site that was reached by https://."""
SITEMAPS = 5
"""Sitemap files read per site, at most (an index counts as one)."""
DOCUMENT_BYTES = 20_000_000
"""The largest page, policy document or sitemap read, unpacked; more is cut off and said so."""
URL_CHARACTERS = 20_000
"""Of an address, this much is kept; all of it is looked through."""
KEY_CHARACTERS = 4_096
"""Of the name of a stored key, database or cache, this much is kept."""
BODY_CHARACTERS = 4_000
"""Of a posted body, this much is kept (hashed like a query)."""
POSTED_BYTES = 64_000
"""Of a posted body or of what goes over one WebSocket, this much is looked through."""
EVENTS_PER_DOCUMENT = 500
"""Reports of our recording script per document, so that a hostile page cannot flood the record."""
CALLS_PER_DOCUMENT = 40
"""Calls of one kind of interface by one script of a document reported one by one; later ones are, in lots."""
BODIES_PER_DOCUMENT = 50
"""Bodies of one document that its recording script tells itself, for requests made while the page is left."""
BODIES_CHARACTERS = 4_000_000
"""Of all those bodies, this much is kept for one visitor."""
FORM_FRAMES = 8
"""Frames of a page whose forms are looked at, at most."""
FRAME = 1.5
"""For one of our scripts inside a frame of a page."""
DNS = 5.0
"""For the canonical names of one host."""
NAMES = 30
"""Hosts of the site whose canonical names are looked up, at most."""
ROUTES_PER_PAGE = 20
"""Changes of route within one loaded page that count as visits, at most."""
HELD_CHARACTERS = 20_000
"""Of what one IndexedDB database or cache holds, this much is looked at."""
GUARD_CONNECT = 10.0
"""For a connection that the proxy of a hosted scan makes."""
CLUES = 1_000
"""Values of one visitor's cookies and stored keys, and parts of them, that are looked for in requests."""
