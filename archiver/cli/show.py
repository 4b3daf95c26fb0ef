"""`archiver show`."""

from typing import Annotated, Any

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened_to_ask
from archiver.cli.speaking import say, say_json

Ref = Annotated[
    str, typer.Argument(metavar="REF", help="A post or target: its URL, platform:key, or a bare key.")
]


def show(
    context: typer.Context,
    ref: Ref,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Show a post with its fields, media, versions and gaps, or a target with its posts."""
    from archiver.operations.show import show as operation

    opened = opened_to_ask(context, archive, config)
    found = operation(opened, ref)
    if json:
        say_json(found)
    elif "post" in found:
        _print_post(found)
    else:
        _print_target(found)


def _print_post(found: dict[str, Any]) -> None:
    fields = found["fields"]
    say(f"{found['post']['ref']}  {found['post']['url'] or '(a story has no address of its own)'}")
    say(f"  owner      @{found['owner']['name']} (id {found['owner']['id']})")
    say(f"  published  {fields['published_at'] or 'not shown'}")
    if fields.get("made_at"):
        say(f"  made       {fields['made_at']}")
    say(f"  kind       {fields['kind']} {fields['product'] or ''}")
    say(
        f"  captures   {found['first_capture']} … {found['last_capture']}, {len(found['versions'])} version(s)"
    )
    counts = ", ".join(f"{count['value']:,} {name}" for name, count in found["counts"].items())
    say(f"  counts     {counts or 'not shown'}")
    caption = "not shown" if fields["caption"] is None else fields["caption"] or "(none)"
    say("  caption    " + caption.replace("\n", "\n             "))
    for medium in found["media"]:
        say(f"  medium     sha256:{medium['sha256']} {medium['mime']} {_described(medium)}".rstrip())
        say(f"             in {medium['capture']} {medium['record']}")
    for gap in found["gaps"]:
        say(f"  gap        {gap['reason']}: {gap['detail']}")
    for story in found.get("stories", ()):
        say(f"  story      {story['sentence']}")


def _described(medium: dict[str, Any]) -> str:
    """Give size, length and codecs, and of a film that was put together that it was."""
    told = [f"{medium['width']}x{medium['height']}"] if medium["width"] else []
    told += [f"{medium['seconds']:.1f} s"] if medium["seconds"] is not None else []
    told += ["+".join(medium["codecs"])] if medium["codecs"] else []
    return " ".join((*told, "(put together of pictures and sound)")) if medium["made"] else " ".join(told)


def _print_target(found: dict[str, Any]) -> None:
    latest = found["latest"]
    say(f"{found['target']['ref']}  {found['target']['url']}")
    if latest["kind"] == "import":
        say(f"  never looked at; imported, by others' word of {latest['started_at']}")
    else:
        say(f"  latest look {latest['started_at']}: {latest['outcome']} {latest['reason']}")
    for state in found["account"]:
        _print_account(state)
    for post in found["posts"]:
        say(f"  {post['ref']}  {post['url']}  last in {post['last_capture']}")
    print_stories(found["stories"])


def print_stories(stories: list[dict[str, Any]]) -> None:
    """Print how stories stand, for people."""
    if stories:
        say(f"  Stories ({len(stories):,})")
    for story in stories:
        dates = f"published {story['published_at'] or 'not shown'}, ends {story['expires_at'] or 'not shown'}"
        say(f"    {story['story']}  {story['state'].replace('_', ' ')}  {dates}")
        say(f"      {story['sentence']}")


def _print_account(state: dict[str, Any]) -> None:
    fields = state["fields"]
    counts = ", ".join(f"{count['value']:,} {name}" for name, count in state["counts"].items())
    name = fields["name"] or "no name"
    say(f"  account     @{fields['handle']} (id {state['id']}), {name}; {counts or 'no counts'}")
    say(f"              {state['vantage']}, {state['first_capture']} … {state['last_capture']}")
