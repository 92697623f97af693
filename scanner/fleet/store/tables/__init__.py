"""The tables of the store, one group a file."""

from scanner.fleet.store.tables.accepted import Accepted
from scanner.fleet.store.tables.alerts import Alert, Delivery
from scanner.fleet.store.tables.base import Base
from scanner.fleet.store.tables.evidence import EvidenceFile, ScanFile
from scanner.fleet.store.tables.findings import ScanService, Sighting, StoredFinding
from scanner.fleet.store.tables.policies import Policy, ScanPolicy, StoredClaim
from scanner.fleet.store.tables.scans import Scan, ScanState
from scanner.fleet.store.tables.sites import Plan, Site, SiteTag

__all__ = [
    "Accepted",
    "Alert",
    "Base",
    "Delivery",
    "EvidenceFile",
    "Plan",
    "Policy",
    "Scan",
    "ScanFile",
    "ScanPolicy",
    "ScanService",
    "ScanState",
    "Sighting",
    "Site",
    "SiteTag",
    "StoredClaim",
    "StoredFinding",
]
