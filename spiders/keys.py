"""Joins what was found in browser storage, over all visitors, into stored keys with their setter."""

from urllib.parse import urlsplit

from scanner.model.evidence import CookieSighting, Setter, StorageItem
from scanner.model.target import State
from spiders.assembly import Numbering
from spiders.masking import Mask, looks_random
from spiders.record import ScriptWrite, StoredKey, VisitorRecord, setter_kind


def stored_keys(records: list[VisitorRecord], numbering: Numbering, mask: Mask) -> tuple[StorageItem, ...]:
    """Every stored key by (kind, origin, key)."""
    held: dict[tuple[str, str, str], dict[State, list[StoredKey]]] = {}
    for record in records:
        for found in record.stored:
            held.setdefault((found.kind, found.origin, found.key), {}).setdefault(record.state, []).append(found)
    by_state = {record.state: record for record in records}
    items: list[StorageItem] = []
    for (_, origin, key), states in held.items():
        first = next(iter(states.values()))[0]
        writes = {state: _writes(by_state[state], first.kind, origin, key) for state in states}
        write = next((found[0] for found in writes.values() if found), None)
        values = [found[-1].value for found in states.values()]
        items.append(
            StorageItem(
                id=len(items),
                kind=first.kind,
                origin=origin,
                key=key,
                states=tuple(states),
                value_length=len(values[0]),
                value_hash=mask.hash(values[0]),
                set_by=Setter(kind=setter_kind(write.script), url=mask.url(write.script) if write.script else None)
                if write
                else Setter(kind="unknown"),
                sightings=tuple(
                    CookieSighting(
                        state=state,
                        first_visit=numbering.visit(state, (writes[state] or found)[0].visit),
                        before_choice=any(not one.after_choice for one in found),
                        after_choice=any(one.after_choice for one in found),
                        written_after_choice=any(by_state[state].after_choice(one.time_ms) for one in writes[state]),
                    )
                    for state, found in states.items()
                ),
                value=values[0] if mask.keep_values else None,
                looks_random=(len(values) < 2 or len(set(values)) > 1) and looks_random(values[0]),
            )
        )
    return tuple(items)


def _writes(record: VisitorRecord, kind: str, origin: str, key: str) -> list[ScriptWrite]:
    host = urlsplit(origin).netloc
    return [
        write
        for write in record.writes
        if write.kind == kind and write.line == key and urlsplit(write.document_url).netloc == host
    ]
