"""The signing key from the command line: shown, copied, followed, revoked; and ssh-keygen takes what each signed."""

import subprocess

import pytest
from fakes import call_archiver, ledger_of
from judges import needs_ssh_keygen


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config/archiver.toml").write_text('[keys]\nfolder = "../keys"\n')
    assert call_archiver("init", folder=tmp_path).code == 0
    call_archiver("mark", "first", folder=tmp_path)
    return tmp_path


def shown(folder):
    return call_archiver("key", "show", "--json", folder=folder).json


def ssh_keygen_takes(folder, number, signer):
    (folder / "signers").write_text(signer + "\n")
    batch = folder / "evidence/ledger" / f"{number:06d}"
    told = "ssh-keygen -Y verify -f signers -I archiver -n archiver-checkpoint@v1 -s".split()
    ran = subprocess.run(
        [*told, batch / "checkpoint.sshsig"],
        cwd=folder,
        input=(batch / "checkpoint").read_bytes(),
        capture_output=True,
        check=False,
    )
    return ran.returncode == 0


def findings(folder, status="failed"):
    found = call_archiver("verify", "--json", folder=folder).json["findings"]
    return [(one["check"], one["detail"]) for one in found if one["status"] == status]


@needs_ssh_keygen
def test_what_is_shown_is_what_ssh_keygen_needs(folder):
    told = shown(folder)
    assert told["fingerprint"] == told["first_fingerprint"]
    assert ssh_keygen_takes(folder, 1, told["allowed_signer"])
    told_by_it = ["ssh-keygen", "-lf", told["file"]]
    ran = subprocess.run(told_by_it, cwd=folder, capture_output=True, text=True, check=True)
    assert told["fingerprint"] in ran.stdout
    assert "Publish that line elsewhere" in call_archiver("key", "show", folder=folder).out


def test_a_copy_is_closed_to_others_and_signs_again(folder):
    (key,) = (folder / "keys").glob("*.key")
    ran = call_archiver("key", "backup", "--to", "safe", "--json", folder=folder)
    (copy,) = ran.json["files"]
    assert ((folder / copy).stat().st_mode & 0o777, (folder / copy).read_bytes()) == (0o600, key.read_bytes())
    assert call_archiver("key", "backup", "--to", "safe", folder=folder).code == 0, (
        "the same copy stands there"
    )
    key.unlink()
    ran = call_archiver("mark", "second", folder=folder)
    assert (ran.code, "Bring it back from your backup." in ran.err) == (3, True)
    (folder / copy).rename(key)
    assert call_archiver("mark", "third", folder=folder).code == 0
    assert findings(folder) == []


def test_a_copy_is_never_made_within_an_archive_or_over_another_file(folder):
    ran = call_archiver("key", "backup", "--to", "evidence/safe", folder=folder)
    assert (ran.code, "lies within the archive" in ran.err) == (2, True)
    (key,) = (folder / "keys").glob("*.key")
    (folder / "safe").mkdir()
    (folder / "safe" / key.name).write_text("something else")
    ran = call_archiver("key", "backup", "--to", "safe", folder=folder)
    assert (ran.code, "is another file already" in ran.err) == (3, True)
    assert (folder / "safe" / key.name).read_text() == "something else"


@pytest.mark.parametrize("command", ["key backup", "checkpoint"])
def test_a_folder_that_no_system_takes_is_refused_in_a_sentence(folder, command):
    ran = call_archiver(*command.split(), "--to", "x" * 300, folder=folder)
    assert (ran.code, ran.err.strip()) == (3, f"{'x' * 300} cannot be used: File name too long.")


