"""Whether a service recorded the visit: what it was sent holds the page as seen, or what was typed."""

from collections.abc import Iterable

from scanner.model.result import AnnotatedRequest

_TYPED = frozenset({"typed_text", "email", "phone"})


def payload(requests: Iterable[AnnotatedRequest], *, recorder: bool) -> list[AnnotatedRequest]:
    """The requests to one service whose body held text of the page.

    Text that was typed counts where the service is a `recorder` by what its vendor says of it: others are sent a field.
    """
    kinds = {"page_content", *(_TYPED if recorder else ())}
    return [one for one in requests if any(each.kind in kinds and each.part == "body" for each in one.identifiers)]
