"""Puts the parts together: one Result in, one HTML document out."""

import base64
import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports import brand
from reports.language import chosen
from reports.look import Look
from reports.page import evidence, record, words
from reports.page.findings import Card, Cards, anchor
from reports.page.inert import inert, shortened
from reports.page.inventory import inventory
from reports.page.lifetimes import lifetimes
from reports.page.policies import Library
from reports.page.recipients import recipients
from reports.page.services import rows
from reports.page.states import FIGURES, MOST_SERVICES, columns, matrix, pictures, unstopped, visited
from reports.page.summary import host_of, summary
from reports.page.timeline import timeline
from scanner.model.findings import SEVERITIES
from scanner.model.result import Result

TEMPLATES = Path(__file__).parent.parent / "templates"
_STYLES = ("report.css", "print.css")


def page(result: Result, look: Look) -> str:
    """The report as one HTML document. Raises UsageError for a look that cannot be given."""
    result = inert(result)
    language = chosen(look.language, result.target.locale)
    library = Library(result.documents, result.findings)
    cards = Cards(result, language, library)
    table = rows(result, [*_all(cards)], library, language)
    visitors = columns(result, language)
    digest = record.bundle_hash(look.bundle)
    style = "".join((TEMPLATES / name).read_text("utf-8") for name in _STYLES) + brand.style(look.brand)
    script = (TEMPLATES / "report.js").read_text("utf-8")
    return _environment(language.tag).get_template("report.html.j2").render(
        result=result,
        host=shortened(host_of(result), 120),
        language=language,
        style=style,
        script=script,
        policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; base-uri 'none'; form-action 'none'",
        brand=look.brand,
        logo=brand.logo(look.brand),
        summary=summary(result, cards, language),
        cards=cards,
        services=table,
        states=visited(result),
        columns=visitors,
        figures=FIGURES,
        matrix=matrix(result, visited(result)),
        most_services=MOST_SERVICES,
        unstopped=unstopped(cards.causes),
        pictures=pictures(result, look.bundle, language),
        timeline=timeline(result, language),
        map=recipients(host_of(result), table, language),
        lifetimes=lifetimes(result, language),
        library=library,
        inventory=inventory(result, language),
        record=record.facts(result, visitors, digest, language),
        steps=record.steps(result, language),
        questions=record.questions(result, language),
        digest=digest,
        severities=SEVERITIES,
        words=words,
        evidence=evidence,
        anchor=anchor,
    )  # fmt: skip


@cache
def _environment(tag: str) -> Environment:
    language = chosen(tag, tag)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(language.gettext, language.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters["web"] = web_address
    environment.filters["shortened"] = shortened
    environment.filters["number"] = language.number
    return environment


def web_address(url: str) -> str | None:
    """`url` if it may become a link: http and https only."""
    return url if urlsplit(url).scheme in ("http", "https") else None


def _all(cards: Cards) -> list[Card]:
    return [each for card in (*cards.causes, *cards.possible, *cards.accepted) for each in (card, *card.followers)]


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
