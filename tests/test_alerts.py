"""Each change is told once, to those who want it, by mail, webhook and chat; none is lost when the other side is away."""

import hashlib
import hmac
import json
import time
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import receivers
import stored
from report_results import finding, rich
from sqlalchemy import select, update
from typer.testing import CliRunner

from scanner.cli.application import app
from scanner.fleet.alerts import channels, events, noticing, outbox, recipients
from scanner.fleet.alerts.channels import webhook
from scanner.fleet.alerts.herald import Voice, heralding
from scanner.fleet.alerts.recipients import AlertSettings
from scanner.fleet.store import Store
from scanner.fleet.store.storing import store_scan
from scanner.fleet.store.tables import Alert, Delivery, Scan
from scanner.model.errors import UsageError
from scanner.model.notice import Message
from scanner.model.result import Flow, Result

NEW = finding("undisclosed-service", "newpixel", "high", "Newpixel · 3 requests, no statement found")
PIXEL = Flow(service="newpixel", entity="Newpixel", country="US", states=("baseline",), observed=True, disclosure="omitted", name="Newpixel <b>")  # fmt: skip


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[receivers.Mailbox]:
    """A mail server."""
    with receivers.mailbox(tmp_path) as box:
        yield box


@pytest.fixture
def web() -> Iterator[receivers.Web]:
    """A web server."""
    with receivers.web() as here:
        yield here


def _settings(*tables: dict[str, Any], mail: receivers.Mailbox | None = None) -> AlertSettings:
    smtp = mail and {
        "host": "localhost", "port": mail.port, "sender": "alerts@agency.test", "ca_file": mail.ca_file,
        "user": receivers.USER, "password": "env:MAIL_PASSWORD",
    }  # fmt: skip
    return recipients.read(list(tables), smtp, "privacydiff.toml")


SECRETS = {"MAIL_PASSWORD": receivers.PASSWORD, "HOOK": "k3y"}


def _scan(store: Store, site: int, folder: Path, day: int, result: Result | None, state: Any = "done") -> int:
    scan = stored.running(store, site, day=day)
    if result is not None:
        assert store_scan(store, scan, "t1", stored.folder(folder / f"{site}-{day}", stored.at(day, result)), state=state)
    else:
        with store.write() as session:
            row = session.get_one(Scan, scan)
            row.state, row.token, row.reason, row.finished_at = "failed", None, "killed", row.due_at
    return scan


def _with(*more: Any, flows: tuple[Flow, ...] = ()) -> Result:
    one = rich()
    return replace(one, findings=(*one.findings, *more), flows=(*one.flows, *flows))


def _titles(store: Store) -> list[str]:
    with store.read() as session:
        return list(session.scalars(select(Alert.title).order_by(Alert.id)))


def _now(store: Store) -> None:
    """Let all pauses be over."""
    with store.write() as session:
        session.execute(update(Delivery).values(next_attempt_at=stored.BEGIN, lease_until=None))


def test_what_is_new_is_told_once_and_never_again(store: Store, tmp_path: Path) -> None:
    site, nobody = stored.site(store), _settings()
    _scan(store, site, tmp_path, 0, rich())
    assert noticing.notice(store, nobody) == 0  # the first scan is what later ones are held against
    _scan(store, site, tmp_path, 7, _with(NEW, flows=(PIXEL,)))
    assert noticing.notice(store, nobody) == 2
    assert _titles(store) == [NEW.title, "A new third-party service: Newpixel <b>"]
    assert noticing.notice(store, nobody) == 0
    _scan(store, site, tmp_path, 14, _with(NEW, flows=(PIXEL,)))
    assert noticing.notice(store, nobody) == 0
    _scan(store, site, tmp_path, 21, rich())
    _scan(store, site, tmp_path, 28, _with(NEW))  # it comes and goes: told once
    assert noticing.notice(store, nobody) == 1
    assert _titles(store)[2:] == ["A third-party service is gone: Newpixel <b>"]


