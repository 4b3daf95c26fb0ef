"""The company that is asked for over the wire, with a partner beside it, and posts of it that are asked about."""

from dataclasses import replace

from archiver.simulator import happenings as owners
from archiver.simulator.hartmann import hartmann
from archiver.simulator.staalborg import joint, staalborg

WHOLE = replace(owners.publish(hartmann(older=20), joint()), neighbours=(staalborg(),))
POST = WHOLE.posts[2].code
REEL = next(post.code for post in WHOLE.posts if post.kind == "video")
CAROUSEL = next(post.code for post in WHOLE.posts if post.kind == "carousel")
TOGETHER = joint().code
