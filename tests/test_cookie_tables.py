"""Cookies declared by name: tables of any order and shape, in text and on pages, and sentences."""

import pytest

from scanner import services
from scanner.policy import named_cookies
from scanner.policy.claims import find
from scanner.policy.cookie_words import days_of, field_of, purpose_of
from scanner.policy.html import text_of
from scanner.policy.patterns import grammar

Row = tuple[str, str | None, str | None, float | None]


def found(text: str, language: str) -> list[Row]:
    claims = named_cookies.find(text, grammar(language), services.load())
    assert all(text[claim.start : claim.end] == claim.quote for claim in claims)
    rows = []
    for claim in claims:
        assert claim.value is not None
        values = claim.value["provider"], claim.value["purpose"], claim.value["retention_days"]
        rows.append((claim.practice.removeprefix("cookie:"), *values))
    return rows


@pytest.mark.parametrize(
    ("language", "text", "rows"),
    [
        (
            "lv",
            "Sīkdatņu saraksts\n\nNosaukums\tSniedzējs\tMērķis\tTermiņš\n_ga\tGoogle\tStatistika\t2 gadi\nPHPSESSID\tmēs\tNepieciešama vietnei\tsesija",
            [("_ga", "Google", "statistics", 730), ("PHPSESSID", "mēs", "necessary", 0)],
        ),
        (
            "en",
            "Cookies\n\nDuration\tPurpose\tCookie\tProvider\n13 months\tAnalytics\t_pk_id*\tMatomo\nSession\tStrictly necessary\tsid, csrf_token\tus",
            [("_pk_id*", "Matomo", "statistics", 390), ("sid", "us", "necessary", 0), ("csrf_token", "us", "necessary", 0)],
        ),
        (
            "en",
            "| Cookie | Purpose | Expiry |\n|---|---|---|\n| **_gid** | Used to distinguish users | 24 hours |\n| lang | Remembers your language | Persistent |",
            [("_gid", "Google Analytics", "statistics", 1), ("lang", None, "preferences", None)],
        ),
        ("de", "Cookies\nName        Anbieter    Laufzeit\nNID         Google      6 Monate\n", [("NID", "Google", None, 180)]),
        (
            "lv",
            "Sīkdatnes\n\nNosaukums\t_ga\t_gid\nMērķis\tStatistika\tStatistika\nTermiņš\t2 gadi\t1 diena",
            [("_ga", "Google Analytics", "statistics", 730), ("_gid", "Google Analytics", "statistics", 1)],
        ),
        (
            "ru",
            "Файлы cookie\n\nНазвание: _ym_uid\nЦель: статистика\nСрок хранения: до 2 лет\n\nНазвание: token\nЦель: необходимые\nСрок хранения: сессия",
            [("_ym_uid", "Yandex Metrica", "statistics", 730), ("token", None, "necessary", 0)],
        ),
        (
            "et",
            "Küpsised\n\n_hjid\nPakkuja: Hotjar\nEesmärk: statistika\nKestus: 1 aasta\n\n_gcl_au\nPakkuja: Google\nEesmärk: turundus\nKestus: 3 kuud",
            [("_hjid", "Hotjar", "statistics", 365), ("_gcl_au", "Google", "marketing", 90)],
        ),
        (
            "lt",
            "Slapukai\n\nPavadinimas\nTikslas\nGaliojimas\n_ga\nStatistika\n2 metai\nfoo\nBūtinas\nSesija\nDaugiau informacijos rasite čia.",
            [("_ga", "Google Analytics", "statistics", 730), ("foo", None, "necessary", 0)],
        ),
        (
            "en",
            "Cookie list\n\nName\tProvider\tExpiry\nNecessary\nsid\tus\tSession\nMarketing\nIDE\tGoogle\t1y",
            [("sid", "us", "necessary", 0), ("IDE", "Google", "marketing", 365)],
        ),
        (
            "lv",
            "Mēs izmantojam sīkdatnes _ga (2 gadi) un _fbp (reklāmai, 3 mēneši).",
            [("_ga", "Google Analytics", None, 730), ("_fbp", "Meta Pixel", "marketing", 90)],
        ),
        ("en", "Data\n\nName\tPurpose\tRetention\nEmail\tContact\t2 years\nPhone\tCalls\t1 year", []),
        ("lv", "Kādus datus glabājam\n\nDati\tNolūks\tTermiņš\nE-pasts\tSaziņa\t2 gadi", []),
        ("lv", "Sīkdatnes ir nelielas datnes.", []),
    ],
)  # fmt: skip
def test_cookies_and_what_is_said_of_them(language: str, text: str, rows: list[Row]) -> None:
    assert found(text, language) == rows


