"""Whether the text of a page says who runs the site and how to reach them, as the foot of many a page does."""

import re

from scanner.model.traces import Told

_COMPANY = re.compile(
    r"(?<!\w)(?:SIA|VSIA|AS|IK|UAB|MB|VšĮ|OÜ|MTÜ|ООО|ОАО|ЗАО|ИП)\s?[„“”\"«A-ZĀČĒĢĪĶĻŅŠŪŽÕÄÖÜĄĘĖĮŲА-ЯЁ]"
    r"|[\w”“\"»],?\s(?:SIA|UAB|MB|OÜ|GmbH|AG|KG|e\.\s?V\.|Ltd|LLC|Inc|Limited|PLC|B\.V\.|Oy|ООО)(?!\w)"
    r"|(?i:reģ(?:istrācijas|\.)\s?(?:nr|numur)|registr(?:ation|y) (?:no|number)|company (?:no|number)|registrikood|įmonės kodas"
    r"|handelsregister|amtsgericht|рег(?:истрационный|\.)\s?(?:номер|№))"
)
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.\w|\+\d[\d\s()-]{6,}|(?<!\d)[26]\d{7}(?!\d)")


def told(text: str) -> tuple[Told, ...]:
    """What the text tells: "company" a name with its legal form or number, "contact" a mail address or telephone number."""
    found: list[Told] = []
    if _COMPANY.search(text):
        found.append("company")
    if _CONTACT.search(text):
        found.append("contact")
    return tuple(found)
