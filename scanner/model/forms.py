"""The forms of a page as evidence holds them: which fields ask for what, which boxes stand at them, what is said nearby."""

from dataclasses import dataclass
from typing import Literal

FieldKind = Literal[
    "name",
    "email",
    "phone",
    "address",
    "personal-code",
    "birth-date",
    "card",
    "health",
    "password",
    "free-text",
    "search",
    "other",
]
BoxSubject = Literal["consent", "marketing", "privacy", "terms"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One input of a form: its type, name, autocomplete token and visible label, never what is in it.

    `kind` is what it asks for, told by type, autocomplete token, label and name in the languages of scanner/languages/;
    "other" where these do not tell. `required` is the page's own mark.
    """

    type: str
    name: str
    label: str = ""
    autocomplete: str = ""
    hidden_value_is_ip: bool = False
    kind: FieldKind = "other"
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormBox:
    """One box to tick in a form, as it stood before anybody touched it: `checked` is whether it was ticked already.

    `label` is its text, at most 300 characters. `about` is what the text speaks of: "consent" (words of agreeing),
    "marketing" (news, offers), "privacy" (personal data or their policy), "terms"; empty for a box that is none of these.
    `links` are the addresses its text links to.
    """

    label: str
    checked: bool
    required: bool = False
    about: tuple[BoxSubject, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form as found on a page; `action` is absolute.

    Fields that belong to no form, which a script sends, are one record with `action` "" and `method` "script".
    `boxes` are its check boxes (they stand among `fields` too). `links` are the addresses of links within it,
    `policy_links` those within it, or in the block around it, that lead to a policy. `notice` is the text there that is
    neither a label nor a control, at most 600 characters. `frame` is the address of the frame that holds the form, None
    for the page itself.
    """

    visit: int
    page: str
    action: str
    method: str
    fields: tuple[FormField, ...]
    links: tuple[str, ...] = ()
    boxes: tuple[FormBox, ...] = ()
    policy_links: tuple[str, ...] = ()
    notice: str = ""
    frame: str | None = None
