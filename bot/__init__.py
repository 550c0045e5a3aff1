"""The front end: the command line."""
