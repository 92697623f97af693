"""Results made in code, for tests of reports: no scan is needed to look at a page."""

from dataclasses import replace

from scanner.model.claims import Claim, Document
from scanner.model.consent import Consent, ConsentAction, FirstLayer
from scanner.model.evidence import CookieSighting, Initiator, Setter, Tool, Visit
from scanner.model.findings import CheckOutcome, Finding, Law, Quote
from scanner.model.result import (
    AnnotatedCookie,
    AnnotatedRequest,
    AnnotatedStorageItem,
    Flow,
    Identifier,
    Result,
    Summary,
)
from scanner.model.target import STATES, State, Target
from scanner.model.traces import CacheIdentifier, Certificate, OptOutString, ReportEndpoint, Transport

SITE = "https://www.meadow.test/"
POLICY = f"{SITE}privacy"
TEXT = (
    "Privacy policy\n\nStatistics are measured with Countwell only after consent.\n\n"
    "We use no third-party cookies.\n\nThe cookie cw_id is kept for 1 day.\n"
)
GDPR = Law(
    instrument="Regulation (EU) 2016/679 (GDPR)",
    article="Article 13(1)(e)",
    url="https://eur-lex.europa.eu/eli/reg/2016/679/oj",
)


def quote(words: str) -> Quote:
    """A passage of the policy."""
    start = TEXT.index(words)
    return Quote(document=POLICY, start=start, end=start + len(words), quote=words)


def claim(practice: str, words: str, polarity: str = "asserted", **value: float) -> Claim:
    """A statement of the policy."""
    start = TEXT.index(words)
    return Claim(
        practice=practice, polarity=polarity, modality="actual", quote=words, start=start, end=start + len(words),  # type: ignore[arg-type]
        confidence=0.9, value=dict(value) or None,
    )  # fmt: skip


def request(number: int, state: State, service: str | None, *, late: bool = False) -> AnnotatedRequest:
    """One request, `number` tenths of a second after the start."""
    host = f"{service}.test" if service else "www.meadow.test"
    return AnnotatedRequest(
        id=number, visit=STATES.index(state), state=state, url=f"https://{host}/file-{number}", host=host, method="GET",
        resource_type="script", time=f"2026-11-22T08:{number // 600 % 60:02}:{number // 10 % 60:02}.{number % 10}00Z",
        after_choice=late, status=200, party="third" if service else "first", service=service,
        entity=service.title() if service else None, country="US" if service else None,
        initiator=Initiator(kind="script", url=f"{SITE}tags.js", line=7, chain=(f"{SITE}tags.js", SITE)),
        sent_cookies=("cw_id",) if service == "countwell" else (),
        identifiers=(Identifier(kind="cookie_id", key="cid"),) if service == "countwell" else (),
    )  # fmt: skip


def finding(check: str, subject: str | None, severity: str, title: str, **more: object) -> Finding:
    """A finding with the least it needs."""
    return Finding(
        **{  # type: ignore[arg-type]
            "check": check,
            "subject": subject,
            "verdict": None,
            "severity": severity,
            "confidence": "certain",
            "title": title,
            "message": f"{title}, in a whole sentence.",
            "recommendation": "Either one, or the other.",
            "law": (GDPR,),
            **more,
        }
    )


