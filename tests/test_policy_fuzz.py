"""Whatever a document holds, reading it ends without an exception and every quote is exact."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports import policy_page
from scanner import policy, services
from scanner.model.claims import Document, is_practice
from scanner.policy import topics
from scanner.policy.patterns import fold, languages

WORDS = [
    "Mēs",
    "izmantojam",
    "sīkdatnes",
    "datus",
    "netiek",
    "nenododam",
    "trešajām",
    "personām",
    "IP",
    "adresi",
    "glabājam",
    "30",
    "dienas",
    "2",
    "gadi",
    "bez",
    "piekrišanas",
    "izņemot",
    "Google",
    "Analytics",
    "Hotjar",
    "Facebook",
    "_ga",
    "_fbp",
    "PHPSESSID",
    "Nosaukums",
    "Mērķis",
    "Termiņš",
    "Name",
    "Purpose",
    "Duration",
    "Cookie",
    "Session",
    "we",
    "do",
    "not",
    "use",
    "may",
    "share",
    "your",
    "data",
    "unless",
    "nenodosim:",
    "-",
    "•",
    "1.",
    "2.1.",
    "3)",
    "t.sk.",
    "u.c.",
    "z.",
    "B.",
    "и",
    "т.д.",
    "мы",
    "не",
    "используем",
    "файлы",
    "cookie",
    "срок",
    "slapukai",
    "nenaudojame",
    "küpsised",
    "ei",
    "kasuta",
    "wir",
    "verwenden",
    "keine",
    "Cookies",
    "sīk\xaddatnes",
    "\u200b",
    "\xa0",
    "|",
    "\t",
    "\n",
    "\n\n",
    "?",
    "!",
    ";",
    ":",
    "(",
    ")",
    "“",
    "”",
    "„",
    "…",
    "2016.",
    "gada",
    "27.",
    "aprīlis",
]
TAGS = (
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "th",
    "h2",
    "details",
    "summary",
    "nav",
    "br",
    "button",
    "section",
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=60).map(" ".join),
    st.lists(st.lists(st.sampled_from(WORDS), max_size=5).map("\t".join), max_size=12).map("\n".join),
)
PAGES = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(TAGS).map("<{}>".format),
        st.sampled_from(TAGS).map("</{}>".format),
        st.sampled_from(["<td colspan=99999999999 rowspan=-3>", "<ol start=x9999999>", '<a data-cfemail="zz">', "<!--", "<div role=row>", "&#x110000;"]),
    ),
    max_size=80,
).map(" ".join)  # fmt: skip
LANGUAGES = st.sampled_from([None, *languages(), "xx", ""])


def read(body: bytes, content_type: str, language: str | None) -> Document:
    document = policy.read(
        body, content_type=content_type, url="https://example.test/", catalogue=services.load(), retrieved_at="",
        found_by="test", sha256="", language=language,
    )  # fmt: skip
    for claim in document.claims:
        assert claim.quote
        assert document.text[claim.start : claim.end] == claim.quote
        assert is_practice(claim.practice)
        assert 0 < claim.confidence <= 1
    assert len({(claim.practice, claim.polarity) for claim in document.claims}) == len(document.claims)
    assert "".join(piece.text for piece in policy_page.pieces(document)) == document.text
    assert len(topics.by_topic(document.claims)) <= len(topics.TOPICS)
    assert len(fold(document.text)) == len(document.text)
    return document


def check_text(text: str, language: str | None) -> None:
    body = text.encode("utf-8", "replace")
    document = read(body, "text/plain", language)
    assert document.text in ("", body.decode("utf-8-sig"))


def check_page(page: str, language: str | None) -> None:
    read(
        f"<html><body><p>Mēs apstrādājam personas datus un izmantojam sīkdatnes.{page}".encode(), "text/html", language
    )


def check_bytes(body: bytes) -> None:
    for content_type in ("text/html", "text/plain", "application/pdf", "application/octet-stream"):
        read(body, content_type, None)
        read(b"%PDF-1.4\n" + body, content_type, None)
        read(b"PK\x03\x04" + body, content_type, None)


FEW = settings(max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
MANY = settings(FEW, max_examples=400)


@FEW
@given(TEXTS, LANGUAGES)
def test_no_text_is_an_exception(text: str, language: str | None) -> None:
    check_text(text, language)


@FEW
@given(PAGES, LANGUAGES)
def test_no_page_is_an_exception(page: str, language: str | None) -> None:
    check_page(page, language)


@FEW
@given(st.binary(max_size=300))
def test_no_bytes_are_an_exception(body: bytes) -> None:
    check_bytes(body)


@pytest.mark.slow
@MANY
@given(TEXTS, PAGES, st.binary(max_size=2000), LANGUAGES)
def test_many_documents_are_no_exceptions(text: str, page: str, body: bytes, language: str | None) -> None:
    check_text(text, language)
    check_page(page, language)
    check_bytes(body)
