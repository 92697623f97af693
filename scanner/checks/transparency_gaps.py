"""What it checks
--------------
Elements that GDPR Article 13 asks for and that no document states: who the controller is and how to reach it, purposes,
legal basis, recipients, how long data are kept, the visitor's rights, complaint, withdrawal of consent.

Why it matters
--------------
These are what visitors are to be told when data are collected from them.

Limits
------
It may stand elsewhere on the site: never more than likely; who the controller is and how to reach it weigh less where a
page that was visited tells it. An element counts as missing only where no statement was read
and no word of its kind stands in any document ("right", "withdraw", an e-mail address …). Only where every document that
was found could be read, in a language whose words are known, and one of them is a privacy policy. Withdrawal only where consent is
relied on; safeguards where transfers are stated; how to reach a data protection officer where one is; whether data must
be given where a contract or law asks for them, automated decisions where profiling is stated, and the interests pursued
where legitimate interests are relied on and no purpose stands in the same paragraph (these three possible only). The authority's name is no requirement: info. Transfers
themselves are looked at by transfer-undisclosed.

How to fix
----------
Add a sentence for each element.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from scanner.checks.base import CheckMeta, Material, NotApplicableError, NotAssessedError, finding
from scanner.checks.law import gdpr
from scanner.checks.policy_sentences import SENTENCES
from scanner.facts.mentions import beside, known_language, mentions
from scanner.model.evidence import Visit
from scanner.model.findings import Confidence, Finding, Severity
from scanner.model.traces import Told

CHECK = "transparency-gaps"
META = CheckMeta(
    title="Something that visitors are to be told is not stated",
    category="policy",
    needs=("documents", "visits"),
    law=gdpr("13"),
)


@dataclass(frozen=True)
class _Element:
    """One element: its id, in words, the practices (or families, ending in ".") that state it, and its weight.

    `asked_if` are practices one of which must be stated for the element to be asked for; `word` is the list of words that
    keep a document from being called silent on it (its id, if empty; "-" for none).
    """

    subject: str
    words: str
    practices: tuple[str, ...]
    severity: Severity
    article: str
    confidence: Confidence = "likely"
    asked_if: tuple[str, ...] = ()
    word: str = ""


_RIGHTS = {
    "right-of-access": ("the right of access", "right.access"),
    "right-to-rectification": ("the right to rectification", "right.rectification"),
    "right-to-erasure": ("the right to erasure", "right.erasure"),
    "right-to-restriction": ("the right to restriction of processing", "right.restriction"),
    "right-to-portability": ("the right to data portability", "right.portability"),
    "right-to-object": ("the right to object", "right.objection"),
}
_ELEMENTS = (
    _Element("controller-identity", "who the controller is", ("controller.identity",), "medium", "13(1)(a)"),
    _Element("controller-contact", "how to reach the controller", ("controller.contact", "dpo"), "medium", "13(1)(a)"),
    _Element("purposes", "what the data are for", ("purpose.",), "medium", "13(1)(c)"),
    _Element("legal-basis", "the legal basis", ("legal_basis.",), "medium", "13(1)(c)"),
    _Element("recipients", "recipients or their categories", ("sharing.", "vendor:"), "medium", "13(1)(e)"),
    _Element("retention", "how long data are kept", ("retention",), "medium", "13(2)(a)"),
    *(_Element(key, words, (practice,), "low", "13(2)(b)") for key, (words, practice) in _RIGHTS.items()),
    _Element("complaint-right", "the right to complain to an authority", ("right.complaint",), "low", "13(2)(d)"),
)
_ON_PAGES: dict[str, Told] = {"controller-identity": "company", "controller-contact": "contact"}
_CONDITIONAL = (
    _Element(
        "withdrawal-right", "how consent can be withdrawn", ("consent.withdrawal",), "low", "13(2)(c)",
        asked_if=("legal_basis.consent",),
    ),
    _Element(
        "safeguards", "the safeguards of transfers", ("transfer.safeguards",), "low", "13(1)(f)",
        asked_if=("transfer.outside_eea",),
    ),
    _Element(
        "dpo-contact", "how to reach the data protection officer", ("controller.contact",), "low", "13(1)(b)",
        asked_if=("dpo",), word="controller-contact",
    ),
    _Element(
        "provision-obligation", "whether data must be given, and what follows if not", ("provision_obligation",), "low",
        "13(2)(e)", confidence="possible", asked_if=("legal_basis.contract", "legal_basis.legal_obligation"), word="provision",
    ),
    _Element(
        "legitimate-interests", "which legitimate interests are pursued", ("legitimate_interests",), "medium", "13(1)(d)",
        confidence="possible", asked_if=("legal_basis.legitimate_interest",), word="interests-named",
    ),
    _Element(
        "automated-decisions", "automated decisions", ("automated_decisions",), "low", "13(2)(f)",
        confidence="possible", asked_if=("purpose.profiling",), word="-",
    ),
    _Element(
        "authority-named", "which authority takes complaints", ("supervisory_authority",), "info", "13(2)(d)",
        confidence="possible", asked_if=("right.complaint",), word="-",
    ),
)  # fmt: skip


def check(material: Material) -> Iterator[Finding]:
    """One finding for every element that nothing states; no right at all is one finding."""
    material.need_whole_policy()
    if not any("privacy_policy" in document.kinds for document in material.documents):
        raise NotApplicableError("none of the documents found is a privacy policy")
    foreign = [document for document in material.documents if not known_language(document)]
    if foreign:
        raise NotAssessedError(f"what is missing cannot be told yet in the language of {foreign[0].url}")
    told = {one.claim.practice for one in material.statements}
    stated = {one.claim.practice for one in material.statements if one.claim.polarity == "asserted"}
    asked = [*_ELEMENTS, *(one for one in _CONDITIONAL if stated & set(one.asked_if))]
    if not any(practice.startswith("right.") for practice in told):
        asked = [one for one in asked if not one.practices[0].startswith("right.")]
        asked.append(_Element("rights", "any right of the visitor", ("right.",), "medium", "13(2)(b), (d)"))
    for element in asked:
        if any(_states(practice, element.practices) for practice in told):
            continue
        if element.subject == "legitimate-interests" and _interest_told(material):
            continue
        word, wording = element.word or element.subject, SENTENCES[element.subject]
        if word != "-" and any(mentions(document, word) for document in material.documents):
            continue
        place = _elsewhere(material, element.subject)
        address = place.final_url if place else ""
        yield finding(
            META,
            CHECK,
            subject=element.subject,
            verdict="missing",
            severity="low" if place else element.severity,
            confidence=element.confidence,
            title=f"Policy · no statement found on {element.words}",
            message=f"On {element.words} (GDPR Article {element.article}): {material.documents_read()}."
            f"{f' It is told on {address}.' if address else ''}",
            recommendation=f"Either add to the policy, for instance: “{wording}” Or write in the policy where on the site it is stated.",
            evidence=[f"visits/{place.id}"] if place else [],
            element=element.subject,
        )


def _elsewhere(material: Material, subject: str) -> Visit | None:
    """The first page that tells what the documents do not: a company's name, a way to reach it."""
    wanted = _ON_PAGES.get(subject)
    return next((visit for visit in material.visits if visit.loaded and wanted in visit.tells), None)


def _interest_told(material: Material) -> bool:
    """Whether a purpose stands in the paragraph that speaks of legitimate interests: it tells which."""
    documents = {document.url: document for document in material.documents}
    return any(
        beside(documents[one.document], one.claim.start, "purposes")
        for one in material.stated("legal_basis.legitimate_interest")
    )


def _states(practice: str, wanted: tuple[str, ...]) -> bool:
    return any(practice.startswith(one) if one[-1] in ".:" else practice == one for one in wanted)
