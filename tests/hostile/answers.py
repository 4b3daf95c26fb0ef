"""Answers of platforms: an exchange with another body, which extraction reads whatever it is."""

from dataclasses import dataclass, replace

from archiver.model.exchange import Exchange
from archiver.ports import Platform

LONGEST = 60_000
"""Bytes of a body that is spoiled: from a longer one nothing else is learnt, and it takes longer."""


@dataclass(frozen=True)
class Answers:
    """The first byte of an input says which exchange bears the rest of it as its body."""

    platform: Platform
    exchanges: tuple[Exchange, ...]
    refusals = ()

    @property
    def wells(self):
        return tuple(bytes([place]) + each.body for place, each in enumerate(self.exchanges))

    def read(self, content):
        if content:
            exchange = self.exchanges[content[0] % len(self.exchanges)]
            self.platform.extract((replace(exchange, body=content[1:]),))


def answers(platform, exchanges):
    """Give those that have something to spoil, each of another kind, no more than a byte can tell apart."""
    kinds = {}
    for each in exchanges:
        if each.body and len(each.body) <= LONGEST and each.may_tell:
            kinds.setdefault((each.address, each.fields, each.body[:200]), each)
    return Answers(platform, tuple(kinds.values())[:256])


def of_instagram():
    import instagram_wire
    from test_instagram_conformance import TestInstagram

    from archiver.platforms.instagram import PLATFORM

    return answers(PLATFORM, (*_goldens(TestInstagram), *instagram_wire.visited().exchanges))


def of_facebook():
    import facebook_wire
    from test_facebook_conformance import TestFacebook

    from archiver.platforms.facebook import PLATFORM

    return answers(PLATFORM, (*_goldens(TestFacebook), *facebook_wire.visited().exchanges))


def of_websites():
    import website_wire
    from test_web_conformance import TestWeb

    from archiver.platforms.web import PLATFORM

    return answers(PLATFORM, (*_goldens(TestWeb), *website_wire.visited().exchanges))


def _goldens(told):
    return (golden.exchange for golden in told.goldens.values())
