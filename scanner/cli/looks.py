"""How reports are to look: the language and brand that the settings ask for, checked before anything is scanned."""

from pathlib import Path
from typing import TYPE_CHECKING

from scanner.cli.configuration import Chosen

if TYPE_CHECKING:
    from reports import Look
    from scanner.model.result import Result


def make(chosen: Chosen, earlier: "Result | None" = None) -> "Look":
    """The look of the settings, with what changed since an earlier result; raises UsageError for a language, logo or colour that cannot be used."""
    from reports import Brand, Look, brand

    logo = chosen["brand_logo"]
    made = Look(
        language=chosen["report_language"],
        brand=Brand(
            name=chosen["brand_name"] or "",
            logo=Path(logo) if logo else None,
            colour=chosen["brand_colour"] or "",
            intro=chosen["brand_intro"] or "",
            contact=chosen["brand_contact"] or "",
        ),
        earlier=earlier,
        byte_order_mark=not chosen["no_bom"],
    )
    if made.language:
        from reports import language  # brings the reader of translations with it

        language.chosen(made.language, "")
    brand.logo(made.brand)
    brand.style(made.brand)
    return made
