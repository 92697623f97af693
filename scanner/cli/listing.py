"""Prints what the program knows: checks, services, and the claims of one policy."""

from itertools import groupby
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from scanner import checks, services
from scanner.checks import pages
from scanner.cli.terminal import cell, count, plain, plain_lines
from scanner.model import codec
from scanner.model.claims import Claim, Document
from scanner.model.errors import PrivacydiffError, UsageError
from scanner.policy import topics
from scanner.services import Service
from scanner.services.catalogue import name_pattern

_STANCES = {"asserted": "", "qualified": "yellow", "denied": "red"}


def claims_of(document: Document, source: str) -> dict[str, Any]:
    """The claims contract's object (docs/claims.md)."""
    about = {
        "source": source,
        "language": document.language,
        "kinds": list(document.kinds),
        "sha256": document.sha256,
        "characters": document.characters,
        "retrieved_at": document.retrieved_at,
        "title": document.title,
        "date": document.date,
        "companies": list(document.companies),
        "domains": list(document.domains),
        "notes": list(document.notes),
    }
    return {"document": about, "claims": codec.to_plain(document.claims)}


def show_claims(console: Console, document: Document) -> None:
    """What a document claims, topic by topic, each claim with its quote."""
    for topic, claims in topics.by_topic(document.claims).items():
        console.print(Text(topic, style="bold"))
        for (quote, *_), same in groupby(claims, lambda claim: (claim.quote, claim.polarity, claim.modality)):
            for claim in same:
                stance = claim.polarity if claim.modality == "actual" else f"{claim.polarity}, possible"
                practice = f"  {plain(claim.practice)}{plain(_value(claim))}  "
                console.print(Text.assemble(practice, (stance, _STANCES[claim.polarity])))
            console.print(Padding(cell(f"“{quote}”", "dim"), (0, 0, 0, 4)))
        console.print()
    kinds = ", ".join(document.kinds) or "no policy by its looks"
    figures = [count(len(document.claims), "claim"), document.language, f"{document.characters} characters", kinds]
    figures += [document.date] if document.date else []
    console.print(cell(" · ".join([*figures, *document.companies, *document.domains])))
    for note in document.notes:
        console.print(cell(f"Not all was read: {note}."))


def _value(claim: Claim) -> str:
    told = [
        f"{name} {value:g}" if isinstance(value, float | int) else f"{name} {value}"
        for name, value in (claim.value or {}).items()
        if value is not None
    ]
    return f"  ({', '.join(told).replace('_', ' ')})" if told else ""


def show_checks(console: Console, identity: str | None) -> None:
    """All checks, or the page of one."""
    known = checks.load()
    if identity is None:
        table = _table("Check", "What it finds", "Kind")
        for name, module in known.items():
            table.add_row(name, cell(module.META.title), module.META.category)
        console.print(table)
        return
    if identity not in known:
        raise UsageError(f"There is no check “{identity}”; `privacydiff checks` lists them.")
    module = known[identity]
    console.print(Text.assemble((identity, "bold"), f" · {module.META.title}\n"))
    console.print(Text(plain_lines(pages.text(module))))


def show_services(console: Console, identity: str | None) -> None:
    """All services, or one of them."""
    catalogue = services.load()
    if identity is not None:
        known = catalogue.service(identity)
        if known is None:
            raise UsageError(f"There is no service “{identity}”; `privacydiff services` lists them.")
        show_service(console, known)
        return
    table = _table("Service", "Name", "Company", "Country", "Category", "Purpose")
    for one in catalogue.services.values():
        table.add_row(one.id, cell(one.name), cell(one.entity), one.country, one.category, one.purpose)
    console.print(table)


def show_service(console: Console, known: Service) -> None:
    """What the catalogue holds of one service, with its sources."""
    console.print(Text.assemble((known.id, "bold"), f" · {known.name} · {known.company} ({known.country})"))
    facts = {
        "Category": known.category,
        "Purpose": f"{known.purpose}: {known.purpose_reason}",
        "Role": known.role + (f" ({known.role_source})" if known.role_source else ""),
        "Contract with": known.contracting_entity,
        "Data Privacy Framework": known.dpf_status
        + (f" (by {known.dpf_source}, read on {known.dpf_checked_on})" if known.dpf_checked_on else ""),
        "Visitor's IP address": known.ip_address,
        "Also asked for as": ", ".join(known.aliases),
        "Hosts": ", ".join(host.domain + host.path if host.domain else host.pattern for host in known.hosts),
        "Storage keys": ", ".join(key.key for key in known.storage),
        "Policies call it": ", ".join(name for names in known.names.values() for name in names),
        "Privacy notice": known.privacy_url,
        "Opt-out": known.opt_out_url,
        "Sources": ", ".join(known.sources),
    }
    table = Table.grid(padding=(0, 2))
    for name, value in facts.items():
        if value:
            table.add_row(name, cell(value))
    console.print(table)
    if known.cookies:
        console.print()
        console.print(_cookies([known]))


def show_host(console: Console, host: str) -> None:
    """The service a host or address belongs to."""
    match = services.load().match_url(host if "://" in host else f"https://{host}/")
    if match is None:
        raise PrivacydiffError(f"No service file knows {host}.")
    if match.account:
        console.print(Text.assemble("The address names the account ", cell(match.account), "."))
    show_service(console, match.service)


def show_cookie(console: Console, name: str) -> None:
    """The services that set a cookie of this name, those with the narrowest pattern first."""
    table = _cookies(list(services.load().services.values()), name)
    if not table.row_count:
        raise PrivacydiffError(f"No service file knows a cookie {name}.")
    console.print(table)


def _cookies(known: list[Service], wanted: str | None = None) -> Table:
    rows = [
        (one, cookie)
        for one in known
        for cookie in one.cookies
        if wanted is None or name_pattern(cookie.name).fullmatch(wanted)
    ]
    if wanted is not None:
        rows.sort(key=lambda row: -len(row[1].name.replace("*", "")))
    table = _table("Cookie", "Service", "Purpose", "Lifetime", "Party", "Domain")
    for one, cookie in rows:
        table.add_row(
            cell(cookie.name),
            one.id,
            cookie.purpose,
            _lifetime(cookie.lifetime_days),
            cookie.party,
            cell(cookie.domain),
        )
    return table


def _lifetime(days: float | None) -> str:
    if days is None:
        return "not documented"
    return f"{days:g} days" if days else "session"


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for number, name in enumerate(columns):
        table.add_column(name, overflow="fold", no_wrap=number == 0)
    return table
