"""What a profile tells a visitor with a session: the account in full, without its posts."""

from archiver.simulator.company import Company, invented
from archiver.simulator.hartmann import FRIEND
from archiver.simulator.instagram.fragments import Json
from archiver.simulator.instagram.listings import account
from archiver.simulator.instagram.signing import Signer

_LARGE = "dst-jpg_e35_s320x320_tt6"
_NULL = (
    "ai_agent_type live_broadcast_id live_broadcast_visibility supervision_info gating "
    "text_post_app_badge_label text_post_new_post_count latest_besties_reel_media address_street city_name zip "
    "external_lynx_url category_name linked_fb_info"
).split()


def user(company: Company, signer: Signer) -> Json:
    """Give the account; its `id` is not its `pk` here either."""
    person = company.account
    known = signer.known(FRIEND)
    standing = [post for post in company.posts if company.carries(post)]
    own = account(company, signer)
    for unlike in ("all_media_count", "lox_highlights_connection", "has_any_clips", "is_coppa_enforced"):
        del own[unlike]
    return (
        dict.fromkeys(_NULL)
        | own
        | {
            "hd_profile_pic_url_info": {"url": signer.avatar(person, _LARGE), "width": 320, "height": 320},
            "biography_with_entities": {"entities": []},
            "external_url": company.links[0][1] if company.links else None,
            "media_count": company.claimed,
            "total_clips_count": sum(post.kind == "video" for post in standing),
            "friendship_status": {
                "following": company.admits,
                "blocking": False,
                "followed_by": False,
                "incoming_request": False,
                "outgoing_request": False,
                "is_private": company.private,
                "is_restricted": False,
                "is_bestie": False,
                "is_feed_favorite": False,
                "muting": False,
            },
            "is_business": True,
            "category": "Industrial Company",
            "account_type": 2,
            "should_show_category": True,
            "interop_messaging_user_fbid": str(110_000_000_000_000 + invented(f"{person.pk}/fbid", 10**9)),
            "eimu_id": str(person.graph_id),
            "fbid_v2": str(person.graph_id),
            "mutual_followers_count": len(known),
            "profile_context_links_with_user_ids": known,
            "show_account_transparency_details": True,
            "show_text_post_app_badge": False,
            "__typename": "XDTUserDict",
        }
        | {kind: words for section, kind, words in company.stated if section == "profile"}
    )
