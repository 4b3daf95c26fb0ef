"""The evidence folder: files written once, never changed, and readable without this program."""
