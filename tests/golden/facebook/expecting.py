"""What is to be read of posts, accounts and listings: told from the invented posts, not from what is read of them."""

from facebook_posts import BRANDT

SITE = "https://www.facebook.com"
QUERY = f"{SITE}/api/graphql/"


def _filled(known):
    return {name: value for name, value in known.items() if value not in ([], {}, None, "")}


def seen(post, *, whole=True, **other):
    """Say what is to be read of a whole Story, but for what it has not."""
    renditions = 2 if post.kind in ("carousel", "video") else 1
    known = {
        "key": post.number,
        "owner": [post.owner.number, post.owner.handle or post.owner.number],
        "kind": post.kind,
        "product": post.product,
        "at": post.at,
        "made": post.made,
        "caption": post.text or "(none)",
        "links": [address for address in (post.link, post.mentioned) if address],
        "shared": post.shared and post.shared.number,
        "media": [[part.kind, part.asset, part.number, renditions] for part in post.parts],
        "promised": post.promised or len(post.parts),
        "counts": post.counts,
        "whole": whole,
    }
    return _filled(known | other)


def alone(part):
    """Say what is to be read of a photo or film where a tab lists it, which does not tell whose it is."""
    media = [[part.kind, part.asset, part.number, 2]]
    return {
        "key": part.number,
        "owner": ["", ""],
        "kind": part.kind,
        "media": media,
        "whole": False,
    }


def account(person):
    return {"id": person.number, "handle": person.handle or person.number, "followers": [3700, False]}


def listing(*entries, surface="posts", owner=BRANDT, **chain):
    """Say what is to be read of a page of a listing: posts, media, or None for what was not understood."""
    keys = [entry and entry.number for entry in entries]
    known = {"asked": "", "next": "", "more": None, "flawed": False} | chain
    return {"surface": surface, "owner": owner.number, "entries": keys} | known


def case(content, address=QUERY, *, status=200, obtained=None, mime=None, variables="", **expected):
    """Put an answer beside how it came and what is to be read in it; what is not named is to be empty."""
    markup = content.startswith("<")
    came = {
        "address": address,
        "status": status,
        "mime": mime or "text/html",
        "obtained": obtained or ("page/document" if markup else "page/xhr"),
        "variables": variables,
    }
    met = len(expected.get("observations", ()))
    return content, {"came": came, "read": {"understood": met, "seen": met} | expected}


def live(subject):
    """Say of a page that it shows what it is of: the post whose number, or the account whose name, is given."""
    return [["live", "content", f"facebook:{subject}"]]
