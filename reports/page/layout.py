"""Puts the parts together: one Result in, one HTML document out."""

from reports.frame import environment, frame, shortened
from reports.language import chosen
from reports.look import Look
from reports.page import evidence, record, words
from reports.page.changes import changes
from reports.page.findings import Card, Cards, anchor
from reports.page.inert import inert
from reports.page.inventory import inventory
from reports.page.lifetimes import lifetimes
from reports.page.policies import Library
from reports.page.recipients import recipients
from reports.page.services import rows
from reports.page.states import FIGURES, MOST_SERVICES, columns, matrix, pictures, unstopped, visited
from reports.page.summary import host_of, summary
from reports.page.timeline import timeline
from reports.page.traces import traces
from scanner.model.findings import SEVERITIES
from scanner.model.result import Result


def page(result: Result, look: Look) -> str:
    """The report as one HTML document. Raises UsageError for a look that cannot be given."""
    result = inert(result)
    language = chosen(look.language, result.target.locale)
    library = Library(result.documents, result.findings)
    cards = Cards(result, language, library)
    table = rows(result, [*_all(cards)], library, language)
    visitors = columns(result, language)
    digest = record.bundle_hash(look.bundle)
    return environment(language.tag).get_template("report.html.j2").render(
        result=result,
        host=shortened(host_of(result), 120),
        language=language,
        frame=frame(look.brand, "report.css", "print.css"),
        brand=look.brand,
        summary=summary(result, cards, table, language),
        changes=changes(look.earlier, result, language),
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
        traces=traces(result, language),
        digest=digest,
        head=record.head(result, language),
        reason=language.wording.render(result.reason or "", record.FAILURES),
        incomplete=[language.wording.render(one.why, record.FAILURES) for one in result.failures if one.what == "scan"],
        page_numbers=look.page_numbers,
        severities=SEVERITIES,
        words=words,
        evidence=evidence,
        anchor=anchor,
    )  # fmt: skip


def _all(cards: Cards) -> list[Card]:
    return [each for card in (*cards.causes, *cards.possible, *cards.accepted) for each in (card, *card.followers)]
