"""What the boxes found on a page are taken for, without a browser."""

from typing import Any

import pytest

from spiders.consent import boxes, dialog


def _control(text: str, **more: Any) -> dict[str, Any]:
    return {"texts": [text], "leads": None, "sends": False, "top": True, "look": {}, **more}


def _box(text: str, *controls: dict[str, Any], **more: Any) -> dict[str, Any]:
    said = " ".join([text, *(control["texts"][0] for control in controls)])
    plain = {
        "text": said, "named": False, "landmark": False, "over": True, "again": False, "edge": False, "language": "", "blocks": False,
        "scrolls": True, "asks": False, "asked": False, "controls": list(controls), "toggles": [], "radios": [], "links": [], "tables": [],
    }  # fmt: skip
    return {**plain, **more}


ASKS = _box("Mēs lietojam sīkdatnes.", _control("Piekrītu"), _control("Noraidīt"))


@pytest.mark.parametrize(
    ("box", "is_one"),
    [
        (ASKS, True),
        ({**ASKS, "over": False}, True),
        (_box("Mūsu jaunumi e-pastā.", _control("Piekrītu")), False),
        (_box("Jūsu privātums ir svarīgs.", _control("Piekrītu"), _control("Noraidīt")), True),
        (_box("Sīkdatnes.", _control("Sīkdatņu iestatījumi")), False),
        (_box("Sīkdatnes lieto šī vietne, lai darbotos.", _control("Aizvērt"), named=True), True),
        (_box("Video rādīšanai vajag sīkdatnes.", _control("Atļaut"), over=False, named=True), False),
        (_box("Par sīkdatnēm lasiet šeit.", _control("Iestatījumi"), landmark=True), False),
    ],
)
def test_which_boxes_are_dialogs(box: dict[str, Any], is_one: bool) -> None:
    assert bool(boxes.read([box])) == is_one


def test_what_lies_over_the_page_comes_first() -> None:
    first, second = boxes.read([{**ASKS, "over": False}, ASKS])
    assert (first.number, second.number) == (1, 0)


def test_a_cross_does_what_it_is_labelled_with() -> None:
    cross = {**_control("×"), "texts": ["×", "Uždaryti ir naudoti tik būtinus slapukus"]}
    (box,) = boxes.read([_box("Naudojame slapukus.", _control("Sutinku"), cross)])
    assert box.kinds == {"accept", "necessary_only"}


@pytest.mark.parametrize(
    ("text", "controls", "is_one"),
    [
        ("Vai jums ir 18 gadi? Ienākot jūs piekrītat sīkdatnēm.", ("Jā", "Nē"), False),
        ("Lapā ir alkohola reklāma (18+). Mēs izmantojam sīkdatnes.", ("Jā, man ir 18 gadi", "Nē"), False),
        ("Are you over 21 years old? We use cookies.", ("I am 21+", "No"), False),
        ("Ar jums jau 18 metų? Naudojame slapukus.", ("Taip", "Ne"), False),
        ("Mēs izmantojam sīkdatnes. Preces no 18 gadu vecuma.", ("Piekrītu visām", "Noraidīt"), True),
        ("Vai piekrītat sīkdatnēm? Tās glabājam 18 mēnešus.", ("Jā", "Nē"), True),
        ("Vai piekrītat 21 partnera sīkdatnēm?", ("Jā", "Nē"), True),
    ],
)
def test_a_question_of_age_is_no_dialog(text: str, controls: tuple[str, ...], is_one: bool) -> None:
    assert bool(boxes.read([_box(text, *(_control(one) for one in controls))])) == is_one


def test_words_are_guessed_only_for_what_is_not_there() -> None:
    (box,) = boxes.read([_box("We use cookies.", _control("Accept"), _control("Accept it like a pirate"))])
    assert [control.kind for control in box.controls] == ["accept", "other"]


def test_no_link_is_guessed_to_be_a_button() -> None:
    link = _control("Lieliski, piekrītu", leads="https://elsewhere.test/")
    assert boxes.read([_box("Mēs lietojam sīkdatnes.", link)]) == []


