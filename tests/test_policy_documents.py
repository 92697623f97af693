"""From document to text: what of a page is read and in which lines; PDF, Word and plain text; languages side by side."""

import io
from pathlib import Path

import docx
import pytest

from scanner import policy, services
from scanner.model.claims import Document
from scanner.policy import pdf
from scanner.policy.html import text_of
from scanner.policy.sections import plainly, sections
from scanner.policy.typos import Mended

FILLER = "<p>Mēs apstrādājam personas datus saskaņā ar šo privātuma politiku.</p>"
LATVIAN = "Mēs izmantojam sīkdatnes, lai vietne darbotos, un apstrādājam datus tikai tad, kad tas ir vajadzīgs un kad jūs piekrītat. "
ENGLISH = "We use Hotjar on this website to see how you use our pages, and we may share the data with our partners in the group. "


def text(body: str) -> str:
    return text_of(f"<html><body>{FILLER}{body}</body></html>").split("\n", 1)[1].strip()


def read(body: bytes, content_type: str = "text/plain", language: str | None = None) -> Document:
    return policy.read(
        body, content_type=content_type, url="https://example.test/policy", catalogue=services.load(),
        retrieved_at="2026-01-01T00:00:00Z", found_by="test", sha256="0", language=language,
    )  # fmt: skip


def practices(document: Document) -> set[str]:
    assert all(document.text[claim.start : claim.end] == claim.quote for claim in document.claims)
    return {f"{claim.practice}/{claim.polarity}" for claim in document.claims}


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<p>Mēs vācam:</p><ul><li>vārdu</li><li><p>e-pastu</p></li></ul>", "Mēs vācam:\n- vārdu\n- e-pastu"),
        ("<ol start=3><li>viens</li><li>divi</li></ol>", "3) viens\n4) divi"),
        ("<ol><li><h2>Sīkdatnes</h2><p>Tās ir.</p></li></ol>", "1. Sīkdatnes\n\nTās ir."),
        ("<h2>Sīk&shy;dat<span>nes</span></h2>", "Sīkdatnes"),
        ("<h2>Sīkdatnes<br>un citi</h2>", "Sīkdatnes un citi"),
        ("<h2>2.</h2><h2>Sīkdatnes</h2>", "2. Sīkdatnes"),
        ("<p>viens&nbsp;&#8203;vārds</p>", "viens vārds"),
        ("<p>viena<br>otra<br><br>trešā</p>", "viena\notra\n\ntrešā"),
        ("<dl><dt>Mērķis</dt><dd>statistika</dd><dt>Ilgums:</dt><dd><p>2 gadi</p></dd></dl>", "Mērķis: statistika\nIlgums: 2 gadi"),
        ("<details><summary>Vairāk</summary><p>Aizvērts teksts.</p></details>", "Vairāk\n\nAizvērts teksts."),
        ("<div aria-hidden=true>Aizvērta cilne.</div>", "Aizvērta cilne."),
        ("<div role=tabpanel hidden>Īsa cilne.</div>", "Īsa cilne."),
        ("<h3><button aria-expanded=false>Glabāšana</button></h3><div>30 dienas</div>", "Glabāšana\n\n30 dienas"),
        ("<div role=button aria-expanded=false>Saņēmēji</div><div hidden>Google</div>", "Saņēmēji\nGoogle"),
        ("<ul role=tablist><li role=tab>LV</li><li role=tab>EN</li></ul><p>Teksts</p>", "Teksts"),
        ("<p>Teksts</p><aside><ul><li><a>Cenrādis</a></li><li><a>Atbalsts</a></li></ul></aside>", "Teksts"),
        ("<p>Teksts</p><aside>Svarīgi: datus nepārdodam.</aside>", "Teksts\n\nSvarīgi: datus nepārdodam."),
        ("<p>Teksts</p><button>Piekrītu</button>", "Teksts"),
        ("<p>Teksts</p><span hidden>paslēpts</span>", "Teksts"),
        ("<div><span>Google</span></div>", "Google"),
        ("<table><tr><th>A<th>B<tr><td rowspan=2>x<td>1<tr><td>2</table>", "A\tB\nx\t1\nx\t2"),
        ("<table><tr><td colspan=2>virs<td>c<tr><td>1<td>2<td>3</table>", "virs\t\tc\n1\t2\t3"),
        ("<table><tr><td>A<td><ul><li>viens<li>divi</ul></table>", "A\tviens, divi"),
        ("<table><tr><td><h2>Virsraksts</h2><p>Teksts</p></table>", "Virsraksts\n\nTeksts"),
        ("<div role=table><div role=row><b role=cell>A</b><b role=cell>B</b></div></div>", "A\tB"),
        ("<div>" + "<div><div>_ga</div><div>2 gadi</div></div>" * 3 + "</div>", "\n".join(["_ga\t2 gadi"] * 3)),
        ("<div>" + "<div><h3>Mēs</h3><p>Teksts</p></div>" * 3 + "</div>", "\n\n".join(["Mēs\n\nTeksts"] * 3)),
        ('<a data-cfemail="422b2c242d02273a232f322e276c2e34">[email&#160;protected]</a>', "info@example.lv"),
        ('<a href="/cdn-cgi/l/email-protection#422b2c242d02273a232f322e276c2e34">[email&#160;protected]</a>', "info@example.lv"),
        ('<div class="lang-switcher">LV EN</div><p>Teksts</p>', "Teksts"),
        ('<div class="cookie-banner">Mēs izmantojam sīkdatnes.</div><p>Teksts</p>', "Teksts"),
        ('<div id="CybotCookiebotDialog">Sīkdatnes</div><p>Teksts</p>', "Teksts"),
    ],
)  # fmt: skip
def test_lines_of_a_page(body: str, lines: str) -> None:
    assert text(body) == lines


