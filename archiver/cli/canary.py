"""`archiver canary`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archiver.cli.looks import told
from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened_or_made, opened_to_ask, places
from archiver.cli.speaking import TerminalProgress, say, say_json
from archiver.cli.stopping import stopping
from archiver.errors import DIFFERENT, FINE, INCOMPLETE, UsageError
from archiver.model import instant

if TYPE_CHECKING:
    from archiver.archive import Archive
    from archiver.model.canary import AskedAgain
    from archiver.operations.canary import Canary

Target = Annotated[
    str, typer.Argument(metavar="[TARGET]", help="An account that you own and change by hand.")
]
Truth = Annotated[
    Path | None,
    typer.Option(
        "--truth",
        metavar="FILE",
        help="How its posts stand, a line each: a post and 'shown', or a post, 'gone' and since when.",
    ),
]


def canary(
    context: typer.Context,
    target: Target = "",
    truth: Truth = None,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Watch an account of your own: seal how its posts stand, look, and count what is concluded. Exit 1 if wrongly."""
    if bool(target) != bool(truth):
        raise UsageError(
            "A canary is looked at by its name and its list.", "archiver canary TARGET --truth FILE"
        )
    if truth is None:
        opened_archive, complete, looked = opened_to_ask(context, archive, config), True, None
    else:
        opened_archive, complete, looked = _look(context, target, truth, archive, config, json=json)
    from archiver.operations.canary import all_canaries, asked_again

    found, again = all_canaries(opened_archive), asked_again(opened_archive)
    if json:
        captures = {} if looked is None else {"captures": looked}
        say_json(
            {**captures, "canaries": [as_json(each) for each in found], "asked_again": again_as_json(again)}
        )
    else:
        lines = [line for each in found for line in sentences(each)]
        for line in (
            *(lines or ["No canary is watched: archiver canary TARGET --truth FILE"]),
            in_words(again),
        ):
            say(line)
    is_wrong = any(each.tally.wrong for each in found)
    raise typer.Exit(DIFFERENT if is_wrong else FINE if complete else INCOMPLETE)


def _look(
    context: typer.Context,
    target: str,
    truth: Path,
    archive: Path | None,
    config: Path | None,
    *,
    json: bool,
) -> "tuple[Archive, bool, list[str | None]]":
    """Seal the list, then look from each vantage; tell whether all was seen, and give the captures."""
    from archiver.archive import SystemClock
    from archiver.operations import canary_list
    from archiver.operations.asking import looks_at
    from archiver.operations.canary import seal
    from archiver.operations.crawl import crawl
    from archiver.operations.targets import target_of
    from archiver.ports import Limits

    asked = looks_at(target, places(context).settings(config))
    listed = canary_list.read(truth, target_of(target), SystemClock().now())
    here = opened_or_made(context, archive, config)
    seal(here, listed)
    if not json:
        say(f"{len(listed.entries):,} posts of {listed.target} are listed, sealed before the look")
    progress = TerminalProgress()
    with stopping() as stop:
        looks = crawl(here, asked, Limits(), progress, stop, sweep=True)
        results = list(looks) if json else told(looks, here, progress, json=False)
    progress.clear()
    complete = bool(results) and all(result.complete for result in results)
    return here, complete, [result.capture for result in results]


def as_json(found: "Canary") -> dict[str, Any]:
    """Give a canary's counts as scripts read them."""
    tally = found.tally
    return {
        "target": str(found.target),
        "listed_at": instant.written(found.last.sealed),
        "lists": found.lists,
        "shown": tally.shown,
        "gone": tally.gone,
        "concluded": len(tally.concluded),
        "wrong": [str(post) for post in tally.wrong],
        "not_yet": [str(post) for post in tally.not_yet],
        "unlisted": [str(post) for post in tally.unlisted],
    }


def again_as_json(found: "AskedAgain") -> dict[str, int]:
    """Give how much of what was concluded was asked for again."""
    return {
        "concluded": found.concluded,
        "asked_again": found.asked_again,
        "returned": found.returned,
    }


def sentences(found: "Canary") -> list[str]:
    """Say how what was concluded of a canary stands to what its owner listed."""
    tally = found.tally
    first = (
        f"canary {found.target}: {tally.gone:,} gone and {tally.shown:,} shown by the list of "
        f"{instant.written(found.last.sealed)}; {len(tally.concluded):,} concluded as a list said, "
        f"{len(tally.wrong):,} wrongly, {len(tally.not_yet):,} not yet"
    )
    lines = [first]
    lines += [
        f"  WRONG: {post} was concluded, and its owner's list said that it was shown" for post in tally.wrong
    ]
    lines += [f"  not yet concluded: {post}" for post in tally.not_yet]
    return lines + [f"  concluded, and listed nowhere before: {post}" for post in tally.unlisted]


def in_words(found: "AskedAgain") -> str:
    """Say how much of what was concluded was asked for again, and what came back."""
    return (
        f"of other targets {found.concluded:,} posts were concluded; {found.asked_again:,} were asked for again since, "
        f"{found.returned:,} were shown again"
    )
