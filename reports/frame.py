"""What all pages share: how templates are filled in, the style, the script, and the policy that lets nothing else in."""

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from reports import brand as brands
from reports.language import language
from reports.look import Brand
from reports.tables import plain
from scanner import kept

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Frame:
    """The style and script that go into a page, the policy that allows these two only, and the sender's logo."""

    style: str
    script: str
    policy: str
    logo: str


def frame(brand: Brand, *styles: str) -> Frame:
    """The frame of a page that uses these style sheets. Raises UsageError for a brand that cannot be shown."""
    style = "".join((TEMPLATES / name).read_text("utf-8") for name in styles) + brands.style(brand)
    script = (TEMPLATES / "report.js").read_text("utf-8")
    allowed = f"style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    return Frame(style, script, policy, brands.logo(brand))


class _Compiled(BytecodeCache):
    """The templates as they were compiled last time for one language."""

    def __init__(self, tag: str) -> None:
        self._tag = tag
        self._making = kept.key_of(Path(__file__))

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002
        return f"template-{self._tag}-{name}"

    def load_bytecode(self, bucket: Bucket) -> None:
        found = kept.read(bucket.key, f"{bucket.checksum} {self._making}", bytes)
        if found is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        kept.write(bucket.key, f"{bucket.checksum} {self._making}", bucket.bytecode_to_string())


@cache
def environment(tag: str) -> Environment:
    """The templates in one of the languages of reports; everything they are given is escaped."""
    words = language(tag)
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=_Compiled(tag),
    )
    made.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters["web"] = web_address
    made.filters["shortened"] = shortened
    made.filters["number"] = words.number
    made.filters["plain"] = plain
    return made


def web_address(url: str) -> str | None:
    """`url` if it may become a link: http and https only."""
    return url if urlsplit(url).scheme in ("http", "https") else None


def shortened(text: object, most: int = 400) -> str:
    """Text cut off at `most` characters, with a sign that it is."""
    whole = str(text)
    return whole if len(whole) <= most else whole[: most - 1] + "…"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
