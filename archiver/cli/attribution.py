"""`archiver attribution`."""

from typing import TYPE_CHECKING, Any

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, places
from archiver.cli.removals import Target
from archiver.cli.speaking import TerminalProgress, say, say_json

if TYPE_CHECKING:
    from archiver.derive.account_history import AccountHistory
    from archiver.derive.attribution import Attribution, Imprint, Pair, Site
    from archiver.derive.ties import Seen, Tie

_IN_WORDS = {
    "links_to_site": "its head links to {said}",
    "linked_from_site": "{page} links to {said}",
    "same_contact": "{said} stands on {page}, and is stated of the account",
    "same_picture": "a picture of {post} looks like one on {page}",
}
_MOST_PRINTED = 10


def attribution(
    context: typer.Context,
    target: Target,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Say what ties an account to a company's website, as captures show it, and what is missing."""
    from archiver.operations.attribution import attribution as operation
    from archiver.operations.naming import target_of
    from archiver.operations.opening import opened_to_ask

    here, progress = places(context), TerminalProgress()
    opened = opened_to_ask(here.root(archive), here.settings(config), progress)
    context.call_on_close(opened.close)
    progress.clear()
    found = operation(opened, target_of(opened, target))
    if json:
        say_json(_as_json(found))
    else:
        _print(found)


def _as_json(found: "Attribution") -> dict[str, Any]:
    return {
        "target": str(found.target),
        "accounts": [_account(each) for each in found.accounts],
        "sites": [_site(each) for each in found.sites],
        "ties": [_tie(pair, tie) for pair in found.ties for tie in pair.ties],
        "missing": [{"subject": each.subject, "what": each.what, "why": each.why} for each in found.missing],
    }


def _seen(seen: "Seen") -> dict[str, str]:
    return {
        "first_capture": seen.capture,
        "last_capture": seen.last_capture,
        "record": seen.record,
        "vantage": seen.lane,
    }


def _account(account: "AccountHistory") -> dict[str, Any]:
    verified = account.verified
    return {
        "ref": str(account.target),
        "id": account.account_id or None,
        "verified": None if verified is None else {"value": verified[0], **_seen(verified[1])},
        "handles": [{"handle": handle, **_seen(seen)} for handle, seen in account.handles],
        "stated": [
            {
                "section": span.about.section,
                "facts": [list(fact) for fact in span.about.facts],
                "first_capture": span.first_capture,
                "last_capture": span.last_capture,
                "record": span.about.record,
                "vantage": span.lane,
            }
            for span in account.stated
        ],
    }


def _site(site: "Site") -> dict[str, Any]:
    return {
        "ref": str(site.target),
        "pages": site.pages,
        "imprint": [
            {
                "page": str(page.page),
                "title": page.title,
                "words": page.words,
                "emails": list(page.contact.emails),
                "phones": list(page.contact.phones),
                "numbers": list(page.contact.numbers),
                **_seen(page.seen),
            }
            for page in site.imprint
        ],
    }


def _tie(pair: "Pair", tie: "Tie") -> dict[str, Any]:
    return {
        "kind": tie.kind.value,
        "account": str(pair.account.target),
        "site": str(pair.site.target),
        "said": tie.said,
        "post": str(tie.post) if tie.post else None,
        "page": str(tie.page) if tie.page else None,
        **_seen(tie.seen),
    }


def _print(found: "Attribution") -> None:
    for account in found.accounts:
        _print_account(account)
    for site in found.sites:
        say(f"{site.target}  {site.pages:,} pages captured")
        for page in site.imprint:
            _print_imprint(page)
    for pair in found.ties:
        say(f"{pair.account.target} and {pair.site.target}:")
        for tie in pair.ties[:_MOST_PRINTED]:
            words = _IN_WORDS[tie.kind.value].format(
                said=tie.said, page=tie.page.key if tie.page else "", post=tie.post or ""
            )
            say(f"  {words}")
            say(f"    {tie.seen.capture} … {tie.seen.last_capture}")
        if len(pair.ties) > _MOST_PRINTED:
            say(f"  and {len(pair.ties) - _MOST_PRINTED:,} more; --json names all")
    if not found.ties:
        say("Nothing in this archive ties it to a captured counterpart.")
    if found.missing:
        say("Missing:")
    for missing in found.missing:
        say(f"  {missing.subject}: {missing.why}")
    say("A link shows what was set there, not by whom. Who controls an account is for a witness to say.")


def _print_account(account: "AccountHistory") -> None:
    say(f"{account.target}  id {account.account_id or 'not known'}")
    if account.verified is not None:
        verified, told = account.verified
        say(f"  {'verified' if verified else 'not verified'}, as the platform told in {told.last_capture}")
    for handle, seen in account.handles:
        say(f"  was @{handle} in {seen.capture} … {seen.last_capture}")
    for span in account.stated:
        for name, value in span.about.facts:
            say(f"  {span.about.section}: {name.replace('_', ' ')}: {value}")


def _print_imprint(page: "Imprint") -> None:
    say(f"  “{page.title}”  {page.page.key}")
    for words in (page.contact.emails, page.contact.phones, page.contact.numbers):
        if words:
            say(f"    {', '.join(words)}")
