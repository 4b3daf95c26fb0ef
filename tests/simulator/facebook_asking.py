"""Asks a simulated Facebook over the wire, and puts together what its answers bring in parts."""

import json
import re
from urllib.parse import urlencode

from archiver.simulator.facebook.ids import account_id, encoded

SITE = "https://www.facebook.com"
SHOWN, SHELL, WALL, CHECKPOINT = "shown", "shell", "wall", "checkpoint"
NOT_FOUND, BLOCKED = "not found", "blocked"
_CALL = re.compile(r'\["RelayPrefetchedStreamCache","next",\[\],')
_GUARD = "for (;;);"
TAB_KEYS = {"photos": "2305272732:5", "videos": "1560653304174514:133", "reels": "168684841768375:260"}


def documents(body):
    """Read an answer's documents, wherever one ends and the next begins."""
    decoder, found, at = json.JSONDecoder(), [], 0
    while at < len(body):
        if body[at] in "\r\n ":
            at += 1
        elif body.startswith(_GUARD, at):
            at += len(_GUARD)
        else:
            document, at = decoder.raw_decode(body, at)
            found.append(document)
    return found


def merged(parts):
    """Put an answer's parts where they belong."""
    first = parts[0]["data"]
    for part in parts[1:]:
        bearer = first
        for step in part["path"]:
            if isinstance(bearer, list) and step == len(bearer):
                bearer.append({} if part["data"] is not None else None)
            if isinstance(bearer, dict) and step not in bearer:
                bearer[step] = {}
            bearer = bearer[step]
        if part["data"] is not None:
            bearer.update(part["data"])
    return first


class Page:
    """A page as a reader of what it brings along sees it."""

    def __init__(self, html):
        self.html = html
        decoder, told = json.JSONDecoder(), {}
        for call in _CALL.finditer(html):
            (name, box), _ = decoder.raw_decode(html, call.end())
            told.setdefault(name, []).append(box["__bbox"])
        for boxes in told.values():
            assert [box["sequence_number"] for box in boxes] == list(range(len(boxes)))
            assert [box["complete"] for box in boxes] == [False] * (len(boxes) - 1) + [True]
        self.parts = {name: [box["result"] for box in boxes] for name, boxes in told.items()}
        self.answers = {
            name.removeprefix("adp_").partition("RelayPreloader")[0]: merged(json.loads(json.dumps(parts)))
            for name, parts in self.parts.items()
        }

    @property
    def is_lazy(self):
        return 'requireLazy(["JSScheduler"' in self.html

    @property
    def viewer(self):
        return re.search(
            r'"CurrentUserInitialData",\[\],\{[^}]*"USER_ID":"(\d+)","NAME":"([^"]*)"', self.html
        ).groups()

    @property
    def outcome(self):
        if "<title>Log into Facebook</title>" in self.html and 'id="login_form"' in self.html:
            return WALL
        if '"props":{"title":"This content isn\'t available right now"' in self.html:
            assert "<title>Facebook</title>" in self.html
            return NOT_FOUND
        if '{"__dr":"CometErrorRoot.react"}' in self.html:
            return BLOCKED
        if "CometCheckpointRoute" in self.html:
            return CHECKPOINT
        return SHOWN if self.answers else SHELL

    @property
    def subject(self):
        answer = self.answers["CometSinglePostDialogContentQuery"]
        return answer.get("node_v2") or answer["node"]

    @property
    def timeline(self):
        return self.answers["ProfileCometTimelineFeedQuery"]["user"]

    @property
    def header(self):
        return self.answers["ProfileCometHeaderQuery"]["user"]["profile_header_renderer"]["user"]

    @property
    def tab(self):
        (node,) = self.answers["ProfileCometTopAppSectionQuery"]["node"]["all_collections"]["nodes"]
        return node["style_renderer"]["collection"]


