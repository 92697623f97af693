"""Measures speed, as ratios against a reference in the same run wherever there is one: python bench/run.py --help."""

import argparse
from collections.abc import Iterator

import fleet
import heavy
import peers
import reading
import scans
import starting
import table

PARTS = ("starting", "reading", "scans", "heavy", "peers", "fleet")


def rows(parts: list[str], rounds: int, latencies: list[int]) -> Iterator[table.Row]:
    """All rows of the parts asked for, as they are measured."""
    if "starting" in parts:
        yield from starting.rows(rounds)
    if "reading" in parts:
        yield from reading.rows(rounds)
    if "scans" in parts:
        yield from scans.rows(rounds, latencies)
    if "heavy" in parts:
        yield from heavy.rows(rounds)
    if "peers" in parts:
        yield from peers.rows(rounds)
    if "fleet" in parts:
        yield from fleet.rows(rounds)


def main() -> None:
    """Print the table; keep it when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="times each is measured; its median counts")
    parser.add_argument("--latencies", default="0", help="milliseconds added to every answer, such as 0,50,200")
    parser.add_argument("--parts", default=",".join(PARTS), help="what is measured")
    parser.add_argument("--keep", action="store_true", help="write bench/results/ and docs/speed.md")
    given = parser.parse_args()
    found = []
    print(table.HEAD)
    for one in rows(given.parts.split(","), given.rounds, [int(one) for one in given.latencies.split(",")]):
        print(table.line(one), flush=True)
        found.append(one)
    if given.keep:
        print(f"Kept in {table.keep(found, given.rounds)}")


if __name__ == "__main__":
    main()
