"""Whom a document says it speaks of: the companies and the websites it names as its own."""

import re
from collections import Counter
from collections.abc import Iterable

from scanner.facts.suffixes import public_suffix
from scanner.model.claims import Claim
from scanner.policy.patterns import fold
from scanner.services import Catalogue, entity_of

_BEFORE = "SIA|AS|IK|UAB|MB|VšĮ|AB|IĮ|OÜ|MTÜ|SA|FIE|TÜ|UÜ|ООО|ОАО|ЗАО|АО|ПАО|ИП|АНО|Biedrība|biedrība|Nodibinājums|nodibinājums"
_AFTER = (
    r"SIA|AS|UAB|MB|VšĮ|AB|OÜ|MTÜ|GmbH(?: & Co\. KG)?|AG|UG(?: \(haftungsbeschränkt\))?|KG|OHG|e\. ?V\.?|e\. ?K\.?|GbR|Ltd|LLC"
    r"|Inc|Limited|PLC|B\.V\.|Oy|ApS|ООО"
)
_OPEN, _CLOSE = "„“”\"«»‚‘'", "“”\"«»’'"
_FIRST = r"[A-ZĀČĒĢĪĶĻŅŠŪŽÕÄÖÜĄĘĖĮŲА-ЯЁ][\w&+.-]*"
_WORD = r"[A-ZĀČĒĢĪĶĻŅŠŪŽÕÄÖÜĄĘĖĮŲА-ЯЁ0-9][\w&+.-]*"
_QUOTED = rf"[{_OPEN}]\s?[^{_OPEN}{_CLOSE}\n]{{2,60}}[{_CLOSE}]"
_COMPANY = re.compile(
    rf"(?<!\w)(?:{_BEFORE})\s?{_QUOTED}"
    rf"|{_QUOTED},?\s(?:{_AFTER})(?!\w)"
    rf"|(?<!\w)(?:{_BEFORE})[ \u00a0]{_FIRST}(?:[ \u00a0]{_WORD}){{0,3}}"
    rf"|(?<![\w.]){_FIRST}(?:[ \u00a0](?:& )?{_WORD}){{0,4}},?[ \u00a0](?:{_AFTER})(?!\w)(?!\s?[{_OPEN}])"
)
_HOST = re.compile(
    r"(?<![\w@.-])(?:https?://)?(?:www\.)?((?:[a-z0-9-]{2,40}\.){1,3}[a-z]{2,24})(?![\w-]|\.\w|@)", re.IGNORECASE
)
_SITE = re.compile(
    r"vietn|lapa|lapu|lapas|portal|veikal|website|web site|\bsite|web page|сайт|портал|магазин|svetain|puslap|parduotuv"
    r"|veebi|kodulehe|e-pood|e-poe|\bsait|seite|web-?auftritt|shop|online-?angebot|application|lietotn"
)
_ELSEWHERE = ("vendor:", "consent.browser_settings", "supervisory_authority", "right.complaint", "cookie:")
_KNOWN = re.compile(
    r"google|facebook|meta platforms|microsoft|hotjar|amazon|adobe|stripe|paypal|hetzner|cloudflare|mailchimp|intuit|linkedin"
    r"|twitter|yandex|яндекс|apple|tiktok|contentsquare|automattic|pinterest|klarna|vercel|netlify|github|oracle|salesforce",
    re.IGNORECASE,
)
_ADVICE = frozenset(
    [
        "aboutcookies",
        "allaboutcookies",
        "youronlinechoices",
        "networkadvertising",
        "aboutads",
        "optout",
        "europa",
        "likumi",
        "dvi",
        "ada",
        "aki",
        "vdai",
        "eur-lex",
        "riigiteataja",
        "e-tar",
        "wikipedia",
        "mozilla",
        "opera",
        "noyb",
        "gdpr-info",
        "cookiesandyou",
        "cookiedatabase",
        "lrv",
        "privacyshield",
    ]
)
"""Sites that policies refer to for advice, law and authorities."""
_NEAR = 60
_MOST = 5


def companies(text: str) -> tuple[str, ...]:
    """Companies named with their legal form, as written, the most often named first; well-known vendors are not among them."""
    counts: Counter[str] = Counter()
    for match in _COMPANY.finditer(text):
        name = " ".join(match.group().split()).rstrip(",")
        name = name if name.endswith((" V.", " K.", "B.V.", "e.V.", "e.K.")) else name.rstrip(".")
        if not _KNOWN.search(name):
            counts[name] += 1
    return tuple(name for name, _ in counts.most_common(_MOST))


def domains(text: str, claims: Iterable[Claim], catalogue: Catalogue) -> tuple[str, ...]:
    """Hosts the text names as the website it speaks of, the most often named first, without "www.".

    A host counts beside a word for a website, and not where the text speaks of others: vendors, authorities, browsers.
    """
    others = [(claim.start, claim.end) for claim in claims if claim.practice.startswith(_ELSEWHERE)]
    counts: Counter[str] = Counter()
    for match in _HOST.finditer(text):
        host = match.group(1).lower()
        near = fold(text[max(0, match.start() - _NEAR) : match.end() + _NEAR])
        if not _SITE.search(near) or any(start <= match.start() < end for start, end in others):
            continue
        if _is_own(host, catalogue):
            counts[host] += 1
    return tuple(host for host, _ in counts.most_common(_MOST))


def _is_own(host: str, catalogue: Catalogue) -> bool:
    if host.endswith((".test", ".example")):
        return True  # reserved names (RFC 2606), on no list of suffixes
    suffix = public_suffix(host)
    name = host.removesuffix(suffix).rstrip(".").rpartition(".")[2]
    if not suffix or len(name) < 3:
        return False  # "t.sk." is no host of Slovakia
    public = suffix.startswith("gov.") or name in _ADVICE
    return not public and catalogue.match_url(f"https://{host}/") is None and entity_of(f"{name}.{suffix}") is None
