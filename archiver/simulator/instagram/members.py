"""The pages a visitor with a session is sent.

A profile comes without its posts: the page's script asks for them. What the page does carry besides the account
is the visitor's own feed and accounts to follow, which a reader must step over. What the routes of the reels
tab, the feed and the permalink are called is invented; nobody saw them.
"""

from typing import Any

from archiver.simulator.company import Company, Post
from archiver.simulator.instagram import markup, older, profiles, reels, script, surroundings, xdt
from archiver.simulator.instagram.signing import Signer
from archiver.simulator.instagram.visible import article, composer, header, note, title
from archiver.simulator.markup import attribute, embedded
from archiver.simulator.stories import Highlight
from archiver.simulator.visitors import Session

HOME_ROUTE = "PolarisHomeRoute"
PROFILE_ROUTE = "PolarisProfileRoute"
REELS_ROUTE = "PolarisProfileReelsTabRoute"
POST_ROUTE = "PolarisPostRoute"
STORIES_ROUTE, HIGHLIGHT_ROUTE = "PolarisStoriesRoute", "PolarisStoryHighlightsRoute"


def home_page(session: Session, signer: Signer) -> bytes:
    """Write the visitor's own feed."""
    blocks = (markup.routed(HOME_ROUTE, {}, {}, signer, session), _feed(signer))
    main = note(f"Welcome, {session.name}", "What others posted would stand here.")
    return markup.document("Instagram", "", blocks, main, signer, session, script.PROFILE)


def profile_page(company: Company, session: Session, signer: Signer) -> bytes:
    """Write the account's profile, whose script asks for its posts."""
    return _profile(PROFILE_ROUTE, "posts", company, session, signer)


def reels_page(company: Company, session: Session, signer: Signer) -> bytes:
    """Write the account's reels tab."""
    return _profile(REELS_ROUTE, "reels", company, session, signer)


def stories_page(company: Company, session: Session, signer: Signer) -> bytes:
    """Write the page of the day's stories, which carries them."""
    found = reels.day(company, signer)
    told = {"xdt_api__v1__feed__reels_media": {"reels_media": found}}
    items = found[0]["items"] if found else []
    blocks = (
        markup.routed(STORIES_ROUTE, {"username": company.handle}, {}, signer, session),
        markup.answered("PolarisStoriesV3ReelPageStandaloneQuery", told, signer),
    )
    drawn = f'<script id="reel" type="application/json">{embedded(items)}</script>'
    main = _played(str(company.account.pk), company, session) + drawn
    return markup.document("Stories • Instagram", "", blocks, main, signer, session, script.STORIES)


def highlight_page(company: Company, highlight: Highlight, session: Session, signer: Signer) -> bytes:
    """Write the page of a highlight, whose script asks for what it holds."""
    params = {"highlight_reel_id": str(highlight.pk)}
    blocks = (markup.routed(HIGHLIGHT_ROUTE, params, {}, signer, session),)
    main = _played(highlight.name, company, session, asks="1")
    return markup.document("Highlights • Instagram", "", blocks, main, signer, session, script.STORIES)


def _played(reel: str, company: Company, session: Session, **more: str) -> str:
    """Write the place where the page's script shows stories."""
    told = {"reel": reel, "owner": str(company.account.pk), "viewer": str(session.graph_id), **more}
    written = "".join(f' data-{name}="{attribute(value)}"' for name, value in told.items())
    return f'<div class="stories"{written}></div>'


def post_page(company: Company, post: Post, session: Session, signer: Signer) -> bytes:
    """Write a post's permalink."""
    media = xdt.media(company, post, signer)
    props = {"media_id": str(post.pk), "media_owner_id": str(company.owner_of(post).pk)}
    web_info = {"xdt_api__v1__media__shortcode__web_info": {"items": [media]}}
    told = markup.answered("PolarisPostRootQuery", web_info, signer)
    if company.older_layout:
        told = older.permalink(company, post, signer)
    blocks = (
        markup.routed(POST_ROUTE, {"shortcode": post.code}, props, signer, session),
        told,
        markup.answered(
            "PolarisPostCommentsContainerQuery",
            {"xdt_api__v1__media__media_id__comments__connection": xdt.comments(post, signer)},
            signer,
        ),
    )
    main = article(company, post, media) + composer(session, signer)
    return markup.document("Instagram", "", blocks, main, signer, session, script.PROFILE)


def _profile(route: str, surface: str, company: Company, session: Session, signer: Signer) -> bytes:
    account, pk = profiles.user(company, signer), str(company.account.pk)
    logged = {"name": "profilePage", "params": {"page_id": f"profilePage_{pk}", "profile_id": pk}}
    props = {"id": pk, "page_logging": logged}
    suggested = {"xdt_api__v1__discover__chaining": surroundings.suggestions(signer)}
    blocks = (
        _feed(signer),
        markup.routed(route, {"username": company.handle}, props, signer, session),
        markup.answered("PolarisProfilePageContentQuery", {"user": account, "viewer": None}, signer),
        markup.answered("PolarisProfileSuggestedUsersWithPreloadableQuery", suggested, signer),
        *((older.timeline(company, signer),) if company.older_layout and surface == "posts" else ()),
    )
    main = header(company, account) + _tabs(company) + _rows(surface, company, session)
    return markup.document(title(company), "", blocks, main, signer, session, script.PROFILE)


def _feed(signer: Signer) -> dict[str, Any]:
    feed = {"xdt_api__v1__feed__timeline__connection": surroundings.home_feed(signer)}
    return markup.answered("PolarisFeedRootPaginationCachedQuery_subscribe", feed, signer)


def _tabs(company: Company) -> str:
    links = (("Posts", ""), ("Reels", "reels/"))
    written = "".join(f'<a role="tab" href="/{company.handle}/{path}">{name}</a>' for name, path in links)
    return f'<nav class="tabs" role="tablist">{written}</nav>'


def _rows(surface: str, company: Company, session: Session) -> str:
    """Write the place where the page's script draws."""
    if company.withheld:
        return note("This account is private", "Follow to see their photos and videos.")
    told = {
        "surface": surface,
        "username": company.handle,
        "target": str(company.account.pk),
        "viewer": str(session.graph_id),
    }
    if company.stories:
        told["shelf"] = str(company.account.pk)
    written = "".join(f' data-{name}="{attribute(value)}"' for name, value in told.items())
    return f'<div class="rows"{written}></div>'
