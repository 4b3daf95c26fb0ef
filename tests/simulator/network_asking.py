"""Asks a simulated network over the wire, as a visitor without a session or with one."""

import json
from urllib.parse import urlencode

SITE = "https://www.instagram.com"
TIMELINE = "xdt_api__v1__feed__user_timeline_graphql_connection"
REELS = "xdt_api__v1__clips__user__connection_v2"
ABRIDGED = "polaris_ordered_timeline_connection"
SHELL, WALL, CHALLENGE, NOT_FOUND = "shell", "wall", "challenge", "not found"
_ROUTES = {
    "PolarisErrorRoute": NOT_FOUND,
    "PolarisCAAIGLoginHomepageRoute": WALL,
    "PolarisChallengeRoute": CHALLENGE,
}


class Asking:
    """One visitor of a running network."""

    def __init__(self, visitor, network, session=""):
        self.visitor, self.network, self.session = visitor, network, session
        cookies = network.admit(session)["cookies"] if session else []
        self._kept = {cookie["name"]: cookie["value"] for cookie in cookies}

    @property
    def headers(self):
        cookies = "; ".join(f"{name}={value}" for name, value in self._kept.items())
        return [("cookie", cookies), ("x-csrftoken", self._kept["csrftoken"])] if self._kept else []

    def ask(self, path, headers=(), **more):
        return self.visitor.ask(SITE + path, headers=[*self.headers, *headers], **more)

    def page(self, path, headers=()):
        return self.visitor.page(path, [*self.headers, *headers])

    def outcome(self, path):
        """Say in a word what an address is answered with."""
        page = self.page(path)
        if page.route in _ROUTES:
            return _ROUTES[page.route]
        if not page.data:
            return SHELL
        subject = next((one["xig_polaris_media"] for one in page.data if "xig_polaris_media" in one), {})
        return "gated" if subject.get("gating_ruling") else "shown"

    def post(self, code):
        return self.outcome(f"/p/{code}/")

    def profile(self, handle="hartmann.werkzeuge"):
        return self.outcome(f"/{handle}/")

    def media(self, code):
        """Give what a permalink says of its post."""
        (data,) = [one for one in self.page(f"/p/{code}/").data if set(one) & {"xig_polaris_media", *_INFO}]
        if self.session:
            return data[_INFO[0]]["items"][0]
        return data["xig_polaris_media"]["if_not_gated_logged_out"]

    def query(self, **variables):
        body = urlencode({"variables": json.dumps(variables), "doc_id": "1"})
        where = "/graphql/query" if self.session else "/api/graphql"
        kind = ("content-type", "application/x-www-form-urlencoded")
        return self.ask(where, method="POST", headers=[kind], content=body)

    def first(self, company):
        """Give the connection of the first page of the grid."""
        if self.session:
            return self.connection(company)
        blocks = [one.get("xig_user_by_username", {}) for one in self.page(f"/{company.handle}/").data]
        return next(one[ABRIDGED] for one in blocks if ABRIDGED in one)

    def connection(self, company, after=None, surface="grid"):
        """Give the connection of one page, or none where the query failed."""
        if not self.session:
            found = self.query(id=str(company.account.graph_id), after=after).json()["data"]
            return found and found["node"][ABRIDGED]
        if surface == "grid":
            found = self.query(username=company.handle, after=after, data={"count": 12}, first=12)
        else:
            found = self.query(after=after, data={"target_user_id": str(company.account.pk), "page_size": 12})
        data = found.json()["data"]
        return data and data[TIMELINE if surface == "grid" else REELS]

    def listed(self, company, surface="grid"):
        """Give the codes of a listing in order, as far as it goes."""
        page = self.first(company) if surface == "grid" else self.connection(company, surface=surface)
        codes = []
        while page:
            nodes = [edge["node"] for edge in page["edges"] if edge]
            codes += [code for node in nodes if (code := node.get("media", node).get("code"))]
            if not page["page_info"]["has_next_page"]:
                break
            page = self.connection(company, page["page_info"]["end_cursor"], surface)
        return codes


_INFO = ("xdt_api__v1__media__shortcode__web_info", "xdt_shortcode_media")
