"""How a policy speaks of one service: by name, by its company, in general terms, in a denial, or not at all.

The verdicts follow the flow-to-policy consistency literature (PoliCheck, USENIX Security 2020).
"""

import re
from dataclasses import dataclass

from scanner.facts.companies import cover
from scanner.facts.disclosure import (
    Statement,
    about_some_data,
    denials_of_sharing,
    of_practice,
    statements,
    waits_for_consent,
)
from scanner.facts.general_terms import general
from scanner.facts.own_copies import copied
from scanner.facts.own_pages import only_own_page
from scanner.model.claims import Claim, Document
from scanner.model.findings import Disclosure
from scanner.services import Catalogue, Service

# A bare denial of the practice is contradicted by the service alone, whatever it stores (judgement: not denials of cookies).
_PURPOSE_DENIALS = {
    "statistics": ("purpose.analytics", "sharing.analytics_providers"),
    "marketing": ("purpose.advertising", "sharing.advertisers"),
}
_KIND_DENIALS = {
    "session-replay": ("tech.session_recording",),
    "heatmap": ("tech.session_recording",),
    "advertising": ("tech.pixel",),
    "video": ("tech.embedded_content",),
    "maps": ("tech.embedded_content",),
    "fonts": ("tech.embedded_content",),
    "social": ("tech.social_plugins", "sharing.social_networks"),
}
_COOKIE_DENIALS = {
    "statistics": ("cookies.statistics", "cookies.tracking"),
    "marketing": ("cookies.marketing", "cookies.tracking"),
}
_EMBEDS = ("video", "maps", "fonts", "captcha", "social", "chat", "payment")
_SHARING = "sharing.third_parties"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was observed of a service: whether it stored anything, in its own name, and got an identifier; who owns it."""

    cookies: bool = False
    third_party_cookies: bool = False
    identifiers: bool = False
    owner: str | None = None


class Policies:
    """All documents of a site, and the verdicts on services by them."""

    def __init__(self, documents: tuple[Document, ...], catalogue: Catalogue) -> None:
        self._documents = documents
        self._dialogs = {one.url for one in documents if not one.is_policy}
        self._catalogue = catalogue
        self.statements = statements(documents)

    def judge(self, service: str, seen: Seen) -> tuple[Disclosure, list[Statement]]:
        """How the documents disclose an observed service, with the statements that decide it."""
        known = self._catalogue.service(service)
        stated, how = self._stated(service, known, seen)
        denied = self._denied(service, known, seen)
        if denied:  # that the consent dialog names it does not make the policy's denial doubtful
            stated = [one for one in stated if one.document not in self._dialogs]
            return ("ambiguous", [*stated, *denied]) if stated else ("incorrect", denied)
        if stated:
            return how, stated
        sharing = self._sharing_denied(known, seen)
        return ("incorrect", sharing) if sharing else ("omitted", [])

    def _stated(self, service: str, known: Service | None, seen: Seen) -> tuple[list[Statement], Disclosure]:
        named = self._used([f"vendor:{name}" for name in names_of(service, known, seen.owner)])
        named = [one for one in named if not (known and copied(known.category, one, self._documents))]
        if named:
            return named, "clear"
        if known is None:
            told = self._by_domain(service)
            return told, "clear" if told else "omitted"
        if self._own_copies(known, names_of(service, known, seen.owner)):
            return [], "omitted"
        companies = self._used([f"vendor:{company}" for company in known.companies])
        companies = [one for one in companies if not self._only_own_page(one)]
        if companies:
            how = cover(known, companies, self._documents, self._catalogue)
            if how == "purpose":
                return companies, "clear"
            if how == "company":
                return companies, "vague"
        return general(known, self.statements, self._catalogue, cookies=seen.cookies), "vague"

    def _by_domain(self, domain: str) -> list[Statement]:
        """The first passage in which the documents name a domain that no service file knows, in an address or by itself."""
        named = re.compile(rf"[^\n]{{0,80}}(?<![\w-]){re.escape(domain)}(?![\w-])[^\n]{{0,80}}", re.IGNORECASE)
        for document in self._documents:
            if document.readable and (found := named.search(document.text)):
                claim = Claim(
                    practice=f"vendor:{domain}", polarity="asserted", modality="actual", quote=found[0], start=found.start(),
                    end=found.end(), confidence=1.0,
                )  # fmt: skip
                return [Statement(claim, document.url)]
        return []

    def _only_own_page(self, statement: Statement) -> bool:
        company = self._catalogue.service(statement.claim.practice.removeprefix("vendor:"))
        return company is not None and only_own_page(company, [statement], self._documents)

    def _used(self, practices: list[str]) -> list[Statement]:
        """Statements of use; "not without your consent" is one as well: it names what comes with consent."""
        waiting = [
            one for one in of_practice(self.statements, *practices, polarity="qualified") if waits_for_consent(one)
        ]
        return [*of_practice(self.statements, *practices), *waiting]

    def _denied(self, service: str, known: Service | None, seen: Seen) -> list[Statement]:
        names = names_of(service, known, seen.owner)
        practices = [f"vendor:{name}" for name in (*names, *(known.companies if known else ()))]
        if known is not None:
            practices += _KIND_DENIALS.get(known.category, ())
            if known.category not in _EMBEDS:  # the purpose of an embed is its maker's, not the site's
                practices += _PURPOSE_DENIALS.get(known.purpose, ())
            if seen.cookies:
                practices += [*_COOKIE_DENIALS.get(known.purpose, ()), "cookies.used"]
        if seen.third_party_cookies:
            practices.append("cookies.third_party")
        denied = of_practice(self.statements, *practices, polarity="denied")
        if known is not None and "tech.pixel" not in practices:
            denied = [one for one in denied if not self._of_pixels(one)]
        denied = [one for one in denied if not self._of_named_pixel(one)]
        return [*denied, *self._own_copies(known, names)]

    def _own_copies(self, known: Service | None, names: list[str]) -> list[Statement]:
        """Statements that the site itself serves the files of a service, which says that the service is not contacted."""
        named = of_practice(self.statements, *(f"vendor:{name}" for name in names))
        return [one for one in named if known and copied(known.category, one, self._documents)]

    def _of_pixels(self, denial: Statement) -> bool:
        """Whether a denial of advertising is one of pixels: "no advertising pixels" says nothing of other techniques."""
        return denial.claim.practice in _PURPOSE_DENIALS["marketing"] and any(
            (one.document, one.claim.start) == (denial.document, denial.claim.start)
            for one in of_practice(self.statements, "tech.pixel", polarity="denied")
        )

    def _of_named_pixel(self, denial: Statement) -> bool:
        """Whether pixels are denied beside a named service: "no TikTok pixel" says nothing of those of others."""
        return denial.claim.practice == "tech.pixel" and any(
            (one.document, one.claim.start) == (denial.document, denial.claim.start)
            for one in self.statements
            if one.claim.practice.startswith("vendor:") and one.claim.polarity == "denied"
        )

    def _sharing_denied(self, known: Service | None, seen: Seen) -> list[Statement]:
        """A denial of sharing, where a company that acts for itself got an identifier and nothing else covers it."""
        if (
            known is None
            or known.role not in ("controller", "joint")
            or known.consent == "none"
            or not seen.identifiers
        ):
            return []
        if of_practice(self.statements, _SHARING):
            return []
        return [one for one in denials_of_sharing(self.statements) if not about_some_data(one)]


def names_of(service: str, known: Service | None, owner: str | None) -> list[str]:
    """The ids by which a policy's claims may call a service; for an unknown one its domain, the name in it, its owner."""
    if known is not None:
        return [service, *known.aliases, as_id(known.name)]
    return list(dict.fromkeys([service, service.split(".", maxsplit=1)[0], *([as_id(owner)] if owner else [])]))


def as_id(name: str) -> str:
    """A name as the claims of vendors that no service file knows call it: lower-case, hyphens, legal form dropped."""
    bare = re.sub(
        r"(?i)[\s,]+(gmbh|ltd|llc|inc|sia|as|uab|oü|ag|b\.?v|s\.?a|oy|ab)\.?$|^(sia|as|uab|oü|ооо)\s+", "", name
    )
    return re.sub(r"[^\w.]+", "-", bare.lower()).strip("-")
