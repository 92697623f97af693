"""Turns what forms.js found into form records: what the fields ask for, and which links lead to a policy."""

from typing import Any
from urllib.parse import unquote, urlsplit

from scanner import languages
from scanner.facts import form_fields
from scanner.model.forms import Form, FormBox, FormField
from spiders.urls import is_url


def form_record(found: dict[str, Any], visit: int, page: str, frame: str | None = None) -> Form:
    """One form of the page shown by a visit; the visit's number is put into the joined record later."""
    return Form(
        visit=visit,
        page=page,
        action=str(found["action"]),
        method=str(found["method"]),
        fields=tuple(_field(one) for one in found["fields"]),
        links=tuple(filter(is_url, found["links"])),
        boxes=tuple(_box(one) for one in found["boxes"]),
        policy_links=tuple(
            dict.fromkeys(link["url"] for link in found["around"] if is_url(link["url"]) and _leads_to_policy(link))
        ),
        notice=str(found["notice"]),
        frame=frame,
    )


def _field(one: dict[str, Any]) -> FormField:
    type_, name, label, token = (str(one[key]) for key in ("type", "name", "label", "autocomplete"))
    return FormField(
        type=type_,
        name=name,
        label=label,
        autocomplete=token,
        hidden_value_is_ip=bool(one["hidden_value_is_ip"]),
        kind=form_fields.kind_of(type_, name, label, token),
        required=bool(one["required"]),
    )


def _box(one: dict[str, Any]) -> FormBox:
    label = str(one["label"])
    return FormBox(
        label=label,
        checked=bool(one["checked"]),
        required=bool(one["required"]),
        about=form_fields.about(label),
        links=tuple(filter(is_url, one["links"])),
    )


def _leads_to_policy(link: dict[str, Any]) -> bool:
    path = unquote(urlsplit(str(link["url"])).path)
    return "privacy_policy" in languages.load().policy_kinds(str(link["text"]), path)
