"""Pure derivations that checks and reports share: whose a host is, which service a request went to, what was disclosed."""

from scanner.facts.annotate import Observations, annotate
from scanner.facts.flows import flows
from scanner.facts.inspection import inspection
from scanner.facts.questions import questions

__all__ = ["Observations", "annotate", "flows", "inspection", "questions"]
