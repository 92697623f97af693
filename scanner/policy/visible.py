"""A text without characters that are not seen, with the place each of its letters has in the original."""

import re
from dataclasses import replace

from scanner.model.claims import Claim

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e]")


class Visible:
    """`text` is what a reader sees of the original: no soft hyphens, no zero-width characters inside words."""

    def __init__(self, original: str) -> None:
        self._original = original
        self._places: list[int] | None = None
        self.text = original
        if _UNSEEN.search(original):
            self._places = [at for at, letter in enumerate(original) if not _UNSEEN.match(letter)]
            self.text = "".join(original[at] for at in self._places)

    def original(self, claim: Claim) -> Claim:
        """A claim found in `text`, with its place and quote in the original."""
        if self._places is None:
            return claim
        start, end = self._places[claim.start], self._places[claim.end - 1] + 1
        return replace(claim, start=start, end=end, quote=self._original[start:end])
