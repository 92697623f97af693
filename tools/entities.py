"""Makes scanner/services/entities.csv from the unpacked npm package third-party-web (MIT).

npm pack third-party-web && tar xf third-party-web-*.tgz
python tools/entities.py package
"""

import csv
import json
import sys
from pathlib import Path

from scanner.facts.parties import registrable

TARGET = Path(__file__).parent.parent / "scanner" / "services" / "entities.csv"
# Its categories in the catalogue's words; what is too general to say anything is left empty.
CATEGORIES = {
    "ad": "advertising",
    "analytics": "analytics",
    "cdn": "cdn",
    "consent-provider": "consent",
    "customer-success": "chat",
    "hosting": "hosting",
    "marketing": "marketing-automation",
    "social": "social",
    "tag-manager": "tag-manager",
    "video": "video",
}


def rows(package: Path) -> list[tuple[str, str, str]]:
    """(registrable domain, entity, category), by domain; of several entities on one domain the most seen one."""
    entities = json.loads((package / "dist" / "entities.json").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, str]] = {}
    for entity in sorted(entities, key=lambda one: one.get("totalOccurrences", 0)):
        for domain in entity["domains"]:
            category = CATEGORIES.get(entity.get("category", ""), "")
            found[registrable(domain.removeprefix("*."))] = (entity["name"], category)
    return [(domain, *found[domain]) for domain in sorted(found)]


def main() -> None:
    """Write the file."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("domain", "entity", "category"))
        writer.writerows(rows(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
