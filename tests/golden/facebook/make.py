"""Write the golden answers and what is to be read in them: `python make.py [folder]`."""

import json
import sys
from pathlib import Path

import of_listings
import of_posts
import of_refusals


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    expected = {}
    for group in (of_listings, of_posts, of_refusals):
        for name, (content, known) in group.cases():
            (folder / name).write_bytes(content.encode())
            expected[name] = known
    lines = (
        f"{json.dumps(name)}: {json.dumps(known, ensure_ascii=False)}" for name, known in expected.items()
    )
    (folder / "expected.json").write_bytes(("{\n" + ",\n".join(lines) + "\n}\n").encode())


main()
