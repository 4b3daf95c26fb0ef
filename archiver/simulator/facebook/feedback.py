"""Reactions, comments and shares of a post, in the two forms they are sent in.

Form A counts beside each other, form B within what draws each button only; which one is sent is chance.
"""

from typing import Literal

from archiver.simulator.company import Comment, Company, Post, invented
from archiver.simulator.facebook.ids import account_id, encoded, feedback_key, post_id
from archiver.simulator.facebook.pieces import Json, epoch, strategy
from archiver.simulator.facebook.signing import Signer, profile

Counts = Literal["A", "B"]

_REACTIONS = (
    ("1635855486666999", "Like", 82),
    ("1678524932434102", "Love", 12),
    ("613557422527858", "Care", 3),
    ("115940658764963", "Haha", 2),
    ("478547315650144", "Angry", 1),
)
"""Number, name, and its share of a hundred."""


def shares(post: Post) -> int:
    """Give how often a post was passed on."""
    return invented(f"{post.pk}/shares", 1 + post.likes // 9)


def section(company: Company, post: Post, signer: Signer, counts: Counts) -> Json:
    """Give the section of a Story that holds its counts."""
    number, owner = post_id(post), company.owner_of(post)
    key = feedback_key(number)
    target = {
        "id": key,
        "owning_profile": {"__typename": "User", "id": account_id(owner)},
        "can_viewer_comment": True,
        "comet_ufi_summary_and_actions_renderer": {
            "__typename": "CometUFISummaryAndActionsRenderer",
            "feedback": _beside(post, key) if counts == "A" else _within(post, key),
        },
        "comment_rendering_instance": {"comments": {"total_count": post.comments}},
        "__typename": "Feedback",
        "have_comments_been_disabled": False,
        "associated_group": None,
    }
    told = [{"comment": _comment(post.comment, post, signer)}] if post.comment else []
    inner = {
        "is_text_only_story": not post.media,
        "feedback_context": {"feedback_target_with_context": target, "interesting_top_level_comments": told},
        "id": encoded(f"S:_I{account_id(owner)}:{number}:{number}"),
        "url": signer.post(owner, post),
        "post_id": number,
        "target_group": None,
    }
    story = {
        "feedback": {"id": key, "associated_group": None},
        "feedback_context": {"feedback_target_with_context": {"viewer_actor": None, "id": key}},
        "story_ufi_container": {"__typename": "CometStoryUFIContainer", "story": inner},
        "id": inner["id"],
    }
    return strategy("CometStoryFeedbackUFIStrategy", story=story)


def _beside(post: Post, key: str) -> Json:
    return {
        "id": key,
        "subscription_target_id": post_id(post),
        "reaction_count": {"count": post.likes, "is_empty": post.likes == 0},
        "i18n_reaction_count": f"{post.likes:,}",
        "share_count": {"count": shares(post), "is_empty": shares(post) == 0},
        "i18n_share_count": f"{shares(post):,}",
        "comments_count_summary_renderer": {
            "__typename": "CommentsCountSummaryRenderer",
            "feedback": {
                "id": key,
                "comment_rendering_instance": {"comments": {"total_count": post.comments}},
            },
        },
        "top_reactions": _top(post),
        "viewer_feedback_reaction_info": None,
    }


def _within(post: Post, key: str) -> Json:
    react = {"id": key, "reaction_count": {"count": post.likes}, "viewer_feedback_reaction_info": None}
    comment = {"id": key, "comment_rendering_instance": {"comments": {"total_count": post.comments}}}
    share = {"id": key, "share_count": {"count": shares(post)}, "i18n_share_count": f"{shares(post):,}"}
    return {
        "id": key,
        "subscription_target_id": post_id(post),
        "adaptive_ufi_action_renderers": [
            {"__typename": "UFIStoryReactActionRenderer", "feedback": react, "hideLabelForAMA": False},
            {"__typename": "UFICommentActionRenderer", "feedback": comment},
            {"__typename": "XFBUFIAdaptiveShareActionRenderer", "feedback": share},
        ],
        "viewer_feedback_reaction_info": None,
        "top_reactions": _top(post),
    }


def _top(post: Post) -> Json:
    rest, edges = post.likes, []
    for number, name, share in reversed(_REACTIONS[1:]):
        count = min(rest, post.likes * share // 100)
        rest -= count
        edges.append((number, name, count))
    edges.append((_REACTIONS[0][0], _REACTIONS[0][1], rest))
    return {
        "edges": [
            {
                "visible_in_bling_bar": place < 2,  # noqa: PLR2004 - as many as are drawn
                "node": {"id": number, "localized_name": name},
                "i18n_reaction_count": f"{count:,}",
                "reaction_count": count,
            }
            for place, (number, name, count) in enumerate(one for one in reversed(edges) if one[2])
        ]
    }


def _comment(comment: Comment, post: Post, signer: Signer) -> Json:
    number = f"{post_id(post)}_{comment.pk % 10**15}"
    author = comment.author
    return {
        "id": encoded(f"comment:{number}"),
        "legacy_fbid": str(comment.pk % 10**15),
        "body": {"text": comment.text, "ranges": []},
        "author": {
            "__typename": "User",
            "id": account_id(author),
            "name": author.name,
            "url": profile(author),
            "profile_picture_depth_0": {"uri": signer.avatar(author)},
        },
        "created_time": epoch(comment.at),
        "depth": 0,
    }
