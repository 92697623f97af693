"""Records of a visit, filled up from what a case gives of them: everything that a case leaves out is ordinary."""

import json
from dataclasses import fields
from typing import Any

from scanner.facts import form_fields
from scanner.model import codec
from scanner.model.consent import Consent
from scanner.model.evidence import ApiCall, Cookie, Evidence, PolicyLink, Request, StorageItem, TypedText, Visit
from scanner.model.forms import Form
from scanner.model.traces import AddressEcho, Alias, CacheIdentifier, ConsentString, HeldAddress, OptOutString

SITE = "https://www.berzu-veikals.test/"
EVERYTHING = (
    "visits", "requests", "cookies", "storage", "api_calls", "forms", "policy_links", "consent", "documents", "typed",
    "address_echoes", "aliases", "consent_strings", "opt_out_strings", "cache_identifiers",
)  # fmt: skip

# Page loads by the name that cases give them: state, path, and whether the choice was made by then.
VISITS = {
    "home": ("baseline", "", False),
    "page": ("baseline", "kontakti", False),
    "accept-home": ("accept", "", False),
    "accepted": ("accept", "", True),
    "reject-home": ("reject", "", False),
    "rejected": ("reject", "", True),
    "rejected-page": ("reject", "kontakti", True),
    "policy": ("baseline", "privatums", False),
    "withdrawn": ("withdraw", "", True),
    "withdrawn-page": ("withdraw", "kontakti", True),
    "partly": ("partial", "", True),
    "partly-page": ("partial", "kontakti", True),
}
ORDINARY = [
    name for name, (state, _, _) in VISITS.items() if state in ("baseline", "accept", "reject") and name != "policy"
]


def evidence(given: dict[str, Any]) -> Evidence:
    """The record of a case."""
    site = given.get("site", SITE)
    names = given.get("visits", ORDINARY)
    gathered = [need for need in EVERYTHING if need not in given.get("missing", [])]
    plain = {
        "tool": {"name": "privacydiff", "version": "0", "browser": "Chromium", "user_agent": "test"},
        "target": {"url": site, "policies": given.get("policies", []), "gpc": given.get("gpc", False)},
        "started_at": "2026-01-01T00:00:00Z",
        "finished_at": "2026-01-01T00:01:00Z",
        "complete": True,
        "gathered": gathered,
        "visits": [
            {**_visit(at, name, site), **_about(given, name)} for at, name in enumerate(VISITS) if name in names
        ],
        "requests": _requests(given.get("requests", []), site),
        "cookies": [_cookie(at, one, site) for at, one in enumerate(given.get("cookies", []))],
        "storage": [_key(at, one, site) for at, one in enumerate(given.get("storage", []))],
        "forms": [_form(one, site) for one in given.get("forms", [])],
        "policy_links": [_link(one, site) for one in given.get("links", [])],
        "consent": _consent(given.get("consent", {})),
        "api_calls": [_call(one) for one in given.get("api_calls", [])],
        "address_echoes": [_at(one, AddressEcho) for one in given.get("address_echoes", [])],
        "aliases": [checked(one, Alias) for one in given.get("aliases", [])],
        "held_addresses": [checked(one, HeldAddress) for one in given.get("held_addresses", [])],
        "consent_strings": [_at(one, ConsentString) for one in given.get("consent_strings", [])],
        "opt_out_strings": [_at(one, OptOutString) for one in given.get("opt_out_strings", [])],
        "cache_identifiers": [checked(one, CacheIdentifier) for one in given.get("cache_identifiers", [])],
        "typed": [checked({"visit": 0, "state": "baseline", **one}, TypedText) for one in given.get("typed", [])],
    }
    return codec.from_json(json.dumps(plain).encode(), Evidence, source="case")


def _about(given: dict[str, Any], name: str) -> dict[str, Any]:
    """What a case says of a page load: of all of them, and of this one."""
    about = given.get("about", {})
    return {**about.get("all", {}), **about.get(name, {})}


def _consent(given: dict[str, Any]) -> dict[str, Any]:
    """A consent dialog; in `layers`, buttons may stand as "accept: Piekrītu" and boxes as "[x] Statistika" ("[=]" locked)."""
    layers = [
        {
            **layer,
            "buttons": [_button(one) for one in layer.get("buttons", [])],
            "toggles": [
                {"label": one[4:], "checked": one[1] != " ", "locked": one[1] == "="}
                for one in layer.get("toggles", [])
            ],
        }
        for layer in given.get("layers", [])
    ]
    return checked({**given, "layers": layers}, Consent)


def _button(text: str) -> dict[str, Any]:
    kind, said = text.split(": ", 1)
    return {"text": said, "kind": kind, "width": 120, "height": 40, "font_size": 16, "contrast": 7, "stands_out": 3}


