"""Settings: where they come from, which goes before which, and how faults in them are told."""

from pathlib import Path
from typing import Any

import pytest

from scanner.cli import configuration, target
from scanner.cli.addresses import address
from scanner.cli.configuration import Chosen, choose
from scanner.cli.options import SETTINGS
from scanner.model.errors import UsageError

_DOCUMENTATION = Path(__file__).parent.parent / "docs" / "configuration.md"
_KINDS = {
    "whole": "whole number", "number": "number", "text": "text", "flag": "switch", "words": "list of words",
    "lines": "list of texts",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def settings(text: str, name: str = "privacydiff.toml") -> Path:
    """A settings file in the current folder."""
    file = Path(name)
    file.write_text(text, encoding="utf-8")
    return file


def test_command_line_goes_before_environment_before_file_before_default() -> None:
    settings('pages = 7\nlocale = "et-EE"\ntimezone = "Europe/Tallinn"\n')
    environment = {"PRIVACYDIFF_PAGES": "8", "PRIVACYDIFF_LOCALE": "lt-LT"}
    chosen = choose({"pages": "9"}, None, environment)
    assert [chosen[name] for name in ("pages", "locale", "timezone", "device")] == [
        9,
        "lt-LT",
        "Europe/Tallinn",
        "desktop",
    ]
    assert [chosen.origin(name) for name in ("pages", "locale", "timezone")] == [
        "--pages",
        "PRIVACYDIFF_LOCALE",
        "privacydiff.toml, line 3: timezone",
    ]


def test_the_settings_file_can_be_named_in_the_environment() -> None:
    settings("pages = 3", "other.toml")
    assert choose({}, None, {"PRIVACYDIFF_CONFIG": "other.toml"})["pages"] == 3


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("states", "baseline, reject", ("baseline", "reject")),
        ("header", "Accept: a, b\nX-Team: audit\n", ("Accept: a, b", "X-Team: audit")),
        ("policy", "my policy.pdf", ("my policy.pdf",)),
        ("keep_values", "Yes", True),
        ("no_robots", "false", False),
        ("timeout", "2.5", 2.5),
    ],
)
def test_values_from_the_environment(name: str, text: str, value: Any) -> None:
    assert choose({}, None, {f"PRIVACYDIFF_{name.upper()}": text})[name] == value


def test_the_environment_can_undo_a_switch_of_the_file() -> None:
    settings("keep_values = true")
    assert choose({}, None, {})["keep_values"] is True
    assert choose({}, None, {"PRIVACYDIFF_KEEP_VALUES": "0"})["keep_values"] is False


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("pages = 5\nfail-on = 'high'", "privacydiff.toml, line 2: there is no setting “fail-on”; did you mean “fail_on”?"),
        ("[scan]\npages = 5", "privacydiff.toml, line 1: there is no setting “scan”; there are: pages, "),
        ("\n\npages = 'five'", "privacydiff.toml, line 3: “pages” must be a whole number."),
        ("pages = true", "privacydiff.toml, line 1: “pages” must be a whole number."),
        ("keep_values = 1", "privacydiff.toml, line 1: “keep_values” must be true or false."),
        ("first_party = 'a.lv'", "privacydiff.toml, line 1: “first_party” must be a list of texts"),
        ("page = ['/a', 3]", "privacydiff.toml, line 1: “page” must be a list of texts"),
        ("pages = 5\nlocale = lv-LV", "privacydiff.toml, line 2, is not valid TOML: invalid value."),
        ("pages = 5\nlocale = 'lv", "privacydiff.toml, line 2, is not valid TOML: "),
        ("pages = 1\npages = 2", "privacydiff.toml, line 2, is not valid TOML: cannot overwrite a value."),
    ],
)  # fmt: skip
def test_faults_in_the_file_name_its_line(text: str, sentence: str) -> None:
    settings(text)
    with pytest.raises(UsageError) as caught:
        choose({}, None, {})
    assert str(caught.value).startswith(sentence)


def test_a_file_in_another_encoding_and_one_that_is_not_there() -> None:
    Path("latin.toml").write_bytes("out = 'māja'".encode("cp1257"))
    with pytest.raises(UsageError, match="not written in UTF-8"):
        choose({}, Path("latin.toml"), {})
    with pytest.raises(UsageError, match=r"none\.toml does not exist"):
        choose({}, Path("none.toml"), {})


def test_a_byte_order_mark_is_passed_over() -> None:
    Path("privacydiff.toml").write_bytes(b"\xef\xbb\xbfpages = 4")
    assert choose({}, None, {})["pages"] == 4


