"""Reads a published policy: document → text with structure → claims, each with its verbatim quote."""

from scanner.policy.dialogs import read_dialog
from scanner.policy.reader import read
from scanner.policy.text import extract

__all__ = ["extract", "read", "read_dialog"]
