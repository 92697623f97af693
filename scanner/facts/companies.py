"""Whether naming a company covers one of its services: only where the passage speaks of what the service is for."""

import re
from collections.abc import Iterable
from typing import Literal

from scanner.facts.disclosure import Statement
from scanner.model.claims import Document
from scanner.services import Catalogue, Service

Matter = Literal["statistics", "marketing", "social", "maps", "video", "fonts", "captcha", "payment", "chat", "sign-in"]
Cover = Literal["purpose", "company", "other"]
"""The company is named for what the service does; named without saying what for; or named for something else."""

_WORDS: dict[Matter, str] = {
    "statistics": r"statist|anal[yiīýü]|apmeklējum|\bvisits?\b|traffic|\busage\b|audience|измер|статист|анали|посещ|"
    r"lankomum|lankymo|külastus|besuch|nutzungs|reichweite|auswert",
    "marketing": r"reklām|mārketing|advert|\bads\b|marketing|(re|mērķ)?target|реклам|маркетинг|reklam|rinkodar|turundus|"
    r"\bwerb|reklaam|konversij|conversion|remārketing",
    "social": r"sociāl|\bsocial|соц(иальн|сет)|socialin|sotsiaal|\bsozial|spraudn|plug-?in|плагин|įskiep|pistikpro",
    "maps": r"\bkart[eiēuaš]|\bmaps?\b|\bкарт[аыуе]|žemėlap|\bkaar[td]|\blandkart",
    "video": r"video|видео|vaizdo|\bfilm",
    "fonts": r"font|šrift|шрифт|schrift|kirjatüüp",
    "captcha": r"captcha|\bbots?\b|\brobot|surogātpast|\bspam|спам|ботов|šlamšt|rämpspost",
    "payment": r"maksā(jum|t)|payment|оплат|плат[её]ж|mokėjim|makse|zahlung",
    "chat": r"\bčat|\bchat|tērzē|чат|pokalb|vestlus",
    "sign-in": r"pieteik(šan|t)|sign[- ]?in|log[- ]?in|авториз|вход\b|prisijung|sisselog|anmeld",
}
_PRACTICES: dict[str, Matter] = {
    "purpose.analytics": "statistics",
    "cookies.statistics": "statistics",
    "sharing.analytics_providers": "statistics",
    "purpose.advertising": "marketing",
    "cookies.marketing": "marketing",
    "sharing.advertisers": "marketing",
    "tech.pixel": "marketing",
    "tech.social_plugins": "social",
    "sharing.social_networks": "social",
    "cookies.third_party": "social",
    "data.payment": "payment",
}
_SOCIAL_NETWORKS = frozenset({"facebook", "linkedin", "twitter", "tiktok", "instagram", "vk", "pinterest"})
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?;](?=\s+[^\Wa-zа-яāčēģīķļņšūž])|$)", re.MULTILINE)
_BULLET = re.compile(r"\s*(?:[-•*–·]|\(?\d{1,2}[.)]|[a-z]\))\s")
_LONGEST_LIST = 15


def cover(known: Service, companies: list[Statement], documents: Iterable[Document], catalogue: Catalogue) -> Cover:
    """How the passages that name a service's companies cover the service; `companies` are the statements that do."""
    wanted = _matters(known)
    starts = {(one.document, one.claim.start) for one in companies}
    told: set[Matter] = set()
    named = False
    for document in documents:
        beside = {one.practice for one in document.claims if (document.url, one.start) in starts}
        for passage in _passages(document, known, catalogue):
            named = True
            told |= {matter for matter, words in _WORDS.items() if re.search(words, passage, re.IGNORECASE)}
        if named:
            told |= {matter for practice, matter in _PRACTICES.items() if practice in beside}
    if not named:
        return "other"  # the company stands beside its products only: it is named for these
    if not wanted or told & wanted:
        return "purpose"
    return "other" if told else "company"


def _matter_in(sentence: str) -> bool:
    """Whether a sentence says what for: of whatever kind."""
    return any(re.search(words, sentence, re.IGNORECASE) for words in _WORDS.values())


def _matters(known: Service) -> set[Matter]:
    """What a passage may speak of to cover a service."""
    if known.category == "tag-manager":
        return {"statistics", "marketing"}
    if known.category in ("maps", "video", "fonts", "captcha", "payment", "chat", "sign-in"):
        return {known.category}  # type: ignore[arg-type]
    wanted: set[Matter] = set()
    if known.purpose in ("statistics", "marketing"):
        wanted.add(known.purpose)
    if known.category == "social" or (known.purpose == "marketing" and _SOCIAL_NETWORKS & set(known.companies)):
        wanted |= {"social", "statistics", "marketing"}
    return wanted


def _passages(document: Document, known: Service, catalogue: Catalogue) -> list[str]:
    """The sentences that name a company of the service and no other product of it, each with the line that leads its list."""
    companies = [one for company in known.companies if (one := catalogue.service(company))]
    products = [
        one for one in catalogue.services.values() if one not in companies and set(one.companies) & set(known.companies)
    ]
    own, others = _named(companies, document.language), _named(products, document.language)
    if own is None:
        return []
    found = []
    lines = document.text.splitlines()
    for at, line in enumerate(lines):
        if not own.search(line):
            continue
        of_another = False  # what follows a sentence on another product of the company still speaks of that one
        for sentence in (match[0] for match in _SENTENCE.finditer(line)):
            names_another = others is not None and others.search(sentence) is not None
            if own.search(sentence) and not names_another and not (of_another and not _matter_in(sentence)):
                found.append(f"{_lead_in(lines, at)} {sentence}")
            of_another = names_another or (of_another and not _matter_in(sentence))
    return found


def naming(services: list[Service], document: Document) -> list[str]:
    """The sentences of a document that name any of some services."""
    named = _named(services, document.language)
    return [one[0] for one in _SENTENCE.finditer(document.text) if named is not None and named.search(one[0])]


def _lead_in(lines: list[str], at: int) -> str:
    """The line ending with a colon that a bullet hangs under; empty for a line that is none."""
    if not _BULLET.match(lines[at]):
        return ""
    for line in reversed(lines[max(0, at - _LONGEST_LIST) : at]):
        if line.rstrip().endswith(":"):
            return line
        if line.strip() and not _BULLET.match(line):
            return ""
    return ""


def _named(services: list[Service], language: str) -> re.Pattern[str] | None:
    phrases = {phrase for one in services for key in ("all", language) for phrase in one.names.get(key, ())}
    if not phrases:
        return None
    longest = sorted(phrases, key=len, reverse=True)
    names = "|".join(re.escape(phrase.rstrip("*")).replace(r"\ ", r"[\s-]+") for phrase in longest)
    return re.compile(rf"(?<![\w.@/-])(?:{names})(?:['’-]?\w{{0,4}})?(?![\w@])")