@needs_ssh_keygen
def test_a_key_that_follows_signs_from_the_checkpoint_on_that_brings_it(folder):
    old = shown(folder)
    ran = call_archiver("key", "rotate", "--json", folder=folder)
    new = ran.json
    assert (ran.code, new["first_fingerprint"]) == (0, old["fingerprint"])
    assert new["fingerprint"] != old["fingerprint"]
    assert f"signed with {new['fingerprint']}\n" in call_archiver("checkpoint", folder=folder).out
    call_archiver("mark", "second", folder=folder)
    for number, of_old, of_new in ((1, True, False), (2, False, True), (3, False, True)):
        assert ssh_keygen_takes(folder, number, old["allowed_signer"]) is of_old
        assert ssh_keygen_takes(folder, number, new["allowed_signer"]) is of_new
    assert findings(folder) == []
    assert (
        "keys",
        f"1 keys followed the first, each signed by the one before: {new['fingerprint']}.",
    ) in findings(folder, "verified")
    assert len(call_archiver("key", "backup", "--to", "safe", "--json", folder=folder).json["files"]) == 2


def test_a_revocation_says_from_when_and_what_it_leaves_open(folder):
    old = shown(folder)
    ran = call_archiver("key", "revoke", "--reason", "the laptop was stolen", "--json", folder=folder)
    assert (ran.code, ran.json["fingerprint"] != old["fingerprint"]) == (0, True)
    (told,) = [detail for check, detail in findings(folder, "not_checked") if check == "keys"]
    assert told.startswith(f"The key {old['fingerprint']} is revoked from 20")
    assert told.endswith("; of 1 checkpoints that it signed no stamp shows that they were there before.")
    assert findings(folder) == []


def test_an_earlier_key_can_be_revoked_when_its_loss_is_found_late(folder):
    first = shown(folder)["fingerprint"]
    call_archiver("key", "rotate", folder=folder)
    second = shown(folder)["fingerprint"]
    ran = call_archiver(
        "key", "revoke", "--reason", "it was on the old laptop", "--key", first, "--json", folder=folder
    )
    assert (ran.code, ran.json["fingerprint"] in (first, second)) == (0, False)
    (told,) = [detail for check, detail in findings(folder, "not_checked") if check == "keys"]
    assert told.startswith(f"The key {first} is revoked from 20")
    assert second not in told
    assert findings(folder) == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ("--reason", "stolen", "--key", "SHA256:none"),
            "No key of this archive has the fingerprint SHA256:none.",
        ),
        (("--reason", " "), "A reason is a sentence of at most 500 letters."),
        (("--reason", "x" * 501), "A reason is a sentence of at most 500 letters."),
        (("--reason", "stolen", "--from", "yesterday"), "yesterday is no time."),
        (("--reason", "stolen", "--from", "2999-01-01"), "2999-01-01 is yet to come"),
    ],
)
def test_what_a_revocation_cannot_say_is_refused_and_changes_nothing(folder, arguments, says):
    ran = call_archiver("key", "revoke", *arguments, folder=folder)
    assert (ran.code, ran.err.startswith(says)) == (2, True)
    assert len(list((folder / "keys").glob("*.key"))) == 1


def test_without_the_old_key_none_follows(folder):
    (key,) = (folder / "keys").glob("*.key")
    key.rename(folder / "aside")
    ran = call_archiver("key", "rotate", folder=folder)
    assert (ran.code, "Bring it back from your backup." in ran.err) == (3, True)
    assert list((folder / "keys").glob("*.key")) == []


def test_what_stands_for_a_name_stays_the_same_under_a_new_key(folder):
    def operators():
        told = [each for each in ledger_of(folder) if each["event"] == "mark"]
        return {each["operator"] for each in told}

    with (folder / "config/archiver.toml").open("a") as settings:
        settings.write('[operator]\nname = "A. Reporter"\n')
    call_archiver("mark", "second", folder=folder)
    before = operators()
    call_archiver("key", "rotate", folder=folder)
    call_archiver("mark", "third", folder=folder)
    assert operators() == before
    assert not any("Reporter" in operator for operator in before)


def test_a_key_that_cannot_be_kept_whole_leaves_none_and_the_old_one_signs(folder):
    (key,) = (folder / "keys").glob("*.key")
    key.with_name(f"{key.stem}.2.pub").mkdir()
    ran = call_archiver("key", "rotate", folder=folder)
    assert (ran.code, "Make room there, or let yourself write there." in ran.err) == (3, True)
    assert list((folder / "keys").glob("*.key")) == [key]
    assert call_archiver("mark", "second", folder=folder).code == 0
    assert findings(folder) == []
