"""The pages of an account and of its posts, for strangers and for visitors with a session."""

from collections.abc import Sequence
from dataclasses import dataclass

from archiver.simulator.company import Company, Medium, Post
from archiver.simulator.facebook import abouts, accounts, acting, listings, stories, tabs, viewing, visible
from archiver.simulator.facebook.accounts import Tab
from archiver.simulator.facebook.attachments import GONE, GONE_SINCE
from archiver.simulator.facebook.frame import Page, composer, note
from archiver.simulator.facebook.ids import account_id
from archiver.simulator.facebook.manner import Manner
from archiver.simulator.facebook.pieces import Json
from archiver.simulator.facebook.preloads import Preload, with_mishaps
from archiver.simulator.facebook.signing import SITE, Signer
from archiver.simulator.facebook.streams import Pages
from archiver.simulator.visitors import Session

FIRST = 1
"""Stories that a profile's page brings along, besides the pinned one."""
_NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class Writing:
    """Whom pages are written for, and how."""

    signer: Signer
    manner: Manner
    session: Session | None
    throttled: bool = False
    """Whether they are to be shells, without what they are about."""

    def pages(self, company: Company) -> Pages:
        """Give what a company's listings are told with."""
        return Pages(company, self.signer, self.manner.counts)

    def kept(self, *told: Preload) -> Sequence[Preload]:
        """Give the answers a page brings along; none within a shell."""
        if self.throttled:
            return ()
        for one in told:
            acting.name(self.session, self.signer, one.document, *(chunk.data for chunk in one.chunks))
        return told


def profile(company: Company, writing: Writing) -> Page:
    """Write an account's timeline: its head, the pinned post and the one below it, and that there is more."""
    owner, pages = account_id(company.account), writing.pages(company)
    page = pages.streamed("", FIRST, ("user",))
    variables = {
        "count": FIRST,
        "feedLocation": "TIMELINE",
        "omitPinnedPost": True,
        "privacySelectorRenderLocation": "COMET_STREAM",
        "scale": 1,
        "stream_count": 1,
        "userID": owner,
    }
    document, chunks = page or ({"data": {"user": None}}, [])
    first = listings.pinned(company)
    top = pages.story(first) if first and page and company.spoiling.kept([first]) else None
    if page:
        document["data"]["user"]["profile_pinned_post"] = top
    onward: Json = next((one.data["page_info"] for one in chunks if one.data and len(one.path) == 2), {})  # noqa: PLR2004
    shown = [post for post in (first if top else None, *listings.timeline(company)[:FIRST]) if post]
    main = visible.head(company, writing.signer) + visible.feed(
        company, company.spoiling.kept(shown), writing, onward
    )
    return Page(
        f"{company.account.name} | Facebook",
        "CometProfilePlusTimelineListViewRoute" if writing.session else "CometProfilePlusLoggedOutRoute",
        "" if writing.throttled else main,
        visible.tags(company, writing.signer),
        {"userID": owner, "userVanity": company.handle or None, "viewerID": _viewer(writing)},
        {"vanity": company.handle or None, "sk": None},
        writing.kept(
            Preload(
                "ProfileCometHeaderQuery",
                {"data": accounts.header(company, writing.signer)},
                accounts.header_chunks(company, writing.signer),
                {"scale": 1, "selectedID": owner, "userID": owner},
            ),
            Preload(
                "ProfilePlusCometLoggedOutRootQuery",
                {"data": accounts.tiles(company)},
                accounts.tiles_chunks(company),
            ),
            Preload("ProfileCometTimelineFeedQuery", document, chunks, variables),
        ),
        scripted=writing.session is not None and not writing.throttled,
    )


def post(company: Company, post: Post, writing: Writing) -> Page:
    """Write a post's own page, with other posts of the owner beside it that are not what was asked for."""
    signer = writing.signer
    host = company.host_of(post)
    told = stories.subject(company, post, signer, writing.pages(company).form())
    root = signer.either(("node_v2", "node"))
    beside = [one for one in listings.timeline(host) if one.pk != post.pk][:_NEIGHBOURS]
    edges = [{"node": writing.pages(host).story(one)} for one in beside]
    more: Json = {"data": {"user": {"id": account_id(host.account), "more_from_page": {"edges": edges}}}}
    return Page(
        f"{company.owner_of(post).name} - {(post.caption or 'Post')[:40]} | Facebook",
        "CometSinglePostRoute",
        ""
        if writing.throttled
        else visible.article(company, post, signer) + composer(writing.session, signer),
        visible.post_tags(company, post, signer),
        {"storyID": told["id"], "viewerID": _viewer(writing)},
        {"vanity": company.owner_of(post).username or None},
        writing.kept(
            Preload("CometSinglePostDialogContentQuery", {"data": {root: told}}),
            Preload("CometSinglePostMoreFromPageQuery", more),
        ),
    )


