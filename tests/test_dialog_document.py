"""What a consent dialog lists, read as a document of its own: it discloses what it names, and is no policy."""

import json
from pathlib import Path

import check_cases
import pytest
from case_records import SITE, evidence
from scanning import scan

from scanner import pipeline, policy, services
from scanner.demo import server
from scanner.model import codec
from scanner.model.claims import Document
from scanner.model.consent import Consent, DialogLayer, DialogTable, DialogToggle
from scanner.model.result import Result

LISTED = DialogTable(
    section="Statistika",
    rows=(
        ("Nosaukums", "Nodrošinātājs", "Mērķis", "Termiņš"),
        ("_ga", "Google Analytics", "Apmeklējuma statistika", "2 gadi"),
        ("_hjSession_551", "Hotjar", "Statistika", "30 minūtes"),
    ),
)


def read(*layers: DialogLayer) -> Document | None:
    """The document that a dialog of some layers makes."""
    return policy.read_dialog(
        Consent(banner=True, layers=layers), url=SITE, catalogue=services.load(), retrieved_at="2026-01-01T00:00:00Z"
    )


def named(document: Document | None) -> set[str]:
    """What it claims."""
    return {claim.practice for claim in document.claims} if document else set()


def test_tables_behind_the_settings_are_read() -> None:
    document = read(DialogLayer(text="Mēs izmantojam sīkdatnes."), DialogLayer(text="Iestatījumi", tables=(LISTED,)))
    assert document is not None
    assert named(document) == {"cookie:_ga", "vendor:google-analytics", "cookie:_hjSession_551", "vendor:hotjar"}
    days = {claim.practice: (claim.value or {}).get("retention_days") for claim in document.claims}
    assert days["cookie:_ga"] == 730
    assert {claim.modality for claim in document.claims} == {"possible"}
    assert all(document.text[claim.start : claim.end] == claim.quote for claim in document.claims)
    assert (document.language, document.url) == ("lv", f"{SITE}#consent-dialog")


def test_it_is_a_banner_and_no_policy_whatever_it_speaks_of() -> None:
    document = read(
        DialogLayer(text="Privātuma politika. Sīkdatņu politika. Personas dati, personas dati.", tables=(LISTED,))
    )
    assert document is not None
    assert document.kinds == ("cookie_table", "banner")
    assert not document.is_policy


def test_services_named_at_toggles_or_in_its_text_are_read() -> None:
    switches = tuple(
        DialogToggle(label=name, checked=False, row=row)
        for name, row in (("Hotjar", ""), ("Google Maps", "Google Maps Kartes"))
    )
    assert named(read(DialogLayer(text="Izmantojam YouTube.", toggles=switches))) == {
        "vendor:youtube",
        "vendor:hotjar",
        "vendor:google-maps",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Mēs un mūsu partneri izmantojam sīkdatnes analītikai un reklāmai.",
        "We use cookies for statistics and marketing. By using this site you consent.",
        "We do not use Google Analytics.",
        "",
    ],
)
def test_what_names_nothing_is_no_document(text: str) -> None:
    assert read(DialogLayer(text=text)) is None


def test_names_are_read_in_languages_without_claim_patterns() -> None:
    document = read(
        DialogLayer(
            text="Käytämme evästeitä sivuston kehittämiseen ja kävijöiden laskemiseen. Hotjar auttaa meitä.",
            language="fi",
        )
    )
    assert named(document) == {"vendor:hotjar"}
    assert document is not None
    assert (document.language, document.readable) == ("fi", True)


def test_a_hostile_list_stays_text() -> None:
    row = ("_x\u202e<script>", "=cmd|'/c calc'!A0", "a\tb\tc" * 40, "[" * 250)
    document = read(DialogLayer(text="Sīkdatnes", tables=(DialogTable(section="\x00", rows=(row,) * 200), LISTED)))
    assert {"cookie:_ga", "vendor:hotjar"} <= named(document)


GIVEN = {
    "requests": [{"url": "https://static.hotjar.com/c/hotjar-551.js"}],
    "consent": {
        "banner": True,
        "layers": [
            {"text": "Cookies"},
            {
                "text": "Settings",
                "tables": [{"section": "Statistics", "rows": [["Name", "Provider"], ["_hjSession_1", "Hotjar"]]}],
            },
        ],
    },
}


