"""Facts: whose a host is, what a record means, how a policy covers a service, lifetimes, countries, form fields."""

from typing import Any

import check_cases
import pytest

from scanner import facts, services
from scanner.facts import consent_mode, countries, form_fields, imprint, lifetimes, mentions, parties
from scanner.facts.annotate import Observations
from scanner.facts.disclosure import Statement, statements, waits_for_consent
from scanner.facts.verdicts import Policies, Seen
from scanner.model.claims import Claim, Document
from scanner.model.findings import Disclosure
from scanner.model.forms import Form, FormField
from scanner.model.result import Flow
from scanner.model.target import Target


def observed(**given: Any) -> Observations:
    return facts.annotate(check_cases.evidence(given), services.load())


def document(text: str, language: str = "en") -> Document:
    return check_cases._read(text, language, f"{check_cases.SITE}privatums", "Privacy policy")


def rows(text: str, **given: Any) -> dict[str, Flow]:
    documents = (document(text),) if text else ()
    return {flow.service: flow for flow in facts.flows(observed(**given), documents, services.load())}


def declared(name: str, days: float | None, text: str = "x") -> Statement:
    value = {"retention_days": days}
    return Statement(
        Claim(practice=f"cookie:{name}", polarity="asserted", modality="actual", quote=text, start=0, end=1, confidence=1, value=value),
        "https://example.test/",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.example.lv", "example.lv"),
        ("shop.example.co.uk", "example.co.uk"),
        ("WWW.Example.LV.", "example.lv"),
        ("a.b.example.test", "example.test"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("co.uk", "co.uk"),
        ("xn--brzi-4ya.lv", "xn--brzi-4ya.lv"),
    ],
)
def test_registrable_domain(host: str, domain: str) -> None:
    assert parties.registrable(host) == domain


@pytest.mark.parametrize(
    ("host", "whose"),
    [
        ("cdn.example.lv", "first"),
        (".example.lv", "first"),
        ("static.example-group.lv", "first"),
        ("notexample.lv", "third"),
        ("example.lv.tracker.test", "third"),
    ],
)
def test_party(host: str, whose: str) -> None:
    target = Target(url="https://www.example.lv/", first_party=("example-group.lv",))
    assert parties.party(host, target) == whose


def test_an_identifier_is_a_documented_parameter_or_a_tracking_cookie_sent() -> None:
    requests = [
        {"url": "https://www.google-analytics.com/collect?v=1&cid=12", "on": ["home"]},
        {"url": "https://www.google-analytics.com/g/collect?v=2&cid=12&gcs=G100", "on": ["home"]},
        {"url": "https://ad.doubleclick.net/x", "sent_cookies": ["IDE"], "on": ["home"]},
        {"url": "https://ad.doubleclick.net/x", "sent_cookies": ["unheard_of"], "on": ["home"]},
        {"url": "https://www.berzu-veikals.test/?cid=12", "on": ["home"]},
    ]
    found = [[(one.kind, one.key) for one in request.identifiers] for request in observed(requests=requests).requests]
    assert found == [[("client_id", "cid")], [], [("cookie_id", "IDE")], [], []]


def test_requests_are_given_service_company_country_and_account() -> None:
    requests = [
        {"url": "https://www.googletagmanager.com/gtm.js?id=GTM-AB12CD", "on": ["home"]},
        {"url": "https://files.unknown-firm.test/a.js", "on": ["home"]},
        {"url": "https://www.berzu-veikals.test/a.js", "on": ["home"]},
    ]
    tag, unknown, own = observed(requests=requests).requests
    assert (tag.party, tag.service, tag.country, tag.account) == ("third", "google-tag-manager", "US", "GTM-AB12CD")
    assert (unknown.party, unknown.service, unknown.entity) == ("third", "unknown-firm.test", None)
    assert (own.party, own.service) == ("first", None)


