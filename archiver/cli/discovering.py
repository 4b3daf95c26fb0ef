"""`archiver add SITE --discover`: watch a website, and propose the accounts that its pages link to."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from archiver.cli.cautions import CAUTIONS
from archiver.cli.looks import as_json, print_look
from archiver.cli.places import looking
from archiver.cli.speaking import TerminalProgress, say, say_json, tell
from archiver.cli.stopping import stopping
from archiver.config import Settings
from archiver.errors import FINE, INCOMPLETE
from archiver.ports import Limits

if TYPE_CHECKING:
    from archiver.archive import Archive
    from archiver.model.refs import TargetRef
    from archiver.operations.crawl import CrawlResult
    from archiver.operations.discovering import Proposed


def discover(
    context: typer.Context,
    root: Path,
    settings: Settings,
    named: tuple[str, str, str],
    *,
    json: bool,
) -> NoReturn:
    """Watch a site (address, label, case); look at its first pages where none were captured; propose accounts."""
    from archiver.operations import discovering
    from archiver.operations.targets import add

    site = discovering.site_of(named[0])
    added = add(settings, *named)
    if added.new and not json:
        for caution in filter(None, (*CAUTIONS, added.caution)):
            tell(caution)
    archive = looking(context, _opened(root, settings))
    looks = [] if discovering.was_read(archive, site) else _looked_at(archive, site, root, json=json)
    proposed = discovering.proposed(archive, site)
    if json:
        say_json(
            {
                "target": asdict(added.target),
                "file": str(added.file),
                "new": added.new,
                "caution": added.caution or None,
                "captures": [as_json(each) for each in looks],
                "proposed": [_as_json(each) for each in proposed],
            }
        )
    else:
        _print(added.target.ref, proposed)
    raise typer.Exit(FINE if all(each.complete for each in looks) else INCOMPLETE)


def _opened(root: Path, settings: Settings) -> "Archive":
    from archiver.archive import exists
    from archiver.operations.init import init
    from archiver.operations.opening import opened_to_ask

    if exists(root):
        progress = TerminalProgress()
        archive = opened_to_ask(root, settings, progress)
        progress.clear()
        return archive
    made = init(root, settings)
    tell(f"Made the archive {made.root}; its signing key is {made.key_file}.")
    return made.archive


def _looked_at(archive: "Archive", site: "TargetRef", root: Path, *, json: bool) -> "list[CrawlResult]":
    from archiver.operations.asking import looks_at
    from archiver.operations.crawl import crawl
    from archiver.operations.discovering import PAGES

    progress = TerminalProgress()
    with stopping() as stop:
        asked = looks_at(str(site), archive.settings)
        looks = list(crawl(archive, asked, Limits(PAGES), progress, stop))
    progress.clear()
    for each in () if json else looks:
        print_look(each, root)
    return looks


def _as_json(found: "Proposed") -> dict[str, Any]:
    return {
        "ref": str(found.target),
        "url": found.url,
        "pages": found.pages,
        "page": str(found.page),
        "watched": found.watched,
    }


def _print(site: str, proposed: "list[Proposed]") -> None:
    if not proposed:
        say(f"No captured page of {site} links to an account on a network that is read here.")
        return
    say(f"{site} links to:")
    for each in proposed:
        watch = "watched already" if each.watched else f"watch it: archiver add {each.target}"
        say(f"  {each.url}  on {each.pages:,} of its pages, such as {each.page.key}; {watch}")