class Asking:
    """One visitor of a running network."""

    def __init__(self, visitor, network, session=""):
        self.visitor, self.network, self.session = visitor, network, session
        cookies = network.admit(session)["cookies"] if session else []
        self.kept = {cookie["name"]: cookie["value"] for cookie in cookies}
        # The visitor's own feed tells it, which no condition counts.
        html = visitor.ask(f"{SITE}/", headers=self.headers).text
        self.dtsg = (re.findall(r'"DTSGInitialData",\[\],\{"token":"([^"]+)"', html) or [""])[0]

    @property
    def headers(self):
        cookies = "; ".join(f"{name}={value}" for name, value in self.kept.items())
        return [("cookie", cookies)] if self.kept else []

    def ask(self, path, headers=(), **more):
        address = path if path.startswith("https:") else SITE + path
        return self.visitor.ask(address, headers=[*self.headers, *headers], **more)

    def page(self, path, headers=()):
        answer = self.ask(path, headers)
        assert answer.status_code == 200
        return Page(answer.text)

    def outcome(self, path):
        """Say in a word what an address is answered with."""
        answer = self.ask(path)
        if answer.status_code == 302:
            return WALL if "/login/" in answer.headers["location"] else CHECKPOINT
        return Page(answer.text).outcome

    def post(self, number):
        return self.outcome(f"/permalink.php?story_fbid={number}&id=1")

    def profile(self, handle="hartmann.werkzeuge"):
        return self.outcome(f"/{handle}/")

    def query(self, variables, **form):
        """Ask a query as a page's script does."""
        told = {
            "av": self.kept.get("c_user", "0"), "__user": self.kept.get("c_user", "0"), "__a": "1",
            "fb_dtsg": self.dtsg, "jazoest": "2", "lsd": "x", "doc_id": "1",
            "variables": json.dumps(variables),
        }  # fmt: skip
        kind = ("content-type", "application/x-www-form-urlencoded")
        return self.ask("/api/graphql/", [kind], method="POST", content=urlencode(told | form))

    def refetch(self, company, cursor=None, count=3):
        """Give the answer to what the timeline's script asks."""
        owner = account_id(company.account)
        return self.query(
            {"count": count, "cursor": cursor, "id": owner, "feedLocation": "TIMELINE", "scale": 1}
        )

    def units(self, company, cursor=None, count=3):
        """Give a page of the timeline, or none where the query failed."""
        parts = documents(self.refetch(company, cursor, count).text)
        return parts[0]["data"] and merged(parts)["node"]["timeline_list_feed_units"]

    def collection(self, company, surface, cursor=None):
        """Give a page of a tab, or none where the query failed."""
        key = encoded(f"app_collection:{account_id(company.account)}:{TAB_KEYS[surface]}")
        (told,) = documents(self.query({"count": 8, "cursor": cursor, "scale": 1, "id": key}).text)
        return told["data"] and _entries(told["data"]["node"])

    def listed(self, company, surface="posts"):
        """Give the numbers of what a listing holds in order, as far as it goes."""
        if surface != "posts":
            return self._listed_in_tab(company, surface)
        page = self.page(f"/{company.handle}/")
        if not page.answers or page.timeline is None:
            return []
        first, units = page.timeline["profile_pinned_post"], page.timeline["timeline_list_feed_units"]
        found = [first] if first else []
        while units:
            found += [edge["node"] for edge in units["edges"] if edge]
            if not units["page_info"]["has_next_page"] or not self.session:
                break
            units = self.units(company, units["page_info"]["end_cursor"])
        return [node["post_id"] for node in found if "post_id" in node]

    def _listed_in_tab(self, company, surface):
        page = self.page(f"/{company.handle}/{surface}")
        found, entries = [], _entries(page.tab) if page.answers else None
        while entries:
            nodes = [
                edge.get("node") or edge["profile_reel_node"]["node"] for edge in entries["edges"] if edge
            ]
            found += [
                node["post_id"] if surface == "reels" else node["node"]["id"]
                for node in nodes
                if "unit" not in node
            ]
            if not entries["page_info"]["has_next_page"]:
                break
            entries = self.collection(company, surface, entries["page_info"]["end_cursor"])
        return found


def _entries(node):
    return node.get("pageItems") or node["aggregated_fb_shorts"]
