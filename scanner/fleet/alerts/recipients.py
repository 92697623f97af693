"""Who is told of what, and how: the `[[alerts]]` and `[smtp]` tables of the settings file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from scanner.fleet.alerts import secret
from scanner.fleet.alerts.events import KINDS, Event
from scanner.fleet.queue import words as schedule_words
from scanner.model.errors import UsageError
from scanner.model.findings import SEVERITIES, Severity

Way = Literal["email", "webhook", "chat"]
Security = Literal["starttls", "tls", "none"]
WAYS: tuple[Way, ...] = ("email", "webhook", "chat")
SECURITIES: tuple[Security, ...] = ("starttls", "tls", "none")
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_TEXTS = ("name", "webhook", "chat", "secret", "level", "digest", "language")
_LISTS = ("email", "events", "clients", "tags")
_KEYS = (*_TEXTS, *_LISTS, "failures")
_LONGEST_NAME = 100
_MOST_FAILURES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One recipient.

    name            how the store and messages call it
    addresses       of e-mail; address: of the webhook; chat: where the address of the chat service stands
    secret          where the secret stands that webhooks are signed with; None: unsigned
    level           findings of this severity and above
    failures        a failing scan is told when it has failed so many times in a row
    clients, tags   only sites of one of these; () for all
    digest          words or cron of when messages go out, gathered; None: as they come
    """

    name: str
    way: Way
    addresses: tuple[str, ...] = ()
    address: str = ""
    chat: str = ""
    secret: str | None = None
    level: Severity = "high"
    events: tuple[str, ...] = KINDS
    failures: int = 3
    clients: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    digest: str | None = None
    language: str | None = None

    def wants(self, event: Event, client: str, tags: tuple[str, ...]) -> bool:
        """Whether an event of a site is for this recipient."""
        if self.clients and client not in self.clients:
            return False
        if self.tags and not set(self.tags) & set(tags):
            return False
        if event.kind == "test":
            return True
        if event.kind not in self.events:
            return False
        if event.kind == "failed":
            return int(event.details["times"]) == self.failures
        return event.severity is None or SEVERITIES.index(event.severity) <= SEVERITIES.index(self.level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """The mail server. `password` says where it stands; `ca_file`: certificates to trust beside the system's."""

    host: str
    port: int
    security: Security = "starttls"
    sender: str
    user: str | None = None
    password: str | None = None
    ca_file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSettings:
    """All recipients, and the mail server that those of e-mail need."""

    recipients: tuple[Recipient, ...] = ()
    smtp: Smtp | None = None
    by_name: Mapping[str, Recipient] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {one.name: one for one in self.recipients})


def read(alerts: Any, smtp: Any, file: str) -> AlertSettings:
    """The settings out of the two tables as TOML gives them (None where they are missing).

    Raises UsageError that names the file, the table and the key.
    """
    if alerts is not None and (not isinstance(alerts, list) or not all(isinstance(one, dict) for one in alerts)):
        raise UsageError(f"{file}: “alerts” must be tables: give [[alerts]] with a name and email, webhook or chat.")
    if smtp is not None and not isinstance(smtp, dict):
        raise UsageError(f"{file}: “smtp” must be a table: give [smtp] with host and sender.")
    server = None if smtp is None else _smtp(smtp, f"{file}, [smtp]")
    recipients = tuple(_recipient(one, f"{file}, [[alerts]] {place}") for place, one in enumerate(alerts or (), 1))
    names = [one.name for one in recipients]
    if twice := [name for name in names if names.count(name) > 1]:
        raise UsageError(f"{file}: two recipients of alerts are called “{twice[0]}”: give each a name of its own.")
    if server is None and any(one.way == "email" for one in recipients):
        raise UsageError(f"{file}: alerts by e-mail need a mail server: give [smtp] with host and sender.")
    return AlertSettings(recipients=recipients, smtp=server)


