"""Forms: what fields ask for in six languages, boxes as they stood, and what a real page's forms become."""

import pytest

from scanner import pipeline
from scanner.demo import server
from scanner.facts import form_fields
from scanner.model.forms import Form
from scanner.model.target import Target


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        ("name", ["Vārds, uzvārds", "First name", "Фамилия", "Vardas, pavardė *", "Eesnimi", "Nachname", "Vārds"]),
        ("email", ["Jūsu e-pasts", "E-mail address", "Электронная почта", "El. pašto adresas", "E-posti aadress"]),
        ("phone", ["Tālrunis", "Phone (optional)", "Телефон", "Telefono numeris", "Telefon", "Handynummer"]),
        ("address", ["Piegādes adrese", "Street", "Адрес доставки", "Gatvė", "Postiindeks", "Postleitzahl"]),
        ("personal-code", ["Personas kods", "National ID", "Персональный код", "Asmens kodas", "Isikukood"]),
        ("birth-date", ["Dzimšanas datums", "Date of birth", "Дата рождения", "Gimimo data", "Sünniaeg", "Geburtsdatum"]),
        ("card", ["Kartes numurs", "Card number", "Номер карты", "Kortelės numeris", "Kaardi number", "Kreditkartennummer"]),
        ("health", ["Veselības stāvoklis", "Symptoms", "Диагноз", "Sveikatos būklė", "Tervislik seisund ja tervis", "Allergien"]),
        ("free-text", ["Ziņa", "Message", "Сообщение", "Žinutė", "Sõnum", "Nachricht"]),
        ("other", ["Produkta nosaukums", "Product name", "Название товара", "Kiekis", "Kogus", "Menge", "Skaits", ""]),
    ],
)  # fmt: skip
def test_labels_tell_what_a_field_asks_for(kind: str, labels: list[str]) -> None:
    assert {label: form_fields.kind_of("text", "x1", label) for label in labels} == dict.fromkeys(labels, kind)


@pytest.mark.parametrize(
    ("type_", "name", "token", "kind"),
    [
        ("email", "x", "", "email"),
        ("text", "lastName", "", "name"),
        ("text", "user[phone]", "", "phone"),
        ("text", "x", "shipping street-address", "address"),
        ("text", "x", "cc-number", "card"),
        ("textarea", "x", "", "free-text"),
        ("password", "pin", "", "password"),
        ("hidden", "email", "", "other"),
        ("search", "name", "", "search"),
    ],
)
def test_types_names_and_tokens_tell_it_too(type_: str, name: str, token: str, kind: str) -> None:
    assert form_fields.kind_of(type_, name, "", token) == kind


@pytest.mark.parametrize(
    ("label", "about"),
    [
        ("Piekrītu privātuma politikai", ("consent", "privacy")),
        ("I agree to the terms and want the newsletter", ("consent", "marketing", "terms")),
        ("Vēlos saņemt jaunumus", ("marketing",)),
        ("Согласен на рассылку", ("consent", "marketing")),
        ("Sutinku su taisyklėmis", ("consent", "terms")),
        ("Nõustun tingimustega", ("consent", "terms")),
        ("Ich habe die Datenschutzerklärung zur Kenntnis genommen", ("consent", "privacy")),
        ("Dāvanu iesaiņojums", ()),
    ],
)
def test_boxes_tell_what_they_are_about(label: str, about: tuple[str, ...]) -> None:
    assert form_fields.about(label) == about


_PAGE = """<!doctype html><html lang=lv><meta charset=utf-8><title>Pieteikums</title><h1>Pieteikums</h1>
<section><form action=/send method=post><label for=n>Vārds, uzvārds</label><input id=n name=f1 required>
<table><tr><td>Personas kods<td><input name=f2></table>
<input type=checkbox id=a name=agree required><label for=a>Piekrītu <a href=/noteikumi>noteikumiem</a></label>
<input type=checkbox name=news checked> Vēlos saņemt jaunumus
<button>Sūtīt</button></form><p>Datus lietojam tikai atbildei. <a href=/privatuma-politika>Privātuma politika</a></p></section>
<form action=/search><input type=search name=q></form>
<div class=app><span>E-pasts</span><input name=mail><button>Pieteikties</button></div>
<iframe src=https://forms.example/embed width=400 height=200></iframe>"""


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> tuple[Form, ...]:
    """The forms of a page with two of its own, fields without a form, and a frame of another site with one."""
    folder = tmp_path_factory.mktemp("sites")
    for host in ("pieteikums.test", "forms.example"):
        (folder / host).mkdir()
    (folder / "pieteikums.test" / "index.html").write_text(_PAGE, encoding="utf-8")
    embedded = "<!doctype html><meta charset=utf-8><form><input type=tel name=t placeholder=Tālrunis></form>"
    (folder / "forms.example" / "embed.html").write_text(embedded, encoding="utf-8")
    with server.running([folder]) as farm:
        target = Target(
            url="https://pieteikums.test/",
            proxy=farm.proxy,
            ignore_certificate_errors=True,
            states=("baseline",),
            pages=1,
            typing=False,
        )
        return pipeline.scan(target, tmp_path_factory.mktemp("out"), formats=[]).forms


@pytest.mark.browser
def test_fields_boxes_links_and_notice_of_a_form(forms: tuple[Form, ...]) -> None:
    form = forms[0]
    assert [(one.kind, one.required) for one in form.fields] == [
        ("name", True), ("personal-code", False), ("other", True), ("other", False),
    ]  # fmt: skip
    agree, news = form.boxes
    assert (agree.label, agree.checked, agree.required) == ("Piekrītu noteikumiem", False, True)
    assert (agree.about, agree.links) == (("consent", "terms"), ("https://pieteikums.test/noteikumi",))
    assert (news.label, news.checked, news.about) == ("Vēlos saņemt jaunumus", True, ("marketing",))
    assert form.policy_links == ("https://pieteikums.test/privatuma-politika",)
    assert "Datus lietojam tikai atbildei." in form.notice


@pytest.mark.browser
def test_fields_without_a_form_and_forms_in_frames_are_there_too(forms: tuple[Form, ...]) -> None:
    _, search, loose, embedded = forms
    assert [one.kind for one in search.fields] == ["search"]
    assert (loose.method, loose.action, [one.kind for one in loose.fields]) == ("script", "", ["email"])
    assert (embedded.frame, [one.kind for one in embedded.fields]) == ("https://forms.example/embed", ["phone"])