@pytest.mark.parametrize(("name", "text"), [("PAGES", "many"), ("DEADLINE", "soon"), ("NO_ROBOTS", "perhaps")])
def test_faults_in_the_environment_name_the_variable(name: str, text: str) -> None:
    with pytest.raises(UsageError, match=f"^PRIVACYDIFF_{name} {text} is "):
        choose({}, None, {f"PRIVACYDIFF_{name}": text})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("timezone = 'Europe/Atlantis'", "privacydiff.toml, line 1: timezone Europe/Atlantis is not a time zone"),
        ("\npages = 1001", "privacydiff.toml, line 2: pages 1001 is out of range: give a number from 1 to 1000."),
        ("pages = 0", "privacydiff.toml, line 1: pages 0 is out of range"),
        ("timeout = nan", "privacydiff.toml, line 1: timeout nan is out of range"),
        ("states = ['accepted']", "privacydiff.toml, line 1: states accepted is not known"),
        ("device = 'watch'", "privacydiff.toml, line 1: device watch is not known: give desktop, mobile."),
        ("locale = 'Latvian'", "privacydiff.toml, line 1: locale Latvian is not a language tag"),
        ("proxy = 'ftp://127.0.0.1'", "privacydiff.toml, line 1: proxy ftp://127.0.0.1 is not a proxy's address"),
        ("proxy = 'nowhere'", "privacydiff.toml, line 1: proxy nowhere is not a proxy's address"),
        ("proxy = 'http://127.0.0.1:99999'", "privacydiff.toml, line 1: proxy http://127.0.0.1:99999 is not a proxy's"),
        ("proxy = 'http://a:b@127.0.0.1'", "privacydiff.toml, line 1: proxy holds a user name or password"),
        ("header = ['Secret']", "privacydiff.toml, line 1: header “Secret” is not a header"),
        ('header = ["X-A: b\\r\\nX-C: d"]', "privacydiff.toml, line 1: header “X-A” is not a header"),
        ("storage_state = 'none.json'", "privacydiff.toml, line 1: storage_state none.json does not exist"),
        ("storage_state = 'privacydiff.toml'", "privacydiff.toml, line 1: storage_state privacydiff.toml is not JSON"),
        ("policy = ['none.pdf']", "privacydiff.toml, line 1: policy none.pdf does not exist"),
        ("first_party = ['https://a.lv']", "privacydiff.toml, line 1: first_party “https://a.lv” is not a domain"),
        ("page = ['https://other.lv/']", "privacydiff.toml, line 1: page https://other.lv/ is not on www.example.lv"),
    ],
)
def test_values_that_cannot_be_used(text: str, sentence: str) -> None:
    settings(text)
    with pytest.raises(UsageError) as caught:
        target.make("www.example.lv", choose({}, None, {}))
    assert str(caught.value).startswith(sentence)


def test_a_target_holds_what_was_chosen() -> None:
    Path("state.json").write_text('{"cookies": []}', encoding="utf-8")
    given = {
        "states": ["reject"], "page": ["/kontakti", "https://shop.example.lv/a"], "header": ["X-Team:  audit "],
        "proxy": "127.0.0.1:8080", "storage_state": "state.json", "no_robots": True, "timeout": "10",
    }  # fmt: skip
    made = target.make("example.lv", choose(given, None, {"PRIVACYDIFF_FIRST_PARTY": "Example-Veikals.LV"}))
    assert made.url == "https://example.lv/"
    assert made.states == ("baseline", "reject")
    assert made.page_urls == ("https://example.lv/kontakti", "https://shop.example.lv/a")
    assert made.headers == (("X-Team", "audit"),)
    assert made.proxy == "http://127.0.0.1:8080"
    assert made.storage_state == "state.json"
    assert made.robots is False
    assert made.timeout_s == 10.0
    assert made.first_party == ("example-veikals.lv",)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("example.lv", "https://example.lv/"),
        (" http://Example.LV:8080/Path?q=1#part ", "http://example.lv:8080/Path?q=1"),
        ("example.lv:8443", "https://example.lv:8443/"),
        ("example.lv?to=https://other.lv/", "https://example.lv/?to=https://other.lv/"),
        ("localhost:8080", "https://localhost:8080/"),
        ("http://intranet/", "http://intranet/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("https://127.0.0.1", "https://127.0.0.1/"),
        ("https://ēveikals.lv", "https://xn--veikals-v7a.lv/"),
    ],
)
def test_addresses(given: str, meant: str) -> None:
    assert address(given) == meant


@pytest.mark.parametrize(
    "given",
    ["", "example", "ftp://example.lv", "javascript:alert(1)", "mailto:a@b.lv", "data:text/html,x", "https://",
     "https:///path", "exa mple.lv", "https://exam\nple.lv/", "a..b.lv", "https://[::1", "https://example.lv:99999/",
     "https://user:secret@example.lv/", "user@example.lv", "https://-a.lv/", "<b>.lv"],
)  # fmt: skip
def test_what_is_no_address(given: str) -> None:
    with pytest.raises(UsageError) as caught:
        address(given)
    assert "secret" not in str(caught.value)


def test_every_setting_is_documented() -> None:
    text = _DOCUMENTATION.read_text(encoding="utf-8")
    for name, setting in SETTINGS.items():
        default = setting.help.rpartition(" [default: ")[2].rstrip("]") if "[default" in setting.help else ""
        cells = f"| `{name}` | {_KINDS[setting.kind]} | {default} | {setting.about} |".replace("|  |", "| |")
        assert cells in text


def test_the_documented_example_is_valid() -> None:
    example = _DOCUMENTATION.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    settings(example)
    chosen = choose({}, None, {})
    assert isinstance(chosen, Chosen)
    assert chosen["first_party"] == ("example.lv", "example-shop.lv")
    assert chosen.origin("pages") == f"{configuration.FILE}, line 1: pages"
