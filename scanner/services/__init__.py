"""What is known of third parties: one TOML file a service, and matching of addresses, cookies and stored keys."""

from scanner.services.catalogue import Catalogue, CookieMatch, StorageMatch, UrlMatch, load
from scanner.services.entities import Entity, entity_of
from scanner.services.model import CATEGORIES, PURPOSES, Service

__all__ = [
    "CATEGORIES",
    "PURPOSES",
    "Catalogue",
    "CookieMatch",
    "Entity",
    "Service",
    "StorageMatch",
    "UrlMatch",
    "entity_of",
    "load",
]
