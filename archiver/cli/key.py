"""`archiver key`: the key that signs, a copy for a safe place, the one that follows it, and one that is revoked."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened
from archiver.cli.speaking import say, say_json, tell
from archiver.cli.stamping import tell_of_trouble

if TYPE_CHECKING:
    from archiver.archive import Archive
    from archiver.operations.keyring import Key

ADVICE = (
    "Publish that line elsewhere, as on your website, and tell it to who is to check: by it alone a key that was "
    "exchanged shows."
)
To = Annotated[Path, typer.Option("--to", metavar="FOLDER", help="Where, outside any archive.")]
Since = Annotated[
    str,
    typer.Option("--from", metavar="TIME", help="Since when it may be in other hands; now, where not said."),
]
Fingerprint = Annotated[
    str,
    typer.Option("--key", metavar="FINGERPRINT", help="An earlier key; where not said, the one that signs."),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, as the ledger is to say it.")]

key = typer.Typer(name="key", help="The key that signs checkpoints.", no_args_is_help=True)


def _print(found: "Key", archive: "Archive", *, json: bool) -> None:
    if json:
        say_json(
            {
                "fingerprint": found.fingerprint,
                "public": found.public,
                "file": str(found.file),
                "first_fingerprint": found.first,
                "allowed_signer": found.signer,
            }
        )
    else:
        say(found.fingerprint)
        say(f"  {ADVICE}")
        if found.first != found.fingerprint:
            say(
                f"  It follows, by signatures in the ledger, the key that the archive is known by: {found.first}"
            )
        say(f"  kept in {found.file}; copy it to a safe place: archiver key backup --to FOLDER")
        say(f"  for ssh-keygen -Y verify: {found.signer}")
    tell_of_trouble(archive)


@key.command()
def show(
    context: typer.Context,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Print the fingerprint of the key that signs, for you to publish, and where it is kept."""
    from archiver.operations import keyring

    opened_archive = opened(context, archive, config)
    _print(keyring.show(opened_archive), opened_archive, json=json)


@key.command()
def backup(
    context: typer.Context,
    to: To,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Copy the private keys to a safe place. Without its key nothing can be added to an archive."""
    from archiver.operations import keyring

    copies = keyring.backup(opened(context, archive, config), to)
    if json:
        say_json({"files": [str(copy) for copy in copies]})
        return
    for copy in copies:
        say(f"Copied to {copy}")
    tell("Whoever has these files can sign as you. Keep them where only you can read them.")


@key.command()
def rotate(
    context: typer.Context,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Have a new key sign from now on. The old one signs the new, and stays where it is."""
    from archiver.operations import keyring

    opened_archive = opened(context, archive, config)
    _print(keyring.rotate(opened_archive), opened_archive, json=json)


@key.command()
def revoke(
    context: typer.Context,
    reason: Reason,
    since: Since = "",
    fingerprint: Fingerprint = "",
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Say that the key may be in other hands, and since when. A new one signs from now on."""
    from archiver.operations import keyring

    opened_archive = opened(context, archive, config)
    _print(keyring.revoke(opened_archive, since, reason, fingerprint), opened_archive, json=json)
