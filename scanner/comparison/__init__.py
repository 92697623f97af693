"""Compares two results of one site: pure, from what the results hold."""

from scanner.comparison.compare import compare

__all__ = ["compare"]