def test_a_cookie_belongs_to_who_documents_it_else_to_whose_script_wrote_it() -> None:
    cookies = [
        {"name": "_ga", "lifetime_days": 400.0},
        {"name": "zz", "set_by": {"kind": "script", "url": "https://js.unknown-firm.test/a.js"}},
        {"name": "zz2", "domain": ".unknown-firm.test"},
        {"name": "own", "set_by": {"kind": "script", "url": "https://www.berzu-veikals.test/a.js"}},
    ]
    known, written, third, own = observed(cookies=cookies).cookies
    assert (known.service, known.purpose, known.party, known.identifier) == (
        "google-analytics",
        "statistics",
        "first",
        True,
    )
    assert (written.service, written.purpose, written.party) == ("unknown-firm.test", "unknown", "first")
    assert (third.service, third.party) == ("unknown-firm.test", "third")
    assert own.service is None


@pytest.mark.parametrize(
    ("policy", "service", "url", "verdict"),
    [
        ("This website uses Google Analytics.", "google-analytics", "https://www.google-analytics.com/a.js", "clear"),
        ("We share data with analytics providers.", "google-analytics", "https://www.google-analytics.com/a.js", "vague"),
        ("We do not use Google Analytics.", "google-analytics", "https://www.google-analytics.com/a.js", "incorrect"),
        ("We do not use Google Analytics. This website uses Google Analytics to count visits.", "google-analytics", "https://www.google-analytics.com/a.js", "ambiguous"),
        ("We collect your name.", "google-analytics", "https://www.google-analytics.com/a.js", "omitted"),
        ("", "google-analytics", "https://www.google-analytics.com/a.js", "omitted"),
        ("We collect your name.", "unknown-firm.test", "https://js.unknown-firm.test/a.js", "omitted"),
    ],
)  # fmt: skip
def test_how_a_policy_discloses_a_service(policy: str, service: str, url: str, verdict: Disclosure) -> None:
    found = rows(policy, requests=[{"url": url}])
    assert found[service].observed
    assert found[service].disclosure == verdict
    assert bool(found[service].quotes) == (verdict != "omitted")


def test_a_denial_of_cookies_needs_a_cookie() -> None:
    policies = Policies((document("We do not use cookies on this website."),), services.load())
    assert policies.judge("google-analytics", Seen(cookies=False))[0] == "omitted"
    assert policies.judge("google-analytics", Seen(cookies=True))[0] == "incorrect"


def test_a_row_tells_states_counts_and_whether_it_came_before_the_choice() -> None:
    found = rows(
        "",
        requests=[
            {"url": "https://www.google-analytics.com/collect?v=1&cid=1", "on": ["home", "page", "rejected"]},
            {"url": "https://bat.bing.com/bat.js", "on": ["accepted"]},
        ],
        cookies=[{"name": "_ga", "lifetime_days": 400.0}, {"name": "PHPSESSID"}],
    )
    row = found["google-analytics"]
    assert (row.requests, row.states, row.before_choice) == (3, ("baseline", "reject"), True)
    assert row.first_requests == (0, 1, 2)
    assert row.cookies == ("_ga",)
    assert [one.key for one in row.identifiers] == ["cid"]
    assert found["microsoft-ads"].states == ("accept",)
    assert not found["microsoft-ads"].before_choice
    assert set(found) == {"google-analytics", "microsoft-ads"}


def test_stale_is_what_is_stated_as_a_fact_and_was_not_observed() -> None:
    assert rows("This website uses Hotjar.")["hotjar"].disclosure == "stale"
    assert not rows("This website uses Hotjar.")["hotjar"].observed
    assert "hotjar" not in rows("We may use Hotjar.")
    assert "hotjar" not in rows("We do not use Hotjar.")
    assert "google" not in rows("We use services of Google.")