@pytest.mark.parametrize(
    "after",
    [
        _with(replace(NEW, confidence="possible")),
        _with(replace(NEW, accepted=True)),  # type: ignore[arg-type]
        replace(_with(NEW), tool=replace(rich().tool, rules="r2")),
        replace(rich(), findings=(), complete=False),
    ],
    ids=["possible", "accepted", "rule changed", "missing from an incomplete scan"],
)
def test_what_is_no_change_of_the_site_is_not_told(after: Result) -> None:
    assert events.of_results(rich(), after, scan=2) == ()


def test_what_hangs_under_a_new_cause_is_not_told_beside_it() -> None:
    under = finding("cookies-before-consent", "np_id", "high", "np_id · stored", cause="undisclosed-service · newpixel")
    told = events.of_results(rich(), _with(NEW, under), scan=2)
    assert [one.title for one in told] == [NEW.title]


def test_a_heavier_finding_and_another_text_are_told() -> None:
    before, after = rich(), rich()
    heavier = replace(after.findings[3], severity="critical")
    text = replace(after.documents[0], text=after.documents[0].text + "We sell it all.\n", sha256="1" * 64)
    after = replace(after, findings=(*after.findings[:3], heavier, after.findings[4]), documents=(text,))
    told = [(one.kind, one.fate, one.severity) for one in events.of_results(before, after, scan=2)]
    assert told == [("finding", "changed", "critical"), ("policy", "changed", None)]


def test_a_site_out_of_reach_is_told_once_and_when_it_is_back(store: Store, tmp_path: Path) -> None:
    site = stored.site(store)
    away = replace(rich(), reason="No answer.", complete=False, findings=(), flows=())
    _scan(store, site, tmp_path, 0, rich())
    for day in (1, 2, 3):
        _scan(store, site, tmp_path, day, away, state="failed")
    _scan(store, site, tmp_path, 4, rich())
    noticing.notice(store, _settings())
    assert _titles(store) == [
        "The scan failed: No answer.",
        "The site could not be scanned: No answer.",
        "The scan failed 2 times in a row: No answer.",
        "The scan failed 3 times in a row: No answer.",
        "The site can be scanned again",
    ]


def test_recipients_get_what_they_asked_for(store: Store, tmp_path: Path) -> None:
    settings = _settings(
        {"name": "all", "webhook": "https://hook.test/", "level": "info"},
        {"name": "critical only", "webhook": "https://hook.test/", "level": "critical", "events": ["finding"]},
        {"name": "other client", "webhook": "https://hook.test/", "clients": ["Forest Ltd"]},
        {"name": "shops", "webhook": "https://hook.test/", "tags": ["shop", "kiosk"]},
        {"name": "patient", "webhook": "https://hook.test/", "events": ["failed"], "failures": 2},
        {"name": "monday", "webhook": "https://hook.test/", "digest": "every monday at 08:00"},
    )
    site = stored.site(store, client="Meadow Ltd", tags=("shop",))
    _scan(store, site, tmp_path, 0, rich())
    _scan(store, site, tmp_path, 7, _with(NEW, flows=(PIXEL,)))
    for day in (8, 9, 10):
        _scan(store, site, tmp_path, day, None)
    noticing.notice(store, settings)
    with store.read() as session:
        rows = session.execute(select(Delivery.channel, Delivery.next_attempt_at, Alert.kind).join(Alert)).all()
    got = {name: sorted(kind for channel, _, kind in rows if channel == name) for name in settings.by_name}
    assert got == {
        "all": ["failed", "finding", "service"],
        "critical only": [],
        "other client": [],
        "shops": ["failed", "finding", "service"],
        "patient": ["failed"],
        "monday": ["failed", "finding", "service"],
    }
    assert {moment.weekday() for channel, moment, _ in rows if channel == "monday"} == {0}


def test_mail_goes_out_with_tls_and_login_as_text_and_html(store: Store, tmp_path: Path, mail: receivers.Mailbox) -> None:
    settings = _settings({"name": "team", "email": ["a@agency.test", "b@agency.test"]}, mail=mail)
    site = stored.site(store, client="Meadow & Sons")
    _scan(store, site, tmp_path, 0, rich())
    _scan(store, site, tmp_path, 7, _with(NEW, flows=(PIXEL,)))
    noticing.notice(store, settings)
    assert outbox.send_due(store, settings, SECRETS, language="lv") == [outbox.Tried("team", 2, None)]
    assert outbox.send_due(store, settings, SECRETS, language="lv") == []
    assert mail.logins == [receivers.USER]
    (one,) = mail.mails
    text, html = one.get_body(("plain",)), one.get_body(("html",))
    assert text is not None
    assert html is not None
    assert one["To"] == "a@agency.test, b@agency.test"
    assert "meadow.test" in one["Subject"]
    assert "Newpixel · 3 " in text.get_content()
    assert "Meadow &amp; Sons" in html.get_content()
    assert "Newpixel &lt;b&gt;" in html.get_content()
    assert 'lang="lv"' in html.get_content()


