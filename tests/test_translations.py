"""Reports in other languages: every text is translated, and finished sentences of the checks find their message."""

import importlib.util
import re
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.pofile import read_po
from report_results import rich

from reports import Look, as_html
from reports.language import chosen, language, languages, table_language
from reports.page.inventory import inventory
from reports.page.words import PURPOSE
from reports.wording import Message
from scanner.model.errors import UsageError

ROOT = Path(__file__).parent.parent
FORBIDDEN = re.compile(
    r"nelikumīg|pārkāpum|neatbilst regulai|izspieg|slepen|atbilst regulai|sīkfail|kūk", re.IGNORECASE
)
ADDRESSED = re.compile(r"\b(?!pāriet\b)\w+(?:iet|ieties)\b|\b(?:jums|jūs)\b", re.IGNORECASE)
"""Latvian that addresses the reader: a report speaks to nobody."""

QUOTED = re.compile(r"„[^”]*”")
PLACE = re.compile(r"\{(\w+)\}|%\((\w+)\)s")


def messages() -> ModuleType:
    """scripts/messages.py."""
    spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts" / "messages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("tag", [tag for tag in languages() if tag != "en"])
def test_every_text_is_translated(tag: str) -> None:
    gathering = messages()
    fresh = gathering.update(gathering.TRANSLATIONS / f"{tag}.po")
    missing = [f"{one.context}: {one.id}" for one in fresh if one.id and not gathering._whole(one.string)]
    assert missing == []


@pytest.mark.parametrize("tag", [tag for tag in languages() if tag != "en"])
def test_translations_use_the_places_of_their_text(tag: str) -> None:
    with (ROOT / "reports" / "translations" / f"{tag}.po").open("rb") as file:
        entries = [one for one in read_po(file, locale=tag) if one.id]
    for one in entries:
        ids = one.id if isinstance(one.id, tuple | list) else (one.id,)
        forms = one.string if isinstance(one.string, tuple | list) else (one.string,)
        known = set(PLACE.findall(" ".join(ids)))
        for form in forms:
            assert set(PLACE.findall(form)) <= known, form
            assert not FORBIDDEN.search(form), form
            spoken = "" if tag != "lv" or one.context == "phrase" else QUOTED.sub("", form)  # wording for policies speaks to visitors
            assert not ADDRESSED.search(spoken), form


@pytest.mark.parametrize(
    ("sentence", "check", "said"),
    [
        ("Hotjar · 21 requests after refusal", "service-after-reject", "Hotjar · pēc atteikuma: 21 pieprasījums"),
        ("Hotjar · 11 requests after refusal", "service-after-reject", "Hotjar · pēc atteikuma: 11 pieprasījumu"),
        ("Hotjar · 2 requests after refusal", "service-after-reject", "Hotjar · pēc atteikuma: 2 pieprasījumi"),
        (
            "_ga · set for 1.1 years, stated 1 day",
            "cookie-lifetime",
            "_ga · iestatītais laiks – 1,1 gads, norādītais – 1 diena",
        ),
        ("Article 13(1)(e)", "law", "13. panta 1. punkta e) apakšpunkts"),
        ("Article 5(3)", "law", "5. panta 3. punkts"),
        ("Article 7", "law", "7. pants"),
        ("the text of the page", "phrase", "lapas teksts"),
        ("one more page", "phrase", "one more page"),
        ("A sentence nobody translated.", "cookie-lifetime", "A sentence nobody translated."),
    ],
)
def test_a_finished_sentence_finds_its_message(sentence: str, check: str, said: str) -> None:
    assert language("lv").wording.render(sentence, check) == said


def test_several_phrases_in_one_place_are_each_translated() -> None:
    told = "Identifiers went to Maps (the recipient’s group is established in US), Pixel (the recipient’s group is established in DE); the policy states: “X”."
    said = language("lv").wording.render(told, "transfer-denied")
    assert "Maps (saņēmēja grupa reģistrēta: Amerikas Savienotās Valstis), Pixel (saņēmēja grupa reģistrēta: Vācija)" in said


