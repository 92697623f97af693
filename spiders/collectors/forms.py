"""Turns what forms.js found into form records."""

from typing import Any

from scanner.model.evidence import Form, FormField


def form_record(found: dict[str, Any], visit: int, page: str) -> Form:
    """One form of the page shown by a visit; the visit's number is put into the joined record later."""
    fields = tuple(
        FormField(
            type=str(one["type"]),
            name=str(one["name"]),
            label=str(one["label"]),
            autocomplete=str(one["autocomplete"]),
            hidden_value_is_ip=bool(one["hidden_value_is_ip"]),
        )
        for one in found["fields"]
    )
    return Form(
        visit=visit,
        page=page,
        action=str(found["action"]),
        method=str(found["method"]),
        fields=fields,
        links=tuple(found["links"]),
    )
