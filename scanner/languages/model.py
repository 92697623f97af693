"""What a language file holds."""

from dataclasses import dataclass

from scanner.languages.parts import PartWords


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyLinkWords:
    """Link texts, and parts of addresses, of policies."""

    privacy: tuple[str, ...]
    cookies: tuple[str, ...]
    terms: tuple[str, ...]
    privacy_paths: tuple[str, ...]
    cookie_paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWords:
    """Whole button texts, by what the button does, and words of the dialog's text.

    `banner` words make a text with a known button a consent dialog; `privacy` words do where accept and reject stand side
    by side. `withdraw` are whole texts of controls that open the dialog again, `revoke` phrases of those that may take the
    consent back at once; `statistics`, `marketing` and
    `legitimate_interest` are words of labels of boxes. `by_use` are phrases that take going on for consent, `by_closing`
    words for closing the dialog in a sentence that tells what it does; `purpose` words that tell what cookies are for.
    """

    accept: tuple[str, ...]
    reject: tuple[str, ...]
    necessary_only: tuple[str, ...]
    settings: tuple[str, ...]
    save: tuple[str, ...]
    close: tuple[str, ...]
    pay: tuple[str, ...]
    banner: tuple[str, ...]
    privacy: tuple[str, ...]
    withdraw: tuple[str, ...]
    revoke: tuple[str, ...]
    statistics: tuple[str, ...]
    marketing: tuple[str, ...]
    legitimate_interest: tuple[str, ...]
    by_use: tuple[str, ...]
    by_closing: tuple[str, ...]
    purpose: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """Link texts of pages worth a visit, of links never to be followed, and titles of robot checks."""

    preferred: tuple[str, ...]
    dangerous: tuple[str, ...]
    wall: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldWords:
    """Words of the labels and names of form fields, by what they ask for, and of the texts beside boxes to tick.

    `name_alone` are words for a person's name only where nothing stands beside them ("name", not "name of the product").
    """

    name: tuple[str, ...] = ()
    name_alone: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    personal_code: tuple[str, ...] = ()
    birth_date: tuple[str, ...] = ()
    card: tuple[str, ...] = ()
    health: tuple[str, ...] = ()
    free_text: tuple[str, ...] = ()
    marketing: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    agree: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitiveWords:
    """Words of titles and addresses of pages on health, sex life, religion, debt, and of pages for children."""

    health: tuple[str, ...] = ()
    sex_life: tuple[str, ...] = ()
    religion: tuple[str, ...] = ()
    debt: tuple[str, ...] = ()
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language file."""

    name: str
    policy_links: PolicyLinkWords
    consent: ConsentWords
    parts: PartWords
    pages: PageWords
    fields: FieldWords = FieldWords()
    sensitive: SensitiveWords = SensitiveWords()
