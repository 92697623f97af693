"""What is due, in which order it is scanned, by whom, and what becomes of it when something breaks."""
