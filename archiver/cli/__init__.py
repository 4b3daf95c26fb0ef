"""The command line: one file a command; prints and exits only here."""
