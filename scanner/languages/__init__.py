"""Words by which sites of several languages are found one's way around in: one TOML file a language."""

from scanner.languages.words import Languages, load, normalise

__all__ = ["Languages", "load", "normalise"]
