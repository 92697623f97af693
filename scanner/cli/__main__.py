"""`python -m scanner.cli` is privacydiff."""

from scanner.cli import main

main()
