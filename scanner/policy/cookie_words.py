"""Words of cookie tables in all languages that are read: tables are often in another language than the policy around them."""

import re
from functools import lru_cache
from typing import Literal

from scanner.policy.durations import in_days
from scanner.policy.patterns import Grammar, fold, grammar, languages

Field = Literal["name", "provider", "category", "purpose", "retention"]
_HEADERS: tuple[tuple[Field, str], ...] = (
    (
        "retention",
        r"termin|ilgum|derig|glaba|laiks|beigas|beidzas|duration|expir|expiry|retention|life ?(?:time|span)|storage (?:period|time)"
        r"|valid|max.?age|cik ilgi|how long|(?:kui )?kaua|kiek laiko|kaip ilgai|сколько|wie lange|galioj|trukm|saugoj|laikotarp|kestus|kehti|aegu|sailit|срок|хран|действ|длительн|laufzeit|dauer|gultig|ablauf",
    ),
    (
        "provider",
        r"sniedzej|izdevej|ipasniek|iestatitaj|avots|provider|vendor|source|set by|owner|company|domain|host|partner|domen|domeen"
        r"|teikej|pateikia|valdytoj|savinink|saltinis|pakkuja|omanik|allikas|поставщик|провайдер|владелец|источник|домен"
        r"|kas (?:to|tas)? ?(?:liek|iestata)|who sets|kes (?:paneb|seab)|kas (?:iraso|deda)|кто (?:ставит|устанавл)|чья|чей|wer setzt|anbieter|herausgeber|herkunft|quelle|izcelsme|puse\b|party",
    ),
    (
        "category",
        r"kategor|kategoor|category|veids|tips?\b|grupa|type|rusis|tipas|liik|tuup|категори|тип|вид\b|\bart\b|typ\b|gruppe",
    ),
    (
        "purpose",
        r"kam (?:tas? )?(?:vajadz|noder)|kapec|milleks|mille jaoks|зачем|для чего|kam reik|kodel|wozu|wofur|warum|why|what for|merk|noluk|apraksts|funkcij|pielietojum|izmantosan|purpose|description|function|use\b|what it does|tiksl|paskirt|aprasy"
        r"|eesmark|kirjeldus|otstarve|selgitus|цел|назначен|описан|функци|zweck|beschreibung|funktion|verwendung",
    ),
    (
        "name",
        r"nosaukum|vards|sikdat|sikfail|cookie|name|pavadinim|slapuk|kupsis|nimi|nimetus|назван|имя|куки|bezeichnung",
    ),
)
_FIELDS = tuple((field, re.compile(rf"(?<!\w)(?:{words})")) for field, words in _HEADERS)
COOKIE = re.compile(r"sikdat|sikfail|cookie|slapuk|kupsis|куки")
_PURPOSES = (
    (
        "necessary",
        r"strictly|piekrisan|consent|sutikim|nousolek|согласи|einwilligung|csrf|pieslegsan|log ?in|load balanc",
    ),
    (
        "marketing",
        r"reklam|marketing|marketing|merket|target|advert|werb|turundus|реклам|маркетинг|таргет|rinkodar|turunda",
    ),
    (
        "statistics",
        r"statist|analit|analyt|analiz|analys|veiktspej|performance|nasum|joudlus|статист|аналит|leistung|measure|uzskait|visits"
        r"|atskir\w* (?:apmekletaj|lietotaj)|distinguish|lankomum|kulastus|посещ|besuche",
    ),
    (
        "preferences",
        r"preferen|funkcion|functional|iestatijum|valod|language|eelistus|предпочт|функцион|настрой|язык|funktional|einstellung"
        r"|nuostat|nustatym|kalb|sprach|keele|personali[zs]",
    ),
    (
        "necessary",
        r"nepieciesam|obligat|necessary|essential|required|tehnisk|technical|technin|technisch|notwendig|erforderlich|butin"
        r"|vajalik|tehnilis|обязательн|необходим|техничес|drosib|security|saugum|turvali|grozs|cart|krepsel|ostukorv|корзин",
    ),
)
_OF_PURPOSES = tuple((purpose, re.compile(rf"(?<!\w)(?:{words})")) for purpose, words in _PURPOSES)
_SHORT = re.compile(r"(?<![\w.,])(\d{1,4})\s?(y|yrs?|mth|mos?|d|h|hrs?|min)(?!\w)")
_SHORT_DAYS = {"y": 365.0, "m": 30.0, "d": 1.0, "h": 1 / 24, "min": 1 / 1440}
_SESSION = re.compile(r"(?<!\w)(?:sesij|session|sessioon|seans|сесси|сеанс|sitzung)")
_PRODUCT = re.compile(r"[A-Z]\w+[ -](?:Analytics|Ads|AdSense|Advertising|Marketing Platform|Optimize)\b")
"""The name of a product states no purpose."""
_LONGEST_HEADER = 45


@lru_cache(maxsize=4096)
def field_of(cell: str) -> Field | None:
    """What a short cell heads, as the header of a column or the label of a line; None for other text."""
    folded = fold(cell).strip(" :*")
    if not folded or len(folded) > _LONGEST_HEADER or len(folded.split()) > 5:
        return None
    return next((field for field, words in _FIELDS if words.search(folded)), None)


def purpose_of(text: str) -> str | None:
    """necessary, preferences, statistics or marketing, by the first kind whose words stand in a text."""
    folded = fold(_PRODUCT.sub("", text))
    return next((purpose for purpose, words in _OF_PURPOSES if words.search(folded)), None)


def days_of(text: str, rules: Grammar) -> float | None:
    """The lifetime a cell states, in days (0 = session), in the language of the policy or in any other."""
    folded = fold(text)
    found = in_days(folded, rules)
    if found:
        return found
    short = _SHORT.search(folded)
    if short:
        unit = short.group(2)
        return round(int(short.group(1)) * _SHORT_DAYS["min" if unit == "min" else unit[0]], 4)
    if any(letter.isdigit() for letter in folded):
        for language in languages():
            other = in_days(folded, grammar(language))
            if other:
                return other
    return 0.0 if found == 0 or _SESSION.search(folded) else None
