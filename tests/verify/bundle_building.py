"""Bundles as they are handed over, small: a bag, and beside it what its archive and its authorities say of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from archiver.export.bag import Bag
from archiver.formats import ssh_key, sshsig

FILES = {
    "data/archive.json": b'{"format":1}',
    "data/captures/acme/capture.warc.gz": b"exchanges" * 40,
    "data/captures/acme/manifest.json": b"{}",
    "data/empty": b"",
    "VERIFY.txt": b"How to verify.\n",
    "verifier/archiver/__init__.py": b"",
}
INFO = {"Source-Organization": "The Newsroom", "External-Description": "What was selected, " * 9}
SEALED, SUMS = "tagmanifest-sha256.txt", "SHA256SUMS"


@dataclass(frozen=True)
class Sealer:
    """The archive's key, with which bundles are sealed."""

    key: ssh_key.KeyPair = field(default_factory=ssh_key.generate)

    @property
    def public(self) -> str:
        return self.key.public

    def seal(self, bundle: Path, stamps: Mapping[str, bytes]) -> None:
        """Sign a bag, and put the stamps of authorities beside the signature, by their names."""
        proof = bundle / "proof"
        proof.mkdir(exist_ok=True)
        signature = sshsig.sign(self.key.private, "archiver-bag@v1", (bundle / SEALED).read_bytes())
        (proof / f"{SEALED}.sshsig").write_bytes(signature)
        for name, reply in stamps.items():
            (proof / f"{SEALED}.{name}.tsr").write_bytes(reply)
        self.list_proof(proof)

    def list_proof(self, proof: Path) -> None:
        """List what stands in `proof/` as it is now, and sign the list."""
        names = sorted(path.name for path in proof.iterdir() if not path.name.startswith(SUMS))
        sums = "".join(f"{sha256((proof / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
        (proof / SUMS).write_bytes(sums.encode())
        signature = sshsig.sign(self.key.private, "archiver-proof@v1", sums.encode())
        (proof / f"{SUMS}.sshsig").write_bytes(signature)


def bagged(folder: Path, files: Mapping[str, bytes] = FILES, info: Mapping[str, str] = INFO) -> Path:
    """Make a bag that nobody has signed yet."""
    bag = Bag(folder)
    for name, content in files.items():
        bag.add(name, [content])
    bag.close(info)
    return folder


def rebagged(folder: Path, change: Iterable[tuple[str, bytes]]) -> None:
    """Change files of a bag and all its manifests with them, as a forger can."""
    tags = {"bagit.txt", "bag-info.txt"} | {
        f"{kind}-{algorithm}.txt"
        for kind in ("manifest", "tagmanifest")
        for algorithm in ("sha256", "sha512")
    }
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] not in tags | {"proof"}
    }
    for name in (*files, *tags):
        (folder / name).unlink()
    bagged(folder, files | dict(change))
