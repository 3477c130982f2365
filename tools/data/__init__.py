"""The doors: the only code that opens a file, a socket or a folder."""
