"""`archiver attribution`."""

from typing import TYPE_CHECKING

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened_to_ask
from archiver.cli.removals import Target
from archiver.cli.speaking import say, say_json
from archiver.model.capture import CaptureId, moment_of

if TYPE_CHECKING:
    from archiver.derive.account_history import AccountHistory
    from archiver.derive.attribution import Attribution, Imprint, Pair
    from archiver.derive.ties import Tie

_IN_WORDS = {
    "links_to_site": "the account links to {said}",
    "linked_from_site": "{said} is linked from {count} of the site",
    "same_contact": "{said} is stated of the account, and stands on {count} of the site",
    "same_picture": "a picture that looks like one of the account's is on {count} of the site",
}
_MOST_NAMED = 3
"""Pages that are named of many."""


def attribution(
    context: typer.Context,
    target: Target,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Say what ties an account to a company's website, as captures show it, and what is missing."""
    from archiver.operations.attribution import attribution as operation
    from archiver.operations.attribution_as_json import as_json
    from archiver.operations.naming import target_of

    opened = opened_to_ask(context, archive, config)
    found = operation(opened, target_of(opened, target))
    if json:
        say_json(as_json(found))
    else:
        _print(found)


def _print(found: "Attribution") -> None:
    for account in found.accounts:
        _print_account(account)
    for site in found.sites:
        say(f"{site.target}  {site.pages:,} pages captured")
        for page in site.imprint:
            _print_imprint(page)
    for pair in found.ties:
        _print_ties(pair)
    if not found.ties:
        say("Nothing in this archive ties it to a captured counterpart.")
    if found.missing:
        say("Missing:")
    for missing in found.missing:
        say(f"  {missing.subject}: {missing.why}")
    say("A link shows what was set there, not by whom. Who controls an account is for a witness to say.")


def _print_ties(pair: "Pair") -> None:
    """Print what ties an account and a site, each thing once, however many pages show it."""
    say(f"{pair.account.target} and {pair.site.target}:")
    alike: dict[tuple[str, str], list[Tie]] = {}
    for tie in pair.ties:
        said = "" if tie.kind.value == "same_picture" else tie.said
        alike.setdefault((tie.kind.value, said), []).append(tie)
    imprint = {page.page for page in pair.site.imprint}
    for (kind, said), ties in alike.items():
        pages = sorted(
            {tie.page for tie in ties if tie.page}, key=lambda one: (one not in imprint, len(one.key))
        )
        count = f"{len(pages):,} page{'s' if len(pages) != 1 else ''}"
        say(f"  {_IN_WORDS[kind].format(said=said, count=count)}")
        for page in pages[:_MOST_NAMED]:
            say(f"    {page.key}{' (imprint)' if page in imprint else ''}")
        if len(pages) > _MOST_NAMED:
            say(f"    and {len(pages) - _MOST_NAMED:,} more; --json names all")
        first = min((tie.seen.capture for tie in ties), key=moment_of)
        last = max((tie.seen.last_capture for tie in ties), key=moment_of)
        say(f"    seen {_between(first, last)}")


def _print_account(account: "AccountHistory") -> None:
    say(f"{account.target}  id {account.account_id or 'not known'}")
    if account.verified is not None:
        verified, told = account.verified
        say(
            f"  {'verified' if verified else 'not verified'}, as the platform told on {_when(told.last_capture)}"
        )
    for handle, seen in account.handles:
        say(f"  was @{handle} {_between(seen.capture, seen.last_capture)}")
    for span in account.stated:
        for name, value in span.about.facts:
            say(
                f"  {name.replace('_', ' ')}: {value}  (stated under “{span.about.section.replace('_', ' ')}”)"
            )


def _print_imprint(page: "Imprint") -> None:
    say(f"  “{page.title}”  {page.page.key}")
    for words in (page.contact.emails, page.contact.phones, page.contact.numbers):
        if words:
            say(f"    {', '.join(words)}")


def _between(first: str, last: str) -> str:
    """Give the time from one capture to another."""
    return f"on {_when(first)}" if _when(first) == _when(last) else f"from {_when(first)} to {_when(last)}"


def _when(capture: str) -> str:
    """Give a capture's time as its name has it."""
    return f"{CaptureId.parse(capture).began:%Y-%m-%d %H:%M} UTC"
