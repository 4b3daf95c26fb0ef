"""Posts on their own pages, and each kind of post."""

from expecting import SITE, case, listing, live, seen
from facebook_nodes import edge, photo, story, story_id, timeline
from facebook_pages import block, call, line, page, viewer
from facebook_posts import (
    ALBUM,
    BACKDATED,
    BRANDT,
    CLIP,
    FOREIGN,
    GONE_SHARE,
    LINKED,
    OLDER,
    PHOTO,
    PICTURES,
    PLAIN,
    SHARE,
)

PERMALINK = "adp_CometSinglePostDialogContentQueryRelayPreloader_6920f"
ALIAS = "pfbid0Synthetic1Alias2Of3One4Post5l"


def post_page(key, post, *beside, **fields):
    data = {key: story(post, creation_time=post.at, **fields)}
    return page(block(viewer(), call(PERMALINK, data)), block(*beside))


def _pages():
    others = {"node": {"id": BRANDT.number, "more_from_page": {"edges": [edge(story(PLAIN))]}}}
    beside = call("adp_CometMoreFromPageQueryRelayPreloader_1", others)
    fragment = call("adp_CometUFIQueryRelayPreloader_2", {"node": {"__typename": "Feedback", "id": "x"}})
    around = {"comet_feed": {"edges": [edge(story(FOREIGN)), edge(story(OLDER))]}}
    more = call("adp_CometRelatedQueryRelayPreloader_3", around)
    known = {"pages": live(PHOTO.number), "observations": [seen(PHOTO)]}
    address = f"{SITE}/brandt.pumpen/posts/{PHOTO.number}"
    yield "post_page.html", case(post_page("node_v2", PHOTO, beside, fragment, more), address, **known)
    known = {"pages": live(SHARE.number), "observations": [seen(SHARE)]}
    address = f"{SITE}/permalink.php?story_fbid={ALIAS}&id={BRANDT.number}"
    yield "post_page_by_alias.html", case(post_page("node", SHARE, more), address, **known)
    found = photo(PICTURES[4]) | {
        "__isNode": "Photo",
        "image": {"uri": PICTURES[4].address("dst-jpg_s2048"), "width": 2048, "height": 2560},
        "created_time": ALBUM.at + 7,
        "owner": {"__typename": "User", "id": BRANDT.number, "name": BRANDT.name},
        "container_story": {"id": story_id(ALBUM), "message": {"text": "of the album"}},
    }
    following = {"__typename": "Photo", "id": PICTURES[5].number}
    shown = {
        "key": ALBUM.number,
        "owner": [BRANDT.number, BRANDT.number],
        "kind": "image",
        "media": [
            ["image", PICTURES[4].asset, PICTURES[4].number, 2],
            ["image", "", PICTURES[5].number, 0],
        ],
        "whole": False,
    }
    data = {"currMedia": found, "nextMediaAfterNodeId": following, "mediasetToken": f"pcb.{ALBUM.number}"}
    address = f"{SITE}/photo/?fbid={PICTURES[4].number}&set=pcb.{ALBUM.number}"
    content = page(block(call("adp_CometPhotoRootContentQueryRelayPreloader_1", data)))
    yield "photo_page.html", case(content, address, pages=live(ALBUM.number), observations=[shown])
    film = {"video": {"id": CLIP.parts[0].number, "creation_story": story(CLIP), "publish_time": CLIP.at}}
    content = page(block(call("adp_CometTahoeRootQueryRelayPreloader_1", film)))
    address = f"{SITE}/watch/?v={CLIP.parts[0].number}"
    # That nothing hangs beside the film is known only where the post's own address is the film's.
    alone = {key: value for key, value in seen(CLIP, product="video").items() if key != "promised"}
    known = {"pages": live(CLIP.number), "observations": [alone | {"whole": False}]}
    yield "watch_page.html", case(content, address, **known)


def _markup():
    address = f"{SITE}/brandt.pumpen/posts/pumpen/{OLDER.number}/"
    form = '<form id="login_form"></form><a href="/login/" title="Log into Facebook">Log In</a>'
    words = '<div class="_5pcr userContentWrapper"><abbr data-utime="1588860078">May 7</abbr></div>'
    content = page(body=f'<link rel="canonical" href="{address}">{form}{words}')
    gaps = [["unknown_shape", "a post"]]
    yield "post_of_before_2023.html", case(content, address, pages=live(OLDER.number), gaps=gaps)


def _kinds():
    def answer(post, **fields):
        return line({"data": {"node": timeline(story(post, **fields))}})

    def known(post, **other):
        return {"listings": [listing(post)], "observations": [seen(post, **other)]}

    plain = "CometFeedStoryDefaultMessageRenderingStrategy"
    coloured = "CometFeedStoryFormattedBackgroundMessageRenderingStrategy"
    node = story(PLAIN)
    content = node["comet_sections"]["content"]["story"]
    words = {"__typename": coloured, "story": {"message": content.pop("message")}}
    content["comet_sections"] = {"message": words, "message_container": {"__typename": plain, "story": None}}
    content["text_format_metadata"] = {"preset_id": "303063890126415"}
    ground = line({"data": {"node": timeline(node)}})
    yield "text_on_a_ground.json", case(ground, **known(PLAIN))
    yield "counts_as_sums.json", case(answer(PHOTO, variant="A"), **known(PHOTO))
    yield "counts_by_buttons.json", case(answer(PHOTO, variant="B"), **known(PHOTO))
    yield "album_cut_short.json", case(answer(ALBUM), **known(ALBUM, whole=False))
    yield "link.json", case(answer(LINKED), **known(LINKED))
    yield "share.json", case(answer(SHARE), **known(SHARE))
    yield "share_of_what_is_gone.json", case(answer(GONE_SHARE), **known(GONE_SHARE))
    yield "backdated.json", case(answer(BACKDATED), **known(BACKDATED))
    lone = story(BACKDATED, creation_time=BACKDATED.made)
    layout = lone["comet_sections"]["context_layout"]["story"]["comet_sections"]
    layout["metadata"] = layout["metadata"][:0:-1][:1]
    by_page = line({"data": {"node": timeline(lone)}})
    yield "backdated_on_its_page.json", case(by_page, **known(BACKDATED))
    crossed = {"listings": [listing(None)], "gaps": [["id_mismatch", f"post {PLAIN.number}"]], "seen": 1}
    yield "numbers_crossed.json", case(answer(PLAIN, id=story_id(PHOTO)), **crossed)
    strange = story(PLAIN)
    strange["attachments"] = [{"styles": {"__typename": "StoryAttachmentHologramStyleRenderer"}}]
    content = line({"data": {"node": timeline(strange)}})
    gaps = [["unknown_shape", f"post {PLAIN.number}"]]
    yield "attachment_unknown.json", case(content, gaps=gaps, **known(PLAIN, whole=False, promised=None))


def cases():
    """Give each golden's name with the answer and what is to be read in it."""
    yield from _pages()
    yield from _markup()
    yield from _kinds()
