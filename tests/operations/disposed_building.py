"""What tests of disposals share: to have something go, and to look at what is left."""

import zlib

from fakes import Silent

from archiver.operations.disposing import dispose, plan
from archiver.verify.archive import verified

WORDS = ("A child is shown", "LG Köln, 28 O 12/26")


def went(house, what):
    return dispose(house.archive, plan(house.archive, str(what), Silent()), *WORDS, Silent())


def captures(house):
    return house.archive.sealed.ids()


def findings(house, check=None):
    found = verified(house.archive.layout.root).findings
    return [each for each in found if check in (None, each.check)]


def folder(house, place=0):
    return house.archive.layout.capture(captures(house)[place])


def members(warc):
    """Give each gzip member of a file as it stands, by a reader of its own."""
    rest = warc.read_bytes()
    while rest:
        reader = zlib.decompressobj(wbits=31)
        reader.decompress(rest)
        yield rest[: len(rest) - len(reader.unused_data)]
        rest = reader.unused_data
