"""What one check is given of a scan, and how it says that it does not apply or cannot tell."""

from collections.abc import Mapping
from typing import Any, Literal

from scanner.facts.annotate import Observations
from scanner.facts.disclosure import Statement, of_practice, statements
from scanner.model.claims import Document
from scanner.model.consent import Consent
from scanner.model.evidence import ApiCall, Failure, PolicyLink, TypedText, Visit
from scanner.model.forms import Form
from scanner.model.result import AnnotatedCookie, AnnotatedRequest, AnnotatedStorageItem, Flow
from scanner.model.target import State, Target
from scanner.model.traces import AddressEcho, Alias, CacheIdentifier, ConsentString, OptOutString
from scanner.services import Catalogue, Service

Need = Literal[
    "visits",
    "requests",
    "cookies",
    "storage",
    "api_calls",
    "forms",
    "policy_links",
    "consent",
    "documents",
    "typed",
    "address_echoes",
    "aliases",
    "consent_strings",
    "opt_out_strings",
    "cache_identifiers",
]


class NotApplicableError(Exception):
    """The check has nothing to look at here; the message says why."""


class NotAssessedError(Exception):
    """What the check needs could not be had; the message says why."""


class Material:
    """What one check may look at: only what its metadata names; anything else raises AttributeError."""

    def __init__(
        self,
        needs: tuple[Need, ...],
        observations: Observations,
        documents: tuple[Document, ...],
        flows: tuple[Flow, ...],
        catalogue: Catalogue,
    ) -> None:
        evidence = observations.evidence
        every: Mapping[Need, Any] = {
            "visits": evidence.visits,
            "requests": observations.requests,
            "cookies": tuple(cookie for cookie in observations.cookies if not cookie.blocked),
            "storage": observations.storage,
            "forms": evidence.forms,
            "policy_links": evidence.policy_links,
            "consent": evidence.consent,
            "documents": documents,
            "typed": evidence.typed,
            "api_calls": evidence.api_calls,
            "address_echoes": evidence.address_echoes,
            "aliases": evidence.aliases,
            "consent_strings": evidence.consent_strings,
            "opt_out_strings": evidence.opt_out_strings,
            "cache_identifiers": evidence.cache_identifiers,
        }
        self._given = {need: every[need] for need in needs}
        self.target: Target = evidence.target
        self.failures: tuple[Failure, ...] = evidence.failures
        self.flows = flows
        self.catalogue = catalogue

    def _take(self, need: Need) -> Any:
        if need not in self._given:
            raise AttributeError(f"this check does not declare that it needs {need}")
        return self._given[need]

    @property
    def visits(self) -> tuple[Visit, ...]:
        """All page loads."""
        return tuple(self._take("visits"))

    @property
    def requests(self) -> tuple[AnnotatedRequest, ...]:
        """All requests."""
        return tuple(self._take("requests"))

    @property
    def cookies(self) -> tuple[AnnotatedCookie, ...]:
        """All cookies the browser took."""
        return tuple(self._take("cookies"))

    @property
    def storage(self) -> tuple[AnnotatedStorageItem, ...]:
        """All stored keys."""
        return tuple(self._take("storage"))

    @property
    def forms(self) -> tuple[Form, ...]:
        """All forms."""
        return tuple(self._take("forms"))

    @property
    def typed(self) -> tuple[TypedText, ...]:
        """What was typed into fields, with the requests that carried it off."""
        return tuple(self._take("typed"))

    @property
    def api_calls(self) -> tuple[ApiCall, ...]:
        """Calls of interfaces that tell devices apart, ask for the place or watch visitors."""
        return tuple(self._take("api_calls"))

    @property
    def address_echoes(self) -> tuple[AddressEcho, ...]:
        """Where an IP address came back to the visitor."""
        return tuple(self._take("address_echoes"))

    @property
    def aliases(self) -> tuple[Alias, ...]:
        """The canonical names behind the site's hosts."""
        return tuple(self._take("aliases"))

    @property
    def consent_strings(self) -> tuple[ConsentString, ...]:
        """Consent strings that allow something."""
        return tuple(self._take("consent_strings"))

    @property
    def opt_out_strings(self) -> tuple[OptOutString, ...]:
        """Strings for the United States that say what was opted out of."""
        return tuple(self._take("opt_out_strings"))

    @property
    def cache_identifiers(self) -> tuple[CacheIdentifier, ...]:
        """Entity tags that told visitors apart."""
        return tuple(self._take("cache_identifiers"))

    @property
    def policy_links(self) -> tuple[PolicyLink, ...]:
        """All links to policies."""
        return tuple(self._take("policy_links"))

    @property
    def consent(self) -> Consent:
        """The consent dialog."""
        consent: Consent = self._take("consent")
        return consent

    @property
    def documents(self) -> tuple[Document, ...]:
        """All policies that could be read."""
        return tuple(one for one in self._policies if one.readable and one.text)

    @property
    def unread(self) -> tuple[Document, ...]:
        """The policies that were found and could not be read."""
        return tuple(one for one in self._policies if not (one.readable and one.text))

    @property
    def _policies(self) -> list[Document]:
        return [document for document in self._take("documents") if document.is_policy]

    @property
    def statements(self) -> list[Statement]:
        """All claims of the policies."""
        return statements(self.documents)

    @property
    def disclosed(self) -> list[Statement]:
        """All claims of the policies, and what the consent dialog names: what flows quote stands among them."""
        return [*self.statements, *statements(one for one in self._take("documents") if not one.is_policy)]

    def stated(self, *practices: str, polarity: str = "asserted") -> list[Statement]:
        """The claims of some practices with one polarity."""
        return of_practice(self.statements, *practices, polarity=polarity)

    def need_documents(self) -> None:
        """Raise NotAssessedError when no policy could be read."""
        if not self.documents:
            raise NotAssessedError("no policy could be read")

    def service(self, identity: str) -> Service | None:
        """What the catalogue knows of a service."""
        return self.catalogue.service(identity)

    @property
    def open_documents(self) -> tuple[Document, ...]:
        """The documents that were not read and may tell something: a translation of one that was read tells nothing new."""
        read = {kind for document in self.documents for kind in document.kinds}
        return tuple(one for one in self.unread if not (one.text and one.kinds and read.issuperset(one.kinds)))

    def need_whole_policy(self) -> None:
        """Raise NotAssessedError unless every document that was found could be read: what is missing may stand there."""
        self.need_documents()
        if self.open_documents:
            one = self.open_documents[0]
            raise NotAssessedError(f"{one.url} could not be read: {one.why_unreadable or 'it holds no text'}")

    def before_choice(self, service: str) -> list[AnnotatedRequest]:
        """Requests to a service before any choice, in every state."""
        return [request for request in self.requests if request.service == service and not request.after_choice]

    def after_choice(self, service: str, state: State = "reject", since: str = "") -> list[AnnotatedRequest]:
        """Requests to a service after the choice of one visitor, by default the one who refuses; `since` is a time."""
        return [
            one
            for one in self.requests
            if one.service == service and one.state == state and one.after_choice and one.time >= since
        ]

    def documents_read(self) -> str:
        """ "no statement found in the 2 documents read (…)", for the side of a finding that has no quote."""
        names = ", ".join(document.url for document in self.documents)
        count = len(self.documents)
        return (
            f"no statement found in the {count} document{'s' if count != 1 else ''} read ({names})"
            if count
            else "no policy could be read"
        )
