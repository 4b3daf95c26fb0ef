"""`archiver init`."""

import typer

from archiver.cli.key import ADVICE
from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, places
from archiver.cli.speaking import say, say_json


def init(
    context: typer.Context,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Make a new archive and its signing key."""
    from archiver.operations.init import init as operation

    here = places(context)
    made = operation(here.root(archive), here.settings(config))
    context.call_on_close(made.archive.close)
    if json:
        say_json(
            {
                "archive": str(made.root),
                "id": made.archive.identity.archive_id,
                "key": str(made.key_file),
                "fingerprint": made.fingerprint,
                "settings": str(made.settings_file) if made.settings_file else None,
            }
        )
        return
    say(f"Archive  {made.root}")
    say(f"Key      {made.key_file}  (keep it; it is not in the archive)")
    say(f"         {made.fingerprint}")
    say(f"         {ADVICE}")
    if made.settings_file is not None:
        say(f"Settings {made.settings_file}  (it names authorities that say when a checkpoint was there)")
    say("Next     archiver crawl https://www.instagram.com/COMPANY/")
