"""What an answer repeats of whoever asked, told by where it stands and not by what it is.

Servers name a request, the place it was answered at and at times its address in headers of their own making; so of an
answer's headers only those are shown that are known to speak of the answer. None of these is a digest of the body, or
its length before it was unpacked: beside a body in which something is withheld, it would confirm a guess.
"""

import re
from collections.abc import Iterator

from archiver.formats.redaction import Span

HEADER, TRACKER = "answer-header", "tracker"
_SHOWN = frozenset(
    (
        "accept-ch accept-ranges access-control-allow-credentials access-control-allow-headers "
        "access-control-allow-methods access-control-allow-origin access-control-expose-headers "
        "access-control-max-age age allow alt-svc cache-control connection content-disposition content-encoding "
        "content-language content-length content-location content-range content-security-policy "
        "content-security-policy-report-only content-type cross-origin-embedder-policy cross-origin-opener-policy "
        "cross-origin-resource-policy date document-policy expires keep-alive last-modified link location "
        "mime-version origin-agent-cluster permissions-policy pragma priority referrer-policy retry-after server "
        "set-cookie strict-transport-security timing-allow-origin trailer transfer-encoding upgrade vary "
        "www-authenticate x-content-type-options x-dns-prefetch-control x-frame-options x-orig-content-encoding "
        "x-orig-transfer-encoding x-permitted-cross-domain-policies x-powered-by x-robots-tag x-ua-compatible "
        "x-xss-protection"
    ).split()
)
_ANSWER = b"HTTP/"
_BLANK = b"\r\n\r\n"
_LINE = re.compile(rb"\r\n([^:\r\n]+):[ \t]*([^\r\n]*[^\r\n \t])")
_TRACKERS = re.compile(
    rb"(?:[?&]|%3F|%26|\\u0026|&amp;)"
    rb"(?:(?:fbclid|igshid|igsh|__cft__(?:\[|%5B|%255B)\d+(?:\]|%5D|%255D)|__xts__(?:\[|%5B)\d+(?:\]|%5D))(?:=|%3D)"
    # A link that leads away over the platform is signed for whom it was written.
    rb"|[he](?:=|%3D)(?=AT))"
    rb"(?!__withheld__)([A-Za-z0-9_.~%-]{6,})",
    re.IGNORECASE,
)


def found(text: bytes) -> Iterator[Span]:
    """Give what is to be withheld of a text for where it stands there: of a record's block, its headers among it."""
    if text.startswith(_ANSWER):
        end = text.find(_BLANK)
        head = text[: end + 2] if end >= 0 else text
        for match in _LINE.finditer(head):
            if match[1].strip().lower().decode("latin-1") not in _SHOWN:
                yield Span(match.start(2), match.end(2), HEADER)
    for match in _TRACKERS.finditer(text):
        yield Span(match.start(1), match.end(1), TRACKER)
