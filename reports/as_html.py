"""report.html: one file, without a network, for people. Everything from the scanned site is escaped by the template."""

import base64
import hashlib
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports.look import Look
from scanner.model.findings import SEVERITIES, Finding
from scanner.model.result import Flow, Result
from scanner.model.target import ALL_STATES

_TEMPLATES = Path(__file__).parent / "templates"
_WEIGHT = {"incorrect": 0, "omitted": 1, "ambiguous": 2, "vague": 3, "clear": 4, "stale": 5}
VERDICTS = {
    "clear": "named as used",
    "vague": "only in general terms",
    "omitted": "no statement found",
    "incorrect": "the policy states otherwise",
    "ambiguous": "stated and denied",
    "stale": "stated, not observed",
}


def write(result: Result, folder: Path) -> list[Path]:
    """Write report.html, in the language of the site's locale."""
    return present(result, folder, Look(bundle=folder))


def present(result: Result, folder: Path, look: Look) -> list[Path]:
    """Write report.html as it is to look."""
    file = folder / "report.html"
    file.write_text(render(result, look), encoding="utf-8")
    return [file]


def render(result: Result, look: Look | None = None) -> str:  # noqa: ARG001
    """The report as one HTML document."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["web"] = web_address
    environment.filters["shortened"] = shortened
    style = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    script = (_TEMPLATES / "report.js").read_text(encoding="utf-8")
    sure = [finding for finding in result.findings if finding.confidence != "possible"]
    causes = [finding for finding in sure if finding.cause is None]
    return environment.get_template("report.html.j2").render(
        result=result,
        host=urlsplit(result.target.url).hostname or result.target.url,
        style=style,
        script=script,
        policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; base-uri 'none'; form-action 'none'",
        findings=sure,
        possible=[finding for finding in result.findings if finding.confidence == "possible"],
        causes=causes,
        followers=_followers(sure),
        severities=SEVERITIES,
        counts=Counter(finding.severity for finding in causes),
        before=len(
            {finding.cause or f"{finding.check} · {finding.subject}" for finding in sure if "before" in finding.check}
        ),
        flows=sorted(result.flows, key=_flow_order),
        verdicts=VERDICTS,
        evidence={finding.check + str(finding.subject): evidence(result, finding) for finding in result.findings},
        open_checks=[outcome for outcome in result.checks if outcome.outcome in ("not-assessed", "error")],
        states=[state for state in ALL_STATES if any(visit.state == state for visit in result.visits)],
    )


def evidence(result: Result, finding: Finding) -> list[str]:
    """What a finding's references stand for, one line each."""
    lines = []
    for reference in finding.evidence:
        kind, _, place = reference.partition("/")
        at = int(place)
        if kind == "requests":
            request = result.requests[at]
            asked = f", asked for by {request.initiator.url}" if request.initiator and request.initiator.url else ""
            lines.append(
                f"{request.time[11:19]} · {request.state} · {request.method} {request.url} → {request.status or 'no answer'}{asked}"
            )
        elif kind == "cookies":
            cookie = result.cookies[at]
            lasts = "session" if cookie.session else f"{cookie.lifetime_days:g} days"
            setter = f", set by {cookie.set_by.url}" if cookie.set_by.url else ""
            lines.append(f"cookie {cookie.name} · {cookie.domain} · {lasts} · {', '.join(cookie.states)}{setter}")
        elif kind == "forms":
            form = result.forms[at]
            lines.append(f"form on {form.page} · {form.method.upper()} {form.action}")
        elif kind == "visits":
            visit = result.visits[at]
            lines.append(f"page {visit.url} · HTTP status {visit.status}")
    return lines


def _followers(findings: list[Finding]) -> dict[str, list[Finding]]:
    """The findings that hang under another one, by what that one calls itself in `cause`."""
    under: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.cause is not None:
            under[finding.cause].append(finding)
    return under


def web_address(url: str) -> str | None:
    """`url` if it may become a link: http and https only."""
    return url if urlsplit(url).scheme in ("http", "https") else None


def shortened(text: object, most: int = 400) -> str:
    """Text cut off at `most` characters, with a sign that it is."""
    whole = str(text)
    return whole if len(whole) <= most else whole[: most - 1] + "…"


def _flow_order(flow: Flow) -> tuple[int, bool, int, str]:
    return (_WEIGHT[flow.disclosure], not flow.before_choice, -flow.requests, flow.name)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
