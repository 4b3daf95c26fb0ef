"""What one answer was found to show, while it is read: facts with their record, and gaps."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from archiver.formats import graphql_stream, relay
from archiver.formats.json_values import Node, identifier, node
from archiver.formats.relay import Failed, Failure
from archiver.formats.warc_reading import of_pairs
from archiver.model.about import About
from archiver.model.account import Account
from archiver.model.exchange import Exchange
from archiver.model.gap import Gap, GapReason
from archiver.model.post import Observation
from archiver.model.reading import ListingPage, Reading
from archiver.platforms.facebook import stories
from archiver.platforms.facebook.accounts import Introduction
from archiver.platforms.facebook.stories import IdMismatchError, NotUnderstoodError

LONGEST_NAME = 150
_OF_VIEWER = frozenset(("ACCOUNT_ID", "USER_ID", "NAME", "SHORT_NAME", "IS_BUSINESS_PERSON_ACCOUNT"))

_AT_WORK = frozenset(
    "email first_name last_name businessAccountName business_id business_user_id personal_user_id".split()
)


@dataclass(slots=True)
class Findings:
    """All of one answer."""

    exchange: Exchange
    accounts: list[Account] = field(default_factory=list)
    introductions: dict[str, Introduction] = field(default_factory=dict)
    """What stands beside an account's posts, by its number."""
    listings: list[ListingPage] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    abouts: list[About] = field(default_factory=list)
    viewer: set[tuple[str, str]] = field(default_factory=set)
    seen: int = 0
    """Posts met, understood or not."""
    subject: Observation | None = None
    """The post that the answer is about, where it is about one."""
    failures: tuple[Failure, ...] = ()
    """What the platform itself reported as failed in what is read now."""
    misplaced: tuple[graphql_stream.Path, ...] = ()
    """Where parts of it belong for which there was no place."""
    spoiled: bool = False
    """Whether some of what was sent could not be read at all, so that parts of anything may be lacking."""
    failed_in: dict[str, Failed] = field(default_factory=dict)
    """What of connections failed, by their keys: an answer may hold many of both."""

    @property
    def record(self) -> str:
        """Give the record that all of it stands in."""
        return self.exchange.record

    @property
    def asked(self) -> Node:
        """Give the variables of the query that it answers."""
        try:
            return node(json.loads(of_pairs(self.exchange.fields, "variables") or "{}"))
        except (ValueError, RecursionError):
            return {}

    def failed(self, connection: str) -> Failed:
        """Say what of a connection failed."""
        if connection not in self.failed_in:
            self.failed_in[connection] = relay.failed(self.failures, connection)
        return self.failed_in[connection]

    def gap(self, reason: GapReason, subject: str, detail: str) -> None:
        """Take down what could not be read."""
        self.gaps.append(Gap(reason, subject, detail[:200], self.record))

    def made_for(self, viewer: Mapping[str, str], business: Mapping[str, str]) -> None:
        """Take down whom a page says it was made for, also at work, unless that is nobody."""
        told = {(name, value[:LONGEST_NAME]) for name, value in viewer.items() if name in _OF_VIEWER}
        told |= {(name, value[:LONGEST_NAME]) for name, value in business.items() if name in _AT_WORK}
        self.viewer |= {(name, value) for name, value in told if value not in (relay.NOBODY, "false")}

    def post(self, found: object, product: str = "") -> Observation | None:
        """Read a Story; None, and a gap, where it is not understood."""
        self.seen += 1
        number = identifier(node(found).get("post_id"))
        subject = f"post {number}" if number else "a post"
        try:
            observation = stories.read(found, self.record)
        except IdMismatchError as error:
            self.gap(GapReason.ID_MISMATCH, subject, str(error))
        except NotUnderstoodError as error:
            self.gap(GapReason.UNKNOWN_SHAPE, subject, str(error))
        else:
            for unclear in stories.unclear_in(node(found)):
                self.gap(GapReason.UNKNOWN_SHAPE, subject, unclear)
            observation = replace(observation, product=observation.product or product)
            self.observations.append(observation)
            return observation
        return None

    def reading(self) -> Reading:
        """Give all of it."""
        return Reading(
            accounts=tuple(_introduced(account, self.introductions) for account in self.accounts),
            listings=tuple(self.listings),
            observations=tuple(self.observations),
            gaps=tuple(self.gaps),
            seen=self.seen,
            understood=len(self.observations),
            viewer=frozenset(self.viewer),
            abouts=tuple(self.abouts),
        )


def _introduced(account: Account, introductions: Mapping[str, Introduction]) -> Account:
    told = introductions.get(account.account_id)
    if told is None:
        return account
    return replace(account, biography=told.biography, links=told.links, category=told.category)
