"""The page that is asked for over Facebook's wire, with a partner beside it, and posts that are asked about."""

from dataclasses import replace

from archiver.simulator import happenings as owners
from archiver.simulator.facebook.hartmann import hartmann
from archiver.simulator.facebook.ids import form_of, post_id
from archiver.simulator.staalborg import joint, staalborg

PAGE = replace(owners.publish(hartmann(older=12), joint()), neighbours=(staalborg(),))


def of_form(form, company=PAGE):
    return next(post for post in company.posts if form_of(post) == form and post.caption)


POST = of_form("photo")
REEL = of_form("reel")
FILM = of_form("video")
ALBUM = of_form("album")
TOGETHER = joint()
NUMBERS = {post.code: post_id(post) for post in PAGE.posts}
