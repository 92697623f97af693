"""Prints what the program knows: checks, services, and the claims of one policy."""

import inspect
from typing import Any

from rich.console import Console
from rich.table import Table

from scanner import checks, services
from scanner.cli.terminal import clean
from scanner.model import codec
from scanner.model.claims import Document
from scanner.model.errors import UsageError


def claims_json(document: Document, source: str) -> dict[str, Any]:
    """The claims contract's object (docs/claims.md)."""
    about = {
        "source": source,
        "language": document.language,
        "kinds": list(document.kinds),
        "sha256": document.sha256,
        "characters": document.characters,
        "retrieved_at": document.retrieved_at,
    }
    return {"document": about, "claims": codec.to_plain(document.claims)}


def show_claims(console: Console, document: Document) -> None:
    """The claims of a document as a table."""
    table = Table("Practice", "Stance", "Quote", box=None, pad_edge=False)
    for claim in document.claims:
        table.add_row(clean(claim.practice), f"{claim.polarity}, {claim.modality}", clean(claim.quote))
    console.print(table)
    kinds = ", ".join(document.kinds) or "no policy by its looks"
    console.print(f"\n{len(document.claims)} claims · {document.language} · {document.characters} characters · {kinds}")


def show_checks(console: Console, identity: str | None) -> None:
    """All checks, or the page of one."""
    known = checks.load()
    if identity is None:
        table = Table("Check", "What it finds", box=None, pad_edge=False)
        for name, module in known.items():
            table.add_row(name, module.META.title)
        console.print(table)
        return
    if identity not in known:
        raise UsageError(f"There is no check “{identity}”; `privacydiff checks` lists them.")
    module = known[identity]
    console.print(f"[bold]{identity}[/bold] · {module.META.title}\n\n{clean_lines(inspect.getdoc(module) or '')}\n")
    for law in module.META.law:
        console.print(f"Relevant rule: {law.instrument}, {law.article}")


def clean_lines(text: str) -> str:
    """Several lines made safe to print."""
    return "\n".join(clean(line) for line in text.splitlines())


def show_services(console: Console, identity: str | None, host: str | None, cookie: str | None) -> None:
    """All services, one of them, or the one a host or cookie belongs to."""
    catalogue = services.load()
    if host:
        match = catalogue.match_url(host if "://" in host else f"https://{host}/")
        if match is None:
            raise UsageError(f"No service file knows {host}.")
        identity = match.service.id
    elif cookie:
        parties: tuple[Any, ...] = ("first", "third")
        domains = ["", *{known.domain for service in catalogue.services.values() for known in service.cookies}]
        found = next(
            (m for party in parties for domain in domains if (m := catalogue.match_cookie(cookie, domain, party))), None
        )
        if found is None:
            raise UsageError(f"No service file knows a cookie {cookie}.")
        identity = found.service.id
        console.print(f"{clean(cookie)}: {found.cookie.purpose}, {found.cookie.lifetime_days} days")
    if identity is None:
        table = Table("Id", "Name", "Company", "Country", "Category", "Purpose", box=None, pad_edge=False)
        for service in catalogue.services.values():
            table.add_row(service.id, service.name, service.entity, service.country, service.category, service.purpose)
        console.print(table)
        return
    known = catalogue.service(identity)
    if known is None:
        raise UsageError(f"There is no service “{identity}”; `privacydiff services` lists them.")
    console.print(f"[bold]{known.id}[/bold] · {known.name} · {known.company} ({known.country})")
    console.print(f"{known.category}, {known.purpose}: {known.purpose_reason}")
    console.print("Hosts: " + clean(", ".join(one.domain + one.path for one in known.hosts if one.domain) or "none"))
    console.print("Cookies: " + clean(", ".join(one.name for one in known.cookies) or "none"))
    console.print("Sources: " + ", ".join(known.sources))
