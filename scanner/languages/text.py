"""How texts of links, buttons and pages are made comparable."""

import re
import unicodedata


def normalise(text: str) -> str:
    """Lower case without accents, invisible characters or punctuation at the ends, white space folded."""
    visible = re.sub(r"[\u00ad\u200b-\u200f\u2060\ufeff]", "", text)
    bare = unicodedata.normalize("NFKD", visible.casefold())
    if not bare.isascii():
        bare = "".join(letter for letter in bare if letter.isascii() or not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w\s&.-]", " ", bare).split()).strip(" .-")
