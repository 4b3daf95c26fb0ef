"""What comes in the place of content, and what only sounds like it."""

from expecting import SITE, case, listing, seen
from facebook_nodes import story, timeline
from facebook_pages import BLOCKED, LOGIN, SHELL, UNAVAILABLE, block, call, line, page
from facebook_posts import GONE_SHARE, PHOTO, PLAIN

HOME = f"{SITE}/brandt.pumpen/"
ASKED = f"{SITE}/brandt.pumpen/posts/{PLAIN.number}"
UNSAID = {"pages": [["rate_limited", "HTTP 429", ""]]}


def _pages():
    post, owner = f"facebook:{PLAIN.number}", "facebook:brandt.pumpen"
    gone = "This content isn't available right now"
    yield "unavailable.html", case(UNAVAILABLE, ASKED, pages=[["not_found", gone, post]])
    feed = {"user": timeline(story(GONE_SHARE))}
    content = page(block(call("adp_ProfileCometTimelineFeedQueryRelayPreloader_1", feed)))
    known = {
        "pages": [["unknown", "a page without data", owner]],
        "listings": [listing(GONE_SHARE)],
        "observations": [seen(GONE_SHARE)],
    }
    yield "unavailable_within_a_feed.html", case(content, HOME, **known)
    title = page(title="Page Not Found | Facebook")
    yield "page_not_found.html", case(title, ASKED, pages=[["not_found", "Page Not Found", post]])
    yield "login.html", case(LOGIN, ASKED, pages=[["walled", "login", post]])
    yield "login_address.html", case(SHELL, f"{SITE}/login/web/?next=x", pages=[["walled", "login", ""]])
    address = f"{SITE}/checkpoint/1501092823525282/"
    yield "checkpoint.html", case(SHELL, address, pages=[["walled", "checkpoint", ""]])
    yield "blocked.html", case(BLOCKED, ASKED, pages=[["rate_limited", "CometErrorRoot", post]])
    yield "shell.html", case(SHELL, HOME, pages=[["unknown", "a page without data", owner]])
    yield "too_many.html", case(SHELL, HOME, status=429, pages=[["rate_limited", "HTTP 429", owner]])
    yield (
        "old_browser.html",
        case(page(), HOME, status=400, pages=[["unknown", "HTTP 400, no data blocks", owner]]),
    )


def _answers():
    yield "too_many.txt", case("Try again later", status=429, **UNSAID)
    limit = {"message": "Rate limit exceeded", "code": 1675004, "severity": "CRITICAL"}
    known = {"pages": [["rate_limited", "Rate limit exceeded", ""]], "gaps": [["partial_error", "answer"]]}
    yield "rate_limit.json", case(line({"errors": [limit]}), **known)
    stopped = {"data": {"node": None}, "errors": [limit]}
    yield "rate_limit_beside_data.json", case(line(stopped), **known)
    guard = "for (;;);"
    told = {"__ar": 1, "error": 1357054, "errorSummary": "Please try again", "errorDescription": "Later."}
    soft = [["rate_limited", "error 1357054: Please try again", ""]]
    yield "soft_block.json", case(line(told, guard), pages=soft)
    told |= {"error": 1357001, "errorSummary": "Not Logged In"}
    yield "logged_out.json", case(line(told, guard), pages=[["walled", "error 1357001", ""]])
    told |= {"error": 1357032, "errorSummary": "Sorry", "errorDescription": "useridiszero"}
    yield "nobody.json", case(line(told, guard), pages=[["walled", "error 1357032", ""]])
    told |= {"error": 1357005, "errorDescription": "Something went wrong."}
    yield "fault.json", case(line(told, guard), pages=[["unknown", "error 1357005: Sorry", ""]])
    named = {"errors": [{"message": "A server error field_exception occured (useridiszero)"}], "data": None}
    known = {"pages": [["walled", "logged out", ""]], "gaps": [["partial_error", "answer"]]}
    yield "nobody_asked.json", case(line(named), **known)
    failed = {"message": "field failed", "path": ["node", "timeline_list_feed_units", "edges", 1, "node"]}
    held = timeline(story(PLAIN), story(PHOTO))
    held["timeline_list_feed_units"]["edges"][1]["node"] = None
    known = {
        "listings": [listing(PLAIN, None)],
        "observations": [seen(PLAIN)],
        "gaps": [["partial_error", "answer"], ["unknown_shape", "a post"]],
        "seen": 2,
    }
    yield "one_edge_failed.json", case(line({"data": {"node": held}, "errors": [failed]}), **known)


def cases():
    """Give each golden's name with the answer and what is to be read in it."""
    yield from _pages()
    yield from _answers()
