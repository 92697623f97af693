"""The brand of whoever sends a report, as it goes into the page."""

import base64
import re

from reports.look import Brand
from scanner.model.errors import UsageError

_COLOUR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?|[a-z]{3,20}")
_LOGO_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
_LOGO_BYTES = 300_000


def style(brand: Brand) -> str:
    """The rule that sets its colour, "" where none is given. Raises UsageError for what is no colour."""
    if not brand.colour:
        return ""
    if not _COLOUR.fullmatch(brand.colour):
        raise UsageError(f"The brand’s colour {brand.colour} is none: give it as #rrggbb or by its CSS name.")
    return f"\n:root {{ --brand: {brand.colour}; }}"


def logo(brand: Brand) -> str:
    """Its logo as an address that holds the picture, "" where none is given. Raises UsageError."""
    if brand.logo is None:
        return ""
    kind = _LOGO_TYPES.get(brand.logo.suffix.lower())
    if kind is None:
        raise UsageError(
            f"The brand’s logo {brand.logo} is no picture of a kind that is known: {', '.join(_LOGO_TYPES)}."
        )
    if not brand.logo.is_file():
        raise UsageError(f"The brand’s logo {brand.logo} is not there.")
    body = brand.logo.read_bytes()
    if len(body) > _LOGO_BYTES:
        raise UsageError(f"The brand’s logo {brand.logo} is larger than {_LOGO_BYTES // 1000} kB.")
    return f"data:{kind};base64,{base64.b64encode(body).decode()}"
