"""Stories as answers to visitors with a session tell them: reels that hold them, and the shelf of highlights.

What nobody saw since 2022 is invented: how a reel of `xdt` names its items beyond what parsers read of it.
"""

from collections.abc import Iterable, Sequence

from archiver.simulator.company import Company, code
from archiver.simulator.instagram import xdt
from archiver.simulator.instagram.fragments import Json, epoch
from archiver.simulator.instagram.listings import MEDIA_TYPES
from archiver.simulator.instagram.signing import LARGEST, Signer
from archiver.simulator.stories import Highlight, Story, current, held

DAY, KEPT = "user_reel", "highlight_reel"
_TAG = "STORY"


def story(company: Company, shown: Story, signer: Signer) -> Json:
    """Give one story."""
    medium, owner = shown.medium, company.account
    answer: Json = {
        "pk": str(shown.pk),
        "id": xdt.identity(shown.pk, owner),
        "code": code(shown.pk),
        "taken_at": epoch(shown.taken_at),
        "expiring_at": epoch(shown.expires),
        "media_type": MEDIA_TYPES["video" if medium.is_video else "image"],
        "product_type": "story",
        "caption": None,
        "accessibility_caption": None if medium.is_video else medium.alt,
        "original_width": medium.width,
        "original_height": medium.height,
        "image_versions2": {"candidates": xdt.candidates(medium, _TAG, signer)},
        "video_versions": None,
        "video_dash_manifest": None,
        "video_duration": medium.seconds or None,
        "user": {"pk": str(owner.pk), "id": str(owner.pk), "__typename": "XDTUserDict"},
        "story_bloks_stickers": None,
        "has_liked": False,
        "viewers": None,
        "viewer_count": None,
        "__typename": "XDTMediaDict",
    }
    return answer | (xdt.moving(medium, signer) if medium.is_video else {})


def day(company: Company, signer: Signer) -> list[Json]:
    """Give the reel of the account's stories of the day; none where there are none."""
    shown = current(company, signer.now)
    return [_reel(company, str(company.account.pk), DAY, shown, signer)] if shown else []


def kept(company: Company, highlight: Highlight, signer: Signer) -> Json:
    """Give the reel of a highlight."""
    reel = _reel(company, highlight.name, KEPT, held(company, highlight), signer)
    return reel | _named(company, highlight, signer)


def wanted(companies: Iterable[Company], ids: Sequence[object], signer: Signer) -> list[Json]:
    """Give the reels that are asked for by the numbers of accounts and the names of highlights."""
    found = []
    for company in companies:
        if company.withheld or company.closed:
            continue
        if str(company.account.pk) in map(str, ids):
            found += day(company, signer)
        found += [kept(company, one, signer) for one in company.highlights if one.name in ids]
    return found


def shelf(company: Company, signer: Signer) -> Json:
    """Give which highlights an account has."""
    shown = () if company.withheld else company.highlights
    edges = [{"node": _named(company, one, signer), "cursor": signer.token(16)} for one in shown]
    ends = {"end_cursor": None, "has_next_page": False, "has_previous_page": False, "start_cursor": None}
    return {"edges": edges, "page_info": ends}


def _named(company: Company, highlight: Highlight, signer: Signer) -> Json:
    """Give a highlight as it is named, without what it holds."""
    first = next(iter(held(company, highlight)), None)
    cover = {"cropped_image_version": {"url": signer.picture(first.medium, LARGEST, _TAG)}} if first else None
    return {
        "id": highlight.name,
        "title": highlight.title,
        "cover_media": cover,
        "user": {
            "pk": str(company.account.pk),
            "id": str(company.account.pk),
            "username": company.handle,
            "__typename": "XDTUserDict",
        },
        "__typename": "XDTReelDict",
    }


def _reel(company: Company, name: str, kind: str, shown: Sequence[Story], signer: Signer) -> Json:
    items = company.spoiling.items([story(company, one, signer) for one in shown])
    return {
        "id": name,
        "reel_type": kind,
        "title": None,
        "cover_media": None,
        "latest_reel_media": max((epoch(one.taken_at) for one in shown), default=None),
        "seen": 0,
        "muted": False,
        "items": items,
        "user": xdt.person(company.account, signer),
        "__typename": "XDTReelDict",
    }
