"""The only file that knows every stage: crawl, read, check, report."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import reports
from scanner import checks, facts, lists, manifest, registry, services
from scanner.model import codec
from scanner.model.errors import UsageError
from scanner.model.evidence import Evidence
from scanner.model.findings import SEVERITIES
from scanner.model.judging import Judging
from scanner.model.progress import Progress, Watcher, unwatched
from scanner.model.result import SCHEMA, Result, Summary
from scanner.model.target import Target
from scanner.reading import Reader

EVIDENCE_FILE = "evidence.json"
_RULES = ("scanner.checks", "scanner.facts", "scanner.policy", "scanner.languages")
_UNDISCLOSED = ("omitted", "incorrect")
_DEFAULT = Judging()


def scan(
    target: Target,
    out: Path,
    *,
    formats: Sequence[str] = ("html", "csv", "json"),
    look: reports.Look | None = None,
    judging: Judging = _DEFAULT,
    bundle: bool = True,
    watch: Watcher = unwatched,
) -> Result:
    """Visit the site, read its policy, compare, and leave evidence and reports in `out` (made if missing).

    Without `bundle` only reports are left: no pictures, archive of requests, policies as seen, manifest.
    Returns a Result even when the site could not be scanned (`reason` says why) or the user stopped it (`interrupted`).
    Raises UsageError for a target that cannot be used and BrowserError when no browser starts.
    """
    reports.known(formats)
    checks.known(judging)
    lists.Folder(lists.data_folder()).verify()
    out.mkdir(parents=True, exist_ok=True)
    from spiders.starting import crawl

    if not bundle:
        with tempfile.TemporaryDirectory(prefix="privacydiff-") as folder:
            reader = Reader(Path(folder))
            evidence = replace(crawl(target, Path(folder), watch, reader), screenshots=(), har=None)
            return _conclude(evidence, reader, formats, judging, look, watch, out=out)
    reader = Reader(out)
    evidence = crawl(target, out, watch, reader)
    (out / EVIDENCE_FILE).write_bytes(codec.to_json(evidence))
    result = _conclude(evidence, reader, formats, judging, look, watch)
    manifest.write(out)
    return result


def recheck(
    folder: Path,
    *,
    formats: Sequence[str] = ("html", "csv", "json"),
    look: reports.Look | None = None,
    judging: Judging = _DEFAULT,
    watch: Watcher = unwatched,
) -> Result:
    """Read and check the evidence of an earlier scan again, without a browser."""
    checks.known(judging)
    file = folder / EVIDENCE_FILE
    if not file.is_file():
        raise UsageError(
            f"{folder} holds no {EVIDENCE_FILE}: name the folder that an earlier scan was given with --out."
        )
    evidence = codec.from_json(file.read_bytes(), Evidence, source=str(file))
    result = _conclude(evidence, Reader(folder), formats, judging, look, watch)
    manifest.write(folder, keep_evidence=True)
    return result


def report(file: Path, out: Path, *, formats: Sequence[str], look: reports.Look | None = None) -> list[Path]:
    """Write reports from a finished result.json; returns the files written."""
    if not file.is_file():
        raise UsageError(f"{file} does not exist: name the result.json of an earlier scan, or its folder.")
    result = codec.from_json(file.read_bytes(), Result, source=str(file))
    out.mkdir(parents=True, exist_ok=True)
    files = reports.write(result, out, formats, _ready(look, file.parent, result))
    if (out / EVIDENCE_FILE).is_file():
        manifest.write(out, keep_evidence=True)
    return files


def _ready(look: reports.Look | None, bundle: Path, result: Result) -> reports.Look:
    """A look with what only this module can hand over: the scan's folder, and the browser as a printer."""
    printer = partial(_print_page, explicit=result.target.browser)
    return replace(look or reports.Look(), bundle=bundle, print_page=printer)


def _print_page(page: Path, pdf: Path, *, explicit: str | None = None) -> None:
    from spiders.printing import print_page

    print_page(page, pdf, explicit=explicit)


def _conclude(
    evidence: Evidence,
    reader: Reader,
    formats: Sequence[str],
    judging: Judging,
    look: reports.Look | None,
    watch: Watcher,
    *,
    out: Path | None = None,
) -> Result:
    """Read the documents of a scan's folder, check, and write reports, there or to `out`."""
    catalogue, folder = services.load(), reader.folder
    watch(Progress(stage="reading"))
    documents = reader.all(evidence)
    watch(Progress(stage="checking"))
    known_lists = lists.load(lists.Folder(lists.data_folder()))
    observations = facts.annotate(evidence, catalogue, known_lists)
    flows = facts.flows(observations, documents, catalogue)
    today = datetime.now(UTC).date().isoformat()
    outcome = checks.judge(observations, documents, flows, catalogue, judging, day=today)
    tool = replace(
        evidence.tool, catalogue=catalogue.version, rules=registry.version(*_RULES), lists=known_lists.versions
    )
    result = Result(
        schema=SCHEMA,
        tool=tool,
        target=evidence.target,
        started_at=evidence.started_at,
        finished_at=evidence.finished_at,
        complete=evidence.complete,
        gathered=evidence.gathered,
        failures=evidence.failures,
        visits=evidence.visits,
        requests=observations.requests,
        cookies=observations.cookies,
        storage=observations.storage,
        api_calls=evidence.api_calls,
        forms=evidence.forms,
        policy_links=evidence.policy_links,
        consent=evidence.consent,
        documents=documents,
        screenshots=evidence.screenshots,
        typed=evidence.typed,
        address_echoes=evidence.address_echoes,
        report_endpoints=evidence.report_endpoints,
        cache_identifiers=evidence.cache_identifiers,
        aliases=evidence.aliases,
        consent_strings=evidence.consent_strings,
        opt_out_strings=evidence.opt_out_strings,
        transport=evidence.transport,
        har=evidence.har,
        flows=flows,
        findings=outcome.findings,
        checks=outcome.checks,
        judging=outcome.judging,
        inspection=facts.inspection(evidence, tool, manifest.recorded(folder) if out is None else {}),
        questions=facts.questions(observations, documents, flows, catalogue),
        interrupted=evidence.interrupted,
        reason=evidence.reason,
    )
    result = _with_summary(result)
    watch(Progress(stage="writing"))
    reports.write(result, out or folder, formats, _ready(look, folder, result))
    return result


def _with_summary(result: Result) -> Result:
    third = sum(request.party == "third" for request in result.requests)
    summary = Summary(
        by_severity={level: sum(finding.severity == level for finding in result.findings) for level in SEVERITIES},
        findings=len(result.findings),
        services=sum(flow.observed for flow in result.flows),
        undisclosed_services=sum(flow.observed and flow.disclosure in _UNDISCLOSED for flow in result.flows),
        cookies=sum(not cookie.blocked for cookie in result.cookies),
        third_party_cookies=sum(cookie.party == "third" and not cookie.blocked for cookie in result.cookies),
        requests=len(result.requests),
        third_party_requests=third,
        documents=sum(document.is_policy for document in result.documents),
        pages=len({visit.final_url for visit in result.visits if visit.loaded and visit.kind != "policy"}),
        accepted=sum(finding.accepted is not None for finding in result.findings),
        not_assessed=sum(outcome.outcome in ("not-assessed", "error") for outcome in result.checks),
    )
    return replace(result, summary=summary)