@pytest.mark.parametrize("name", ["language-lv", "cookie-banner-page", "breadcrumb", "site-footer"])
def test_what_holds_the_page_is_its_content_whatever_it_is_called(name: str) -> None:
    assert "personas datus" in text_of(f'<html><body><div class="{name}">{FILLER * 5}</div></body></html>')


def test_a_page_nested_without_end_says_so() -> None:
    document = read(("<div>" * 200_000 + "x").encode(), "text/html")
    assert not document.readable
    assert "nested" in (document.why_unreadable or "")


def test_two_languages_on_one_page_are_each_read_in_their_own() -> None:
    both = LATVIAN * 4 + "\n\n" + ENGLISH * 4
    assert {"cookies.used/asserted", "vendor:hotjar/asserted"} <= practices(read(both.encode()))
    assert [one.language for one in sections(both, "lv")] == ["lv", "en"]
    first, second = sections(both, "lv")
    assert (first.start, second.start, second.end) == (0, first.end, len(both))
    assert LATVIAN in both[first.start : first.end]
    assert ENGLISH in both[second.start : second.end]


def test_a_foreign_sentence_makes_no_section() -> None:
    assert [one.language for one in sections(LATVIAN * 6 + "\n" + ENGLISH, "lv")] == ["lv"]
    assert [(one.start, one.end) for one in sections("", "lv")] == [(0, 0)]


def test_unseen_characters_hide_nothing_and_stay_in_the_quote() -> None:
    hidden = "Šajā vietnē mēs izman\u00adtojam sīk\u200bdatnes, lai uzlabotu jūsu datu apstrādi."
    document = read(hidden.encode(), language="lv")
    assert document.text == hidden
    claim = next(claim for claim in document.claims if claim.practice == "cookies.used")
    assert "sīk\u200bdatnes" in claim.quote
    assert document.text[claim.start : claim.end] == claim.quote


def test_latvian_without_diacritics_is_latvian() -> None:
    bare = "Mes izmantojam sikdatnes, lai uzlabotu musu vietni, un jusu dati netiek nodoti tresajam personam. "
    document = read((bare * 3).encode())
    assert document.language == "lv"
    assert {"cookies.used/asserted", "sharing.third_parties/denied"} <= practices(document)


def test_lines_of_a_pdf_are_put_together() -> None:
    lines = [
        "Mēs apstrādājam jūsu per-",
        "sonas datus, lai nodrošinātu",
        "pakalpojumu.",
        "",
        "- vārds",
        "- e-pasts",
        "2. Sīkdatnes",
    ]
    assert pdf.joined(lines) == [
        "Mēs apstrādājam jūsu personas datus, lai nodrošinātu pakalpojumu.", "", "- vārds", "- e-pasts", "2. Sīkdatnes",
    ]  # fmt: skip


def test_running_heads_of_a_pdf_are_left_out() -> None:
    pages = [
        ["SIA Ziedi · privātums", f"Teksts {word}", f"vidus {word}", f"{at}. lapa no 4"]
        for at, word in enumerate("abcd", 1)
    ]
    assert pdf._without_running_heads(pages) == [[f"Teksts {word}", f"vidus {word}"] for word in "abcd"]


