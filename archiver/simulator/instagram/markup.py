"""The frame every page of Instagram has: head, scheduler blocks of JSON, and the little that is visible of it.

Most blocks carry no content; they are here because readers must step over them.
"""

from collections.abc import Iterable
from typing import Any

from archiver.simulator.instagram import script
from archiver.simulator.instagram.signing import Signer
from archiver.simulator.markup import attribute, block, handled, text, timing
from archiver.simulator.spoiling import mishaps
from archiver.simulator.visitors import Session

_STYLE = """
body{margin:0;font:14px/1.4 system-ui,sans-serif;color:#0f1419;background:#fff}
a{color:inherit;text-decoration:none}
nav{display:flex;justify-content:space-between;padding:12px 32px;border-bottom:1px solid #dbdbdb}
nav b{font:italic 24px serif}nav a{margin-left:16px;color:#0064e0;font-weight:600}
main{max-width:936px;margin:24px auto;padding:0 20px}
header{display:flex;gap:56px;margin-bottom:32px}header img{width:150px;height:150px;border-radius:50%}
h1,h2{font-size:20px;font-weight:400;margin:0 0 14px}p{white-space:pre-line;margin:0 0 10px}
ul{display:flex;gap:32px;list-style:none;padding:0}
.grid{display:grid;grid-template-columns:repeat(3,1fr);gap:4px}
.grid img{width:100%;aspect-ratio:4/5;object-fit:cover;display:block}
article{display:grid;grid-template-columns:3fr 2fr;gap:24px}
figure{margin:0;display:flex;flex-wrap:wrap;gap:4px}figure img{width:100%}
figure.many img{width:calc(50% - 2px)}
.tabs{justify-content:center;gap:48px;border-top:1px solid #dbdbdb;border-bottom:0}
.rows{position:relative}.row{position:absolute;left:0;right:0;display:flex;gap:4px}
.row a{flex:0 0 calc((100% - 8px)/3);position:relative}
.row img{width:100%;aspect-ratio:4/5;object-fit:cover;display:block}
.row span{position:absolute;top:8px;right:8px;color:#fff;text-shadow:0 0 3px #000}
.me{width:28px;height:28px;border-radius:50%;margin-left:16px}
.composer{display:flex;gap:12px;align-items:center;margin:24px 0;padding:12px 0;border-top:1px solid #dbdbdb}
.composer img{width:32px;height:32px;border-radius:50%}.composer textarea{flex:1;height:40px;font:inherit}
.note{text-align:center;padding:96px 0}footer{text-align:center;color:#737373;padding:32px}
"""
_AT = ("@", "&#064;")
_NAVIGATION = (
    '<nav role="navigation"><b>Instagram</b><span><a href="/accounts/login/">Log in</a>'
    '<a href="/accounts/emailsignup/">Sign up</a></span></nav>'
)
_SIGNED_IN = (
    '<nav role="navigation"><b>Instagram</b><span><a href="/">Home</a>'
    '<img class="me" src="{face}" alt="{name}&#x27;s profile picture" /><i>{name}</i></span></nav>'
)
_APPLICATION = "936619743392459"
_SIBLINGS: tuple[dict[str, None], ...] = ({"__bbox": None}, {"__bbox": None})


def answered(query: str, data: dict[str, Any], signer: Signer) -> dict[str, Any]:
    """Give the block that carries the answer to one of the page's own queries."""
    told: dict[str, Any] = {"data": data, "extensions": {"is_final": True}}
    if amiss := mishaps(data):
        told["errors"] = amiss
    result = {"complete": True, "result": told, "sequence_number": 0}
    name = f"adp_{query}RelayPreloader_{signer.hexadecimal(12)}"
    calls = [
        ["RelayPrefetchedStreamCache", "next", [], [name, {"__bbox": result}]],
        ["CometResourceScheduler", "registerHighPriHashes", None, [[signer.token(5), signer.token(5)]]],
    ]
    return handled({"__bbox": {"require": calls}}, *_SIBLINGS)


def routed(
    route: str, params: dict[str, Any], props: dict[str, Any], signer: Signer, session: Session | None = None
) -> dict[str, Any]:
    """Give the block that says what kind of page was meant to be sent, and the page's tokens."""
    shown = {
        "actorID": str(session.graph_id) if session else "0",
        "rootView": {"resource": {"__dr": f"{route}.react"}, "props": props},
        "canonicalRouteName": f"comet.igweb.{route}",
        "params": params,
    }
    start = {
        "client_id": signer.hexadecimal(8),
        "expectedPreloaders": None,
        "initialRouteInfo": {"route": shown},
    }
    lsd, csrf = signer.token(8), signer.token(24)
    defined = [
        ["LSD", [], {"token": lsd}, 323],
        ["InstagramSecurityConfig", [], {"csrf_token": session.csrf if session else csrf}, 4523],
        ["CurrentUserInitialData", [], _viewer(session), 270],
        ["PolarisViewer", [], _account(session, signer), 7365],
    ]
    if session:
        defined.append(["DTSGInitialData", [], {"token": session.dtsg}, 258])
    calls = [["JSScheduler"], ["CometPlatformRootClient", "initialize", [], [start]]]
    return handled({"__bbox": {"define": defined, "require": calls}})


