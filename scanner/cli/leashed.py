"""`python -m scanner.cli.leashed` is privacydiff, ended together with the worker at the other end of standard input."""

from scanner.cli import main
from scanner.fleet import leash

if __name__ == "__main__":
    leash.hold()
    main()
