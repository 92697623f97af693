"""What it checks
--------------
A sub-domain of the site that, by its DNS entries (CNAME), stands for a service catalogued for statistics or advertising.

Why it matters
--------------
To the browser such a service is the site itself: it gets the site's cookies, and what blocks third parties lets it pass.

Limits
------
The names as they were at the time of the scan. Shops, help desks, status pages and delivery networks behind a sub-domain
are no finding. With a proxy, or `--no-dns`, nothing is looked up and this is not assessed.

How to fix
----------
Either name the service in the policy and start it only after consent, or give up the sub-domain.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, covers, finding, refer
from scanner.checks.law import EPD
from scanner.facts.identifiers import telling
from scanner.facts.parties import is_first_party
from scanner.model.findings import Finding
from scanner.model.result import AnnotatedRequest
from scanner.model.traces import Alias
from scanner.services import Service

CHECK = "cname-cloaking"
META = CheckMeta(
    title="A sub-domain of the site points to a tracker",
    category="security",
    needs=("aliases", "requests", "cookies"),
    law=(EPD,),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such sub-domain."""
    for at, alias in enumerate(material.aliases):
        known = _tracker(material, alias)
        requests = [one for one in material.requests if one.host == alias.host]
        if known is None or not requests:
            continue
        early = [one for one in requests if not one.after_choice and _identifies(material, one)]
        yield finding(
            META,
            CHECK,
            subject=alias.host,
            verdict=None,
            severity="high" if early else "low",
            confidence="certain",
            purpose_confidence="likely",
            title=f"{alias.host} · own sub-domain that points to {known.name}",
            message=f"By its DNS entries {alias.host} stands for {' → '.join(alias.chain)}, which belongs to {known.name}; "
            f"{len(requests)} requests went there{', with identifiers before any choice' if early else ''}.",
            recommendation=(
                f"Either write in the policy that {known.name} is used through the sub-domain {alias.host}, and start it only after consent. "
                "Or take the entry out of the DNS."
            ),
            evidence=[f"aliases/{at}", *refer(requests)],
            host=alias.host,
            service=known.name,
        )


def _tracker(material: Material, alias: Alias) -> Service | None:
    """The catalogued service for statistics or advertising that one of the names behind a host belongs to."""
    for name in alias.chain:
        match = material.catalogue.match_url(f"https://{name}/") if not is_first_party(name, material.target) else None
        if match and match.service.purpose in ("statistics", "marketing") and match.service.consent == "required":
            return match.service
    return None


def _identifies(material: Material, request: AnnotatedRequest) -> bool:
    sent = {one.name for one in material.cookies if one.identifier and covers(one.domain, request.host)}
    return bool(telling(request.identifiers)) or not sent.isdisjoint(request.sent_cookies)
