"""Which key signs: one follows another only by the other's signature, and a revoked one is told."""

from dataclasses import replace

import pytest
from fakes import FrozenClock
from ledger_building import happen, stamped_archive

from archiver.formats import ssh_key, sshsig
from archiver.ledger import checkpoints, keyring, keys
from archiver.operations import covering
from archiver.operations import keyring as operation
from archiver.verify.archive import verify
from archiver.verify.finding import Status


@pytest.fixture
def clock():
    return FrozenClock()


@pytest.fixture
def house(tmp_path, clock):
    archive, authorities = stamped_archive(tmp_path, clock, names=("one",))
    happen(archive, 2)
    covering.cover(archive)
    yield archive, authorities[0]
    archive.close()


def found(archive, status=Status.FAILED, check="keys"):
    return [one.detail for one in verify(archive.layout.root) if (one.check, one.status) == (check, status)]


def follow(archive, old, new, signature):
    """Let a key follow by an event, whether that is right or not, and cover it."""
    archive.custody.append(None, keyring.KEY, keyring.said(old, new, signature))
    archive.custody.checkpoint()


@pytest.fixture
def stranger(house):
    """A pair of somebody who got a file into the folder of keys."""
    archive, _ = house
    return keys.make_next(archive.settings.keys, archive.identity.archive_id)


def signed(archive, by, old, new):
    archive_id = archive.identity.archive_id
    return keys.sign(
        archive.settings.keys, archive_id, by, keyring.NAMESPACE, keyring.statement(archive_id, old, new)
    )


def test_a_key_that_the_old_one_did_not_sign(house, stranger):
    archive, _ = house
    first = archive.identity.public_key
    follow(archive, first, stranger, signed(archive, stranger, first, stranger))
    (fault,) = found(archive)
    assert fault.startswith("The key that signs did not sign the one that follows it: ")
    assert found(archive, check="checkpoints"), "nor is what it signed the archive's"


def test_a_signature_on_another_successor(house, stranger):
    archive, _ = house
    first, other = archive.identity.public_key, ssh_key.generate().public
    follow(archive, first, stranger, signed(archive, first, first, other))
    (fault,) = found(archive)
    assert fault.endswith("It does not hold for what it stands beside.")


def test_a_signature_that_was_made_for_another_purpose(house, stranger):
    archive, _ = house
    first, archive_id = archive.identity.public_key, archive.identity.archive_id
    path = keys.path_of(archive.settings.keys, archive_id, first)
    statement = keyring.statement(archive_id, first, stranger)
    follow(archive, first, stranger, sshsig.sign(path.read_bytes(), checkpoints.NAMESPACE, statement))
    (fault,) = found(archive)
    assert "was made for another purpose" in fault


def test_one_that_follows_a_key_which_does_not_sign(house, stranger):
    archive, _ = house
    first = archive.identity.public_key
    follow(archive, stranger, stranger, signed(archive, stranger, stranger, stranger))
    assert found(archive) == ["It lets a key follow another than the one that signs."]
    assert first == archive.identity.public_key


def test_keys_follow_each_other_over_several_checkpoints(house):
    archive, _ = house
    for _ in range(3):
        operation.rotate(archive)
        happen(archive, 1)
        covering.cover(archive)
    assert found(archive) == found(archive, check="checkpoints") == []
    (told,) = found(archive, Status.VERIFIED)
    assert told.startswith("3 keys followed the first, each signed by the one before: SHA256:")


def test_what_a_revoked_key_signed_before_a_stamp_that_is_earlier_stands(house, clock):
    archive, authority = house
    clock.advance(hours=1)
    stolen = clock.now().isoformat()
    clock.advance(hours=1)
    happen(archive, 1)
    authority.silent = True
    covering.cover(archive)
    operation.revoke(archive, stolen, "the laptop was stolen")
    (told,) = found(archive, Status.NOT_CHECKED)
    assert told.endswith("; of 1 checkpoints that it signed no stamp shows that they were there before.")
    assert found(archive) == found(archive, check="checkpoints") == []


def test_where_stamps_are_earlier_nothing_is_left_open(house, clock):
    archive, _ = house
    clock.advance(hours=1)
    operation.revoke(archive, "", "to be careful")
    (told,) = found(archive, Status.NOT_CHECKED)
    assert told.endswith("is revoked from 2026-11-24T04:00:00Z on.")


def test_a_crash_between_new_key_and_event_leaves_the_old_one_signing(house, stranger):
    archive, _ = house
    assert stranger != archive.custody.signing_key() == archive.identity.public_key
    happen(archive, 1)
    covering.cover(archive)
    key = operation.rotate(archive)
    assert key.public not in (stranger, archive.identity.public_key)
    assert found(archive) == found(archive, check="checkpoints") == []


def test_a_crash_between_event_and_checkpoint_lets_the_new_one_sign_it(house):
    archive, _ = house
    first = archive.identity.public_key
    new = keys.make_next(archive.settings.keys, archive.identity.archive_id)
    archive.custody.append(None, keyring.KEY, keyring.said(first, new, signed(archive, first, first, new)))
    assert archive.custody.signing_key() == new
    again = replace(archive, run=type(archive.run)())
    covering.cover(again)
    assert found(archive) == found(archive, check="checkpoints") == []
    assert archive.custody.signing_key() == new


def test_a_revocation_of_a_key_that_never_signed_is_named(house, stranger):
    archive, _ = house
    first, other = archive.identity.public_key, ssh_key.generate().public
    revoked = keyring.Revocation(other, archive.clock.now(), "no reason")
    told = keyring.said(first, stranger, signed(archive, first, first, stranger), revoked)
    archive.custody.append(None, keyring.KEY, told)
    archive.custody.checkpoint()
    assert found(archive) == ["It revokes a key that never signed here."]
