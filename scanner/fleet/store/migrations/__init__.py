"""How the tables came to be: one file a version, run by `privacydiff database upgrade`."""