def test_closing_refuses_where_the_text_says_so() -> None:
    said = "Ar sīkdatnēm mērām apmeklējumu. Aizverot šo logu, lietosim tikai nepieciešamās."
    (box,) = boxes.read([_box(said, _control("✕"), _control("Piekrītu"))])
    assert "necessary_only" in box.kinds
    (box,) = boxes.read([_box("Ar sīkdatnēm mērām apmeklējumu. Aizverot šo logu, jūs piekrītat.", _control("✕"), _control("Piekrītu"))])
    assert "close" in box.kinds


def test_controls_of_one_purpose_do_not_decide_over_all() -> None:
    rows = [_control(text) for text in ("Zezwól", "Odmów") * 2]
    (box,) = boxes.read([_box("Używamy plików cookie.", *rows, _control("Zaakceptuj wszystkie"), _control("Zapisz"))])
    assert [one.kind for one in box.each] == ["accept", "reject"] * 2
    assert [one.text for one in box.controls] == ["Zaakceptuj wszystkie", "Zapisz"]


def test_what_is_said_at_the_top_and_at_the_end_is_not_one_purpose() -> None:
    twice = [_control(text) for text in ("Piekrītu", "Noraidīt") * 2]
    (box,) = boxes.read([_box("Mēs lietojam sīkdatnes.", *twice)])
    assert box.each == ()


def test_a_further_layer_of_a_dialog_need_not_speak_of_cookies() -> None:
    layer = _box("Purposes", _control("Save and exit"), _control("Accept all"))
    assert boxes.read([layer]) == []
    assert len(boxes.read([{**layer, "again": True}])) == 1


def test_what_asks_for_an_address_is_a_letter() -> None:
    letter = _box("Dodu piekrišanu saņemt jaunumus.", _control("Piekrītu"), _control("Nē, paldies"))
    assert len(boxes.read([letter])) == 1
    assert boxes.read([{**letter, "asks": True}]) == []


def _toggle(label: str, **more: Any) -> dict[str, Any]:
    return {"label": label, "row": label, "checked": True, "locked": False, "shown": True, **more}


@pytest.mark.parametrize(("shown", "used"), [(True, "Apstiprināt"), (False, None)])
def test_agreeing_confirms_only_boxes_in_sight(shown: bool, used: str | None) -> None:
    raw = _box("Mēs lietojam sīkdatnes.", _control("Apstiprināt"), toggles=[_toggle("Statistika", shown=shown)])
    (box,) = boxes.read([raw])
    control = dialog._choose(box, dialog.Press(kinds=("save",), keep="", confirm=True))
    assert (control and control.text) == used


def test_a_link_is_used_only_where_nothing_else_does_it() -> None:
    link, button = _control("Noraidīt", leads="https://elsewhere.test/"), _control("Tikai nepieciešamās")
    refuse = dialog.Press(kinds=boxes.REFUSALS)
    for controls, used in (((link, button), button), ((link,), link)):
        (box,) = boxes.read([_box("Mēs lietojam sīkdatnes.", _control("Piekrītu"), *controls)])
        control = dialog._choose(box, refuse)
        assert control is not None
        assert control.text == used["texts"][0]


def test_what_a_control_of_the_page_has_opened_need_not_speak_of_cookies() -> None:
    layer = _box("Services on this site", _control("Accept all"), _control("Decline"), _control("Save selection"))
    chat = _box("Ask us anything", _control("No, thanks"))
    assert len(boxes.read([{**layer, "asked": True}])) == 1
    assert boxes.read([{**chat, "asked": True}]) == []


def test_a_pressed_button_that_decides_is_no_switch() -> None:
    switches = [_toggle("Noraidīt visas", pressed=True), _toggle("Statistika", pressed=True)]
    (box,) = boxes.read([_box("Sīkdatnes", _control("Pieņemt visas"), _control("Noraidīt visas"), toggles=switches)])
    assert [(one.number, one.label) for one in box.toggles] == [(1, "Statistika")]