def test_each_cookie_of_a_sentence_has_the_lifetime_told_of_it() -> None:
    told = "Needed: sess_id (until you close the browser), ok_set (180 days). Statistics: _ga and _gid, both two years. Others: _fbp."
    days = {name: kept for name, _, _, kept in found(told, "en")}
    assert days == {"_ga": 730, "_gid": 730, "_fbp": None}
    shared = {name: kept for name, _, _, kept in found("These live for 30 days: _ga, _gid.", "en")}
    assert shared == {"_ga": 30, "_gid": 30}


def test_a_table_of_divs_on_a_page() -> None:
    cells = [("Sīkdatne", "Mērķis", "Termiņš"), ("_ga", "Statistika", "2 gadi"), ("sid", "Obligāta", "sesija")]
    grid = "".join("<div>" + "".join(f"<div>{cell}</div>" for cell in row) + "</div>" for row in cells)
    page = f"<html><body><h1>Sīkdatņu politika mūsu vietnē</h1><div>{grid}</div></body></html>"
    assert found(text_of(page), "lv") == [("_ga", "Google Analytics", "statistics", 730), ("sid", None, "necessary", 0)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2 gadi", 730), ("13 months", 390), ("1 Tag", 1), ("до 2 лет", 730), ("6 kuud", 180), ("sesija", 0), ("Session", 0),
        ("30 min", 0.0208), ("1y", 365), ("24h", 1), ("2 metai", 730), ("Persistent", None), ("", None),
    ],
)  # fmt: skip
def test_lifetimes_in_any_language(text: str, days: float | None) -> None:
    assert days_of(text, grammar("lv")) == days


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("Mērķēta reklāma", "marketing"), ("Stores your cookie consent for marketing", "necessary"), ("Statistik", "statistics"),
        ("Eelistused", "preferences"), ("Необходимые", "necessary"), ("", None), ("Ziedi", None),
    ],
)  # fmt: skip
def test_purposes_in_any_language(text: str, purpose: str | None) -> None:
    assert purpose_of(text) == purpose


def test_headers_in_any_language() -> None:
    cells = ["Cookie name", "Sniedzējs", "Цель", "Laufzeit", "Kategooria", "We keep it for as long as the law says"]
    assert [field_of(cell) for cell in cells] == ["name", "provider", "purpose", "retention", "category", None]


@pytest.mark.parametrize(
    ("language", "text", "kinds"),
    [
        (
            "lv",
            "Sīkdatnes\n\nNosaukums\tKategorija\tTermiņš\n_ga\tStatistikas\t2 gadi\n_fbp\tMārketinga\t90 dienas",
            {"cookies.statistics", "cookies.marketing"},
        ),
        ("en", "Cookies\n\nStatistics\n\nName\tProvider\tExpiry\n_ga\tGoogle\t2 years", {"cookies.statistics"}),
        ("en", "Cookies\n\nName\tProvider\tExpiry\nNecessary\nsid\tus\tSession", {"cookies.necessary"}),
        ("de", "Cookies\n\nName\tTyp\tLaufzeit\nsprache_id\tFunktional\t1 Jahr", {"cookies.preferences"}),
        ("en", "Cookies\n\nName\tType\tExpiry\nsid_1\tHTTP cookie\tSession", set()),
        ("en", "How we measure statistics is told below.\n\nName\tProvider\tExpiry\nsid_1\tus\tSession", set()),
        ("en", "Cookies\n\nName\tPurpose\tExpiry\n_ga\tStatistics of visits\t2 years", set()),
    ],
)
def test_the_kinds_by_which_a_table_is_divided_are_claimed(language: str, text: str, kinds: set[str]) -> None:
    claims = [*named_cookies.kinds(text)]
    assert {claim.practice for claim in claims} == kinds
    assert all(text[claim.start : claim.end] == claim.quote for claim in claims)
    stated = {claim.practice for claim in find(text, language, services.load())}
    assert kinds <= stated
