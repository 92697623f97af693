"""The portfolio of a run over many sites: an HTML index, worst first, with what changed since; CSV and workbook beside it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from reports.as_csv import write_table
from reports.as_xlsx import write_workbook
from reports.tables import plain
from scanner.model.findings import SEVERITIES
from scanner.model.portfolio import Run, SiteOutcome

_WIDTH, _HEIGHT = 90, 18
_RUNS_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One site: its outcome, the same site in the run before (if it was there), and how many causes weigh much, run by run."""

    outcome: SiteOutcome
    before: SiteOutcome | None
    heavy: tuple[int, ...]

    @property
    def new(self) -> list[str]:
        """Titles of findings that were not there before; none where rules or catalogue changed meanwhile."""
        return _difference(self.outcome, self.before)

    @property
    def gone(self) -> list[str]:
        """Titles of findings that are there no longer."""
        return _difference(self.before, self.outcome)

    @property
    def rule_changed(self) -> bool:
        """Whether what comes or goes may be our change, not the site's."""
        last = self.before
        return last is not None and (last.catalogue, last.rules) != (self.outcome.catalogue, self.outcome.rules)


def write(run: Run, before: tuple[Run, ...], folder: Path, bundles: str) -> list[Path]:
    """Write portfolio.html, .csv and .xlsx into `folder`; `bundles` is the run's folder as seen from there.

    `before` are the finished runs before this one, oldest first.
    """
    rows = ranked(run, before)
    columns, cells = _table(rows)
    page = folder / "portfolio.html"
    page.write_text(_page(run, rows, bundles), encoding="utf-8")
    write_workbook(
        folder / "portfolio.xlsx", {"portfolio": (columns, cells)}, created=run.finished_at or run.started_at
    )
    return [page, write_table(folder / "portfolio.csv", columns, cells), folder / "portfolio.xlsx"]


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


def _difference(this: SiteOutcome | None, other: SiteOutcome | None) -> list[str]:
    if this is None or other is None or "done" not in (this.state, other.state) or this.state != other.state:
        return []
    theirs = {(one.check, one.subject) for one in other.found}
    return [one.title for one in this.found if (one.check, one.subject) not in theirs]


def _table(rows: list[Row]) -> tuple[list[str], list[list[Any]]]:
    columns = ["url", "client", "tags", "state", *SEVERITIES, "new", "gone", "rule_changed", "services", "cookies"]
    columns += ["requests", "pages", "documents", "not_assessed", "finished_at", "folder", "why"]
    cells = [
        [
            row.outcome.site.url,
            row.outcome.site.client,
            row.outcome.site.tags,
            row.outcome.state,
            *(row.outcome.causes(level) for level in SEVERITIES),
            row.new,
            row.gone,
            row.rule_changed,
            row.outcome.summary.services,
            row.outcome.summary.cookies,
            row.outcome.summary.requests,
            row.outcome.summary.pages,
            row.outcome.summary.documents,
            row.outcome.summary.not_assessed,
            row.outcome.finished_at,
            row.outcome.folder,
            row.outcome.why,
        ]
        for row in rows
    ]
    return columns, cells


def _page(run: Run, rows: list[Row], bundles: str) -> str:
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = plain
    environment.filters["spark"] = _spark
    through = [row for row in rows if row.outcome.state == "done"]
    return environment.get_template("portfolio.html.j2").render(
        run=run,
        rows=rows,
        severities=SEVERITIES,
        bundles=quote(bundles),
        done=len(through),
        failed=sum(row.outcome.state == "failed" for row in rows),
        waiting=sum(row.outcome.state == "waiting" for row in rows),
        heavy=sum(row.outcome.causes("critical", "high") > 0 for row in through),
        trends=any(row.before for row in rows),
    )


def _spark(heavy: tuple[int, ...]) -> str:
    """Points of a line through the numbers, left to right, for an SVG of 90 by 18."""
    top = max(heavy, default=0) or 1
    step = _WIDTH / max(len(heavy) - 1, 1)
    return " ".join(
        f"{place * step:.0f},{1 + (_HEIGHT - 2) * (1 - number / top):.0f}" for place, number in enumerate(heavy)
    )
