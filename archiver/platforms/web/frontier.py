"""What of a site is asked next: what is known before what is new, near the home page before far from it.

Each address is asked once. A calendar whose every page links to the next has no end: of addresses that differ in their
query alone no more than some are followed.
"""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from archiver.platforms.web import addresses
from archiver.platforms.web.robots import Rules

MOST_ALIKE = 50
"""Addresses that differ in their query alone, of one path."""


@dataclass(slots=True)
class Frontier:
    """The addresses of one site that are still to be asked."""

    host: str
    """By which the site is one."""
    rules: Rules
    known: deque[str] = field(default_factory=deque)
    new: deque[str] = field(default_factory=deque)
    met: set[str] = field(default_factory=set)
    alike: Counter[str] = field(default_factory=Counter)
    forbidden: set[str] = field(default_factory=set)
    """What robots.txt asks not to be asked."""
    endless: Counter[str] = field(default_factory=Counter)
    """How many addresses were not followed, by what they have in common."""

    def ask_again(self, posts: Iterable[str]) -> None:
        """Take addresses that earlier looks met, those nearest to the home page first."""
        for address in sorted(posts, key=lambda one: (one.count("/"), one)):
            if self._is_new(address):
                self.known.append(address)

    def follow(self, leads: Iterable[str]) -> None:
        """Take the addresses that a page leads to."""
        for address in leads:
            if addresses.host_of(addresses.site_of(address)) != self.host or not self._is_new(address):
                continue
            common = addresses.without_query(address)
            self.alike[common] += common != address
            if self.alike[common] > MOST_ALIKE:
                self.endless[common] += 1
            else:
                self.new.append(address)

    def leave(self, address: str) -> None:
        """Ask an address no more: another led to it, or it was asked already."""
        self.met.add(address)

    def take(self, *, new_first: bool = False) -> str | None:
        """Give the next address, what is known before what is new unless told otherwise; None where there is none."""
        while self.known or self.new:
            next_up = self.new if self.new and (new_first or not self.known) else self.known
            address = next_up.popleft()
            if self.rules.allow(address):
                return address
            self.forbidden.add(address)
        return None

    @property
    def left(self) -> int:
        """Count what is still to be asked."""
        return len(self.known) + len(self.new)

    def _is_new(self, address: str) -> bool:
        if address in self.met or addresses.is_home(address):
            return False
        self.met.add(address)
        return True
