"""privacydiff: tells whether a website does what its privacy policy says."""

__version__ = "0.1.0"
