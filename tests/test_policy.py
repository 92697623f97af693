"""The policy reader: sentences with what they must and must not give, documents of all kinds, bad documents."""

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from gold_scores import UNSCORED

from scanner import policy, reading, services
from scanner.model.claims import PRACTICES, Document, is_practice
from scanner.model.errors import UsageError
from scanner.policy.patterns import fold, grammar, languages

FOLDER = Path(__file__).parent / "cases" / "policy"
CASES = [
    (file.stem, case)
    for file in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(file.read_text("utf-8"))["case"]
]


def read(body: bytes, *, content_type: str = "text/plain", language: str | None = None) -> Document:
    return policy.read(
        body, content_type=content_type, url="https://example.test/policy", catalogue=services.load(),
        retrieved_at="2026-01-01T00:00:00Z", found_by="test", sha256="0", language=language,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("language", "case"), CASES, ids=lambda value: value if isinstance(value, str) else value["text"][:40]
)
def test_sentence(language: str, case: dict[str, Any]) -> None:
    document = read(case["text"].encode(), language=language)
    found = {f"{claim.practice}/{claim.polarity}" for claim in document.claims}
    assert set(case.get("gives", [])) <= found
    assert not set(case.get("never", [])) & found
    if "days" in case:
        values = [claim.value for claim in document.claims if claim.practice == "retention"]
        assert values == [{"days": case["days"]}]


@pytest.mark.parametrize(
    ("language", "case"), CASES, ids=lambda value: value if isinstance(value, str) else value["text"][:40]
)
def test_quotes_are_verbatim_and_practices_known(language: str, case: dict[str, Any]) -> None:
    document = read(case["text"].encode(), language=language)
    for claim in document.claims:
        assert document.text[claim.start : claim.end] == claim.quote
        assert is_practice(claim.practice)
        assert 0 < claim.confidence <= 1


def _families(case: dict[str, Any]) -> set[str]:
    return {re.split(r"[.:/]", statement, maxsplit=1)[0] for statement in case.get("gives", []) + case.get("never", [])}


@pytest.mark.parametrize(("language", "fewest"), [("lv", 25), ("en", 15), ("ru", 8), ("lt", 8), ("et", 8), ("de", 8)])
def test_every_family_of_practices_has_its_cases(language: str, fewest: int) -> None:
    counted = Counter(family for tag, case in CASES if tag == language for family in _families(case))
    scored = {re.split(r"[.:]", practice, maxsplit=1)[0] for practice in PRACTICES - UNSCORED} | {"cookie", "vendor"}
    assert {family: counted[family] for family in scored if counted[family] < fewest} == {}


@pytest.mark.parametrize("language", languages())
def test_a_phrase_is_never_missed_for_its_letters(language: str) -> None:
    rules = grammar(language)
    groups = [*rules.words.values(), *rules.denials.values()]
    for rule in rules.practices.values():
        groups += [rule.stated, rule.denied, rule.denied_if, rule.not_in, rule.but_not]
    texts = [fold(case["text"]) for tag, case in CASES if tag == language]
    for phrase in (phrase for group in groups for phrase in group.all if phrase.needs):
        missed = [text for text in texts if phrase.pattern.search(text) and not phrase.may_stand_in(text)]
        assert missed == []


def test_a_qualified_denial_names_its_condition() -> None:
    document = read("Bez Jūsu rakstiskas piekrišanas dati netiks nodoti trešajām personām.".encode())
    claim = next(claim for claim in document.claims if claim.practice == "sharing.third_parties")
    assert claim.polarity == "qualified"
    assert "piekrišanas" in (claim.condition or "")


def test_may_is_told_from_does() -> None:
    claims = {claim.practice: claim for claim in read(b"We may use Hotjar on this website.").claims}
    assert claims["vendor:hotjar"].modality == "possible"


