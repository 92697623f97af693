"""Measures how much the catalogue knows, from files the user points to, and writes the tables of docs/catalogue.md.

python tools/coverage.py --cookies open-cookie-database.csv --third-party-web package --easyprivacy easyprivacy.txt
"""

import argparse
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

from scanner import services
from scanner.facts.parties import registrable
from scanner.lists import cookies
from scanner.lists.rules import AdblockRules
from scanner.services import Catalogue, entity_of

TARGET = Path(__file__).parent.parent / "docs" / "catalogue.md"
TOP = 1000
GROUPS = {"necessary": "functional", "preferences": "functional", "statistics": "statistics", "marketing": "marketing"}
TRACKERS = frozenset({"analytics", "advertising", "session-replay", "heatmap", "data-broker", "customer-data"})
_DOMAIN_RULE = re.compile(r"^\|\|([a-z0-9-]+(?:\.[a-z0-9-]+)+)\^(?:\$(?:third-party|3p))?$", re.MULTILINE)


def of_cookies(catalogue: Catalogue, file: Path) -> list[str]:
    """By purpose group: cookies in the database, those we name, those we name with the same group."""
    listed, named, same = Counter[str](), Counter[str](), Counter[str]()
    for one in cookies.read(file.read_text(encoding="utf-8")):
        group = GROUPS[one.purpose]
        listed[group] += 1
        name = f"{one.name}1" if one.wildcard else one.name
        found = next(
            (
                match
                for domain in (*one.domains, "")
                for party in ("third", "first")
                if (match := catalogue.match_cookie(name, domain, party))  # type: ignore[arg-type]
            ),
            None,
        )
        if found:
            named[group] += 1
            same[group] += GROUPS.get(found.cookie.purpose) == group
    rows = ["| purpose group | in the database | named by us | with the same group |", "|---|---|---|---|"]
    for group in (*listed, "all"):
        counts = [sum(one.values()) if group == "all" else one[group] for one in (listed, named, same)]
        rows.append(f"| {group} | {counts[0]} | {_share(counts[1], counts[0])} | {_share(counts[2], counts[0])} |")
    return rows


def ranked(package: Path) -> list[str]:
    """The most used third-party domains: those of the most seen entities, each registrable domain once."""
    entities = json.loads((package / "dist" / "entities.json").read_text(encoding="utf-8"))
    entities.sort(key=lambda one: -one.get("totalOccurrences", 0))
    domains = dict.fromkeys(
        registrable(domain.removeprefix("*.")) for entity in entities for domain in entity["domains"]
    )
    return list(domains)[:TOP]


def of_domains(catalogue: Catalogue, domains: list[str]) -> list[str]:
    """How many of these domains resolve to a service file, and how many to an entity at least."""
    by_file = [domain for domain in domains if _known(catalogue, domain)]
    at_all = [domain for domain in domains if _known(catalogue, domain) or entity_of(domain)]
    rows = ["| most used domains | to a service file | to a file or an entity |", "|---|---|---|"]
    for most in (100, 300, TOP):
        files = sum(domain in by_file for domain in domains[:most])
        rows.append(
            f"| {most} | {_share(files, most)} | {_share(sum(one in at_all for one in domains[:most]), most)} |"
        )
    return rows


def of_rules(catalogue: Catalogue, text: str) -> list[str]:
    """What EasyPrivacy flags among our examples, and how many of the domains it lists are known to us."""
    rules = AdblockRules(text)
    trackers = [one for one in catalogue.services.values() if one.category in TRACKERS]
    urls = [example.url for one in trackers for example in one.match]
    flagged = [url for url in urls if rules.rule_for(url, "https://www.example.lv/", "script")]
    strangers = [url for one in trackers for example in one.no_match if (url := example.url)]
    missed = [
        url
        for url in strangers
        if rules.rule_for(url, "https://www.example.lv/", "script") and not catalogue.match_url(url)
    ]
    domains = list(dict.fromkeys(map(registrable, _DOMAIN_RULE.findall(text))))
    known = sum(_known(catalogue, domain) for domain in domains)
    either = sum(bool(_known(catalogue, domain) or entity_of(domain)) for domain in domains)
    return [
        "| what | how many |",
        "|---|---|",
        f"| addresses of trackers in our examples that EasyPrivacy flags too | {_share(len(flagged), len(urls))} |",
        f"| addresses in our examples that EasyPrivacy flags and no file knows | {_share(len(missed), len(strangers))} |",
        f"| whole domains in EasyPrivacy that a service file knows | {_share(known, len(domains))} |",
        f"| the same, or that have an entity | {_share(either, len(domains))} |",
    ]


def _known(catalogue: Catalogue, domain: str) -> bool:
    """Whether some file speaks of the domain or of a host or path below it."""
    return domain in _domains(catalogue)


@cache
def _domains(catalogue: Catalogue) -> frozenset[str]:
    return frozenset(
        registrable(host.domain) for one in catalogue.services.values() for host in one.hosts if host.domain
    )


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.1%})" if whole else "0"


def page(catalogue: Catalogue, arguments: argparse.Namespace) -> str:
    """The whole page."""
    every = list(catalogue.services.values())
    cookies_known = sum(len(one.cookies) for one in every)
    lines = [
        "# What the catalogue knows",
        "",
        f"{len(every)} service files with {sum(len(one.hosts) for one in every)} hosts and patterns, {cookies_known} "
        f"cookies, {sum(len(one.storage) for one in every)} stored keys and "
        f"{sum(len(names) for one in every for names in one.names.values())} names. How to add one: [adding.md](adding.md).",
        "",
        "The tables are written by `tools/coverage.py` from files that are no part of this project.",
        "",
        "## Cookies of the Open Cookie Database",
        "",
        *of_cookies(catalogue, arguments.cookies),
        "",
        "Functional takes in what the database calls functional, personalization and security.",
        "",
        "## Most used third-party domains",
        "",
        "The domains of the most seen entities of the npm package third-party-web.",
        "",
        *of_domains(catalogue, ranked(arguments.third_party_web)),
        "",
        "## EasyPrivacy",
        "",
        *of_rules(catalogue, arguments.easyprivacy.read_text(encoding="utf-8")),
        "",
        "Whole domains are rules of the form `||domain^`, with no more than `third-party` behind them.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("cookies", "third-party-web", "easyprivacy"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    TARGET.write_text(page(services.load(), parser.parse_args()), encoding="utf-8")


if __name__ == "__main__":
    main()
