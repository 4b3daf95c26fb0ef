"""How pages carry answers, and the pages that stand in the place of what was asked for."""

import json


def compact(document):
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def line(document, guard=""):
    return guard + compact(document)


def call(name, data, path=(), label=""):
    """Write the call that hands one answer, or a part of one, to the page."""
    result = {"data": data} if not path else {"label": label, "path": list(path), "data": data}
    return [
        "RelayPrefetchedStreamCache",
        "next",
        [],
        [name, {"__bbox": {"complete": not path, "result": result}}],
    ]


def viewer(number="0"):
    return ["CurrentUserInitialData", [], {"ACCOUNT_ID": number, "USER_ID": number, "NAME": ""}, 270]


def block(*calls):
    handled = {"require": [["ScheduledServerJS", "handle", None, [{"__bbox": {"require": list(calls)}}]]]}
    text = compact(handled).replace("<", "\\u003C")
    return f'<script type="application/json" data-content-len="{len(text)}" data-sjs>{text}</script>'


def lazily(*calls):
    """Write calls as the pages of 2023 did, in a plain script."""
    bundle = compact({"require": list(calls)})
    handled = f"function(JSScheduler,ServerJS){{(new ServerJS()).handle({bundle});}}"
    return f'<script>requireLazy(["JSScheduler","ServerJS"],{handled});</script>'


def page(*scripts, title="Brandt Pumpen GmbH", body=""):
    opening = f'<!DOCTYPE html>\n<html lang="en" id="facebook">\n<head><title>{title}</title></head>\n<body>{body}\n'
    return opening + "\n".join(scripts) + "\n</body>\n</html>\n"


LOGIN = page(
    block(viewer()),
    title="Log into Facebook",
    body='<div>You must log in to continue.</div><form id="login_form" action="/login/" method="post"></form>',
)
UNAVAILABLE = page(
    block(viewer(), ["CometErrorRoot", [], {"props": {"title": "This content isn't available right now"}}])
)
BLOCKED = page(block(["RootContent", [], {"rootView": {"resource": {"__dr": "CometErrorRoot.react"}}}]))
SHELL = page(block(viewer(), ["CometResourceScheduler", "registerHighPriHashes", None, []]))
