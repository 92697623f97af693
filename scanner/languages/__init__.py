"""Words by which sites of several languages are found one's way around in: one TOML file a language."""

from scanner.languages.parts import ButtonKind
from scanner.languages.text import normalise
from scanner.languages.words import Languages, load

__all__ = ["ButtonKind", "Languages", "load", "normalise"]
