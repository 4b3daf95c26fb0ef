"""A stamp that DigiCert made in 2024 for somebody's signature, wrapped as a reply: its certificate has ended since."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from judges import needs_openssl, openssl_takes
from rfc3161_client import decode_timestamp_response

from archiver.config import KNOWN_AUTHORITIES
from archiver.formats import timestamp
from archiver.formats.timestamp import NotAStampError, Request, in_order
from archiver.verify.signatures import token, x509

GOLDEN = Path(__file__).parent.parent / "golden" / "stamps"
REPLY, MESSAGE = ((GOLDEN / f"digicert-2024.{kind}").read_bytes() for kind in ("tsr", "message"))
ROOTS = {name: authority.roots.read_bytes() for name, authority in KNOWN_AUTHORITIES.items()}
AT = datetime(2024, 10, 31, 9, 33, 26, tzinfo=UTC)


def nonce():
    return decode_timestamp_response(in_order(REPLY)).tst_info.nonce


def test_as_it_comes_a_strict_reader_refuses_it_and_in_order_it_holds_by_the_roots_that_come_along():
    with pytest.raises(ValueError, match="InvalidSetOrdering"):
        decode_timestamp_response(REPLY)
    held = timestamp.held(REPLY, Request(b"", nonce(), MESSAGE), ROOTS["digicert"])
    assert held.at == AT


def test_the_verifier_takes_it_as_it_comes_at_its_own_time():
    held = token.held(REPLY, MESSAGE, x509.from_pem(ROOTS["digicert"]))
    assert (held.at, held.authority) == (AT, "DigiCert Timestamp 2024")
    assert held.root_name in ("DigiCert Trusted Root G4", "DigiCert Assured ID Root CA")


@needs_openssl
def test_openssl_takes_it_at_its_own_time(tmp_path):
    assert openssl_takes(tmp_path, REPLY, MESSAGE, ROOTS["digicert"], AT)


def test_it_leads_to_no_root_of_another_authority():
    with pytest.raises(NotAStampError, match="leads to none of the trusted roots"):
        timestamp.held(REPLY, Request(b"", nonce(), MESSAGE), ROOTS["identrust"])
    with pytest.raises(token.RefusedError, match="leads to no root that is trusted"):
        token.held(REPLY, MESSAGE, x509.from_pem(ROOTS["identrust"]))


def test_over_something_else_it_does_not_hold():
    with pytest.raises(NotAStampError, match="stamps something else"):
        timestamp.held(REPLY, Request(b"", nonce(), MESSAGE[::-1]), ROOTS["digicert"])
    with pytest.raises(token.RefusedError, match="something else than what it stands beside"):
        token.held(REPLY, MESSAGE[::-1], x509.from_pem(ROOTS["digicert"]))