def test_what_pages_hold_for_a_click_or_link_to_is_not_stale() -> None:
    film = [{"visit": 0, "kind": "kept", "url": "https://www.youtube.com/embed/a"}]
    page = [{"visit": 0, "kind": "link", "url": "https://www.facebook.com/somebody"}]
    assert "youtube" in rows("Our website shows films from YouTube.")
    assert "youtube" not in rows("Our website shows films from YouTube.", held_addresses=film)
    assert "facebook" not in rows("At the foot you find a link to our account with Facebook.", held_addresses=page)
    assert "facebook" in rows("We use social plugins of Facebook.", held_addresses=page)
    messenger = [{"visit": 0, "kind": "link", "url": "https://wa.me/37120000000"}]
    assert "whatsapp" not in rows("Write to us by WhatsApp.", held_addresses=messenger)
    account = [{"visit": 0, "kind": "link", "url": "https://www.instagram.com/somebody"}]
    pixel = "The Meta Pixel measures whether our advertising on Instagram works."
    assert "instagram" in rows(pixel, held_addresses=account)
    seen = [{"url": "https://connect.facebook.net/en_US/fbevents.js"}]
    assert "instagram" not in rows(pixel, held_addresses=account, requests=seen)
    assert "hotjar" in rows("This website uses Hotjar.", held_addresses=[*film, *page])


def test_a_pixel_named_with_its_maker_is_no_denial_of_those_of_others() -> None:
    seen = [{"url": "https://connect.facebook.net/en_US/fbevents.js"}]
    told = "The Meta Pixel measures our advertising. "
    assert rows(told + "We do not use the TikTok pixel.", requests=seen)["meta-pixel"].disclosure == "clear"
    assert rows(told + "We do not use tracking pixels.", requests=seen)["meta-pixel"].disclosure == "ambiguous"
    assert rows("We do not use the Meta Pixel.", requests=seen)["meta-pixel"].disclosure == "incorrect"


def test_what_is_said_of_one_product_covers_no_other_of_its_maker() -> None:
    video = [{"url": "https://www.youtube.com/embed/a"}]
    map_only = "The contact page embeds a Google Maps map. To show it, your browser contacts the servers of Google."
    assert rows(map_only, requests=video)["youtube"].disclosure == "omitted"
    assert rows("We embed content of others, for example Google Maps.", requests=video)["youtube"].disclosure == "vague"
    assert rows("We embed Google Maps. Google also shows our videos.", requests=video)["youtube"].disclosure == "clear"


def test_a_recorder_named_covers_no_other() -> None:
    clarity = [{"url": "https://www.clarity.ms/tag/a"}]
    assert rows("We use Hotjar, which records mouse movements.", requests=clarity)["microsoft-clarity"].disclosure == "omitted"
    assert rows("We use session recording on this website.", requests=clarity)["microsoft-clarity"].disclosure == "vague"


@pytest.mark.parametrize(
    ("name", "cookie", "matches"),
    [
        ("_ga", "_ga", True),
        ("_ga", "_gat", False),
        ("_GA", "_ga", True),
        ("_ga_*", "_ga_AB12", True),
        ("_ga_#", "_ga_AB12", True),
        ("_ga_<id>", "_ga_AB12", True),
        ("_hjSession_XXXX", "_hjSession_551", True),
        ("_pk_id.*", "_pk_id.1.ab", True),
        ("_pk_id.*", "_pk_idx1", False),
        ("a.b", "axb", False),
        ("_hjSession_", "_hjSession_551", True),
        ("_pk_id", "_pk_id.7.ab12", True),
        ("_pk_id", "_pk_ide", False),
    ],
)
def test_a_declared_name_covers_a_cookie(name: str, cookie: str, matches: bool) -> None:
    assert lifetimes.names_match(name, cookie) is matches


def test_the_declared_lifetime_is_that_of_the_exact_name_and_the_longest() -> None:
    every = [declared("_ga*", 10.0), declared("_ga", 1.0), declared("_ga", 730.0), declared("_ga", None)]
    told = lifetimes.declared_lifetime("_ga", every)
    assert told is not None
    assert told[1] == 730
    covered = lifetimes.declared_lifetime("_gat", every)
    assert covered is not None
    assert covered[1] == 10
    assert lifetimes.declared_lifetime("_fbp", every) is None


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "a session"),
        (1 / 86400, "less than a minute"),
        (30 / 1440, "30 minutes"),
        (1 / 24, "1 hour"),
        (1, "1 day"),
        (90, "3 months"),
        (365, "1 year"),
        (400, "1.1 years"),
        (730, "2 years"),
    ],
)
def test_lifetimes_in_words(days: float, words: str) -> None:
    assert lifetimes.readable(days) == words


