"""Keeps sites, scans and what they found: in SQLite or PostgreSQL, and evidence as files by their hash."""

from scanner.fleet.store.opening import Store, create_empty, open_store

__all__ = ["Store", "create_empty", "open_store"]
