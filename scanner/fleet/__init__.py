"""When and where scans run: many sites from a list, each scan a process of its own."""
