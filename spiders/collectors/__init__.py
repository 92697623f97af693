"""One collector a file: each turns protocol events of one visitor into records of one kind."""
