"""Whom a document speaks of, what kind it is, and the date it bears."""

import pytest

from scanner import services
from scanner.policy import about, kinds


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Pārzinis ir SIA “Ziedu pļava”, reģ. Nr. 40000000000.", ("SIA “Ziedu pļava”",)),
        ("Šo vietni uztur Ziedu Pļava SIA. Kā SIA “Ziedu pļava” to dara?", ("Ziedu Pļava SIA", "SIA “Ziedu pļava”")),
        ("Duomenų valdytojas – UAB „Rytas“.", ("UAB „Rytas“",)),
        ("Vastutav töötleja on Meretuul OÜ (registrikood 1).", ("Meretuul OÜ",)),
        ("Verantwortlich ist die Blaue Blume GmbH & Co. KG in Jena.", ("Blaue Blume GmbH & Co. KG",)),
        ("Оператор: ООО «Ромашка».", ("ООО «Ромашка»",)),
        ("The controller is Blue Flower Ltd. We use Google Ireland Limited.", ("Blue Flower Ltd",)),
        ("Mēs esam mazs uzņēmums. Kā mēs apstrādājam datus?", ()),
    ],
)
def test_companies(text: str, names: tuple[str, ...]) -> None:
    assert about.companies(text) == names


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("Šī politika attiecas uz tīmekļa vietni https://www.ziedupļava.example un ziedi.example.", ("ziedi.example",)),
        ("This policy covers the website www.blue-flower.com.", ("blue-flower.com",)),
        ("Our website uses the cookies described at google.com and allaboutcookies.org.", ()),
        ("Write to us: info@blue-flower.com.", ()),
        ("Mūsu vietnē t.sk. veikalā", ()),
        ("Vairāk par uzraudzību lasiet vietnē dvi.gov.lv.", ()),
    ],
)
def test_domains(text: str, hosts: tuple[str, ...]) -> None:
    assert about.domains(text, (), services.load()) == hosts


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Pēdējo reizi atjaunota 2025. gada 3. martā.", "2025. gada 3. martā"),
        ("Regula 2016/679 (2016. gada 27. aprīlis). Spēkā no 01.02.2024.", "01.02.2024"),
        ("Last updated: March 5, 2025", "March 5, 2025"),
        ("This policy takes effect on 5th March 2025.", "5th March 2025"),
        ("Stand: 12. Februar 2025", "12. Februar 2025"),
        ("Atnaujinta 2024 m. gegužės 1 d.", "2024 m. gegužės 1 d."),
        ("Kehtib alates 1. mai 2024", "1. mai 2024"),
        ("Редакция от 15 января 2025 г.", "15 января 2025"),
        ("Privacy policy, version 2.1", "version 2.1"),
        ("According to the law of 5 May 2018 we keep invoices.", None),
        ("We keep data for 30 days.", None),
    ],
)
def test_date(text: str, date: str | None) -> None:
    assert kinds.date(text) == date


def test_kinds() -> None:
    assert kinds.kinds("Privātuma politika", "", "", "footer", ()) == ("privacy_policy",)
    assert kinds.kinds("Distances līguma noteikumi. Privātums", "", "", "footer", ()) == ("privacy_policy", "terms")
    assert kinds.kinds("Mēs izmantojam sīkdatnes.", "", "", kinds.DIALOG, ()) == ("banner",)
    assert kinds.kinds("Privātuma politika", "", "", "link “Consent dialog”", ()) == ("privacy_policy",)
    assert kinds.kinds("Contact us", "", "", "footer", ()) == ()
