"""Each change is told once, to those who want it; none is lost when a sender dies or the other side is away."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import alerting
import pytest
import receivers
import stored
from report_results import finding, rich
from sqlalchemy import select, update
from typer.testing import CliRunner

from scanner.cli.application import app
from scanner.fleet.alerts import events, noticing, outbox
from scanner.fleet.alerts.herald import Voice, heralding
from scanner.fleet.store import Store
from scanner.fleet.store.tables import Alert, Delivery
from scanner.model.result import Result


def _titles(store: Store) -> list[str]:
    with store.read() as session:
        return list(session.scalars(select(Alert.title).order_by(Alert.id)))


def test_what_is_new_is_told_once_and_never_again(store: Store, tmp_path: Path) -> None:
    site, nobody = stored.site(store), alerting.settings()
    alerting.scan(store, site, tmp_path, 0, rich())
    assert noticing.notice(store, nobody) == 0  # the first scan is what later ones are held against
    alerting.scan(store, site, tmp_path, 7, alerting.with_(alerting.NEW, flows=(alerting.PIXEL,)))
    assert noticing.notice(store, nobody) == 2
    assert _titles(store) == [alerting.NEW.title, "A new third-party service: Newpixel <b>"]
    assert noticing.notice(store, nobody) == 0
    alerting.scan(store, site, tmp_path, 14, alerting.with_(alerting.NEW, flows=(alerting.PIXEL,)))
    assert noticing.notice(store, nobody) == 0
    alerting.scan(store, site, tmp_path, 21, rich())
    alerting.scan(store, site, tmp_path, 28, alerting.with_(alerting.NEW))  # it comes and goes: told once
    assert noticing.notice(store, nobody) == 1
    assert _titles(store)[2:] == ["A third-party service is gone: Newpixel <b>"]


@pytest.mark.parametrize(
    "after",
    [
        alerting.with_(replace(alerting.NEW, confidence="possible")),
        alerting.with_(replace(alerting.NEW, accepted=True)),  # type: ignore[arg-type]
        replace(alerting.with_(alerting.NEW), tool=replace(rich().tool, rules="r2")),
        replace(rich(), findings=(), complete=False),
    ],
    ids=["possible", "accepted", "rule changed", "missing from an incomplete scan"],
)
def test_what_is_no_change_of_the_site_is_not_told(after: Result) -> None:
    assert events.of_results(rich(), after, scan=2) == ()


def test_what_hangs_under_a_new_cause_is_not_told_beside_it() -> None:
    under = finding("cookies-before-consent", "np_id", "high", "np_id · stored", cause="undisclosed-service · newpixel")
    told = events.of_results(rich(), alerting.with_(alerting.NEW, under), scan=2)
    assert [one.title for one in told] == [alerting.NEW.title]


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
    alerting.scan(store, site, tmp_path, 0, rich())
    for day in (1, 2, 3):
        alerting.scan(store, site, tmp_path, day, away, state="failed")
    alerting.scan(store, site, tmp_path, 4, rich())
    noticing.notice(store, alerting.settings())
    assert _titles(store) == [
        "The scan failed: No answer.",
        "The site could not be scanned: No answer.",
        "The scan failed 2 times in a row: No answer.",
        "The scan failed 3 times in a row: No answer.",
        "The site can be scanned again",
    ]


def test_recipients_get_what_they_asked_for(store: Store, tmp_path: Path) -> None:
    settings = alerting.settings(
        {"name": "all", "webhook": "https://hook.test/", "level": "info"},
        {"name": "critical only", "webhook": "https://hook.test/", "level": "critical", "events": ["finding"]},
        {"name": "other client", "webhook": "https://hook.test/", "clients": ["Forest Ltd"]},
        {"name": "shops", "webhook": "https://hook.test/", "tags": ["shop", "kiosk"]},
        {"name": "patient", "webhook": "https://hook.test/", "events": ["failed"], "failures": 2},
        {"name": "monday", "webhook": "https://hook.test/", "digest": "every monday at 08:00"},
    )
    site = stored.site(store, client="Meadow Ltd", tags=("shop",))
    alerting.scan(store, site, tmp_path, 0, rich())
    alerting.scan(store, site, tmp_path, 7, alerting.with_(alerting.NEW, flows=(alerting.PIXEL,)))
    for day in (8, 9, 10):
        alerting.scan(store, site, tmp_path, day, None)
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


def test_two_senders_send_once_and_a_dead_one_is_replaced(store: Store, tmp_path: Path, web: receivers.Web) -> None:
    settings = alerting.settings({"name": "hook", "webhook": web.address})
    site = stored.site(store)
    alerting.scan(store, site, tmp_path, 0, rich())
    alerting.scan(store, site, tmp_path, 7, alerting.with_(alerting.NEW))
    noticing.notice(store, settings)
    with store.write() as session:  # a sender that holds it
        session.execute(update(Delivery).values(token="other", lease_until=stored.BEGIN + timedelta(days=36500)))
    assert outbox.send_due(store, settings, alerting.SECRETS) == []
    with store.write() as session:  # and died long ago
        session.execute(update(Delivery).values(lease_until=stored.BEGIN))
    assert [one.why for one in outbox.send_due(store, settings, alerting.SECRETS)] == [None]
    assert len(web.posts) == 1


def test_a_recipient_that_is_gone_from_the_settings_is_given_up(store: Store, tmp_path: Path) -> None:
    site = stored.site(store)
    alerting.scan(store, site, tmp_path, 0, rich())
    alerting.scan(store, site, tmp_path, 7, alerting.with_(alerting.NEW))
    noticing.notice(store, alerting.settings({"name": "gone", "webhook": "https://hook.test/"}))
    (tried,) = outbox.send_due(store, alerting.settings(), {})
    assert tried.why == "The settings name no recipient of alerts “gone” any more."
    assert outbox.send_due(store, alerting.settings(), {}) == []


def test_a_worker_tells_beside_its_scans_and_goes_on_when_it_cannot(
    store: Store, tmp_path: Path, web: receivers.Web
) -> None:
    site = stored.site(store)
    alerting.scan(store, site, tmp_path, 0, rich())
    settings = alerting.settings({"name": "hook", "webhook": web.address, "secret": "env:HOOK"})
    with heralding(store, Voice(settings, {})):  # the secret is missing
        alerting.scan(store, site, tmp_path, 7, alerting.with_(alerting.NEW))
    assert web.posts == []
    alerting.let_pauses_pass(store)
    with heralding(store, Voice(settings, alerting.SECRETS)):
        pass
    assert len(web.posts) == 1


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
    alerting.scan(store, site, tmp_path, 0, rich())
    alerting.scan(store, site, tmp_path, 7, alerting.with_(alerting.NEW))
    web.answers.append(500)
    away = run.invoke(app, ["alerts", "send"])
    assert (away.exit_code, away.stderr) == (1, "The webhook “hook” was not taken: 127.0.0.1 answered 500.\n")
    listed = run.invoke(app, ["alerts", "list", "--site", "meadow.test"]).output
    assert "meadow.test: high: Newpixel · 3 requests, no statement found (hook: waiting, The webhook" in listed
    alerting.let_pauses_pass(store)
    assert run.invoke(app, ["alerts", "send"]).output == "Sent to hook: 1\n"
    (one,) = json.loads(run.invoke(app, ["alerts", "list", "--json"]).output)
    assert (one["title"], one["deliveries"][0]["state"]) == (alerting.NEW.title, "sent")
    assert run.invoke(app, ["alerts", "list", "--failed"]).output == "No alerts.\n"
