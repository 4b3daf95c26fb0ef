"""The frame every page of Facebook has: head, what sets the scripts up, and the little that is visible of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from archiver.simulator.facebook import preloads, script
from archiver.simulator.facebook.preloads import Preload, Wrapper
from archiver.simulator.facebook.signing import Signer
from archiver.simulator.markup import attribute, block, handled, text, timing
from archiver.simulator.visitors import Session

_STYLE = """
body{margin:0;font:15px/1.35 system-ui,sans-serif;color:#050505;background:#f0f2f5}
a{color:inherit;text-decoration:none}[role=banner]{display:flex;justify-content:space-between;padding:10px 24px}
[role=banner]{background:#fff;border-bottom:1px solid #ced0d4}[role=banner] b{font-size:24px;color:#0866ff}
[role=main]{max-width:680px;margin:16px auto}header{display:flex;gap:24px;align-items:center;padding:16px}
header img{width:132px;height:132px;border-radius:50%}nav a{margin-right:16px;font-weight:600}
[role=article],.note{background:#fff;border-radius:8px;margin:0 0 16px;padding:12px 16px}
[role=article] img{width:100%;height:auto;display:block}p{white-space:pre-line;overflow-wrap:anywhere}
.grid{display:grid;grid-template-columns:repeat(4,1fr);gap:4px}
.grid img{width:100%;height:auto;aspect-ratio:1;object-fit:cover}
.face{width:40px;height:40px;vertical-align:middle;margin-right:8px}
.composer{display:flex;gap:8px;align-items:center;background:#fff;border-radius:8px;padding:8px 16px}
.composer [role=textbox]{flex:1;background:#f0f2f5;border-radius:18px;padding:0 12px}
.coloured{padding:96px 32px;font-size:28px;text-align:center}.note{text-align:center;padding:64px 24px}
#login_popup_cta_form{position:fixed;left:0;right:0;bottom:0;background:#fff;padding:16px;text-align:center}
"""
_WAITING = '<script nonce="{}">window.requireLazy=window.requireLazy||function(){{}};</script>'


@dataclass(frozen=True, slots=True)
class Page:
    """What one page consists of; `tags` and `main` are markup already."""

    title: str
    route: str
    main: str = ""
    tags: str = ""
    props: dict[str, Any] = field(default_factory=dict)
    params: dict[str, Any] = field(default_factory=dict)
    preloads: Sequence[Preload] = ()
    scripted: bool = False
    root: str = "CometRoot.react"
    """The module that draws it."""
    status: int = 200


def written(page: Page, wrapper: Wrapper, signer: Signer, session: Session | None) -> bytes:
    """Write a whole page."""
    nonce, client = signer.token(6), signer.hexadecimal(8)
    told = [preloads.written(one, wrapper, signer, nonce) for one in page.preloads]
    start = _start(page, session)
    defined = {"define": _defined(session, signer), "require": [start]}
    setup = preloads.lazy(defined, nonce) if wrapper == "lazy" else block(handled({"__bbox": defined}))
    parts = (
        '<!DOCTYPE html><html id="facebook" class="__fb-light-mode" lang="en" dir="ltr"><head>',
        '<meta charset="utf-8" />',
        f"<title>{text(page.title)}</title>",
        '<meta name="viewport" content="width=device-width,initial-scale=1,maximum-scale=2" />',
        '<link rel="shortcut icon" href="/favicon.ico" />',
        page.tags,
        _WAITING.format(nonce) if wrapper == "lazy" else "",
        *_scripted(page, nonce),
        f'<style nonce="{nonce}">{_STYLE}</style></head><body>',
        block(timing(client, "htmlStart")),
        block(
            {"require": [["HasteSupportData", "handle", None, [{"gkxData": {"1002": {"result": False}}}]]]}
        ),
        *told,
        setup,
        block(timing(client, "tierOneEnd")),
        _banner(session, signer),
        f'<div role="main">{page.main}</div>',
        "" if session or not page.preloads else _POPUP,
        "<footer>Simulated for tests. Privacy · Terms · Cookies</footer></body></html>",
    )
    return "\n".join(parts).encode()


_POPUP = (
    '<form id="login_popup_cta_form" action="/login/device-based/regular/login/" method="post">'
    "<span>See more on Facebook</span>"
    '<input name="email" placeholder="Email or phone number" /><input name="pass" type="password" />'
    '<button name="login" type="submit">Log in</button></form>'
)


def note(headline: str, words: str) -> str:
    """Write the few words that stand where there is nothing to show."""
    return f'<div class="note"><h2>{text(headline)}</h2><p>{text(words)}</p></div>'


def image(address: str, alt: str) -> str:
    """Write a picture."""
    return f'<img src="{attribute(address)}" alt="{attribute(alt)}" loading="lazy" />'


def face(session: Session, signer: Signer, place: str) -> str:
    """Draw whoever is signed in, as the platform draws faces; `place` names one of several on a page."""
    size = 'x="0" y="0" width="100%" height="100%" preserveAspectRatio="xMidYMid slice"'
    return (
        f'<svg class="face" role="img" aria-label="{attribute(session.name)}"><mask id="{place}">'
        f'<circle cx="20" cy="20" r="20" fill="white"></circle></mask><g mask="url(#{place})">'
        f'<image {size} xlink:href="{attribute(signer.face(session))}"></image></g></svg>'
    )


def composer(session: Session | None, signer: Signer) -> str:
    """Write the place for a comment of the visitor's own, who is shown in it; nothing for a stranger."""
    if session is None:
        return ""
    words = f"Comment as {attribute(session.name)}"
    return (
        f'<div class="composer">{face(session, signer, "below")}<div role="textbox" contenteditable="true" '
        f'aria-label="{words}" aria-placeholder="{words}"><p>Comment as <span>{text(session.name)}</span></p>'
        "</div></div>"
    )


def _banner(session: Session | None, signer: Signer) -> str:
    who = '<a href="/login/">Log in</a>'
    if session:
        who = f"<span>{face(session, signer, 'above')}<i>{text(session.name)}</i></span>"
    return f'<div role="banner"><a href="/"><b>facebook</b></a>{who}</div>'


def _scripted(page: Page, nonce: str) -> tuple[str, ...]:
    if not page.scripted:
        return ()
    return (f'<script src="{script.address()}" defer="" crossorigin="anonymous" nonce="{nonce}"></script>',)


def _start(page: Page, session: Session | None) -> list[object]:
    viewer = str(session.pk) if session else "0"
    drawn = {"__dr": page.root}
    shown = {
        "actorID": viewer,
        "rootView": {"allResources": [drawn], "resource": drawn, "props": page.props},
        "canonicalRouteName": f"comet.fbweb.{page.route}",
        "params": page.params,
    }
    expected = [
        {
            "actorID": viewer,
            "preloaderID": f"adp_{one.query}RelayPreloader",
            "queryID": script.QUERIES.get(one.query, script.OTHER),
            "variables": one.variables,
        }
        for one in page.preloads
    ]
    route = {"expectedPreloaders": expected, "initialRouteInfo": {"route": shown}}
    return ["CometPlatformRootClient", "initialize", [], [route]]


def _at_work(session: Session | None) -> dict[str, Any]:
    """Give what the scripts are told of the visitor as somebody's employee."""
    return {
        "business_id": None,
        "business_user_id": None,
        "businessAccountName": None,
        "email": session.email if session else None,
        "first_name": session.name.partition(".")[0].title() if session else None,
        "isBusinessPerson": False,
        "last_name": None,
        "personal_user_id": str(session.pk) if session else "0",
    }


def _defined(session: Session | None, signer: Signer) -> list[list[object]]:
    """Give what the scripts are told of the visitor, and the tokens they send back."""
    pk, name = (str(session.pk), session.name) if session else ("0", "")
    viewer = {
        "ACCOUNT_ID": pk,
        "USER_ID": pk,
        "NAME": name,
        "SHORT_NAME": name or None,
        "IS_BUSINESS_PERSON_ACCOUNT": False,
        "IS_FACEBOOK_WORK_ACCOUNT": False,
        "APP_ID": "256281040558",
    }
    return [
        ["LSD", [], {"token": signer.token(8)}, 323],
        ["CurrentUserInitialData", [], viewer, 270],
        ["CurrentBusinessUser", [], _at_work(session), 297],
        ["DTSGInitialData", [], {"token": session.dtsg} if session else {}, 258],
        ["SiteData", [], {"server_revision": 1_030_000_000, "haste_session": "20416.HYP:comet_pkg"}, 317],
    ]
