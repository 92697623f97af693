"""What the inputs and boxes of a form ask for, told by type, autocomplete token, label and name."""

import re
from collections.abc import Iterable

from scanner import languages
from scanner.model.forms import BoxSubject, FieldKind, Form, FormField

_NOT_TYPED = frozenset(
    {"hidden", "submit", "button", "reset", "image", "checkbox", "radio", "search", "range", "color"}
)
_PERSONAL: frozenset[FieldKind] = frozenset(
    {"name", "email", "phone", "address", "personal-code", "birth-date", "card", "health", "password"}
)
_TYPES: dict[str, FieldKind] = {"email": "email", "tel": "phone", "password": "password", "search": "search"}
# Field names of the HTML standard's autofill section, by what they stand for.
_TOKENS: tuple[tuple[str, FieldKind], ...] = (
    (r"(given-|family-|additional-)?name|nickname|username", "name"),
    (r"email", "email"),
    (r"tel(-[a-z-]+)?", "phone"),
    (r"street-address|address-(line|level)\d|postal-code", "address"),
    (r"bday(-[a-z]+)?", "birth-date"),
    (r"cc-[a-z-]+", "card"),
    (r"(new|current)-password|one-time-code", "password"),
)
# In order of precedence: "e-mail of the patient" asks for an e-mail address, a health question for health.
_WORDS: tuple[tuple[str, FieldKind], ...] = (
    ("personal_code", "personal-code"),
    ("birth_date", "birth-date"),
    ("card", "card"),
    ("email", "email"),
    ("phone", "phone"),
    ("health", "health"),
    ("name", "name"),
    ("address", "address"),
)
_SECRETS: dict[FieldKind, str] = {
    "password": "password",
    "personal-code": "national-id",
    "card": "card",
    "health": "health",
}
_SECRET_NAMES = {
    "password": re.compile(r"passw|parol|slaptaž|salasõna|parool|kennwort|passwort", re.IGNORECASE),
    "card": re.compile(r"\bcc-|card[-_ ]?(num|no)|cvv|cvc|iban", re.IGNORECASE),
}


def kind_of(type_: str, name: str, label: str = "", autocomplete: str = "") -> FieldKind:
    """What an input asks for; "other" where nothing tells. A hidden input, box or button asks for nothing."""
    if type_ in _NOT_TYPED:
        return "search" if type_ == "search" else "other"
    if type_ in _TYPES:
        return _TYPES[type_]
    for token in autocomplete.lower().split():
        found = next((kind for pattern, kind in _TOKENS if re.fullmatch(pattern, token)), None)
        if found:
            return found
    words = languages.load().fields
    texts = [_spaced(label), _spaced(name)]
    for text in texts:
        for list_, kind in _WORDS:
            if words[list_].is_within(text):
                return kind
        if words["name_alone"].is_whole(text):
            return "name"
    if type_ == "textarea" or any(words["free_text"].is_whole(text) for text in texts):
        return "free-text"
    return "other"


def about(label: str) -> tuple[BoxSubject, ...]:
    """What the text beside a box to tick speaks of."""
    known = languages.load()
    kinds = known.policy_kinds(label, "")
    found: list[BoxSubject] = []
    if known.fields["agree"].is_within(label):
        found.append("consent")
    if known.fields["marketing"].is_within(label):
        found.append("marketing")
    if "privacy_policy" in kinds or known.privacy.is_within(label):
        found.append("privacy")
    if "terms" in kinds or known.fields["terms"].is_within(label):
        found.append("terms")
    return tuple(found)


def kind_of_secret(type_: str, name: str) -> str | None:
    """password, national-id, card or health, by the type and name of a field; None for any other."""
    kind = kind_of(type_, name)
    if kind in _SECRETS:
        return _SECRETS[kind]
    return next((secret for secret, pattern in _SECRET_NAMES.items() if pattern.search(name)), None)


def typed(form: Form) -> list[FormField]:
    """The inputs that something is written into."""
    return [field for field in form.fields if field.type not in _NOT_TYPED]


def is_personal(field: FormField) -> bool:
    """Whether an input asks for something about a person."""
    return kind_of(field.type, field.name, field.label, field.autocomplete) in _PERSONAL


def asks_personal(form: Form) -> bool:
    """Whether any input of a form asks for something about a person."""
    return any(is_personal(field) for field in form.fields)


def once(forms: Iterable[tuple[int, Form]]) -> list[tuple[int, Form]]:
    """Forms with their places, each form once: one that stands in the foot of every page is one form."""
    first: dict[tuple[object, ...], tuple[int, Form]] = {}
    for at, form in forms:
        first.setdefault((form.action, tuple((one.type, one.name) for one in form.fields)), (at, form))
    return list(first.values())


def _spaced(name: str) -> str:
    """A field's name as words: "first_name", "firstName" and "user[first-name]" are "first name"."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[a-z]{2})-(?=[a-z])", " ", name)
    return re.sub(r"[_\[\]:*]+", " ", parted).strip()
