"""Which inputs of a form ask for personal data."""

import re

from scanner.model.evidence import Form, FormField

_PERSONAL_TYPES = frozenset({"email", "tel", "password"})
_NOT_TYPED = frozenset(
    {"hidden", "submit", "button", "reset", "image", "checkbox", "radio", "search", "range", "color"}
)
_TOKENS = re.compile(
    r"(given-|family-|additional-|nick)?name|cc-[a-z-]+|email|tel(-[a-z-]+)?|street-address|address-line\d|address-level\d"
    r"|postal-code|bday(-[a-z]+)?|username|(new|current)-password|sex|photo"
)
_NAMES = re.compile(
    r"e-?mail|e-?pasts|phone|telefon|tālrun|talrun|(first|last|full|sur)[-_ ]?name|vārds|vards|uzvārds|uzvards"
    r"|personas[-_ ]?kods|isikukood|asmens[-_ ]?kodas|address|adrese",
    re.IGNORECASE,
)
_SECRETS = {
    "password": re.compile(r"passw|parol|slaptaž|salasõna|parool|kennwort|passwort", re.IGNORECASE),
    "national-id": re.compile(r"personas[-_ ]?kod|isikukood|asmens[-_ ]?kod|personal[-_ ]?(code|id)", re.IGNORECASE),
    "card": re.compile(r"\bcc-|card[-_ ]?(num|no)|cvv|cvc|iban", re.IGNORECASE),
    "health": re.compile(r"health|veselīb|veselib|diagno|slimīb|slimib", re.IGNORECASE),
}


def kind_of_secret(type_: str, name: str) -> str | None:
    """password, national-id, card or health, by the type and name of a field; None for any other."""
    if type_ == "password":
        return "password"
    return next((kind for kind, pattern in _SECRETS.items() if pattern.search(name)), None)


def typed(form: Form) -> list[FormField]:
    """The inputs that something is written into."""
    return [field for field in form.fields if field.type not in _NOT_TYPED]


def is_personal(field: FormField) -> bool:
    """Whether an input asks for something about a person, by its type, its autocomplete token, its name or label."""
    if field.type in _NOT_TYPED:
        return False
    tokens = field.autocomplete.lower().split()
    return (
        field.type in _PERSONAL_TYPES
        or any(_TOKENS.fullmatch(token) for token in tokens)
        or _NAMES.search(f"{field.name} {field.label}") is not None
    )


def asks_personal(form: Form) -> bool:
    """Whether any input of a form asks for something about a person."""
    return any(is_personal(field) for field in form.fields)