def photo(company: Company, post: Post, medium: Medium, collection: str, writing: Writing) -> Page:
    """Write a photo's page."""
    told = viewing.opened(company, post, medium, collection, writing.signer)
    return Page(
        f"{company.owner_of(post).name} - Photos | Facebook",
        "CometPhotoRoute",
        "" if writing.throttled else _alone(company, post, medium, writing),
        visible.post_tags(company, post, writing.signer),
        preloads=writing.kept(Preload("CometPhotoRootContentQuery", {"data": told})),
    )


def video(company: Company, post: Post, medium: Medium, collection: str, writing: Writing) -> Page:
    """Write a video's page."""
    told = viewing.watched(company, post, medium, writing.signer, collection)
    return Page(
        f"{(post.caption or 'Video')[:40]} | {company.owner_of(post).name} | Facebook",
        "CometFBReelsRoute" if post.reel else "CometVideoRoute",
        "" if writing.throttled else _alone(company, post, medium, writing),
        visible.post_tags(company, post, writing.signer),
        preloads=writing.kept(Preload("CometVideoHomeContentQuery", {"data": told})),
    )


def album(company: Company, told: Json, writing: Writing) -> Page:
    """Write the page of a set of photos."""
    return Page(
        f"{company.account.name} - Photos | Facebook",
        "CometMediaSetRoute",
        preloads=writing.kept(Preload("CometPhotoAlbumQuery", {"data": told})),
    )


def tab(company: Company, chosen: Tab, writing: Writing) -> Page:
    """Write a tab with the first of what it lists."""
    signer, told = writing.signer, tabs.hydrated(company, chosen, writing.signer)
    (node,) = told["node"]["all_collections"]["nodes"]
    collection = node["style_renderer"]["collection"]
    found = collection.get("pageItems") or collection.get("aggregated_fb_shorts")
    main = visible.head(company, signer) + visible.grid(company, chosen, found, writing)
    return Page(
        f"{company.account.name} - {chosen.name} | Facebook",
        "CometProfileTimelineAppSectionRoute",
        "" if writing.throttled else main,
        visible.tags(company, signer),
        {"userID": account_id(company.account), "userVanity": company.handle, "viewerID": _viewer(writing)},
        {"vanity": company.handle, "sk": chosen.key},
        writing.kept(
            Preload(
                "ProfileCometHeaderQuery",
                {"data": accounts.header(company, signer)},
                accounts.header_chunks(company, signer),
            ),
            Preload("ProfileCometTopAppSectionQuery", with_mishaps(told)),
        ),
        scripted=not writing.throttled,
    )


def about(company: Company, page: str, writing: Writing) -> Page:
    """Write a page about an account: its head, and the sections of what is stated of it."""
    signer = writing.signer
    stated = "".join(note(kind, words) for _, kind, words in company.stated)
    return Page(
        f"{company.account.name} - About | Facebook",
        "CometProfileTimelineAppSectionRoute",
        "" if writing.throttled else visible.head(company, signer) + stated,
        visible.tags(company, signer),
        {"userID": account_id(company.account), "userVanity": company.handle, "viewerID": _viewer(writing)},
        {"vanity": company.handle, "sk": page},
        writing.kept(
            Preload(
                "ProfileCometHeaderQuery",
                {"data": accounts.header(company, signer)},
                accounts.header_chunks(company, signer),
            ),
            Preload("ProfileCometAboutAppSectionQuery", {"data": abouts.sections(company, page)}),
        ),
    )


def home(company: Company, session: Session, writing: Writing) -> Page:
    """Write the visitor's own feed, in which others' posts stand that are nobody's listing."""
    near = (one for one in company.standing[1:] if not one.withheld)
    found = [(one, post) for one in near for post in listings.timeline(one)[:FIRST]]
    edges = [{"node": writing.pages(one).story(post)} for one, post in found]
    onward = {"has_next_page": True, "end_cursor": writing.signer.token(40)}
    feed = {"edges": edges, "page_info": onward}
    told: Json = {"data": {"viewer": {"actor": {"id": str(session.pk)}, "news_feed": feed}}}
    main = note(f"Welcome, {session.name}", "What others posted would stand here.")
    return Page("Facebook", "CometHomeRoute", main, preloads=(Preload("CometModernHomeFeedQuery", told),))


def not_found() -> Page:
    """Write what stands where there is nothing, or nothing any more, or nothing for this visitor."""
    return Page(
        "Facebook",
        "CometErrorRoute",
        note(GONE, GONE_SINCE),
        props={"title": GONE, "body": GONE_SINCE, "linkText": "Go to Feed", "linkURL": f"{SITE}/"},
        root="CometContentNotFoundRoot.react",
    )


def _alone(company: Company, post: Post, medium: Medium, writing: Writing) -> str:
    """Write a post with one of its media, and the place for a comment below."""
    drawn = visible.article(company, post, writing.signer, medium)
    return drawn + composer(writing.session, writing.signer)


def _viewer(writing: Writing) -> str:
    return str(writing.session.pk) if writing.session else "0"