def document(
    title: str,
    tags: str,
    blocks: Iterable[object],
    main: str,
    signer: Signer,
    session: Session | None = None,
    script_name: str = "",
) -> bytes:
    """Write a whole page; `tags` and `main` are markup already."""
    nonce, client = signer.token(6), signer.hexadecimal(8)
    written = [*_before(client, session), *blocks, *_after(client, signer)]
    parts = (
        '<!DOCTYPE html><html lang="en" dir="ltr"><head><meta charset="utf-8" />',
        f"<title>{text(title).replace(*_AT)}</title>",
        '<meta name="robots" content="noarchive, noimageindex" />',
        '<meta name="viewport" content="width=device-width, initial-scale=1" />',
        '<link rel="shortcut icon" type="image/x-icon" href="/favicon.ico" />',
        tags,
        f'<script id="envjson" type="application/json" nonce="{nonce}">{{"brsid":"{client}"}}</script>',
        *_scripted(script_name, nonce, session, signer),
        f'<style nonce="{nonce}">{_STYLE}</style></head><body>',
        *map(block, written),
        _navigation(session, signer),
        f'<main role="main">{main}</main><footer>Simulated for tests. About · Help · Privacy</footer>',
        "</body></html>",
    )
    return "\n".join(parts).encode()


def _scripted(name: str, nonce: str, session: Session | None, signer: Signer) -> tuple[str, ...]:
    """Write what a page needs that runs one of the site's scripts."""
    if not name:
        return ()
    address, dtsg = script.address(name), f'"{session.dtsg}"' if session else "null"
    tokens = f'{{"u":"\\/ajax\\/qm\\/?__a=1","e":"0","w":0,"f":{dtsg},"l":"{signer.token(8)}"}}'
    return (
        f'<link rel="preload" href="{address}" as="script" crossorigin="anonymous" nonce="{nonce}" />',
        f'<script id="__eqmc" type="application/json" nonce="{nonce}">{tokens}</script>',
        f'<script src="{address}" defer="" crossorigin="anonymous" nonce="{nonce}"></script>',
    )


def _navigation(session: Session | None, signer: Signer) -> str:
    if session is None:
        return _NAVIGATION
    return _SIGNED_IN.format(face=attribute(signer.face(session)), name=attribute(session.name))


def _viewer(session: Session | None) -> dict[str, Any]:
    pk = str(session.pk) if session else "0"
    return {
        "ACCOUNT_ID": pk,
        "USER_ID": pk,
        "NAME": session.name if session else "",
        "IS_LOGGED_OUT_LINK_SCREEN": session is None,
        "IG_USER_EIMU": str(session.graph_id) if session else "0",
        "APP_ID": _APPLICATION,
    }


def _account(session: Session | None, signer: Signer) -> dict[str, Any]:
    """Give what the page's settings say of whoever is signed in."""
    if session is None:
        return {"data": None, "id": None}
    told = {
        "biography": "",
        "fbid": str(session.graph_id),
        "full_name": session.name,
        "id": str(session.pk),
        "is_private": True,
        "profile_pic_url": signer.face(session),
        "profile_pic_url_hd": signer.face(session, "dst-jpg_s320x320_tt6"),
        "username": session.name,
    }
    return {"data": told, "id": str(session.pk)}


def _before(client: str, session: Session | None) -> tuple[dict[str, Any], ...]:
    vantage = "logged_in" if session else "logged_out"
    store = {"clpData": {"1001": {"r": 1000, "s": 1}}, "gkxData": {"1002": {"result": False, "hash": None}}}
    injector = {"enabled": False, "cavalry_get_lid": client, "success_status": "success"}
    return (
        timing(client, "htmlStart"),
        timing(f"{client}-server", "htmlStart", 42),
        {"require": [["HasteSupportData", "handle", None, [store]]]},
        {"require": [["maybeDisableAnimations", None, None, []]]},
        {"require": [["qplTagServerJS", None, None, [["accepts_html", vantage]]]]},
        {"require": [["CometSSRMergedContentInjector", "ssrInit", None, [injector]]]},
        {"require": [["JSScheduler", "makeSchedulerGlobalEntry", None, ["null", False, False]]]},
        handled({"__bbox": None}),
    )


def _after(client: str, signer: Signer) -> tuple[dict[str, Any], ...]:
    module = {"type": "js", "src": f"https://static.cdninstagram.com/rsrc.php/v4/{signer.token(8)}.js"}
    modules = {"consistency": {"rev": 1_030_000_000}, "rsrcMap": {signer.token(5): module}}
    return (
        timing(client, "tierOneEnd"),
        {"require": [["Bootloader", "handlePayload", None, [modules]]]},
        {"require": [["DeferredJSResourceScheduler", None, None, [[signer.token(5), signer.token(5)]]]]},
        {"require": [["qplTagServerJS", None, None, [["lastServerTagFlushed"]]]]},
        {},
        {"require": [["CometQPLPayloadStore", "storePayloadBytesSent", None, [{"htmlStart": [11, 11]}]]]},
    )