def _visit(at: int, name: str, site: str) -> dict[str, Any]:
    state, path, after = VISITS[name]
    url = site + path
    return checked(
        {"id": at, "state": state, "kind": "policy" if path == "privatums" else "page" if path else "home", "url": url, "final_url": url, "status": 200,
         "title": "Bērzu veikals", "language": "lv", "started_at": "2026-01-01T00:00:00Z", "duration_ms": 900,
         "settled": "quiet", "after_choice": after},
        Visit,
    )  # fmt: skip


def _requests(given: list[dict[str, Any]], site: str) -> list[dict[str, Any]]:
    """One record for every page load a request is said to be `on`."""
    found: list[dict[str, Any]] = []
    for one in given:
        rest = {key: value for key, value in one.items() if key != "on"}
        for name in one.get("on", ["home", "page"]):
            state, path, after = VISITS[name]
            request = {
                "id": len(found), "visit": list(VISITS).index(name), "state": state, "after_choice": after, "method": "GET",
                "host": one["url"].split("/")[2], "resource_type": "script", "time": "2026-01-01T00:00:00Z", "status": 200,
                "document_url": site + path, **rest,
            }  # fmt: skip
            found.append(checked(request, Request))
    return found


def _sightings(one: dict[str, Any]) -> list[dict[str, Any]]:
    on = [VISITS[name] for name in one.get("on", ["home", "page", "accept-home"])]
    return [
        {
            "state": state,
            "first_visit": 0,
            "before_choice": any(here == state and not after for here, _, after in on),
            "after_choice": any(here == state and after for here, _, after in on),
            "written_after_choice": one.get("written_after_choice", False) and state != "baseline",
        }
        for state in dict.fromkeys(state for state, _, _ in on)
    ]


def _cookie(at: int, one: dict[str, Any], site: str) -> dict[str, Any]:
    seen = _sightings(one)
    days = one.get("lifetime_days", 0.0)
    rest = {key: value for key, value in one.items() if key not in ("on", "written_after_choice")}
    cookie = {
        "id": at, "domain": site.split("/")[2], "path": "/", "host_only": True, "states": [entry["state"] for entry in seen],
        "session": days == 0, "lifetime_days": days, "secure": True, "http_only": False, "same_site": "Lax",
        "partitioned": False, "set_by": {"kind": "unknown"}, "value_length": 20, "value_hash": "00", "sightings": seen, **rest,
    }  # fmt: skip
    return checked(cookie, Cookie)


def _key(at: int, one: dict[str, Any], site: str) -> dict[str, Any]:
    seen = _sightings(one)
    rest = {key: value for key, value in one.items() if key not in ("on", "written_after_choice")}
    item = {
        "id": at, "kind": "local", "origin": site.rstrip("/"), "states": [entry["state"] for entry in seen],
        "value_length": 20, "value_hash": "00", "set_by": {"kind": "unknown"}, "sightings": seen, **rest,
    }  # fmt: skip
    return checked(item, StorageItem)


def _at(one: dict[str, Any], kind: type) -> dict[str, Any]:
    """A record with the page load it is said to be `on`."""
    name = one.get("on", "home")
    rest = {key: value for key, value in one.items() if key != "on"}
    return checked({"visit": list(VISITS).index(name), "state": VISITS[name][0], **rest}, kind)


def _call(one: dict[str, Any]) -> dict[str, Any]:
    return _at({"count": 1, "script": "", **one}, ApiCall)


def _form(one: dict[str, Any], site: str) -> dict[str, Any]:
    inputs = [{"type": "text", "name": "", **field} for field in one["fields"]]
    for field in inputs:
        told = (field["type"], field["name"], field.get("label", ""), field.get("autocomplete", ""))
        field.setdefault("kind", form_fields.kind_of(*told))
    boxes = [{"checked": False, "about": form_fields.about(box["label"]), **box} for box in one.get("boxes", [])]
    form = {"visit": 1, "page": site + "kontakti", "action": site + "sutit", "method": "post",
            **one, "fields": inputs, "boxes": boxes}  # fmt: skip
    return checked(form, Form)


def _link(one: dict[str, Any], site: str) -> dict[str, Any]:
    link = {"visit": 0, "url": site + "privatums", "text": "Privātuma politika", "place": "footer", "kinds": [], **one}
    return checked(link, PolicyLink)


def checked(given: dict[str, Any], kind: type) -> dict[str, Any]:
    only(given, {one.name for one in fields(kind)}, kind.__name__)
    return given


def only(given: dict[str, Any], known: Any, where: str) -> None:
    unknown = set(given) - set(known)
    if unknown:
        raise KeyError(f"{where}: unknown {sorted(unknown)}")
