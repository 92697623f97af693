"""The portfolio of a run over many sites: an HTML index, worst first, with what changed since; CSV and workbook beside it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from reports.as_csv import write_table
from reports.as_xlsx import write_workbook
from reports.frame import environment, frame
from reports.language import Language, chosen, mark
from reports.look import Look
from reports.page import words
from reports.trend import Trend, trend
from scanner.model.findings import SEVERITIES
from scanner.model.portfolio import FoundThere, Run, SiteOutcome

_RUNS_SHOWN = 12
_STATES = {"done": mark("scanned"), "failed": mark("could not be scanned"), "waiting": mark("waits to be scanned")}
_FATES = {"new": mark("new"), "gone": mark("gone"), "changed": mark("heavier or lighter")}

Titled = tuple[str, str]
"""The check and the title of a finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One site: its outcome, the same site in the run before (if it was there), and how many causes weigh much, run by run."""

    outcome: SiteOutcome
    before: SiteOutcome | None
    heavy: tuple[int, ...]

    @property
    def marked(self) -> bool:
        """Whether both results were laid side by side, so that what only our rules changed is known."""
        return self.outcome.changes is not None

    @property
    def new(self) -> list[Titled]:
        """Findings that were not there before, as far as the site changed."""
        return self._changed("new") if self.marked else _difference(self.outcome, self.before)

    @property
    def gone(self) -> list[Titled]:
        """Findings that are there no longer."""
        return self._changed("gone") if self.marked else _difference(self.before, self.outcome)

    @property
    def ours(self) -> list[Titled]:
        """Findings that came or went because catalogue, rules or reader changed, and not the site."""
        return [(one.check, one.title) for one in self.outcome.changes or () if one.rule_changed]

    @property
    def rules_differ(self) -> bool:
        """Whether what comes or goes may be our change, not the site's."""
        last = self.before
        return last is not None and (last.catalogue, last.rules) != (self.outcome.catalogue, self.outcome.rules)

    @property
    def trend(self) -> Trend | None:
        """The line through `heavy`."""
        return trend(self.heavy)

    def told(self, language: Language) -> list[tuple[str, str]]:
        """All that changed: a word for how, and the title."""
        groups = (
            ("new", self.new),
            ("gone", self.gone),
            ("changed", self._changed("changed")),
        )
        told = [
            (language.say(_FATES[fate]), language.wording.render(title, check))
            for fate, found in groups
            for check, title in found
        ]
        ours = language.say("rule changed")
        return told + [(ours, language.wording.render(title, check)) for check, title in self.ours]

    def _changed(self, fate: str) -> list[Titled]:
        every = self.outcome.changes or ()
        return [(one.check, one.title) for one in every if one.fate == fate and not one.rule_changed]


def write(run: Run, before: tuple[Run, ...], folder: Path, bundles: str, look: Look | None = None) -> list[Path]:
    """Write portfolio.html, .csv and .xlsx into `folder`; `bundles` is the run's folder as seen from there.

    `before` are the finished runs before this one, oldest first.
    """
    look = look or Look()
    rows = ranked(run, before)
    columns, cells = _table(rows)
    page = folder / "portfolio.html"
    page.write_text(_page(run, rows, bundles, look), encoding="utf-8")
    book, created = folder / "portfolio.xlsx", run.finished_at or run.started_at
    write_workbook(book, {"portfolio": (columns, cells)}, created=created)
    encoding = "utf-8-sig" if look.byte_order_mark else "utf-8"
    return [page, write_table(folder / "portfolio.csv", columns, cells, encoding), book]


def ranked(run: Run, before: tuple[Run, ...]) -> list[Row]:
    """All sites of a run, the worst first; those that could not be scanned come after them, those that wait last."""
    known = [{one.site.url: one for one in earlier.sites if one.state == "done"} for earlier in before]
    rows = []
    for outcome in run.sites:
        past = [sites[outcome.site.url] for sites in known if outcome.site.url in sites]
        shown = [*past, outcome][-_RUNS_SHOWN:] if outcome.state == "done" else past[-_RUNS_SHOWN:]
        heavy = tuple(one.causes("critical", "high") for one in shown)
        rows.append(Row(outcome=outcome, before=past[-1] if past else None, heavy=heavy))
    states = ("done", "failed", "waiting")
    return sorted(
        rows,
        key=lambda row: (
            states.index(row.outcome.state),
            [-row.outcome.causes(level) for level in SEVERITIES],
            row.outcome.site.url,
        ),
    )


def _difference(this: SiteOutcome | None, other: SiteOutcome | None) -> list[Titled]:
    if this is None or other is None or "done" not in (this.state, other.state) or this.state != other.state:
        return []
    theirs = {_identity(one) for one in other.found}
    return [(one.check, one.title) for one in this.found if _identity(one) not in theirs]


def _identity(one: FoundThere) -> tuple[str, str | None]:
    return one.check, one.subject


def _table(rows: list[Row]) -> tuple[list[str], list[list[Any]]]:
    columns = ["url", "client", "tags", "state", *SEVERITIES, "new", "gone", "rule_changed", "services", "cookies"]
    columns += ["requests", "pages", "documents", "not_assessed", "finished_at", "folder", "why", "changed_by_rules"]
    cells = [
        [
            row.outcome.site.url,
            row.outcome.site.client,
            row.outcome.site.tags,
            row.outcome.state,
            *(row.outcome.causes(level) for level in SEVERITIES),
            [title for _, title in row.new],
            [title for _, title in row.gone],
            row.rules_differ,
            row.outcome.summary.services,
            row.outcome.summary.cookies,
            row.outcome.summary.requests,
            row.outcome.summary.pages,
            row.outcome.summary.documents,
            row.outcome.summary.not_assessed,
            row.outcome.finished_at,
            row.outcome.folder,
            row.outcome.why,
            [title for _, title in row.ours],
        ]
        for row in rows
    ]
    return columns, cells


def _page(run: Run, rows: list[Row], bundles: str, look: Look) -> str:
    language = chosen(look.language, "")
    return environment(language.tag).get_template("portfolio.html.j2").render(
        language=language,
        frame=frame(look.brand, "report.css", "print.css", "portfolio.css"),
        brand=look.brand,
        heading=language.count("%(num)s site", "%(num)s sites", len(rows)),
        sentence=_sentence(run, rows, language),
        rows=rows,
        states=_STATES,
        severities=SEVERITIES,
        words=words,
        bundles=quote(bundles),
        trends=any(row.before for row in rows),
    )  # fmt: skip


def _sentence(run: Run, rows: list[Row], language: Language) -> str:
    through = [row for row in rows if row.outcome.state == "done"]
    failed = sum(row.outcome.state == "failed" for row in rows)
    waiting = sum(row.outcome.state == "waiting" for row in rows)
    heavy = sum(row.outcome.causes("critical", "high") > 0 for row in through)
    day = language.day(run.started_at)
    parts = [language.count("On %(day)s %(num)s site was scanned", "On %(day)s %(num)s sites were scanned", len(through), day=day)]
    if failed:
        parts.append(language.count("%(num)s could not be scanned", "%(num)s could not be scanned", failed))
    if waiting:
        parts.append(language.count("%(num)s still waits", "%(num)s still wait", waiting))
    told = language.count(
        "On %(num)s of them a difference of level critical or high was observed.",
        "On %(num)s of them differences of level critical or high were observed.", heavy,
    )  # fmt: skip
    return f"{'; '.join(parts)}. {told}"