def test_a_server_that_refuses_is_tried_again_and_at_last_given_up(store: Store, tmp_path: Path, mail: receivers.Mailbox) -> None:
    settings = _settings({"name": "team", "email": ["a@agency.test"]}, mail=mail)
    site = stored.site(store)
    _scan(store, site, tmp_path, 0, rich())
    _scan(store, site, tmp_path, 7, _with(NEW))
    noticing.notice(store, settings)
    mail.refuse = "451 4.3.0 come back later"
    (first,) = outbox.send_due(store, settings, SECRETS)
    assert first.why == "Mail to “team” through localhost was not sent: it answered 451 4.3.0 come back later."
    assert outbox.send_due(store, settings, SECRETS) == []  # it pauses
    for _ in outbox.PAUSES:
        _now(store)
        assert len(outbox.send_due(store, settings, SECRETS)) == 1
    with store.read() as session:
        row = session.scalars(select(Delivery)).one()
        assert (row.state, row.attempts) == ("failed", len(outbox.PAUSES) + 1)
    mail.refuse = ""
    _now(store)
    assert outbox.send_due(store, settings, SECRETS) == []


def test_a_wrong_certificate_or_password_sends_nothing(mail: receivers.Mailbox) -> None:
    message = Message(identity="1", subject="s", text="t", html="<p>t", notices=())
    settings = _settings({"name": "team", "email": ["a@agency.test"]}, mail=mail)
    (team,) = settings.recipients
    assert settings.smtp is not None
    with pytest.raises(channels.NotSentError, match=r"it answered 535 .*") as told:
        channels.send(team, message, settings, {"MAIL_PASSWORD": "wr0ng-one"})
    assert "wr0ng-one" not in str(told.value)
    untrusted = AlertSettings(recipients=settings.recipients, smtp=replace(settings.smtp, ca_file=None))
    with pytest.raises(channels.NotSentError, match="certificate"):
        channels.send(team, message, untrusted, SECRETS)
    with pytest.raises(UsageError, match=r"^The variable MAIL_PASSWORD is not set"):
        channels.send(team, message, settings, {})
    assert mail.mails == []


