"""What cannot be observed from outside: questions to the operator, each with what made it come up."""

from collections.abc import Iterator

from scanner.facts.annotate import Observations
from scanner.facts.flows import not_observable
from scanner.model.claims import Document
from scanner.model.inspection import Question, Topic
from scanner.model.result import Flow
from scanner.services import Catalogue, Service

_MOST = 12


def questions(
    observations: Observations, documents: tuple[Document, ...], flows: tuple[Flow, ...], catalogue: Catalogue
) -> tuple[Question, ...]:
    """The questions that this scan raises, in the order in which they are printed."""
    return (
        *_of_choice(observations),
        *_of_vendors(flows, catalogue),
        *_of_recipients(not_observable(documents, flows, catalogue)),
        *_of_storage(observations),
        *_of_server(observations),
    )


def _of_choice(observations: Observations) -> Iterator[Question]:
    consent = observations.evidence.consent
    if consent.banner:
        tool = f" ({consent.cmp})" if consent.cmp else ""
        yield Question(
            topic="consent-log",
            text=f"How are visitors’ choices in the consent dialog{tool} recorded, for how long, and can one be shown?",
            why="The log of choices is kept on a server; that consent was given is the operator’s to show.",
            params={"tool": consent.cmp or ""},
        )


def _of_vendors(flows: tuple[Flow, ...], catalogue: Catalogue) -> Iterator[Question]:
    observed = [flow for flow in flows if flow.observed]
    known = [(flow, service) for flow in observed if (service := catalogue.service(flow.service)) is not None]
    processors = [flow for flow, service in known if service.role == "processor"]
    open_roles = [flow for flow, service in known if service.role in ("depends", "unknown")]
    accounts = [flow for flow, service in known if service.recording or service.consent == "required"]
    unknown = [flow for flow in observed if catalogue.service(flow.service) is None]
    if processors:
        yield _about(
            "contract", processors,
            "Is there a contract under GDPR Article 28 with {names}, and which sub-processors does it allow?",
            "Their makers offer these services as processors; whether a contract stands behind it cannot be seen.",
        )  # fmt: skip
    if open_roles:
        yield _about(
            "role", open_roles,
            "Does {names} act on your behalf, for itself, or jointly with you?",
            "What the maker documents leaves the role open, or it depends on the product and its settings.",
        )  # fmt: skip
    if unknown:
        yield _about(
            "owner", unknown,
            "Whose are the hosts of {names}: your own group’s, a contractor’s, or another company’s?",
            "No service file knows these domains.",
        )  # fmt: skip
    if accounts:
        yield _about(
            "account", accounts,
            "Which settings are chosen in the accounts with {names}: retention, sharing with the vendor, masking, recording?",
            "Settings inside a vendor’s account leave no trace in the browser.",
        )  # fmt: skip


def _of_recipients(named: tuple[Service, ...]) -> Iterator[Question]:
    if not named:
        return
    names = ", ".join(one.name for one in named[:_MOST]) + (" …" if len(named) > _MOST else "")
    yield Question(
        topic="recipient",
        text=f"What do these receive of whom, and when: {names}?",
        why="The policy names them; their work is done elsewhere than on the pages, so that no browser sees it.",
        subjects=tuple(one.id for one in named),
        params={"names": names},
    )


def _of_storage(observations: Observations) -> Iterator[Question]:
    early = [cookie for cookie in observations.cookies if any(one.before_choice for one in cookie.sightings)]
    necessary = _names([cookie.name for cookie in early if cookie.purpose in ("necessary", "preferences")])
    unknown = _names([cookie.name for cookie in observations.cookies if cookie.purpose == "unknown"])
    if necessary:
        yield Question(
            topic="necessity",
            text=f"For which service that the visitor asked for is each of these strictly necessary: {', '.join(necessary)}?",
            why="They were stored before any choice; that something is necessary is the operator’s to show.",
            subjects=necessary,
        )
    if unknown:
        yield Question(
            topic="purpose",
            text=f"What are these cookies for, and who can read them: {', '.join(unknown)}?",
            why="No service file knows them; a cookie’s purpose cannot be told from its value.",
            subjects=unknown,
        )


def _of_server(observations: Observations) -> Iterator[Question]:
    if observations.requests:
        yield Question(
            topic="server",
            text="What does the server keep of each visit (addresses, logs, for how long), and to whom does it pass data on?",
            why="What a server does behind the scenes leaves no trace in the browser.",
        )


def _about(topic: Topic, flows: list[Flow], text: str, why: str) -> Question:
    names = ", ".join(flow.name for flow in flows[:_MOST]) + (" …" if len(flows) > _MOST else "")
    return Question(
        topic=topic,
        text=text.replace("{names}", names),
        why=why,
        subjects=tuple(flow.service for flow in flows),
        params={"names": names},
    )


def _names(every: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(every))[:_MOST]
