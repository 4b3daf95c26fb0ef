"""Two cases in one archive: a maker of machine tools on one network, and a maker of pumps on the other.

Both were looked at by somebody signed in, through a proxy; the first logged out too, and twice, and a post of it went.
"""

import json
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fakes import call_archiver, write_settings

from archiver.simulator import happenings
from archiver.simulator.company import Company, Medium, Person, Post, number
from archiver.simulator.facebook.ids import post_id
from archiver.simulator.facebook.network import FacebookNetwork
from archiver.simulator.hartmann import PARTNER, hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.internet import Internet
from archiver.simulator.server import StandIn
from archiver.simulator.staalborg import joint, staalborg
from archiver.simulator.visitors import FACEBOOK, INSTAGRAM, Session

HOSTS = ("www.instagram.com", "*.cdninstagram.com", "www.facebook.com", "*.fbcdn.net")
LIESL, RIKE = "liesl.sieht.nach", "rike.schaut.hin"
PUMPS = Person(990_000_771_514, 17_841_999_000_771_808, "nordlicht.pumpen", "Nordlicht Pumpenbau eG")
FIRST, SECOND = "instagram:hartmann.werkzeuge", f"facebook:{PUMPS.username}"
THIRD = f"instagram:{PARTNER.username}"
"""Another case of the first's network: an account that shares a post with that of the first."""
OPERATOR, ORGANISATION = "Änne Ohm-Sander", "Lokalblatt Süd & Ost"
PROXY_USER, PROXY_PASSWORD, PROXY_HOST = "kundin-4711", "geheimwort-93x", "ausgang.proxyhaus.example"
FOLDER = "ordner-wilde-malve"
SESSIONS = {"instagram": "nachtfalter-17", "facebook": "tagfalter-23"}
_CONFIRM_SECONDS = 2
_WORDS = (
    ("2026-11-16T08:15:40", "Kreiselpumpe KP-7, frisch aus der Montage"),
    ("2026-10-03T12:00:07", "Unsere neue Halle in Flensburg. Danke an alle!"),
    ("2026-09-21T15:45:29", "Dichtungen, Laufräder und mehr: der Katalog ist da"),
)


def pumps() -> Company:
    """Give the company of the second case, which nothing ties to the first."""
    posts = []
    for when, words in _WORDS:
        at = datetime.fromisoformat(when).replace(tzinfo=UTC)
        pk = number(at - timedelta(minutes=4), f"nordlicht/{when}")
        posts.append(Post(pk, at, words, (Medium(pk, f"Nordlicht, {at:%B %Y}", 1080, 1080),), likes=41))
    return Company(PUMPS, "Pumpen aus Flensburg.", (), followers=2_117, following=40, posts=tuple(posts))


@dataclass(frozen=True)
class Cases:
    """The archive, and what is true of it."""

    folder: Path
    instagram: Company
    gone: str
    """Ref of the post that went."""
    shown: str
    """Ref of one that is still there."""
    between: str
    """A time between the two looks at the first case."""
    facebook: Company
    sessions: dict[str, Session]
    """Whoever was signed in, by network."""

    def archiver(self, *arguments):
        return call_archiver(*arguments, folder=self.folder)

    @property
    def captures(self) -> list[Path]:
        return sorted(self.folder.glob("evidence/captures/*/*/*"))


def watched(parent: Path) -> Cases:
    """Make the archive."""
    folder = parent / FOLDER
    folder.mkdir()
    tools = replace(happenings.publish(hartmann(), joint()), neighbours=(staalborg(),))
    network, other = (
        SocialNetwork(tools, seed="betrays"),
        FacebookNetwork(pumps(), seed="betrays"),
    )
    for name, who, admitted in (("instagram", LIESL, network), ("facebook", RIKE, other)):
        (folder / f"{SESSIONS[name]}.json").write_text(json.dumps(admitted.admit(who)))
    with StandIn(Internet({"instagram.com": network.answer, "facebook.com": other.answer}).answer) as server:
        settings = write_settings(server, folder, _settings(folder), hosts=HOSTS)
        proxy = f"http://{PROXY_USER}:{PROXY_PASSWORD}@{PROXY_HOST}:3128"
        settings.write_text(settings.read_text().replace("[network]\n", f'[network]\nproxy = "{proxy}"\n'))
        _targets(folder)
        call_archiver("init", folder=folder)
        first = call_archiver("crawl", "--json", folder=folder)
        assert first.code == 0, first.err
        assert len(first.json["captures"]) == 3
        said = f"Called the press office, as {OPERATOR}"
        call_archiver("mark", said, "--target", FIRST, folder=folder)
        time.sleep(1.1)
        between = datetime.now(UTC).isoformat()
        codes = [post.code for post in network.company.grid]
        network.company = happenings.delete(network.company, codes[2])
        call_archiver("crawl", FIRST, folder=folder)
        # Where a comment may be written, a page shows who is signed in within its content.
        for network_, address in _single(network.company, other.company):
            alone = call_archiver("crawl", address, "--session", SESSIONS[network_], folder=folder)
            assert alone.code == 0, alone.err
        time.sleep(_CONFIRM_SECONDS)
        call_archiver("recheck", FIRST, folder=folder)
        call_archiver("crawl", THIRD, folder=folder)
    return Cases(
        folder,
        network.company,
        f"instagram:{codes[2]}",
        f"instagram:{codes[3]}",
        between,
        other.company,
        {
            "instagram": Session(LIESL, "betrays/1", INSTAGRAM),
            "facebook": Session(RIKE, "betrays/1", FACEBOOK),
        },
    )


def _single(tools: Company, pumps: Company) -> tuple[tuple[str, str], ...]:
    shown = next(post for post in tools.grid[3:] if post.kind == "image" and len(post.media) == 1)
    return (
        ("instagram", f"https://www.instagram.com/p/{shown.code}/"),
        ("facebook", f"https://www.facebook.com/{post_id(pumps.posts[0])}"),
    )


def _settings(folder: Path) -> str:
    sessions = "".join(
        f'\n[sessions.{name}]\nplatform = "{network}"\nstate = "{folder}/{name}.json"\n'
        for network, name in SESSIONS.items()
    )
    operator = f'\n[operator]\nname = "{OPERATOR}"\norganisation = "{ORGANISATION}"\n'
    return f'{sessions}{operator}\n[rule]\nconfirm_after = "{_CONFIRM_SECONDS}s"\n'


def _targets(folder: Path) -> None:
    text = "".join(
        f'[[target]]\nref = "{ref}"\nsessions = ["{SESSIONS[ref.partition(":")[0]]}"]\nlogged_out = {both}\n'
        for ref, both in ((FIRST, "true"), (SECOND, "false"))
    )
    (folder / "config" / "targets.toml").write_text(text)
