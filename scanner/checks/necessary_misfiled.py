"""What it checks
--------------
A consent dialog whose list files a cookie as necessary that is catalogued as one for statistics or advertising.

Why it matters
--------------
What stands under "necessary" is set without asking, and cannot be switched off.

Limits
------
Only tables in the dialog, under a heading or with a cell that speaks of what is necessary. The catalogue tells what a
cookie's vendor documents; whether this site cannot do without it is for the operator to show.

How to fix
----------
Move the cookie to the purpose it serves, or record why the site cannot do without it.
"""

from collections.abc import Iterator

from scanner import languages
from scanner.checks.base import CheckMeta, Material, finding
from scanner.checks.dialogs import need_first_layer
from scanner.checks.law import EPD, taskforce
from scanner.model.consent import DialogTable
from scanner.model.findings import Finding

CHECK = "necessary-misfiled"
META = CheckMeta(
    title="The consent dialog files a cookie for statistics or advertising as necessary",
    category="consent",
    needs=("cookies", "consent"),
    law=(taskforce("27–29"), EPD),
)
_CELL = 60
"""Characters of a cell that names a category, rather than explaining one."""


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such cookie."""
    need_first_layer(material)
    for layer in material.consent.layers:
        for table in layer.tables:
            yield from _in_table(material, table)


def _in_table(material: Material, table: DialogTable) -> Iterator[Finding]:
    known = languages.load()
    for row in table.rows:
        told = known.names_necessary(table.section) or any(
            len(cell) < _CELL and known.names_necessary(cell) for cell in row[1:]
        )
        match = material.catalogue.match_cookie(row[0], "", "first") if told and row and row[0] else None
        if match is None or match.cookie.purpose not in ("statistics", "marketing"):
            continue
        seen = [cookie for cookie in material.cookies if cookie.name == row[0]]
        yield finding(
            META,
            CHECK,
            subject=row[0],
            verdict=None,
            severity="medium",
            confidence="likely",
            title=f"{row[0]} · filed as necessary, catalogued as {match.cookie.purpose}",
            message=f"The dialog lists {row[0]} under “{table.section or row[-1]}”; {match.service.name} documents it for "
            f"{match.cookie.purpose}.",
            recommendation=(
                f"Either move {row[0]} in the consent tool to the purpose it serves, so that it waits for consent. "
                "Or record why the site cannot do without it."
            ),
            evidence=["consent", *(f"cookies/{cookie.id}" for cookie in seen[:3])],
        )
