"""What kind of document a text is, and which date or version it bears."""

import re
from collections.abc import Sequence

from scanner.model.claims import Claim
from scanner.policy.patterns import fold

_COOKIE = re.compile(r"sikdat|sikfail|cookie|slapuk|kupsis|куки")
_PRIVACY = re.compile(
    r"privatum|privaats|konfidencial|personas dat|privacy|personal (?:data|information)|datenschutz|isikuandme|andmekaits"
    r"|asmens duomen|персональн|конфиденциальн"
)
_TERMS = re.compile(
    r"lietosanas noteikum|pardosanas noteikum|distances ligum|terms (?:of|and)|conditions of|kasutustingim|muugitingim"
    r"|(?:naudojim|pirkim)\w* (?:taisykl|salyg)|\bagb\b|geschaftsbedingung|nutzungsbedingung|пользовательское соглашение|оферт|правила (?:пользован|продаж)"
)
DIALOG = "consent dialog"
"""How the document was found that the lists of the consent dialog make: it is no policy, whatever it speaks of."""
_HEAD = 300
_SHORT = 1200
_PERSONAL = ("data.", "right.", "controller.", "legal_basis.", "retention", "sharing.")

_MONTH = r"[^\W\d_]{3,14}"
_YEAR = r"20[0-4]\d"
_DATE = re.compile(
    rf"(?<![\d.])(?:\d{{1,2}}\.\s?\d{{1,2}}\.\s?{_YEAR}|\d{{1,2}}/\d{{1,2}}/{_YEAR}|{_YEAR}-\d\d-\d\d|{_YEAR}\.\d\d\.\d\d"
    rf"|{_YEAR}\.? ?(?:gada|g\.|m\.) (?:\d{{1,2}}\. ?)?{_MONTH}(?: \d{{1,2}}(?: d\.)?)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\.? (?:of )?{_MONTH},? {_YEAR}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR})(?!\d)"
)
_VERSION = re.compile(
    r"(?<!\w)(?:versija|version|redakcija|redaktsioon|versioon|redakcija|версия|редакция)(?: nr\.?| no\.?|:)? ?v?(\d{1,3}(?:\.\d{1,3}){0,2})(?![\d.])"
)
_DATED = re.compile(
    r"spek|atjauno|atjaunin|aktualiz|versij|redakcij|parskat|apstiprin|effective|updated|revised|version|modified|in force"
    r"|stand|gultig|aktualisier|galioj|atnaujint|patvirtint|kehti|uuenda|viimati|redaktsioon|обновл|редакц|вступа|действ|утвержд|верси"
)
_LAW = re.compile(
    r"regul|reglament|verordnung|maarus|регламент|directiv|direktiv|likum|\blaw\b|\bact\b|istatym|seadus|закон|679|gdpr|vdar|dsgvo"
)
_NEW_SENTENCE = re.compile(r"[.!?)]\s+(?=[A-ZĀČĒĢĪĶĻŅŠŪŽÄÖÜÕА-Я])|\n")


def kinds(text: str, url: str, title: str, found_by: str, claims: Sequence[Claim]) -> tuple[str, ...]:
    """privacy_policy, cookie_policy, terms, cookie_table: as many as fit, by what a document says and claims.

    The consent dialog is a banner, and a cookie_table where it lists cookies, but never a policy.
    """
    head, whole = fold(f"{url} {title} {text[:_HEAD]}"), fold(text)
    personal = sum(claim.practice.startswith(_PERSONAL) for claim in claims)
    cookies = sum(claim.practice.startswith("cookies.") for claim in claims)
    named = sum(claim.practice.startswith("cookie:") for claim in claims)
    found = []
    if found_by == DIALOG:
        return ("cookie_table", "banner") if named else ("banner",)
    if _PRIVACY.search(head) or len(_PRIVACY.findall(whole)) >= 3 or personal >= 4:
        found.append("privacy_policy")
    if _COOKIE.search(head) or len(_COOKIE.findall(whole)) >= 5 or cookies >= 4 or named >= 3:
        found.append("cookie_policy")
    if (found or personal) and _TERMS.search(head):  # terms that say nothing of personal data are no policy
        found.append("terms")
    if named >= 3:
        found.append("cookie_table")
    return tuple(found)


def date(text: str) -> str | None:
    """The date a document bears, as written, else its version: one beside a word for it, else one at its beginning or end.

    Dates of laws that it cites are not its own.
    """
    folded = fold(text)
    plain = None
    for match in _DATE.finditer(text):
        before = folded[max(0, match.start() - 60) : match.start()]
        sentence = before[
            max(
                (end.end() for end in _NEW_SENTENCE.finditer(text[match.start() - len(before) : match.start()])),
                default=0,
            ) :
        ]
        if _LAW.search(sentence) or _LAW.search(folded[match.end() : match.end() + 25]):
            continue
        if _DATED.search(before) or _DATED.search(folded[match.end() : match.end() + 25]):
            return match.group()
        if plain is None and (match.start() < 800 or match.start() > len(text) - 800):
            plain = match.group()
    version = _VERSION.search(folded)
    return plain or (text[version.start() : version.end()] if version else None)
