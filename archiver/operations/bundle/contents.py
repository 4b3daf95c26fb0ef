"""What a bundle says of itself: the document that lists what it holds, and what checks it."""

from collections.abc import Sequence
from dataclasses import asdict

from archiver.export import browser_page, verifier, verify_text
from archiver.formats import ssh_key
from archiver.formats.canonical import canonical
from archiver.ledger.checkpoints import origin
from archiver.model import instant
from archiver.operations.bundle.bundling import Bundling
from archiver.operations.bundle.captures import Shown
from archiver.operations.bundle.choosing import as_of
from archiver.operations.canary import reliability

FORMAT = "archiver-bundle/1"


def add_description(bundling: Bundling, shown: Shown, operator: str, case: str) -> None:
    """Add what the bundle holds, in one document."""
    choice = bundling.choice
    told = {
        "format": FORMAT,
        "origin": origin(bundling.archive.identity.archive_id),
        "checkpoint": choice.checkpoint,
        "as_of": instant.written(as_of(choice)),
        "targets": [str(target) for target in choice.targets],
        "posts": [str(post) for post in choice.posts],
        "alone": choice.alone,
        "chosen": choice.in_words,
        "full": bundling.rules.full,
        "operator": operator,
        "case": case,
        "reliability": asdict(reliability(bundling.archive)),
        "captures": shown.captures,
        "not_shown": shown.not_shown,
        "media": shown.media,
    }
    bundling.bag.add("data/bundle.json", [canonical(told)])


def add_verifier(bundling: Bundling, shown: Shown, checkpoints: Sequence[int], keys: Sequence[str]) -> None:
    """Add what checks the bundle, and how; `keys` are those that signed, in order."""
    bag, fingerprint = bundling.bag, ssh_key.fingerprint(keys[-1])
    bag.add(verify_text.SIGNERS, [verify_text.signers(keys)])
    bag.add(verify_text.NAME, [verify_text.written(fingerprint, checkpoints, _caution(bundling, shown))])
    bag.add(browser_page.NAME, [browser_page.page()])
    bag.add("verify.pyz", [verifier.pyz()])
    for name, content in verifier.files():
        bag.add(name, [content])


def _caution(bundling: Bundling, shown: Shown) -> str:
    """Say what must be known first, where no platform answered."""
    if bundling.archive.identity.simulated:
        return "IT WAS MADE BY THE REHEARSAL: NO PLATFORM WAS ASKED."
    if not shown.stood_in:
        return ""
    return f"{shown.stood_in} OF {len(shown.captures)} CAPTURES MET STAND-INS, NOT A PLATFORM'S SERVERS."
