"""Custody: an archive's ledger at work. `custody.py` appends and covers; `stamps.py` keeps what authorities say."""

from archiver.custody.custody import AT_MOST, Custody
from archiver.custody.stamps import Run, Stamps

__all__ = ["AT_MOST", "Custody", "Run", "Stamps"]
