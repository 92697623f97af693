"""What it checks
--------------
Pages or forms over http although the policy states that the connection is encrypted.

Why it matters
--------------
A statement that the record contradicts misleads whoever relies on it.

Limits
------
Only statements on the connection (SSL, TLS, https): encryption of stored data cannot be seen from outside, and how payments are
made at a bank is not this site's connection. A form counts
when it asks for personal data.

How to fix
----------
Either serve pages and send forms over https, or correct the statement.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from scanner.checks.base import CheckMeta, Material, NotApplicableError, finding
from scanner.checks.law import gdpr
from scanner.facts.form_fields import asks_personal
from scanner.model.findings import Finding

CHECK = "encryption-claim-broken"
META = CheckMeta(
    title="Encryption is stated, and http was used",
    category="disclosure",
    needs=("visits", "forms", "documents"),
    law=gdpr("5(1)(a)", "32(1)(a)"),
)

_PAYMENT = re.compile(r"\bpay|\bcard|\bbank|maksā|\bkartes|\bkaršu|internetbank", re.IGNORECASE)
_TRANSPORT = re.compile(r"\b(SSL|TLS|HTTPS)\b", re.IGNORECASE)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    material.need_documents()
    told = [
        one
        for one in material.stated("security.encryption")
        if _TRANSPORT.search(one.claim.quote) and not _PAYMENT.search(one.claim.quote)
    ]
    if not told:
        raise NotApplicableError("no document states that the connection is encrypted")
    pages = {one.final_url: one.id for one in material.visits if one.loaded and one.final_url.startswith("http://")}
    forms = {
        urlsplit(form.page).path or "/": at
        for at, form in enumerate(material.forms)
        if form.action.startswith("http://") and asks_personal(form)
    }
    if not pages and not forms:
        return
    seen = [f"the page {url}" for url in pages] + [f"the form on {path}" for path in forms]
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict="incorrect",
        severity="high",
        confidence="certain" if any(one.claim.modality == "actual" for one in told) else "likely",
        title="Encrypted connection stated · http observed",
        message=f"Over http: {', '.join(seen[:6])}; the policy states: “{told[0].claim.quote}”.",
        recommendation=(
            "Either serve all pages over https, redirect http to it, and send forms to https addresses. "
            "Or limit the statement to what is encrypted."
        ),
        evidence=[*(f"visits/{at}" for at in pages.values()), *(f"forms/{at}" for at in forms.values())][:8],
        told=told,
    )
