"""Puts claims in the order in which a person asks: what of cookies, of my data, who gets it, what may I do."""

from collections.abc import Iterable

from scanner.model.claims import Claim

TOPICS = {
    "Who is responsible": ("controller", "dpo", "representative", "joint_controllers", "supervisory_authority"),
    "Cookies": ("cookies", "cookie", "storage"),
    "Consent": ("consent",),
    "Tracking and embedded content": ("tech", "identification", "anonymised_only"),
    "Services named": ("vendor",),
    "Data collected": ("data", "provision_obligation"),
    "Purposes and legal bases": ("purpose", "legal_basis", "legitimate_interests", "automated_decisions"),
    "Recipients and transfers": ("sharing", "transfer"),
    "How long": ("retention",),
    "Rights": ("right", "rights"),
    "Security": ("security",),
    "The policy itself": ("policy", "outdated_law"),
}
"""Topics in their order, with the families of practices (the part before the dot or colon) that belong to them."""
_BY_FAMILY = {family: topic for topic, families in TOPICS.items() for family in families}


def topic_of(practice: str) -> str:
    """The topic a practice belongs to."""
    return _BY_FAMILY[practice.partition(":")[0].partition(".")[0]]


def by_topic(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Claims by topic, both in their order; topics without any are left out."""
    sorted_out: dict[str, list[Claim]] = {topic: [] for topic in TOPICS}
    for claim in claims:
        sorted_out[topic_of(claim.practice)].append(claim)
    return {topic: found for topic, found in sorted_out.items() if found}
