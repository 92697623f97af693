"""The settings of a scan: the one list behind the command line's options, the settings file and the environment."""

from dataclasses import dataclass
from typing import Any, Literal

import typer

from scanner.model.findings import SEVERITIES
from scanner.model.judging import PROFILES
from scanner.model.target import ALL_STATES, STATES

Kind = Literal["whole", "number", "text", "flag", "words", "lines"]
"""`words` are several values parted by commas, `lines` a repeatable option whose values may hold anything."""

_METAVARS = {"whole": "NUMBER", "number": "SECONDS", "text": "TEXT", "words": "LIST", "lines": "TEXT"}
WHAT, WHO, WHERE, OUTCOME = "What is read", "Who visits", "How it is reached", "What comes out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting: what it is for, what kind of value it takes, and which one without it. `shown` describes the default."""

    about: str
    kind: Kind
    default: Any = None
    shown: str = ""
    metavar: str = ""
    panel: str = WHAT
    allowed: tuple[str, ...] = ()

    @property
    def help(self) -> str:
        """The help text, its default included."""
        default = self.shown
        if not default and self.default not in (None, False, ()):
            default = ",".join(self.default) if isinstance(self.default, tuple) else f"{self.default}"
        return f"{self.about} [default: {default}]" if default else self.about


SETTINGS: dict[str, Setting] = {
    "pages": Setting(kind="whole", default=5, about="Pages to visit; the home page counts, policies do not."),
    "page": Setting(kind="lines", default=(), metavar="URL", about="Visit this page of the site too. Repeatable."),
    "policy": Setting(
        kind="lines", default=(), metavar="URL_OR_FILE", about="Read this policy too: an address or a file. Repeatable."
    ),
    "first_party": Setting(kind="words", default=(), about="Domains of the same owner, not counted as third parties."),
    "no_robots": Setting(kind="flag", default=False, about="Pass over robots.txt, on sites you are authorised to audit."),
    "no_typing": Setting(
        kind="flag", default=False, about="Do not type into fields to see whether what is typed is sent off."
    ),
    "no_other_device": Setting(
        kind="flag", default=False, about="Do not look at the first page's consent dialog with the other kind of device."
    ),
    "states": Setting(
        kind="words", default=STATES, panel=WHO, allowed=ALL_STATES,
        about="Visitors: no choice, all accepted, all refused; withdraw (accepted, then withdrawn) and partial (statistics only)."
    ),
    "locale": Setting(kind="text", default="lv-LV", panel=WHO, about="Language of the visitor's browser."),
    "timezone": Setting(kind="text", default="Europe/Riga", panel=WHO, about="Time zone of the visitor's browser."),
    "device": Setting(
        kind="text", default="desktop", panel=WHO, allowed=("desktop", "mobile"),
        about="What the visitor holds: desktop or mobile.",
    ),
    "gpc": Setting(
        kind="flag", default=False, panel=WHO,
        about="Send Global Privacy Control: the visitor objects to selling and sharing.",
    ),
    "visitor_ip": Setting(
        kind="text", panel=WHO, metavar="ADDRESS", shown="as services that look it up tell it",
        about="The IP address the visitor goes out with, to be looked for in pages and answers. Not kept.",
    ),
    "storage_state": Setting(
        kind="text", panel=WHO, metavar="FILE", about="Cookies of a signed-in visitor, as Playwright saves them."
    ),
    "proxy": Setting(kind="text", panel=WHERE, metavar="URL", about="Reach the site through this proxy."),
    "ignore_certificate_errors": Setting(
        kind="flag", default=False, panel=WHERE, about="Go on where a certificate is not valid."
    ),
    "allow_private": Setting(
        kind="flag", default=False, panel=WHERE,
        about="Scan a start address in a private network, this machine included.",
    ),
    "guarded": Setting(
        kind="flag", default=False, panel=WHERE,
        about="Refuse private addresses to the site's pages and redirects too, as scans of a worker do.",
    ),
    "no_dns": Setting(
        kind="flag", default=False, panel=WHERE, about="Do not look up the canonical names of the site's hosts."
    ),
    "header": Setting(
        kind="lines", default=(), panel=WHERE, metavar="NAME:VALUE",
        about="Send this header to the site itself, and to nobody else. Repeatable.",
    ),
    "list_address": Setting(
        kind="lines", default=(), panel=WHERE, metavar="LIST=URL",
        about="Fetch this list from another address: `privacydiff update`. Repeatable.",
    ),
    "browser": Setting(
        kind="text", panel=WHERE, metavar="FILE", shown="the first one found", about="Program of Chromium, Chrome or Edge."
    ),
    "timeout": Setting(kind="number", default=30.0, shown="30", panel=WHERE, about="Seconds a page may take to answer."),
    "deadline": Setting(kind="number", default=600.0, shown="600", panel=WHERE, about="Seconds the whole scan may take."),
    "out": Setting(
        kind="text", panel=OUTCOME, metavar="FOLDER", shown="privacydiff-HOST-TIME", about="Where reports and evidence go."
    ),
    "format": Setting(
        kind="words", default=("html", "csv", "json"), panel=OUTCOME, about="Reports to write; result.json always is."
    ),
    "fail_on": Setting(
        kind="text", panel=OUTCOME, allowed=SEVERITIES, metavar="LEVEL",
        about=f"Exit with 1 for a finding of this level or above: {', '.join(SEVERITIES)}.",
    ),
    "profile": Setting(
        kind="text", default="default", panel=OUTCOME, allowed=PROFILES,
        about="How to judge: default; strict, what is light weighs more; consent-only and policy-only, checks of that kind.",
    ),
    "only": Setting(kind="words", default=(), panel=OUTCOME, metavar="CHECKS", about="Run these checks only."),
    "skip": Setting(kind="words", default=(), panel=OUTCOME, metavar="CHECKS", about="Leave these checks out."),
    "report_language": Setting(
        kind="text", panel=OUTCOME, metavar="TAG", shown="that of the locale if there is one",
        about="Language of the reports for people: lv or en.",
    ),
    "brand_name": Setting(kind="text", panel=OUTCOME, about="Who sends the report: a name at its head."),
    "brand_logo": Setting(kind="text", panel=OUTCOME, metavar="FILE", about="A logo at the head of the report."),
    "brand_colour": Setting(kind="text", panel=OUTCOME, about="Colour of the name: #rrggbb or its CSS name."),
    "brand_intro": Setting(kind="text", panel=OUTCOME, about="A paragraph below the first sentence of the report."),
    "brand_contact": Setting(kind="text", panel=OUTCOME, about="Whom to ask about the report."),
    "no_bundle": Setting(
        kind="flag", default=False, panel=OUTCOME,
        about="Leave the reports only, without evidence (screenshots, HAR, policies as seen, manifest).",
    ),
    "no_bom": Setting(
        kind="flag", default=False, panel=OUTCOME,
        about="Write CSV files without a byte order mark: for programs, not for Excel.",
    ),
    "keep_values": Setting(
        kind="flag", default=False, panel=OUTCOME,
        about="Keep the values of cookies, storage and queries, in place of length and hash.",
    ),
}  # fmt: skip
"""By name as in the settings file; --fail-on is `fail_on` there and PRIVACYDIFF_FAIL_ON in the environment."""


def dashed(name: str) -> str:
    """The option of a setting: fail_on → --fail-on."""
    return f"--{name.replace('_', '-')}"


def variable(name: str) -> str:
    """The environment variable of a setting: fail_on → PRIVACYDIFF_FAIL_ON."""
    return f"PRIVACYDIFF_{name.upper()}"


def option(name: str) -> Any:
    """The command line's option for a setting. Values come as text: configuration.py reads them, for all three sources."""
    setting = SETTINGS[name]
    if setting.kind == "flag":
        return typer.Option(dashed(name), help=setting.help, rich_help_panel=setting.panel)
    return typer.Option(
        dashed(name),
        help=setting.help,
        rich_help_panel=setting.panel,
        metavar=setting.metavar or _METAVARS[setting.kind],
        autocompletion=(lambda: list(setting.allowed)) if setting.allowed else None,
    )