def test_a_webhook_is_signed_and_not_lost_when_the_receiver_is_away(store: Store, tmp_path: Path, web: receivers.Web) -> None:
    settings = _settings({"name": "hook", "webhook": web.address, "secret": "env:HOOK"})
    site = stored.site(store, client="Meadow Ltd")
    _scan(store, site, tmp_path, 0, rich())
    _scan(store, site, tmp_path, 7, _with(NEW))
    noticing.notice(store, settings)
    web.answers += [500, 302]
    for status in (500, 302):
        (tried,) = outbox.send_due(store, settings, SECRETS)
        assert tried.why == f"The webhook “hook” was not taken: 127.0.0.1 answered {status}."
        _now(store)
    (tried,) = outbox.send_due(store, settings, SECRETS)
    assert tried.why is None
    headers, body = web.posts[-1]
    moment, signature = (part.split("=")[1] for part in headers["Privacydiff-Signature"].split(","))
    assert signature == hmac.new(b"k3y", moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert {headers["Privacydiff-Delivery"] for headers, _ in web.posts} == {json.loads(body)["id"]}
    (event,) = json.loads(body)["events"]
    assert (event["kind"], event["severity"], event["client"], event["title"]) == ("finding", "high", "Meadow Ltd", NEW.title)


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")
def test_chat_services_get_the_text_and_nothing_tells_their_address(web: receivers.Web) -> None:
    message = Message(identity="1", subject="Changes", text="One line.", html="<p>One line.", notices=())
    settings = _settings({"name": "room", "chat": "env:ROOM"})
    (room,) = settings.recipients
    address = web.address.replace("http://", "json://")
    channels.send(room, message, settings, {"ROOM": address})
    posted = json.loads(web.posts[0][1])
    assert (posted["title"], posted["message"].strip()) == ("Changes", "One line.")
    web.answers.append(403)
    with pytest.raises(channels.NotSentError) as told:
        channels.send(room, message, settings, {"ROOM": address})
    assert "hook" not in str(told.value)
    with pytest.raises(UsageError, match="none that Apprise knows") as wrong:
        channels.send(room, message, settings, {"ROOM": "nosuch://t0ken"})
    assert "t0ken" not in str(wrong.value)


def test_two_senders_send_once_and_a_dead_one_is_replaced(store: Store, tmp_path: Path, web: receivers.Web) -> None:
    settings = _settings({"name": "hook", "webhook": web.address})
    site = stored.site(store)
    _scan(store, site, tmp_path, 0, rich())
    _scan(store, site, tmp_path, 7, _with(NEW))
    noticing.notice(store, settings)
    with store.write() as session:  # a sender that holds it
        session.execute(update(Delivery).values(token="other", lease_until=stored.BEGIN + timedelta(days=36500)))
    assert outbox.send_due(store, settings, SECRETS) == []
    with store.write() as session:  # and died long ago
        session.execute(update(Delivery).values(lease_until=stored.BEGIN))
    assert [one.why for one in outbox.send_due(store, settings, SECRETS)] == [None]
    assert len(web.posts) == 1


def test_a_recipient_that_is_gone_from_the_settings_is_given_up(store: Store, tmp_path: Path) -> None:
    site = stored.site(store)
    _scan(store, site, tmp_path, 0, rich())
    _scan(store, site, tmp_path, 7, _with(NEW))
    noticing.notice(store, _settings({"name": "gone", "webhook": "https://hook.test/"}))
    (tried,) = outbox.send_due(store, _settings(), {})
    assert tried.why == "The settings name no recipient of alerts “gone” any more."
    assert outbox.send_due(store, _settings(), {}) == []


def test_a_worker_tells_beside_its_scans_and_goes_on_when_it_cannot(
    store: Store, tmp_path: Path, web: receivers.Web
) -> None:
    site = stored.site(store)
    _scan(store, site, tmp_path, 0, rich())
    settings = _settings({"name": "hook", "webhook": web.address, "secret": "env:HOOK"})
    with heralding(store, Voice(settings, {})):  # the secret is missing
        _scan(store, site, tmp_path, 7, _with(NEW))
    assert web.posts == []
    _now(store)
    with heralding(store, Voice(settings, SECRETS)):
        pass
    assert len(web.posts) == 1


MAIL: dict[str, Any] = {"host": "mail.test", "sender": "a@agency.test"}


@pytest.mark.parametrize(
    ("table", "smtp", "sentence"),
    [
        ({"name": "x"}, None, "needs one of email, webhook and chat; it has none."),
        ({"name": "x", "email": ["a@b.test"], "chat": "env:A"}, MAIL, "it has email and chat."),
        ({"email": ["a@b.test"]}, MAIL, "needs a “name” of at most 100 characters."),
        ({"name": "x", "email": ["a@b.test"]}, None, "alerts by e-mail need a mail server: give [smtp] with host and sender."),
        ({"name": "x", "email": ["a@b.test\nBcc: c@d.test"]}, MAIL, "is no e-mail address."),
        ({"name": "x", "webhook": "ftp://h.test"}, None, "must be an address that begins with https:// (or http://)."),
        ({"name": "x", "chat": "slack://t0ken"}, None, '“chat” must say where the secret is: "env:NAME_OF_A_VARIABLE" or "file:/path/of/a/file".'),
        ({"name": "x", "webhook": "https://h.test", "events": ["fnding"]}, None, "there is no event “fnding”"),
        ({"name": "x", "webhook": "https://h.test", "level": "hihg"}, None, "there is no level “hihg”"),
        ({"name": "x", "webhook": "https://h.test", "failures": 0}, None, "“failures” must be a whole number from 1 to 1000."),
        ({"name": "x", "webhook": "https://h.test", "digest": "now and then"}, None, "“digest”: "),
        ({"name": "x", "webhook": "https://h.test", "too": "y"}, None, "there is no “too”; there are: name, "),
        ({"name": "x", "email": ["a@b.test"]}, {**MAIL, "user": "u"}, "“user” and “password” go together."),
        ({"name": "x", "email": ["a@b.test"]}, {**MAIL, "user": "u", "password": "hunter2"}, "must say where the secret is"),
        ({"name": "x", "email": ["a@b.test"]}, {**MAIL, "user": "u", "password": "env:P", "security": "none"}, "a password is not sent without TLS"),
        ({"name": "x", "email": ["a@b.test"]}, {**MAIL, "port": 0}, "“port” must be a whole number from 1 to 65535."),
    ],
)  # fmt: skip
def test_bad_settings_are_told_in_one_sentence(table: dict[str, Any], smtp: dict[str, Any] | None, sentence: str) -> None:
    with pytest.raises(UsageError) as told:
        recipients.read([table], smtp, "privacydiff.toml")
    assert sentence in str(told.value)
    assert "hunter2" not in str(told.value)
    assert "t0ken" not in str(told.value)


def test_receivers_can_check_the_signature_as_the_document_says() -> None:
    page = (Path(__file__).parent.parent / "docs" / "alerts.md").read_text("utf-8")
    names: dict[str, Any] = {}
    exec(page.split("```python\n")[1].split("```")[0], names)
    header = webhook.sign(b"{}", "k3y", int(time.time()))
    assert names["genuine"](header, b"{}", b"k3y")
    assert not names["genuine"](header, b"{ }", b"k3y")
    assert not names["genuine"](webhook.sign(b"{}", "k3y", int(time.time()) - 3600), b"{}", b"k3y")


def test_the_document_shows_settings_that_can_be_used() -> None:
    page = (Path(__file__).parent.parent / "docs" / "alerts.md").read_text("utf-8")
    plain = tomllib.loads(page.split("```toml\n")[1].split("```")[0])
    settings = recipients.read(plain["alerts"], plain["smtp"], "docs/alerts.md")
    assert [one.way for one in settings.recipients] == ["email", "webhook", "chat"]
    for key in [*recipients._KEYS, *plain["smtp"]]:
        assert key in page, key


def test_the_command_line_tells_who_was_reached(
    store: Store, database: str, tmp_path: Path, web: receivers.Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("privacydiff.toml").write_text(
        f'pages = 3\n[[alerts]]\nname = "hook"\nwebhook = "{web.address}"\nsecret = "env:HOOK"\n', encoding="utf-8"
    )
    monkeypatch.setenv("HOOK", "k3y")
    monkeypatch.setenv("PRIVACYDIFF_DATABASE", database)
    monkeypatch.setenv("PRIVACYDIFF_EVIDENCE", str(tmp_path / "evidence"))
    run = CliRunner()
    assert run.invoke(app, ["alerts", "test"]).output == "hook: taken\n"
    missing = run.invoke(app, ["alerts", "test", "team"])
    assert (missing.exit_code, missing.stderr) == (2, "There is no recipient “team”; there are: hook.\n")
    site = stored.site(store)
    _scan(store, site, tmp_path, 0, rich())
    _scan(store, site, tmp_path, 7, _with(NEW))
    web.answers.append(500)
    away = run.invoke(app, ["alerts", "send"])
    assert (away.exit_code, away.stderr) == (1, "The webhook “hook” was not taken: 127.0.0.1 answered 500.\n")
    listed = run.invoke(app, ["alerts", "list", "--site", "meadow.test"]).output
    assert "meadow.test: high: Newpixel · 3 requests, no statement found (hook: waiting, The webhook" in listed
    _now(store)
    assert run.invoke(app, ["alerts", "send"]).output == "Sent to hook: 1\n"
    (one,) = json.loads(run.invoke(app, ["alerts", "list", "--json"]).output)
    assert (one["title"], one["deliveries"][0]["state"]) == (NEW.title, "sent")
    assert run.invoke(app, ["alerts", "list", "--failed"]).output == "No alerts.\n"
