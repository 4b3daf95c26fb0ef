"""The company's website followed over several rounds, as `following` follows an account: no browser, all else real."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from fakes import FrozenClock
from following import Followed

from archiver import archive as archives
from archiver.config import Settings, WatchedTarget
from archiver.model.refs import TargetRef
from archiver.operations import diff as diffing
from archiver.operations import removals
from archiver.platforms.web import PLATFORM
from archiver.simulator.conditions import CALM
from archiver.simulator.website import truth
from archiver.simulator.website.addresses import HOST
from archiver.simulator.website.network import WebsiteNetwork

TARGET = TargetRef("web", f"https://{HOST}")


class Website:
    """A site: its pages come whole, and no script asks for more."""

    platform = PLATFORM
    target = TARGET
    first = "pages"
    has_pictures = True

    def pictures(self, network):
        """Give the bytes of each picture of the site, by path."""
        return {picture.path: picture.content for page in network.site.pages for picture in page.pictures}

    def opened(self, visit, address, body):
        pass

    def more(self, visit, cursor):
        pass


@dataclass
class FollowedSite(Followed):
    """An archive, the website it watches, and its clock."""

    @property
    def codes(self):
        return {key: key for key in self.archive.catalog.known_posts(TARGET)} | {
            key: key for key in truth.truths(self.network.site)
        }

    def paths(self, found):
        """Give addresses without their host."""
        return {key.removeprefix(f"https://{HOST}") for key in found}

    def gone(self):
        """Give the paths of what is in truth shown to nobody while its site and its part are there."""
        told = truth.truths(self.network.site).items()
        return self.paths(key for key, one in told if one.standing == "absent_for_all")

    def found(self):
        """Give the paths of what was concluded."""
        return self.paths(self.concluded())

    def said(self):
        """Give what the last look says has changed, as kind, path and the names of the fields that were edited."""
        found = diffing.diff(self.archive, TARGET).changes
        return {
            (
                change.kind.value,
                next(iter(self.paths([change.post.key])), "") if change.post else "",
                tuple(edit.field for edit in change.fields),
            )
            for change in found
        }

    def sites_states(self):
        """Give how the site itself stands, and parts of it."""
        return {
            (state["state"], state.get("part", "")) for state in removals.account_states(self.archive, TARGET)
        } | {(each["state"], each["part"]) for each in removals.parts_of(self.archive, TARGET)}


def begun(folder: Path, site, conditions=CALM) -> FollowedSite:
    """Begin to follow a site: one round."""
    clock = FrozenClock()
    settings = Settings(
        file=folder / "config" / "archiver.toml", keys=folder / "keys", targets=(WatchedTarget(str(TARGET)),)
    )
    archive = archives.create(folder / "evidence", settings, clock=clock)
    followed = FollowedSite(archive, network(site, clock), clock, {}, wire=Website())
    followed.round(conditions)
    return followed


def network(site, clock):
    return WebsiteNetwork(site, seed="absence", clock=lambda: clock.now().timestamp())


def copied(first: FollowedSite, folder: Path) -> FollowedSite:
    """Go on from a copy of what was begun."""

    shutil.copytree(first.archive.layout.root.parent, folder, dirs_exist_ok=True)
    settings = replace(first.archive.settings, keys=folder / "keys")
    clock = FrozenClock(first.clock.now())
    archive = archives.opened(folder / "evidence", settings, clock)
    return FollowedSite(archive, network(first.network.site, clock), clock, {}, first.taken, first.wire)