def test_countries() -> None:
    assert countries.outside_eea("US")
    assert countries.outside_eea("GB")
    assert not countries.outside_eea("NO")
    assert not countries.outside_eea(None)
    assert countries.adequate("GB", "unknown")
    assert countries.adequate("US", "listed")
    assert not countries.adequate("US", "unknown")
    assert not countries.adequate("RU", "listed")
    assert countries.country_of("www.example.lv") == "LV"
    assert countries.country_of("example.co.uk") == "GB"
    assert countries.country_of("example.com") is None
    assert not countries.ADEQUATE & countries.EEA


@pytest.mark.parametrize(
    ("field", "personal"),
    [
        (FormField(type="email", name="x"), True),
        (FormField(type="text", name="x", autocomplete="section-a shipping given-name"), True),
        (FormField(type="text", name="x", label="Jūsu e-pasts"), True),
        (FormField(type="text", name="first_name"), True),
        (FormField(type="text", name="x", autocomplete="off"), False),
        (FormField(type="text", name="koks", label="Kādu koku meklējat?"), False),
        (FormField(type="hidden", name="email"), False),
        (FormField(type="checkbox", name="email"), False),
    ],
)
def test_fields_that_ask_for_personal_data(field: FormField, personal: bool) -> None:
    form = Form(visit=0, page="https://example.test/", action="https://example.test/", method="post", fields=(field,))
    assert form_fields.asks_personal(form) is personal


@pytest.mark.parametrize(
    ("query", "cookieless"), [("gcs=G100", True), ("gcs=G1--", True), ("gcs=G101", False), ("gcs=G111", False), ("v=2", False)]
)  # fmt: skip
def test_consent_mode(query: str, cookieless: bool) -> None:
    assert consent_mode.is_cookieless(f"https://www.google-analytics.com/g/collect?{query}") is cookieless


def test_only_consent_as_a_way_out_waits_for_consent() -> None:
    every = statements([document("Personal data are not transferred outside the European Union without your consent.")])
    denials = [one for one in every if one.claim.polarity == "qualified"]
    assert denials
    assert all(waits_for_consent(one) for one in denials)
    assert not waits_for_consent(declared("x", None))


def test_words_that_keep_a_document_from_being_called_silent() -> None:
    text = document("Jums ir tiesības atsaukt piekrišanu.", "lv")
    assert mentions.mentions(text, "rights")
    assert mentions.mentions(text, "withdrawal-right")
    assert not mentions.mentions(text, "retention")
    german = document("Sie haben das Recht auf Auskunft.", "de")
    assert mentions.mentions(german, "right-of-access")
    assert not mentions.mentions(german, "right-to-erasure")
    foreign = document("Sinulla on oikeus saada tietoja.", "fi")
    assert mentions.known_language(text)
    assert not mentions.known_language(foreign)
    assert mentions.mentions(foreign, "retention")


def test_every_language_has_the_same_subjects() -> None:
    words = mentions._words()
    assert {"lv", "en", "ru", "lt", "et", "de"} <= words.keys()
    assert all(subjects.keys() == words["en"].keys() for subjects in words.values())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("© 2026 SIA „Bērzu veikals”, reģ. nr. 40000000000", ("company",)),
        ("Birch Tree Ltd, tel. +371 20000000", ("company", "contact")),
        ("Rakstiet: info@berzu-veikals.test", ("contact",)),
        ("As we said, the company is old. Call now!", ()),
    ],
)
def test_what_a_page_tells_of_who_runs_it(text: str, told: tuple[str, ...]) -> None:
    assert imprint.told(text) == told
