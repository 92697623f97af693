"""Real consent tools from npm, served on loopback: accepted and refused, both verified by what they write.

Needs npm and its registry once; the packages are kept in .cache/npm, and are never part of the project.
"""

import asyncio
import shutil

import pytest
from consent_visits import Outcome, visit_all
from packages import need_npm, unpacked

from scanner.demo import server
from scanner.model.target import State

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PACKAGES = {
    "klaro": "klaro@0.7.22",
    "vanilla": "vanilla-cookieconsent@3.1.0",
    "tarteaucitron": "tarteaucitronjs@1.34.0",
    "osano": "cookieconsent@3.1.1",
    "orejime": "orejime@3.2.1",
}

_KLARO = """<script>window.klaroConfig = { lang: "en", storageMethod: "cookie", acceptAll: true, privacyPolicy: "/privacy",
  services: [{ name: "matomo", title: "Matomo", purposes: ["analytics"] }, { name: "adform", title: "Adform", purposes: ["advertising"] }] };</script>
<script defer src=/dist/klaro.js></script><footer><button onclick="klaro.show()">Cookie settings</button></footer>"""
_VANILLA = """<footer><button data-cc=show-preferencesModal>Sīkdatņu iestatījumi</button></footer><link rel=stylesheet href=/dist/cookieconsent.css><script src=/dist/cookieconsent.umd.js></script><script>
const words = { title: "Mēs izmantojam sīkdatnes", description: "Statistikai un reklāmai.", acceptAllBtn: "Piekrist visām", showPreferencesBtn: "Iestatījumi" };
CookieConsent.run({ categories: { necessary: { readOnly: true, enabled: true }, analytics: {}, marketing: {} }, language: { default: "lv", translations: { lv: {
  consentModal: REJECT, preferencesModal: { title: "Iestatījumi", acceptAllBtn: "Piekrist visām", acceptNecessaryBtn: "Noraidīt visas",
    savePreferencesBtn: "Saglabāt izvēli", sections: [{ title: "Statistika", linkedCategory: "analytics" }, { title: "Mārketings", linkedCategory: "marketing" }] } } } } });</script>"""
_TARTEAUCITRON = """<script>var tarteaucitronForceLanguage = "LANGUAGE";</script><script src=/tarteaucitron.js></script><script>
tarteaucitron.init({ privacyUrl: "", hashtag: "#tac", cookieName: "tarteaucitron", orientation: "bottom", showAlertSmall: false,
  AcceptAllCta: true, DenyAllCta: true, highPrivacy: true, handleBrowserDNTRequest: false, removeCredit: true, mandatory: true });
(tarteaucitron.job = tarteaucitron.job || []).push("youtube");</script>"""
_OSANO = """<link rel=stylesheet href=/build/cookieconsent.min.css><script src=/build/cookieconsent.min.js></script>
<script>cookieconsent.initialise({ type: "opt-in", revokable: true, animateRevokable: false, palette: { popup: { background: "#000" }, button: { background: "#fd0" } } });</script>"""
_OREJIME = """<link rel=stylesheet href=/dist/orejime-standard.css><script>window.orejimeConfig = { privacyPolicyUrl: "/privacy",
  purposes: [{ id: "analytics", title: "Analytics", cookies: ["_ga"] }, { id: "ads", title: "Advertising", cookies: ["_fbp"] }] };</script>
<script src=/dist/orejime-standard-LANGUAGE.js></script><footer><button onclick="orejime.prompt()">Cookie settings</button></footer>"""

SITES: dict[str, tuple[str, str]] = {
    "klaro.test": ("klaro", _KLARO),
    "vanilla-one-step.test": ("vanilla", _VANILLA.replace("REJECT", "{ ...words, acceptNecessaryBtn: 'Noraidīt visas' }")),
    "vanilla-two-step.test": ("vanilla", _VANILLA.replace("REJECT", "words")),
    "osano.test": ("osano", _OSANO),
    **{f"orejime-{tag}.test": ("orejime", _OREJIME.replace("LANGUAGE", tag)) for tag in ("en", "et", "de", "fi")},
    **{f"tac-{tag}.test": ("tarteaucitron", _TARTEAUCITRON.replace("LANGUAGE", tag)) for tag in ("lv", "lt", "et", "ru")},
}  # fmt: skip
KEPT = {
    "klaro": "cookie klaro",
    "vanilla": "cookie cc_cookie",
    "osano": "cookie cookieconsent_status",
    "orejime": "cookie eu-consent",
    "tarteaucitron": "cookie tarteaucitron",
}
"""What each tool writes down a choice as."""

WITHDRAWN = ("klaro.test", "vanilla-two-step.test", "osano.test", "orejime-et.test", "tac-lv.test", "tac-ru.test")
IN_PART = ("klaro.test", "vanilla-two-step.test", "orejime-en.test")
ROUNDS: tuple[tuple[list[str], tuple[State, ...]], ...] = (
    (list(SITES)[::2], ("baseline", "accept", "reject")),
    (list(SITES)[1::2], ("baseline", "accept", "reject")),
    (list(WITHDRAWN), ("baseline", "withdraw")),
    (list(IN_PART), ("baseline", "partial")),
)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """All sites, visited by one visitor a state; some also by one who withdraws and one who allows statistics only."""
    need_npm()
    folder = tmp_path_factory.mktemp("sites")
    for host, (package, body) in SITES.items():
        shutil.copytree(unpacked(PACKAGES[package]), folder / host)
        page = f"<!doctype html><html lang=lv><meta charset=utf-8><title>{host}</title><body><h1>{host}</h1>{body}"
        (folder / host / "index.html").write_text(page, encoding="utf-8")
    async def every(proxy: str) -> dict[str, Outcome]:
        chosen = await asyncio.gather(*(visit_all(proxy, hosts, states) for hosts, states in ROUNDS))
        found: dict[str, Outcome] = {}
        for outcomes in chosen:
            for host, outcome in outcomes.items():
                found.setdefault(host, outcome).actions.update(outcome.actions)
        return found

    with server.running([folder]) as farm:
        return asyncio.run(every(farm.proxy))


@pytest.mark.parametrize("state", ["accept", "reject"])
@pytest.mark.parametrize("host", SITES)
def test_the_choice_is_verified(host: str, state: str, outcomes: dict[str, Outcome]) -> None:
    assert outcomes[host].seen.banner
    action = next(action for name, action in outcomes[host].actions.items() if name == state)
    assert action.verified, action
    assert KEPT[SITES[host][0]] in action.signals


@pytest.mark.parametrize(("host", "tool"), [("klaro.test", "klaro"), ("tac-lv.test", "tarteaucitron")])
def test_known_tools_are_named(host: str, tool: str, outcomes: dict[str, Outcome]) -> None:
    assert (outcomes[host].seen.cmp or "").startswith(tool)


@pytest.mark.parametrize("host", WITHDRAWN)
def test_a_withdrawal_is_verified(host: str, outcomes: dict[str, Outcome]) -> None:
    action = outcomes[host].actions["withdraw"]
    assert action.verified, action
    assert KEPT[SITES[host][0]] in action.signals


@pytest.mark.parametrize("host", IN_PART)
def test_statistics_only_is_verified(host: str, outcomes: dict[str, Outcome]) -> None:
    action = outcomes[host].actions["partial"]
    assert action.verified, action
