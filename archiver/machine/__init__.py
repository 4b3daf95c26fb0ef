"""The machine that this runs on: which processes live there."""
