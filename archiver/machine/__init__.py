"""The machine that this runs on: which processes live there, and what room its disk has."""
