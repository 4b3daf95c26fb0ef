"""The doors of the house: what the rooms ask of each other, so that a stand-in can take either side."""

from archiver.ports.machine import Clock, Progress, Stamped, Stop, Timestamper
from archiver.ports.platform import Owner, Platform, Wording, WrittenForm
from archiver.ports.visits import (
    Crawled,
    HeldMedium,
    Holdings,
    Limits,
    RecordedVisit,
    Recording,
    Streams,
    Testimony,
    Visit,
    Wanted,
)

__all__ = [
    "Clock",
    "Crawled",
    "HeldMedium",
    "Holdings",
    "Limits",
    "Owner",
    "Platform",
    "Progress",
    "RecordedVisit",
    "Recording",
    "Stamped",
    "Stop",
    "Streams",
    "Testimony",
    "Timestamper",
    "Visit",
    "Wanted",
    "Wording",
    "WrittenForm",
]