def _recipient(given: Mapping[str, Any], place: str) -> Recipient:
    _known(given, _KEYS, place)
    for key in _TEXTS:
        if key in given and not (isinstance(given[key], str) and given[key].strip()):
            raise UsageError(f"{place}: “{key}” must be a text in quotes.")
    for key in _LISTS:
        if key in given and not (isinstance(given[key], list) and all(isinstance(one, str) for one in given[key])):
            raise UsageError(f'{place}: “{key}” must be a list of texts, such as ["…", "…"].')
    if not given.get("name") or len(given["name"]) > _LONGEST_NAME:
        raise UsageError(f"{place} needs a “name” of at most {_LONGEST_NAME} characters.")
    ways = [way for way in WAYS if way in given]
    if len(ways) != 1:
        raise UsageError(f"{place} needs one of email, webhook and chat; it has {' and '.join(ways) or 'none'}.")
    wrong = [kind for kind in given.get("events", ()) if kind not in KINDS]
    if wrong:
        raise UsageError(f"{place}: there is no event “{wrong[0]}”; there are: {', '.join(KINDS)}.")
    level = given.get("level", "high")
    if level not in SEVERITIES:
        raise UsageError(f"{place}: there is no level “{level}”; there are: {', '.join(SEVERITIES)}.")
    failures = given.get("failures", 3)
    if type(failures) is not int or not 1 <= failures <= _MOST_FAILURES:
        raise UsageError(f"{place}: “failures” must be a whole number from 1 to {_MOST_FAILURES}.")
    return Recipient(
        name=given["name"],
        way=ways[0],
        addresses=_addresses(given.get("email"), place),
        address=_web(given["webhook"], place) if "webhook" in given else "",
        chat=secret.where(given["chat"], f"{place}: “chat”") if "chat" in given else "",
        secret=secret.where(given["secret"], f"{place}: “secret”") if "secret" in given else None,
        level=level,
        events=tuple(given.get("events", KINDS)),
        failures=failures,
        clients=tuple(given.get("clients", ())),
        tags=tuple(given.get("tags", ())),
        digest=_digest(given.get("digest"), place),
        language=given.get("language"),
    )


def _smtp(given: Mapping[str, Any], place: str) -> Smtp:
    texts = ("host", "security", "sender", "user", "password", "ca_file")
    _known(given, (*texts, "port"), place)
    for key in texts:
        if key in given and not (isinstance(given[key], str) and given[key].strip()):
            raise UsageError(f"{place}: “{key}” must be a text in quotes.")
    for key in ("host", "sender"):
        if key not in given:
            raise UsageError(f"{place} needs “{key}”.")
    security = given.get("security", "starttls")
    if security not in SECURITIES:
        raise UsageError(f"{place}: there is no security “{security}”; there are: {', '.join(SECURITIES)}.")
    port = given.get("port", _PORTS[security])
    if type(port) is not int or not 0 < port < 65536:
        raise UsageError(f"{place}: “port” must be a whole number from 1 to 65535.")
    if ("user" in given) != ("password" in given):
        raise UsageError(f"{place}: “user” and “password” go together.")
    if "password" in given and security == "none":
        raise UsageError(f"{place}: a password is not sent without TLS: set “security” to starttls or tls.")
    return Smtp(
        host=given["host"],
        port=port,
        security=security,
        sender=_addresses([given["sender"]], place)[0],
        user=given.get("user"),
        password=secret.where(given["password"], f"{place}: “password”") if "password" in given else None,
        ca_file=given.get("ca_file"),
    )


def _known(given: Mapping[str, Any], keys: tuple[str, ...], place: str) -> None:
    if unknown := sorted(given.keys() - set(keys)):
        raise UsageError(f"{place}: there is no “{unknown[0]}”; there are: {', '.join(keys)}.")


def _addresses(given: list[str] | None, place: str) -> tuple[str, ...]:
    if given is None:
        return ()
    for one in given:
        if "@" not in one[1:-1] or any(sign.isspace() or not sign.isprintable() for sign in one):
            raise UsageError(f"{place}: “{one}” is no e-mail address.")
    if not given:
        raise UsageError(f"{place}: “email” names no address.")
    return tuple(given)


def _web(address: str, place: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{place}: “webhook” must be an address that begins with https:// (or http://).")
    return address


def _digest(digest: str | None, place: str) -> str | None:
    if digest is None:
        return None
    try:
        schedule_words.read(digest)
    except UsageError as error:
        raise UsageError(f"{place}: “digest”: {error}") from error
    return digest
