"""Writes tests/golden/ anew: every format of one small result. Look at the difference before it is committed."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import golden_reports


def main() -> None:
    """Write all files; those that no format makes any more go."""
    texts = golden_reports.made()
    golden_reports.FOLDER.mkdir(exist_ok=True)
    for file in golden_reports.FOLDER.iterdir():
        if file.name not in texts:
            file.unlink()
    for name, text in texts.items():
        (golden_reports.FOLDER / name).write_bytes(text.encode())
    print(f"{len(texts)} files in tests/golden/")


if __name__ == "__main__":
    main()