def test_a_word_document_is_read() -> None:
    made = docx.Document()
    made.add_heading("Privātuma politika")
    made.add_paragraph("Mēs apstrādājam šādus personas datus:")
    made.add_paragraph("e-pasta adrese", style="List Bullet")
    table = made.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Saņēmējs", "Google"
    file = io.BytesIO()
    made.save(file)
    document = read(file.getvalue(), "application/octet-stream")
    assert (
        document.text
        == "Privātuma politika\n\nMēs apstrādājam šādus personas datus:\n- e-pasta adrese\n\nSaņēmējs\tGoogle"
    )
    assert "data.email/asserted" in practices(document)
    assert not read(file.getvalue()[:400] + b"\x00" * 200).readable


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (LATVIAN * 4, "lv"),
        (ENGLISH * 4, "en"),
        ("Мы обрабатываем персональные данные, чтобы вы могли пользоваться сайтом, и не передаём их по почте. " * 5, "ru"),
        ("Ние обработваме вашите лични данни, за да може сайтът да работи, и не ги предаваме на трети лица от страната. " * 5, None),
        ("Käsittelemme henkilötietoja, jotta sivusto toimii, ja evästeet ovat käytössä, kun se on tarpeen eikä muuten. " * 5, None),
        ("We verwerken persoonsgegevens en cookies op deze website, zodat wij de dienst kunnen leveren, of als u dat wilt. " * 5, None),
        ("Przetwarzamy dane osobowe na potrzeby serwisu i nie przekazujemy ich osobom trzecim bez zgody klienta. " * 5, None),
        ("Mes izmantojam sikdatnes", None),
    ],
)  # fmt: skip
def test_a_language_is_plain_or_left_to_the_model(text: str, language: str | None) -> None:
    assert plainly(text) == language


def test_a_policy_that_contradicts_itself_keeps_both_claims() -> None:
    both = "Mēs neizmantojam Hotjar.\n\nApmeklējumu analīzei vietnē izmantojam Hotjar."
    assert {"vendor:hotjar/denied", "vendor:hotjar/asserted"} <= practices(read(both.encode(), language="lv"))


@pytest.mark.parametrize(
    ("language", "text", "statement"),
    [
        ("lv", "Šajā vietnē mēs izmatojam sīkdaatnes.", "cookies.used/asserted"),
        ("lv", "Mēs neizmntojam sīkdotnes.", "cookies.used/denied"),
        ("lv", "Jūs jebkurā laikā varat atsaukt savu piekrišnau.", "consent.withdrawal/asserted"),
        ("lv", "Datus apstrādājam mārketnga nolūkos.", "purpose.direct_marketing/asserted"),
        ("en", "This site uses cokies.", "cookies.used/asserted"),
        ("en", "We do not use coookies.", "cookies.used/denied"),
        ("en", "We colect your name and phone number.", "data.name/asserted"),
        ("ru", "Мы испльзуем файлы cookie.", "cookies.used/asserted"),
        ("ru", "Мы обрабтываем имя и телефон.", "data.name/asserted"),
        ("lt", "Svetainė naudoja slapkus.", None),
        ("de", "Ihre Einwiligung können Sie jederzeit widerrufen.", "consent.withdrawal/asserted"),
    ],
)
def test_a_slip_in_a_long_word_hides_no_claim(language: str, text: str, statement: str | None) -> None:
    document = read(text.encode(), "text/plain", language=language)
    found = {f"{claim.practice}/{claim.polarity}": claim for claim in document.claims}
    assert statement is None or statement in found
    assert all(document.text[claim.start : claim.end] == claim.quote for claim in document.claims)


@pytest.mark.parametrize("text", ["We are cooking with bookies.", "The personnel of the county.", "Attention is paid."])
def test_words_that_are_near_to_known_ones_stay_what_they_are(text: str) -> None:
    assert Mended(text, "en").text == text


def test_the_words_of_our_own_policies_are_no_slips() -> None:
    """No other word may be one letter off a long stem."""
    folder = Path(__file__).parent / "gold"
    for file in folder.glob("*/*.txt"):
        text = file.read_text("utf-8")
        assert Mended(text, file.parent.name).text == text


def test_a_heading_torn_by_a_line_break_or_its_number_is_one_line() -> None:
    html = "<main><h2>4.</h2><h2>Sīkdatnes<br>un izsekošana</h2><p>Mēs izmantojam sīkdatnes un apstrādājam datus.</p></main>"
    assert read(html.encode(), "text/html").text.splitlines()[0] == "4. Sīkdatnes un izsekošana"