def test_a_note_after_a_sentence_is_translated_too() -> None:
    told = "After everything was refused in the consent dialog the pages made the browser send 3 requests to X. Seen on one page load only."
    said = language("lv").wording.render(told, "service-after-reject")
    assert said.endswith("saņēmējam X (3 pieprasījumi). Novērots tikai vienā lapas ielādē.")


def test_a_long_name_costs_no_time() -> None:
    message = Message.of("{a} · {b}, {c} and {d}.", "")
    assert message.fit("· , and " * 2000) is None
    assert message.fit("x · y, z and w.") == {"a": "x", "b": "y", "c": "z", "d": "w"}


def test_days_stand_as_they_do_in_a_sentence() -> None:
    assert language("lv").day("2026-11-22T23:30:00Z", "Europe/Riga") == "2026. gada 23. novembrī"
    assert language("en").day("2026-11-22T10:00:00Z") == "22 November 2026"


def test_lifetimes_are_said_in_the_language() -> None:
    said = [language("lv").lasting(days) for days in (0, 1 / 24, 1, 60, 401.5, 3650)]
    assert said == ["līdz pārlūka aizvēršanai", "1 stunda", "1 diena", "2 mēneši", "1,1 gads", "10 gadu"]


def test_the_language_is_that_of_the_locale_unless_named() -> None:
    assert chosen(None, "lv-LV").tag == "lv"
    assert chosen(None, "fi_FI").tag == "en"
    assert chosen("en", "lv-LV").tag == "en"
    with pytest.raises(UsageError, match=r"“xx”.* en, lv"):
        chosen("xx", "lv-LV")


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("lv", ["1 gads", "13 mēnešu", "6 mēneši", "21 diena", "2 stundas"]),
        ("en", ["1 year", "13 months", "6 months", "21 days", "2 hours"]),
        ("ru", ["1 год", "13 месяцев", "6 месяцев", "21 день", "2 часа"]),
        ("lt", ["1 metai", "13 mėnesių", "6 mėnesiai", "21 diena", "2 valandos"]),
        ("et", ["1 aasta", "13 kuud", "6 kuud", "21 päeva", "2 tundi"]),
        ("de", ["1 Jahr", "13 Monate", "6 Monate", "21 Tage", "2 Stunden"]),
    ],
)
def test_lifetimes_to_paste_are_whole_in_all_six_languages(tag: str, said: list[str]) -> None:
    days = (365, 400, 183, 21, 1 / 12)
    assert [table_language(tag).lasting(each, whole=True) for each in days] == said


@pytest.mark.parametrize("tag", ["lv", "en", "ru", "lt", "et", "de"])
def test_the_cookie_table_is_in_the_language_of_the_policy(tag: str) -> None:
    document = replace(rich().documents[0], language=tag)
    table = inventory(replace(rich(), documents=(document,)), language("en"))
    assert table.language.tag == tag
    words = {"Name", "Provider", "Purpose", "Lifetime", "Kind", "to be completed", "this site", "unknown"}
    words |= {"first-party cookie", "third-party cookie", "web storage", "until it is deleted", *PURPOSE.values()}
    if tag in ("ru", "lt", "et"):
        assert [word for word in words if table.language.say(word) == word and word != "Name"] == []
    assert f'lang="{tag}"><table id="cookie-table">' in as_html.render(replace(rich(), documents=(document,)))


def test_the_latvian_page_says_it_in_latvian() -> None:
    html = as_html.render(rich(), Look(language="lv"))
    assert '<html lang="lv">' in html
    assert (
        "2026. gada 22. novembrī vietne www.meadow.test apmeklēta trīs reizes (1 lapa): bez izvēles, pēc piekrišanas un pēc atteikuma."
        in html
    )
    assert (
        "Novērotas 3 atšķirības starp publicēto politiku un vietnes darbību; 1 no tām – pirms apmeklētāja izvēles"
        in html
    )
    assert "Regula (ES) 2016/679 (VDAR), 13. panta 1. punkta e) apakšpunkts" in html
