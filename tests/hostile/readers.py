"""Who reads what strangers wrote, each by a name, and how many of a million inputs each is given."""

import sys
from functools import cache
from pathlib import Path

sys.path.extend(
    str(Path(__file__).parents[1] / room)
    for room in ("", "absence", "formats", "hostile", "importing", "platforms", "simulator")
)

import answers
import imports
import warcs

READERS = {
    "answers of Instagram": cache(answers.of_instagram),
    "answers of Facebook": cache(answers.of_facebook),
    "answers of websites": cache(answers.of_websites),
    "WARCs of ours": cache(warcs.of_ours),
    "WARCs of others": cache(imports.of_warcs),
    "WACZ of others": cache(imports.of_wacz),
    "HAR": cache(imports.of_hars),
    "folders, Instagram": cache(imports.of_folders),
    "folders, Facebook": cache(imports.of_facebook_folders),
    "downloads, Instagram": cache(imports.of_downloads),
    "downloads, Facebook": cache(imports.of_facebook_downloads),
}
SHARES = {
    "answers of Instagram": 250_000,
    "answers of Facebook": 250_000,
    "answers of websites": 30_000,
    "WARCs of ours": 60_000,
    "WARCs of others": 60_000,
    "WACZ of others": 30_000,
    "HAR": 120_000,
    "folders, Instagram": 80_000,
    "folders, Facebook": 60_000,
    "downloads, Instagram": 30_000,
    "downloads, Facebook": 30_000,
}
"""How many of a million inputs each is given: the quicker it reads, the more."""
ENGINES = {"drawn": 1 / 5, "led": 4 / 5}
"""Which part of them is drawn by hypothesis, and which led on by atheris."""


def share(name, engine):
    """Give how many inputs a reader is given of one engine's."""
    return round(SHARES[name] * ENGINES[engine])
