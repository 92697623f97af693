"""Words of consent dialogs in all languages, as lists of whole texts and as the parts that texts are made of."""

import tomllib
from pathlib import Path

import pytest

from scanner import languages

BUTTONS = [
    ("Piekrītu", "accept"),
    ("Nepiekrītu", "reject"),
    ("Piekrist visām", "accept"),
    ("Noraidīt visas", "reject"),
    ("Tikai nepieciešamās", "necessary_only"),
    ("Sīkdatņu iestatījumi", "settings"),
    ("Saglabāt izvēli", "save"),
    ("ACCEPT ALL", "accept"),
    ("Reject all", "reject"),
    ("Принять все", "accept"),
    ("Отклонить", "reject"),
    ("Sutinku", "accept"),
    ("Nesutinku", "reject"),
    ("Nõustun", "accept"),
    ("Ei nõustu", "reject"),
    ("Alle akzeptieren", "accept"),
    ("Alle ablehnen", "reject"),
    ("Akceptuję", "accept"),
    ("Odrzuć wszystkie", "reject"),
    ("Hyväksy kaikki", "accept"),
    ("  Piekrītu! ", "accept"),
    ("Pie\u00adkrītu", "accept"),
    ("Jā, piekrītu visām sīkdatnēm", "accept"),
    ("Piekrītu sīkdatņu izmantošanai", "accept"),
    ("Atteikt neobligātās", "necessary_only"),
    ("Noraidīt neobligātās sīkdatnes", "necessary_only"),
    ("Nē, paldies", "reject"),
    ("Turpināt bez piekrišanas", "necessary_only"),
    ("Izmantot tikai nepieciešamās", "necessary_only"),
    ("Mainīt izvēli", "settings"),
    ("Atļaut izvēlētās sīkdatnes", "save"),
    ("Pārvaldīt preferences", "settings"),
    ("Saglabāt manas izvēles un aizvērt", "save"),
    ("Tikai obligāti nepieciešamās sīkdatnes", "necessary_only"),
    ("Es nepiekrītu", "reject"),
    ("Allow all and continue to site", "accept"),
    ("Yes, I accept all cookies", "accept"),
    ("I do not agree", "reject"),
    ("No, adjust", "settings"),
    ("Manage consent", "settings"),
    ("Accept & close", "accept"),
    ("Continue with necessary cookies only", "necessary_only"),
    ("Only allow essential cookies", "necessary_only"),
    ("Reject all optional cookies", "necessary_only"),
    ("Confirm my preferences", "save"),
    ("Принимаю все файлы cookie", "accept"),
    ("Не принимать", "reject"),
    ("Отказаться от необязательных", "necessary_only"),
    ("Сохранить мой выбор", "save"),
    ("Настроить cookie", "settings"),
    ("Sutinku su visais slapukais", "accept"),
    ("Nesutinku su slapukais", "reject"),
    ("Tik būtini slapukai", "necessary_only"),
    ("Atmesti nebūtinus", "necessary_only"),
    ("Leisti pasirinktus slapukus", "save"),
    ("Keisti pasirinkimą", "settings"),
    ("Luban kõik küpsised", "accept"),
    ("Ainult vajalikud küpsised", "necessary_only"),
    ("Keeldun kõigist küpsistest", "reject"),
    ("Salvesta minu valikud", "save"),
    ("Nõustun kõigiga", "accept"),
    ("Ich stimme allen Cookies zu", "accept"),
    ("Nur essenzielle Cookies akzeptieren", "necessary_only"),
    ("Ich lehne alle ab", "reject"),
    ("Individuelle Datenschutz-Präferenzen", "settings"),
    ("Auswahl speichern und schließen", "save"),
    ("Weiter ohne Einwilligung", "necessary_only"),
    ("Akceptuję wszystkie pliki cookie", "accept"),
    ("Nie wyrażam zgody", "reject"),
    ("Akceptuj tylko niezbędne pliki", "necessary_only"),
    ("Zarządzaj zgodami", "settings"),
    ("Zapisz mój wybór", "save"),
    ("Hyväksy vain välttämättömät evästeet", "necessary_only"),
    ("Salli valitut evästeet", "save"),
    ("En hyväksy", "reject"),
    ("Muokkaa valintoja", "settings"),
    ("Privātuma politika", None),
    ("Sīkdatņu politika", None),
    ("Uzzināt vairāk", None),
    ("Learn more", None),
    ("Read more", None),
    ("Nepieciešamās", None),
    ("Statistika", None),
    ("Mārketings", None),
    ("Kontakti", None),
    ("Login", None),
    ("Abonēt bez reklāmām", "pay"),
    ("Apstiprināt", "accept"),
    ("OK, sapratu", "accept"),
    ("Labi", "accept"),
    ("Close", "close"),
    ("Uždaryti ir išlaikyti tik būtinus slapukus", None),
    ("Uždaryti ir palikti tik būtinus slapukus", "necessary_only"),
    ("Uždaryti ir naudoti tik būtinus slapukus", "necessary_only"),
    ("Noliegt", "reject"),
    ("Atļaut atlasi", "save"),
    ("Skatīt preferences", "settings"),
    ("Apstiprināt manu izvēli", "save"),
    ("Pieņemt visus sīkfailus", "accept"),
    ("I'm OK with that", "accept"),
    ("Accept none", "reject"),
    ("Disagree & close", "reject"),
    ("Essential Cookies Only", "necessary_only"),
    ("Accept selected only", "save"),
    ("Разрешить выбор", "save"),
    ("Только самые необходимые", "necessary_only"),
    ("Leisti pasirinkimą", "save"),
    ("Luba valik", "save"),
    ("Ei, aitäh", "reject"),
    ("Nur notwendige Cookies verwenden", "necessary_only"),
    ("Ausgewählten zustimmen", "save"),
    ("Zgoda", "accept"),
    ("Przejdź do ustawień", "settings"),
    ("Zezwól na wybór", "save"),
    ("Odmowa", "reject"),
    ("Salli valinta", "save"),
    ("Kieltäydy kaikista", "reject"),
    ("Piekrišana", None),
    ("Cookie-Richtlinie", None),
    ("Consent Management by Usercentrics", None),
    ("Pirkt", "pay"),
    ("Piekrītu saņemt jaunumus e-pastā", None),
    ("Lasīt par 2,49 €", "pay"),
    ("Prenumerata 3 Eur", "pay"),
    ("Jatka ilman mainoksia", "pay"),
    ("Turpināt bez reklāmas sīkdatnēm", "necessary_only"),
    ("Weiter ohne Werbung-Cookies", "necessary_only"),
    ("Accept 3 cookies", "accept"),
    ("Piekrist visiem (5)", "accept"),
    ("Accept all 2 Europe", None),
    ("Einstellungen oder ablehnen", "settings"),
    ("Accept or reject", None),
    ("Jā, noraidīt", "reject"),
    ("Yes, reject all", "reject"),
    ("Ja, ich stimme zu", "accept"),
    ("EN", None),
    ("En salli evästeitä", "reject"),
    ("Piekrītu / Согласен", "accept"),
    ("Nepiekrītu | I do not agree", "reject"),
    ("Piekrītu / Nepiekrītu", None),
    ("No, take me to settings", "settings"),
    ("Отклонить все, кроме необходимых", "necessary_only"),
    ("Zaawansowane", "settings"),
    ("", None),
]


