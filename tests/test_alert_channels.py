"""Messages go out by mail, webhook and chat, signed and encrypted, and nothing tells a secret; bad settings are told."""

import hashlib
import hmac
import json
import time
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import alerting
import pytest
import receivers
import stored
from report_results import rich
from sqlalchemy import select

from scanner.fleet.alerts import channels, noticing, outbox, recipients
from scanner.fleet.alerts.channels import webhook
from scanner.fleet.alerts.recipients import AlertSettings
from scanner.fleet.store import Store
from scanner.fleet.store.tables import Delivery
from scanner.model.errors import UsageError
from scanner.model.notice import Message


def test_mail_goes_out_with_tls_and_login_as_text_and_html(store: Store, tmp_path: Path, mail: receivers.Mailbox) -> None:
    settings = alerting.settings({"name": "team", "email": ["a@agency.test", "b@agency.test"]}, mail=mail)
    site = stored.site(store, client="Meadow & Sons")
    alerting.scan(store, site, tmp_path, 0, rich())
    alerting.scan(store, site, tmp_path, 7, alerting.with_(alerting.NEW, flows=(alerting.PIXEL,)))
    noticing.notice(store, settings)
    assert outbox.send_due(store, settings, alerting.SECRETS, language="lv") == [outbox.Tried("team", 2, None)]
    assert outbox.send_due(store, settings, alerting.SECRETS, language="lv") == []
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
    settings = alerting.settings({"name": "team", "email": ["a@agency.test"]}, mail=mail)
    site = stored.site(store)
    alerting.scan(store, site, tmp_path, 0, rich())
    alerting.scan(store, site, tmp_path, 7, alerting.with_(alerting.NEW))
    noticing.notice(store, settings)
    mail.refuse = "451 4.3.0 come back later"
    (first,) = outbox.send_due(store, settings, alerting.SECRETS)
    assert first.why == "Mail to “team” through localhost was not sent: it answered 451 4.3.0 come back later."
    assert outbox.send_due(store, settings, alerting.SECRETS) == []  # it pauses
    for _ in outbox.PAUSES:
        alerting.let_pauses_pass(store)
        assert len(outbox.send_due(store, settings, alerting.SECRETS)) == 1
    with store.read() as session:
        row = session.scalars(select(Delivery)).one()
        assert (row.state, row.attempts) == ("failed", len(outbox.PAUSES) + 1)
    mail.refuse = ""
    alerting.let_pauses_pass(store)
    assert outbox.send_due(store, settings, alerting.SECRETS) == []


def test_a_wrong_certificate_or_password_sends_nothing(mail: receivers.Mailbox) -> None:
    message = Message(identity="1", subject="s", text="t", html="<p>t", notices=())
    settings = alerting.settings({"name": "team", "email": ["a@agency.test"]}, mail=mail)
    (team,) = settings.recipients
    assert settings.smtp is not None
    with pytest.raises(channels.NotSentError, match=r"it answered 535 .*") as told:
        channels.send(team, message, settings, {"MAIL_PASSWORD": "wr0ng-one"})
    assert "wr0ng-one" not in str(told.value)
    untrusted = AlertSettings(recipients=settings.recipients, smtp=replace(settings.smtp, ca_file=None))
    with pytest.raises(channels.NotSentError, match="certificate"):
        channels.send(team, message, untrusted, alerting.SECRETS)
    with pytest.raises(UsageError, match=r"^The variable MAIL_PASSWORD is not set"):
        channels.send(team, message, settings, {})
    assert mail.mails == []


def test_a_webhook_is_signed_and_not_lost_when_the_receiver_is_away(store: Store, tmp_path: Path, web: receivers.Web) -> None:
    settings = alerting.settings({"name": "hook", "webhook": web.address, "secret": "env:HOOK"})
    site = stored.site(store, client="Meadow Ltd")
    alerting.scan(store, site, tmp_path, 0, rich())
    alerting.scan(store, site, tmp_path, 7, alerting.with_(alerting.NEW))
    noticing.notice(store, settings)
    web.answers += [500, 302]
    for status in (500, 302):
        (tried,) = outbox.send_due(store, settings, alerting.SECRETS)
        assert tried.why == f"The webhook “hook” was not taken: 127.0.0.1 answered {status}."
        alerting.let_pauses_pass(store)
    (tried,) = outbox.send_due(store, settings, alerting.SECRETS)
    assert tried.why is None
    headers, body = web.posts[-1]
    moment, signature = (part.split("=")[1] for part in headers["Privacydiff-Signature"].split(","))
    assert signature == hmac.new(b"k3y", moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert {headers["Privacydiff-Delivery"] for headers, _ in web.posts} == {json.loads(body)["id"]}
    (event,) = json.loads(body)["events"]
    assert (event["kind"], event["severity"], event["client"], event["title"]) == ("finding", "high", "Meadow Ltd", alerting.NEW.title)


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")
def test_chat_services_get_the_text_and_nothing_tells_their_address(web: receivers.Web) -> None:
    message = Message(identity="1", subject="Changes", text="One line.", html="<p>One line.", notices=())
    settings = alerting.settings({"name": "room", "chat": "env:ROOM"})
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
