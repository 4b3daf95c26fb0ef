"""SHA256SUMS as coreutils writes it: `<64 hex>  <name>` a line, so that `sha256sum -c` checks the folder."""

from archiver.model.digest import Digest

NAME = "SHA256SUMS"


def write(digests: dict[str, Digest]) -> bytes:
    """Write the lines in order of name; raise ValueError on a name that coreutils would escape."""
    for name in digests:
        if any(letter in name for letter in "\n\r\\"):
            raise ValueError(f"a name that needs escaping: {name!r}")
    return "".join(f"{digests[name].hex}  {name}\n" for name in sorted(digests)).encode()


def read(text: bytes) -> dict[str, Digest]:
    """Read the lines; raise ValueError on any line of another form, or a name given twice."""
    digests: dict[str, Digest] = {}
    for line in text.decode().removesuffix("\n").split("\n"):
        hexadecimal, separator, name = line.partition("  ")
        if not separator or not name or name in digests:
            raise ValueError(f"not a SHA256SUMS line: {line[:80]!r}")
        digests[name] = Digest(f"sha256:{hexadecimal}")
    return digests