@pytest.mark.parametrize(("text", "kind"), BUTTONS)
def test_buttons(text: str, kind: str | None) -> None:
    assert languages.load().button(text) == kind


MET = [
    pytest.param(text, kind, id=f"{tag}-{text}")
    for tag, kinds in tomllib.loads((Path(__file__).parent / "cases" / "buttons.toml").read_text("utf-8")).items()
    for kind, texts in kinds.items()
    for text in texts
]


@pytest.mark.parametrize(("text", "kind"), MET)
def test_buttons_as_they_are_met(text: str, kind: str) -> None:
    known = {"reject": "refuse", "necessary_only": "refuse", None: "other"}
    found = languages.load().button(text) or languages.load().guess(text)
    assert known.get(found, found) == kind


GUESSES = [
    ("Piekrītu visam, ejam tālāk!", "accept"),
    ("Lieliski, piekrītu", "accept"),
    ("Uždaryti ir išlaikyti tik būtinus slapukus", "necessary_only"),
    ("Uzzināt vairāk", None),
    ("Learn more", None),
    ("Pieteikties jaunumiem", None),
    ("Piekrītu saņemt jaunumus e-pastā", None),
    ("Jätka reklaamideta", "pay"),
    ("Jatka hyväksymättä", "reject"),
    ("Use all cookies", "accept"),
    ("Use cookies", None),
]
WAYS_BACK = [
    ("Mainīt sīkdatņu izvēli", True),
    ("Cookie-Einstellungen ändern", True),
    ("Evästeasetukset", True),
    ("Atsaukt piekrišanu", True),
    ("Einwilligungen widerrufen", True),
    ("Atsauksmes", False),
    ("Sīkdatņu politika", False),
    ("Iestatījumi", False),
    ("Cookies", False),
]


@pytest.mark.parametrize(("text", "kind"), GUESSES)
def test_half_known_buttons(text: str, kind: str | None) -> None:
    assert languages.load().guess(text) == kind


@pytest.mark.parametrize(("text", "opens"), WAYS_BACK)
def test_controls_that_open_the_dialog_again(text: str, opens: bool) -> None:
    assert languages.load().opens_again(text) == opens


def test_the_language_of_a_button() -> None:
    assert languages.load().spoken("Piekrītu visām") == {"lv"}
    assert "en" in languages.load().spoken("Accept all cookies")


@pytest.mark.parametrize(
    ("title", "text", "wall"),
    [
        ("Just a moment...", "", True),
        ("Attention Required! | Cloudflare", "", True),
        ("Mēbeles", "Galdnieku darbnīca", False),
        ("", "", False),
    ],
)
def test_walls_for_robots(title: str, text: str, wall: bool) -> None:
    assert languages.load().is_wall(title, text) == wall
