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
SHARES = dict.fromkeys(READERS, 20_000) | {
    "answers of Instagram": 100_000,
    "answers of Facebook": 100_000,
    "answers of websites": 30_000,
    "WARCs of ours": 50_000,
    "WARCs of others": 50_000,
    "HAR": 50_000,
    "folders, Instagram": 40_000,
}
"""How many inputs hypothesis draws for each, and as many atheris leads on."""
ENGINES = ("drawn", "led")