def test_every_length_of_time_is_a_claim() -> None:
    text = "Invoices are kept for seven years. Enquiries are deleted after 60 days. Accounts are kept as long as needed."
    values = [claim.value for claim in read(text.encode()).claims if claim.practice == "retention"]
    assert values == [{"days": 2555.0}, {"days": 60.0}, {"until": "as long as needed"}]


def test_the_language_a_user_gives_decides_over_what_the_text_shows() -> None:
    text = ("We use cookies and Google Analytics on this website, and your data are kept for two years. " * 8).encode()
    assert read(text, language="lv").language == "en"
    told = policy.read(
        text, content_type="text/plain", url="", catalogue=services.load(), retrieved_at="", found_by="test", sha256="0",
        language="LV", certain=True,
    )  # fmt: skip
    assert told.language == "lv"
    assert "cookies.used/asserted" not in {f"{claim.practice}/{claim.polarity}" for claim in told.claims}


def test_plain_text_is_taken_as_it_stands() -> None:
    text = "  Mēs izmantojam sīkdatnes.\r\n\r\n\tVietne izmanto Google Analytics.\n"
    assert read(text.encode()).text == text


def test_html_keeps_cells_and_closed_details_and_drops_navigation() -> None:
    html = """<html lang=lv><body><nav>Sākums Kontakti Piegāde</nav><main><h1>Privātuma politika</h1>
    <details><summary>Sīkdatnes</summary><p>Vietne izmanto sīkdatnes un apstrādā personas datus.</p></details>
    <table><tr><th>Saņēmējs</th></tr><tr><td>Google</td></tr><tr><td>Facebook</td></tr></table></main>
    <footer>Visas tiesības aizsargātas</footer></body></html>"""
    document = read(html.encode(), content_type="text/html")
    assert "Vietne izmanto sīkdatnes" in document.text
    assert "Google" in document.text
    assert "Facebook" in document.text
    assert "Piegāde" not in document.text
    assert document.kinds == ("privacy_policy",) or "privacy_policy" in document.kinds
    assert document.language == "lv"


def test_masked_addresses_are_read() -> None:
    html = '<p>Rakstiet mums: <a data-cfemail="422b2c242d02273a232f322e276c2e34">[email&#160;protected]</a> par personas datiem un privātumu.</p>'
    assert "info@example.lv" in read(html.encode(), content_type="text/html").text


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "text/html"),
        (b"<html><body><script>x</script></body></html>", "text/html"),
        (b"%PDF-1.4 broken", "application/pdf"),
        (b"\xff\xfe\x00", "text/plain"),
        (b"\x00" * 100, "application/pdf"),
    ],
)
def test_a_bad_document_is_no_exception(body: bytes, content_type: str) -> None:
    document = read(body, content_type=content_type)
    assert not document.readable or not document.claims
    assert document.readable or document.why_unreadable


@pytest.mark.parametrize(("body", "kind"), [(b"", "text/plain"), (b" \n\t\n", "text/plain"), (b"\xef\xbb\xbf", "text/plain")])
def test_an_empty_document_says_that_it_is_empty(body: bytes, kind: str) -> None:
    document = read(body, content_type=kind)
    assert (document.why_unreadable, document.language) == ("there is no text in it", "und")


def test_a_folder_is_no_policy(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        reading.read_policy(str(tmp_path))


def test_folding_keeps_every_place() -> None:
    text = "Sīkdatņu “politika”\u00a0– ß İ ŗ Ё й 💡"
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize("language", languages())
def test_language_files_compile(language: str) -> None:
    read = grammar(language)
    assert read.practices
    groups = [*read.words.values(), *read.denials.values(), *read.durations.values()]
    for rule in read.practices.values():
        groups += [rule.stated, rule.denied, rule.denied_if, rule.not_in, rule.but_not]
    for phrase in (phrase for group in groups for phrase in group.all):
        assert phrase.pattern  # an expression that is wrong would fail at its first use only
