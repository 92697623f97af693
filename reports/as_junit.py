"""JUnit XML, for build servers: one test case a check; what was accepted or is merely possible fails nothing."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from reports.tables import plain
from scanner.model.findings import CheckOutcome, Finding
from scanner.model.result import Result

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(result: Result, folder: Path) -> list[Path]:
    """Write result.junit.xml."""
    file = folder / "result.junit.xml"
    root = ET.Element("testsuites", name=_text(f"privacydiff {result.target.url}"))
    suite = ET.SubElement(root, "testsuite", name=_text(result.target.url), timestamp=result.started_at)
    failed = errors = skipped = 0
    if result.reason:
        case = ET.SubElement(suite, "testcase", classname="scan", name="the site could be scanned")
        ET.SubElement(case, "error", message=_text(result.reason))
        errors += 1
    for one in result.checks:
        findings = [each for each in result.findings if each.check == one.id]
        case = ET.SubElement(suite, "testcase", classname=_text(one.category or "check"), name=_text(_name(one)))
        counted = [each for each in findings if each.counts]
        for each in counted:
            message = {"type": each.severity, "message": _text(each.title)}
            ET.SubElement(case, "failure", message).text = _text(_body(each))
        failed += bool(counted)
        if one.outcome in ("not-applicable", "not-assessed"):
            ET.SubElement(case, "skipped", message=_text(f"{one.outcome}: {one.why or ''}"))
            skipped += 1
        elif one.outcome == "error":
            ET.SubElement(case, "error", message=_text(one.why or ""))
            errors += 1
        if told := [_told(each) for each in findings if each not in counted]:
            ET.SubElement(case, "system-out").text = _text("\n".join(told))
    total = len(result.checks) + bool(result.reason)
    for element in (root, suite):
        counts = {"tests": total, "failures": failed, "errors": errors, "skipped": skipped}
        element.attrib.update({name: str(number) for name, number in counts.items()})
    ET.indent(root)
    ET.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)
    return [file]


def _name(one: CheckOutcome) -> str:
    return f"{one.id}: {one.title}" if one.title else one.id


def _told(each: Finding) -> str:
    why = f"accepted, {each.accepted.reason}" if each.accepted else "possible, to be looked at"
    return f"{plain(each.title)} ({plain(why)})"


def _body(each: Finding) -> str:
    quotes = [f"“{quote.quote}” ({quote.document})" for quote in each.quotes]
    return "\n".join(str(plain(line)) for line in [each.message, *quotes, each.recommendation])


def _text(text: str) -> str:
    return _NOT_XML.sub(" ", text)
