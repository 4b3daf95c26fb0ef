"""A bundle as the program hands it over, small and with something of everything, and what a forger makes of it."""

import json
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from fakes import Silent
from ledger_building import stamper

TESTS = Path(__file__).parent
for folder in ("catalog", "verify"):
    sys.path.append(str(TESTS / folder))

from bundle_building import Sealer, rebagged  # noqa: E402
from catalog_building import TARGET, Answer, Showing, captioned, company, new_house  # noqa: E402

from archiver.formats.canonical import canonical  # noqa: E402
from archiver.model.refs import PostRef  # noqa: E402
from archiver.operations import keyring  # noqa: E402
from archiver.operations.bundle.choosing import Selection  # noqa: E402
from archiver.operations.bundle.rules import Rules  # noqa: E402
from archiver.operations.export import Exported, Wish, export  # noqa: E402

COLLECTOR = "Hartmann Werkzeuge"
"""A name that stands in the captured pages, and is withheld as if it were the collector's."""
_LARGE = (1 << 20) + 4321


@dataclass(frozen=True)
class Made:
    """A bundle, and the fingerprints of the keys that signed in its archive, in order."""

    path: Path
    exported: Exported
    keys: tuple[str, ...]


def post_alone(folder: Path) -> Made:
    """Of the same looks one post and nothing else."""
    post = PostRef(TARGET.platform, company().posts[-1].code)
    return made(folder, "alone", posts=(post,))


def made(folder: Path, name: str = "bundle", **selected) -> Made:
    """Three looks at a company, under stamps and two keys: a caption changes, pictures are seen again, one is large."""
    house = new_house(folder)
    authorities = tuple(stamper(each, house.clock) for each in ("one", "two"))
    house.archive = replace(house.archive, authorities=authorities)
    first = house.archive.key_fingerprint
    shown = company()
    large = random.Random(5).randbytes(_LARGE)
    answers = Showing(shown).all()
    house.seen([*answers, Answer(f"{answers[-1].address}&large", large, "image/jpeg", obtained="direct")])
    second = keyring.rotate(house.archive).fingerprint
    house.seen(answers)
    house.seen(Showing(captioned(shown, f"A word of {COLLECTOR}")).all())
    wish = Wish(
        Selection(targets=(TARGET,), **selected),
        folder / name,
        Rules(also=(COLLECTOR,)),
        "A reporter",
        "7 O 12/26",
    )
    exported = export(house.archive, wish, Silent())
    house.archive.close()
    return Made(folder / name, exported, (first, second))


def forged(bundle: Path, *paths: str, to: Callable[[bytes], bytes]) -> None:
    """Change files of a bundle, and all manifests with them."""
    rebagged(bundle, [(path, to((bundle / path).read_bytes())) for path in paths])


def forged_json(bundle: Path, path: str, change: Callable[[dict], object]) -> None:
    """Change a document of a bundle, and all manifests with it."""

    def to(content: bytes) -> bytes:
        document = json.loads(content)
        change(document)
        return canonical(document)

    forged(bundle, path, to=to)


def sealed_anew(bundle: Path) -> Sealer:
    """Seal a bundle with a key of one's own."""
    for path in (bundle / "proof").iterdir():
        path.unlink()
    sealer = Sealer()
    sealer.seal(bundle, {})
    return sealer
