"""The account as its header tells of it: name, pictures, likes, and the tabs with what each lists."""

from dataclasses import dataclass

from archiver.simulator.company import Company, invented
from archiver.simulator.facebook.chunks import Chunk, Path
from archiver.simulator.facebook.ids import account_id, delegate_id, encoded
from archiver.simulator.facebook.listings import Surface
from archiver.simulator.facebook.pieces import Json
from archiver.simulator.facebook.signing import SITE, Signer, profile

HEADER_PATH: Path = ("user", "profile_header_renderer", "user")


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the tabs of a page that list something."""

    surface: Surface
    name: str
    section: str
    key: str
    """What stands in `sk`."""
    collection: str
    """Numbers of its collection behind the owner's."""
    word: str
    """The last part of its address."""

    def collection_id(self, company: Company) -> str:
        """Give the key under which what it lists is asked for."""
        return encoded(f"app_collection:{account_id(company.account)}:{self.collection}")

    def address(self, company: Company) -> str:
        """Give where it stands."""
        if company.account.username:
            return f"{SITE}/{company.handle}/{self.word}"
        return f"{profile(company.account)}&sk={self.key}"


TABS = (
    Tab("photos", "Photos", "PHOTOS", "photos", "2305272732:5", "photos"),
    Tab("videos", "Videos", "VIDEOS", "videos", "1560653304174514:133", "videos"),
    Tab("reels", "Reels", "REELS", "reels_tab", "168684841768375:260", "reels"),
)


def user(company: Company, signer: Signer) -> Json:
    """Give the account."""
    person = company.account
    return {
        "__isProfile": "User",
        "name": person.name,
        "profile_picture_for_sticky_bar": {"uri": signer.avatar(person)},
        "__isEntity": "User",
        "__typename": "User",
        "url": profile(person),
        "gender": "NEUTER",
        "is_viewer_friend": False,
        "__isRenderedProfile": "User",
        "cover_photo": None,
        "story_bucket": {"nodes": [{"id": account_id(person), "first_story_to_show": None}]},
        "is_additional_profile_plus": True,
        "delegate_page": {"is_business_page_active": False, "id": delegate_id(person)},
        "profilePicLarge": {"uri": signer.avatar(person, "dst-jpg_s320x320_tt6")},
        "profilePicMedium": {"uri": signer.avatar(person, "dst-jpg_s160x160_tt6")},
        "profilePicSmall": {"uri": signer.avatar(person)},
        "profile_tabs": {"__typename": "ProfileDefaultTabs", "profile_user": _tabs(company)},
        "alternate_name": "",
        "username_for_profile": person.username or None,
        "id": account_id(person),
        "is_profile_header_name_tappable": False,
        "is_verified": person.is_verified,
        "is_visibly_memorialized": False,
        "profile_social_context": {"content": _context(company), "facepile_profiles": []},
        "wem_private_sharing_bundle": {
            "private_sharing_control_model_for_user": {"private_sharing_enabled": company.private}
        },
        "top_banner": None,
    }


def header(company: Company, signer: Signer) -> Json:
    """Give the answer that the head of a profile is drawn from."""
    renderer = {
        "__typename": "XFBProfileEntityConvergenceHeaderRenderer",
        "user": user(company, signer),
        "viewer": {"is_wem_private_sharing_enabled": False},
        "nux": None,
    }
    bearer = {"profile_header_renderer": renderer, "id": account_id(company.account)}
    return {"user": {**bearer, "profile_plus_post_transition_modal": None}}


def header_chunks(company: Company, signer: Signer) -> list[Chunk]:
    """Give what of the header comes later: buttons and the picture's menu, which carry no more of the account."""
    person = company.account
    frame = "ProfileCometEntityConvergenceHeader_profileHeaderRenderer"
    return [
        Chunk(
            f"{frame}$defer$ProfileCometHeaderPrimaryActionBar_actor",
            HEADER_PATH,
            {"__isActorWithActionBar": "User", "primaryActions": [], "__isNode": "User"},
        ),
        Chunk(
            "ProfileCometProfilePicture_user$defer$ProfileCometLockedProfilePopover_user",
            HEADER_PATH,
            {"name": person.name, "gender": "NEUTER"},
        ),
        Chunk(
            "ProfileCometProfilePicture_profile$defer$ProfileCometProfilePictureViewMenu_profile",
            HEADER_PATH,
            {"__isProfile": "User", "profilePic160": {"uri": signer.avatar(person)}},
        ),
    ]


def tiles(company: Company) -> Json:
    """Give what stands beside a timeline, which is a listing too, and another one."""
    return {"user": {"id": account_id(company.account)}, "mainColumnTiles": {}}


def tiles_chunks(company: Company) -> list[Chunk]:
    """Give the tiles beside a timeline: a heading for each, and that no others follow."""
    edges = [
        {"node": {"__typename": "ProfileTileSection", "title": tab.name}, "cursor": tab.key} for tab in TABS
    ]
    label = "ProfilePlusCometLoggedOutRootQuery$defer$ProfileCometTilesFeed_user"
    onward = {"has_next_page": False, "end_cursor": TABS[-1].key}
    told = {"profile_tile_sections": {"edges": edges, "page_info": onward}, "id": account_id(company.account)}
    return [Chunk(label, ("mainColumnTiles",), told)]


def _tabs(company: Company) -> Json:
    person = company.account
    first = {
        "name": "Posts",
        "section_type": "TIMELINE",
        "tab_key": "timeline",
        "url": profile(person),
        "all_collections": {"nodes": []},
    }
    nodes = [first, *(_tab(tab, company) for tab in TABS)]
    return {
        "delegate_page": {"id": delegate_id(person)},
        "is_memorialized": False,
        "timeline_nav_app_sections": {"edges": [{"node": node} for node in nodes]},
        "is_viewer_friend": False,
        "is_currently_live": False,
        "id": account_id(person),
    }


def _tab(tab: Tab, company: Company) -> Json:
    collections = [{"tab_key": tab.key, "id": tab.collection_id(company)}]
    return {
        "displayable_count": None,
        "name": tab.name,
        "section_type": tab.section,
        "tab_key": tab.key,
        "url": tab.address(company),
        "all_collections": {"nodes": collections},
    }


def _context(company: Company) -> list[Json]:
    person = company.account
    likes = company.followers - invented(f"{person.pk}/likes", company.followers // 9 + 1)
    told = ((f"{likes:,} likes", "friends_likes/"), (f"{company.followers:,} followers", "followers/"))
    return [{"text": {"text": words}, "uri": f"{profile(person)}{place}"} for words, place in told]
