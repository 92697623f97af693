"""Writes docs/result.schema.json, the JSON Schema of result.json, from the model."""

import json
from pathlib import Path

from scanner.model import codec
from scanner.model.result import Result

FILE = Path(__file__).parent.parent / "docs" / "result.schema.json"


def wanted() -> str:
    """What the file must hold."""
    described = codec.schema(Result, "privacydiff result, schema 1")
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(wanted(), "utf-8")
