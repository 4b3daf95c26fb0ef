"""Capture a company's public posts as evidence that others can check without us."""

__version__ = "0.1.0"