def test_a_whole_record_is_read_with_it(tmp_path: Path) -> None:
    (tmp_path / "evidence.json").write_bytes(codec.to_json(evidence(GIVEN)))
    result = pipeline.recheck(tmp_path, formats=("json", "html"))
    (document,) = result.documents
    assert document.kinds == ("cookie_table", "banner")
    assert result.summary.documents == 0
    (hotjar,) = [flow for flow in result.flows if flow.service == "hotjar"]
    assert (hotjar.disclosure, hotjar.quotes[0].document) == ("clear", f"{SITE}#consent-dialog")
    outcomes = {one.id: one.outcome for one in result.checks}
    assert outcomes["policy-missing"] == "fail"
    assert outcomes["transparency-gaps"] != "pass"
    assert "Consent dialog" in (tmp_path / "report.html").read_text("utf-8")


def test_what_the_policy_does_not_state_the_dialog_does_not_state_for_it() -> None:
    told = {"policy": "Privacy policy\nWe collect your name when you order.", **GIVEN}
    findings, _ = check_cases.judged(told)
    subjects = {one.subject for one in findings if one.check == "transparency-gaps"}
    assert "recipients" in subjects
    assert not [one for one in findings if one.check == "undisclosed-service"]


_PAGE = """<!doctype html><html lang=lv><meta charset=utf-8><title>Ozolu veikals</title><h1>Ozolu veikals</h1>
<p>Ziemas zābaki un siltas cepures visai ģimenei, piegāde divās dienās.</p><a href=/privatums>Privātuma politika</a>
<div id=bar role=dialog style="position:fixed;bottom:0;left:0;right:0;background:#fff"><div id=first><p>Mēs izmantojam sīkdatnes apmeklējuma mērīšanai.</p>
<button onclick="end('all')">Piekrītu visām</button><button onclick="end('none')">Noraidīt visas</button>
<button onclick="first.hidden=true;second.hidden=false">Iestatījumi</button></div><div id=second hidden><h2>Sīkdatņu iestatījumi</h2>
<label><input type=checkbox id=stats> Statistika</label><h3>Statistika</h3><table><tr><th>Nosaukums<th>Nodrošinātājs<th>Mērķis<th>Termiņš
<tr><td>_hjSessionUser_551<td>Hotjar<td>Apmeklējuma statistika<td>1 gads</table><button onclick="end(stats.checked?'all':'none')">Saglabāt izvēli</button></div></div>
<script>const load = () => { document.cookie = "_hjSessionUser_551=a8f31c22d9; max-age=31536000; path=/"; document.body.append(Object.assign(document.createElement("script"), { src: "https://static.hotjar.com/c/hotjar-551.js" })); };
const end = (value) => { document.cookie = `choice=${value}; path=/; max-age=99999`; bar.remove(); if (value === "all") load(); };
if (document.cookie.includes("choice=")) bar.remove(); if (document.cookie.includes("choice=all")) load();</script>"""
_POLICY = """<!doctype html><html lang=lv><meta charset=utf-8><title>Privātuma politika</title><h1>Privātuma politika</h1>
<p>Pārzinis ir SIA “Ozoli”, e-pasts info@ozolu-veikals.test. Mēs apstrādājam pasūtījuma datus, lai izpildītu līgumu. Jums ir tiesības piekļūt saviem datiem.</p>"""


@pytest.mark.browser
def test_a_scan_reads_what_stands_behind_the_settings(tmp_path: Path) -> None:
    for host, name, text in (
        ("www.ozolu-veikals.test", "index.html", _PAGE),
        ("www.ozolu-veikals.test", "privatums.html", _POLICY),
        ("static.hotjar.com", "c/hotjar-551.js", "/* */"),
    ):
        file = tmp_path / "sites" / host / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    with server.running([tmp_path / "sites"]) as farm:
        found = scan(farm, tmp_path / "out", "www.ozolu-veikals.test", states=("baseline", "accept", "reject"))
    result: Result = found.result
    assert result.consent.reject.verified, result.consent.reject
    policies = [one for one in result.documents if one.is_policy]
    (dialog,) = [one for one in result.documents if not one.is_policy]
    assert len(policies) == result.summary.documents == 1
    assert {"cookie:_hjSessionUser_551", "vendor:hotjar"} <= named(dialog)
    (hotjar,) = [flow for flow in result.flows if flow.service == "hotjar"]
    assert (hotjar.disclosure, hotjar.observed) == ("clear", True)
    subjects = {(one.check, one.subject) for one in result.findings}
    assert ("undisclosed-service", "hotjar") not in subjects
    assert ("transparency-gaps", "recipients") in subjects
    assert json.loads((found.folder / "result.json").read_text("utf-8"))["documents"][-1]["kinds"][-1] == "banner"
