"""Who is told how far a check has come."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Told what is being checked, how many are done, and of how many."""
