"""All lists at hand, behind one object: what they say of a request's receiver and of a cookie."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from scanner.lists import cookies, trackerdb
from scanner.lists.cookies import CookieTable, ListedCookie
from scanner.lists.folder import Folder
from scanner.lists.offered import KnownList, offered
from scanner.lists.rules import AdblockRules, Rules
from scanner.lists.trackerdb import Tracker
from scanner.model.errors import UsageError

_TRACKERDB = "Ghostery trackerdb"


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says of the receiver of a request: which list, its rule, and, where it knows, whose and what it is."""

    list: str
    rule: str
    category: str = ""
    owner: str | None = None
    country: str | None = None

    @property
    def source(self) -> str:
        """The list and its rule, as a finding names them."""
        return f"{self.list} ({self.rule})"


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists at hand, those of rules in the order they are asked; `versions` names the copies, for the record."""

    rules: tuple[tuple[KnownList, Rules], ...] = ()
    table: CookieTable = field(default_factory=lambda: CookieTable([]))
    trackers: dict[str, Tracker] = field(default_factory=dict)
    versions: tuple[str, ...] = ()

    def request(self, url: str, page: str, kind: str) -> Listed | None:
        """What the lists say of a request: the trackerdb knows whose it is, the rules only that it is one."""
        host = urlsplit(url).hostname or ""
        labels = host.split(".")
        for at in range(len(labels)):
            if tracker := self.trackers.get(suffix := ".".join(labels[at:])):
                return Listed(_TRACKERDB, suffix, tracker.category, tracker.owner, tracker.country or None)
        for one, rules in self.rules:
            if rule := rules.rule_for(url, page, kind):
                return Listed(one.name, rule, one.says)
        return None

    def cookie(self, name: str, domain: str) -> ListedCookie | None:
        """The line of the Open Cookie Database on a cookie."""
        return self.table.find(name, domain)


NONE = Lists()
"""No lists: everything works without them."""


def load(folder: Folder) -> Lists:
    """The lists in a folder. Raises UsageError where one is not as it was fetched."""
    index = folder.index()
    rules: list[tuple[KnownList, Rules]] = []
    table = NONE.table
    for identity, one in offered().items():
        text = folder.read(identity)
        if text is None:
            continue
        if one.kind == "rules":
            rules.append((one, AdblockRules(text)))
        else:
            table = CookieTable(cookies.read(text))
    versions = [
        f"{offered()[name].name} {copy.sha256[:12]}" for name, copy in index.copies.items() if name in offered()
    ]
    trackers: dict[str, Tracker] = {}
    if index.trackerdb:
        try:
            trackers = trackerdb.read(Path(index.trackerdb))
        except UsageError as error:
            raise UsageError(f"{error} Or forget it with `privacydiff update --no-trackerdb`.") from error
        versions.append(f"{_TRACKERDB} {index.trackerdb}")
    return Lists(tuple(rules), table, trackers, tuple(versions))
