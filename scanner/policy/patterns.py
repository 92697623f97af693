"""Compiles the phrases of a language file, and folds text so that case and diacritics do not matter."""

import re
import unicodedata
from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from pathlib import Path

import scanner.languages
from scanner import kept
from scanner.model import codec
from scanner.model.claims import is_practice
from scanner.model.errors import UsageError
from scanner.policy import phrases
from scanner.policy.phrases import Phrase, Phrases, required

_FOLDER = Path(scanner.languages.__file__).parent / "claims"
_CLASS = re.compile(r"\\[A-Z]|[^\\]+|\\")
"""What `fold` must leave as it is: "\\W" is the opposite of "\\w"."""
_PART = re.compile(r"<([a-z_]+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """Phrases that state a practice; `needs` is what else its sentence or surroundings must speak of.

    `denied` are phrases that state its opposite by themselves, `not_in` those beside which it is not stated, `but_not`
    those that hold one of its phrases and mean something else. `denied_if`: a denial counts only where one of these stands
    at the statement ("no cookies", but not "no further cookies"). `exact` are expressions on the text as it stands, where
    case matters ("AS" is a company, "as" a word).
    """

    patterns: tuple[str, ...]
    deny: bool = False
    needs: str = ""
    denied: tuple[str, ...] = ()
    denied_if: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    but_not: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words that turn a statement round or take it out.

    `prefix` is a negation written together with its verb, `endings` what case endings a name may take (an expression).
    `condition` begins a clause on which what is said depends ("if you refuse, …"), unless it is `concessive` ("even if"),
    `but_for` an exception that itself says what is done ("except to the police"), `exception_of_sharing` leaves room for
    others to be given data only ("to nobody else"), `outline` tells what the policy will speak of. `neutral` looks like
    another clause and is none ("including but not limited to"). `of_this_kind` speaks of one kind of cookie, that of its
    heading. `nor` denies what follows it at once ("not advertisers, not publishers"), `likewise` says of something what was
    said of the thing before it. `others_get` says which data somebody else does not get to know ("the courier gets your
    address, but not …"): that denies nothing of what the site collects. `able` is what the visitor can do ("which you can
    switch off"): it makes nothing that the site does merely possible. `not_now` tells of the past or of plans, `elsewhere`
    names a service only as a place where more is to be found ("follow us on"). `goes_on` are sentences that speak of what
    the one before speaks of, `answer` answers a question at once and `answer_no` denies by it what was asked;
    `exception_alone` begins a sentence that is an exception to the one before. `source` stands before a company that something
    is not fetched from ("we do not load them from X"): that denies no more of the company. `receives` says that somebody else is given
    or sees something, unless a word of `ourselves` stands beside it; `by_now` begins a sentence that tells what became of
    what one of `not_now` told, and after `at_present` a sentence on the past speaks of today. `part` is a part of a service,
    whose name "¤" stands for: without it ("Hotjar's heat maps are off") the service is not denied. `request` asks not to be
    sent something ("please do not send us …"), and `unwanted` says that it is not collected ("we do not need it"). `wish`
    are questions that go on into an offer ("Want it erased? We erase it."), `to_us` says what a service does not do to us
    ("does not show us"), `what_not` are headings over data that are not collected. `aside` begins an example between commas,
    `relative` a relative clause, which narrows what is denied of a datum or of cookies. `only_links` tells that what is
    named is linked to and not on the pages. `why` begins questions that say what they ask the reason of. `to_others` are
    denials and questions of giving to others, which deny nothing of what is collected; `of_itself` is what a service does
    not do ("it sets no cookies"). `explains` are headings of sections that explain cookies or terms, or lead to other sites:
    below them only a sentence with a word of `own` speaks of the site. `definition` says what something is, and sentences
    that begin with `continues` go on with it. `negation_not` are phrases in which a denial denies nothing; `turn` and
    `clause` begin another clause, the second without a way back; `purpose_denied` denies what something is for, or speaks of
    others, and not the thing; `until` begins an event. `instead` stands at once before a service, `in_place` at once behind
    it, where something else is used ("rather than X"). `on_click` tells that something is loaded by a click of the visitor
    only; `tool` begins sentences whose subject is one tool. `withdrawn` is a choice after which something is no longer done
    ("once you unsubscribe"): what is denied then was done before; so is what is denied of the time after something `ended`
    ("cookies are not kept after the browser is closed"). `long_stems` are beginnings of words that are known with one letter
    wrong: no other word may be that near to one.
    """

    negation: tuple[str, ...]
    turn: tuple[str, ...]
    clause: tuple[str, ...]
    until: tuple[str, ...]
    exception: tuple[str, ...]
    possible: tuple[str, ...]
    skip: tuple[str, ...]
    cookie: tuple[str, ...]
    lead_in_data: tuple[str, ...]
    right: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    share: tuple[str, ...] = ()
    negation_not: tuple[str, ...] = ()
    condition: tuple[str, ...] = ()
    but_for: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()
    exception_of_sharing: tuple[str, ...] = ()
    nor: tuple[str, ...] = ()
    of_this_kind: tuple[str, ...] = ()
    others_get: tuple[str, ...] = ()
    likewise: tuple[str, ...] = ()
    able: tuple[str, ...] = ()
    not_now: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    goes_on: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()
    answer_no: tuple[str, ...] = ()
    exception_alone: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    outline: tuple[str, ...] = ()
    definition: tuple[str, ...] = ()
    continues: tuple[str, ...] = ()
    explains: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    purpose_denied: tuple[str, ...] = ()
    receives: tuple[str, ...] = ()
    ourselves: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    long_stems: tuple[str, ...] = ()
    by_now: tuple[str, ...] = ()
    wish: tuple[str, ...] = ()
    to_us: tuple[str, ...] = ()
    what_not: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    request: tuple[str, ...] = ()
    at_present: tuple[str, ...] = ()
    concessive: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    relative: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    only_links: tuple[str, ...] = ()
    to_others: tuple[str, ...] = ()
    of_itself: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    in_place: tuple[str, ...] = ()
    on_click: tuple[str, ...] = ()
    tool: tuple[str, ...] = ()
    prefix: str = ""
    endings: str = ""


_LISTS = tuple(one.name for one in fields(Words) if one.name not in ("prefix", "endings", "long_stems"))
DENIALS = ("use", "used", "vendor", "offered", "nowhere", "collect", "collected", "share", "shared", "sell", "do")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFile:
    """One file of scanner/languages/claims/."""

    words: Words
    practices: dict[str, Practice]
    durations: dict[str, tuple[str, ...]]
    numbers: dict[str, int]
    denials: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """One practice, compiled."""

    needs: str
    deny: bool
    stated: Phrases
    denied: Phrases
    denied_if: Phrases
    not_in: Phrases
    but_not: Phrases
    expressions: tuple[str, ...]

    @cached_property
    def exact(self) -> re.Pattern[str]:
        """Its expressions on the text as it stands."""
        return re.compile("|".join(self.expressions) or r"(?!)")


@dataclass(frozen=True, slots=True)
class Grammar:
    """A claim file, compiled. `denials` holds the lists that the file has (of DENIALS)."""

    endings: str

    words: dict[str, Phrases]
    denials: dict[str, Phrases]
    practices: dict[str, Rule]
    durations: dict[str, Phrases]
    numbers: dict[str, int]
    long_stems: tuple[str, ...]


def fold(text: str) -> str:
    """`text` in lower case without diacritics, of exactly the same length, so that places are the same."""
    return text.translate(_FOLDED)


class _Folded(dict[int, str]):
    """What each letter becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold_letter(chr(code))
        return self[code]


_FOLDED = _Folded()


def _fold_letter(letter: str) -> str:
    if letter in "\u00a0\u2007\u202f\u200b\u2009":
        return " "
    if letter in "‐‑–":
        return "-"
    lower = letter.lower()
    base = unicodedata.normalize("NFD", lower)[0] if lower else letter
    if "\u0400" <= letter <= "\u04ff":
        base = "е" if lower == "ё" else lower  # Cyrillic й is a letter of its own, ё is mostly written е
    return base if len(base) == 1 else letter


def compiled(told: tuple[str, ...], prefix: str = "", parts: dict[str, str] | None = None) -> Phrases:
    """One expression for phrases: "*" any ending or beginning, "…" a gap within the sentence, "~" a gap without commas,
    a space any white space, <name> a part of the file. `prefix` may stand before any phrase: the "ne" that is written
    together with verbs."""
    whole = [_PART.sub(lambda match: (parts or {})[match.group(1)], phrase) for phrase in told]
    return Phrases(tuple(Phrase(folded, prefix, required(folded)) for folded in map(_fold_phrase, whole)))


def _fold_phrase(phrase: str) -> str:
    return _CLASS.sub(lambda match: match.group() if match.group().startswith("\\") else fold(match.group()), phrase)


@cache
def grammar(language: str) -> Grammar:
    """The compiled claim file of a language; raises UsageError for one that names an unknown practice."""
    file = _FOLDER / f"{language}.toml"
    key = kept.key_of(file, Path(__file__), Path(phrases.__file__))
    return kept.made(f"claims-{language}", key, Grammar, lambda: _compiled(file))


def _compiled(file: Path) -> Grammar:
    read = codec.from_toml(file, ClaimFile, strict=True)
    unknown = [name for name in read.practices if not is_practice(name)]
    unknown += [name for name in read.denials if name not in DENIALS]
    if unknown:
        raise UsageError(f"{file} has practices the contract does not: {', '.join(unknown)}.")
    prefix = read.words.prefix
    return Grammar(
        read.words.endings,
        {name: compiled(getattr(read.words, name), prefix, read.parts) for name in _LISTS},
        {name: compiled(told, parts=read.parts) for name, told in read.denials.items()},
        {
            name: Rule(
                practice.needs,
                practice.deny,
                compiled(practice.patterns, prefix, read.parts),
                compiled(practice.denied, parts=read.parts),
                compiled(practice.denied_if, parts=read.parts),
                compiled(practice.not_in, parts=read.parts),
                compiled(practice.but_not, parts=read.parts),
                practice.exact,
            )
            for name, practice in read.practices.items()
        },
        {unit: compiled(told) for unit, told in read.durations.items()},
        {fold(word): number for word, number in read.numbers.items()},
        read.words.long_stems,
    )


@cache
def languages() -> tuple[str, ...]:
    """Languages whose policies can be read."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))