def rich() -> Result:
    """A result with something for every part of a report."""
    sent = [request(n, "baseline", s) for n, s in enumerate([None, "countwell", "letterforms", None, "adlark"])]
    sent += [
        request(5 + n, "accept", s, late=n > 1) for n, s in enumerate([None, "letterforms", "countwell", "adlark"])
    ]
    sent += [request(9 + n, "reject", s, late=n > 0) for n, s in enumerate([None, "countwell", "letterforms"])]
    cookie = AnnotatedCookie(
        id=0, name="cw_id", domain=".meadow.test", path="/", host_only=False, states=STATES, session=False,
        lifetime_days=400.0, secure=True, http_only=False, same_site="Lax", partitioned=False,
        set_by=Setter(kind="script", url="https://countwell.test/tag.js"), value_length=20, value_hash="a",
        sightings=(CookieSighting(state="baseline", first_visit=0, before_choice=True),), party="first",
        service="countwell", purpose="statistics", identifier=True,
    )  # fmt: skip
    key = AnnotatedStorageItem(
        id=0, kind="local", origin="https://www.meadow.test", key="basket", states=("accept",), value_length=3,
        value_hash="b", set_by=Setter(kind="script", url=f"{SITE}shop.js"), party="first",
    )  # fmt: skip
    flows = (
        Flow(service="countwell", entity="Countwell", country="US", states=STATES, observed=True, disclosure="clear", name="Countwell", category="analytics", purpose="statistics", quotes=(quote("Statistics are measured with Countwell only after consent."),), requests=3, cookies=("cw_id",), before_choice=True, role="processor"),
        Flow(service="letterforms", entity="Letterforms", country="DE", states=STATES, observed=True, disclosure="omitted", name="Letterforms", category="fonts", purpose="necessary", requests=3, before_choice=True),
        Flow(service="adlark", entity="Adlark", country="US", states=("baseline", "accept"), observed=True, disclosure="incorrect", name="Adlark", category="advertising", purpose="marketing", quotes=(quote("We use no third-party cookies."),), requests=2, role="controller"),
        Flow(service="oldtag", entity=None, country=None, states=(), observed=False, disclosure="stale", name="Oldtag"),
    )  # fmt: skip
    findings = (
        finding("service-after-reject", "countwell", "critical", "Countwell · 1 request after refusal", evidence=("requests/10", "cookies/0"), quotes=(quote("Statistics are measured with Countwell only after consent."),)),
        finding("cookies-before-consent", "cw_id", "high", "cw_id · stored before any choice", evidence=("cookies/0",), cause="service-after-reject · countwell"),
        finding("third-party-cookies-denied", None, "high", "2 third-party cookies · the policy states that there are none", quotes=(quote("We use no third-party cookies."),)),
        finding("undisclosed-service", "letterforms", "low", "Letterforms · 3 requests, no statement found", evidence=("requests/2", "visits/0", "storage/0")),
        finding("undisclosed-service", "far.test", "medium", "far.test · 1 request, no statement found", confidence="possible"),
    )  # fmt: skip
    visits = tuple(
        Visit(id=n, state=state, kind="home", url=SITE, final_url=SITE, status=200, title="Meadow", language="lv", started_at="2026-11-22T08:00:00Z", duration_ms=900, settled="quiet")
        for n, state in enumerate(STATES)
    )  # fmt: skip
    document = Document(
        url=POLICY, language="en", kinds=("privacy_policy",), sha256="0" * 64, characters=len(TEXT),
        retrieved_at="2026-11-22T08:00:09Z", found_by="link “Privacy”", text=TEXT, title="Privacy policy", date="2026-01-01",
        claims=(
            claim("consent.before_nonessential", "Statistics are measured with Countwell only after consent."),
            claim("vendor:countwell", "Statistics are measured with Countwell only after consent."),
            claim("cookies.third_party", "We use no third-party cookies.", "denied"),
            claim("cookie:cw_id", "The cookie cw_id is kept for 1 day.", retention_days=1.0),
        ),
    )  # fmt: skip
    return Result(
        schema=1, tool=Tool(name="privacydiff", version="0", browser="Chromium 156", user_agent="Mozilla/5.0", catalogue="c1", rules="r1"),
        target=Target(url=SITE), started_at="2026-11-22T08:00:00Z", finished_at="2026-11-22T08:01:00Z", complete=True,
        gathered=("visits", "requests", "transport", "report_endpoints", "cache_identifiers", "opt_out_strings"), failures=(), visits=visits, requests=tuple(sent), cookies=(cookie,), storage=(key,),
        consent=Consent(
            banner=True, text="Cookies? Yes / No", first_layer=FirstLayer(accept=True, reject=True),
            accept=ConsentAction(tried=True, done=True, verified=True, how="words", clicks=("Yes",), signals=("cookie choice",)),
            reject=ConsentAction(tried=True, done=True, verified=True, how="words", clicks=("No",), signals=("cookie choice",)),
        ),
        documents=(document,), flows=flows, findings=findings,
        transport=Transport(
            https=True, redirects_to_https=True, hsts_max_age_days=365.0, headers=(("referrer-policy", "same-origin"),),
            certificate=Certificate(subject="www.meadow.test", issuer="Loopback", valid_from="2026-11-01T00:00:00Z", valid_to="2027-01-30T00:00:00Z", protocol="TLS 1.3"),
        ),
        report_endpoints=(ReportEndpoint(kind="nel", of="www.meadow.test", url="https://nel.test/r", host="nel.test"),),
        cache_identifiers=(CacheIdentifier(url="https://countwell.test/p.gif", host="countwell.test", states=STATES, tag_length=14),),
        opt_out_strings=(OptOutString(state="reject", visit=2, held_by="cookie", name="gpp", place=".meadow.test", section="usnat", sale="opted-out", sharing="not-opted-out", targeted_advertising="not-applicable", gpc=False),),
        checks=(
            CheckOutcome(id="service-after-reject", outcome="fail", title="A service that needs consent runs after a refusal", category="consent", matters="Whoever refuses expects to be left alone.", limits="A visit sees what a browser sees."),
            CheckOutcome(id="transfer-denied", outcome="not-assessed", why="no policy could be read", title="Transfers outside the EU are denied, recipients there were observed", category="disclosure"),
        ),
        summary=Summary(findings=5, services=3, cookies=1, requests=len(sent), documents=1, pages=1, not_assessed=1),
    )  # fmt: skip


def large(services: int = 500, requests: int = 5000) -> Result:
    """A result of a size that no site should have."""
    base = rich()
    names = [f"service-{number}" for number in range(services)]
    sent = tuple(
        request(number, STATES[number * 3 // requests], names[number % services]) for number in range(requests)
    )
    flows = tuple(
        Flow(service=name, entity=f"Company {number % 90}", country=("US", "DE", "LV")[number % 3], states=STATES, observed=True, disclosure=("clear", "omitted", "vague")[number % 3], name=name.title(), category="analytics", purpose="statistics", requests=requests // services)
        for number, name in enumerate(names)
    )  # fmt: skip
    findings = tuple(
        finding("undisclosed-service", name, "medium", f"{name} · 10 requests, no statement found", evidence=tuple(f"requests/{number + services * each}" for each in range(5)))
        for number, name in enumerate(names)
    )  # fmt: skip
    return replace(base, requests=sent, flows=flows, findings=findings)
