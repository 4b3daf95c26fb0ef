"""`VERIFY.txt`: how to check a bundle with programs that were not made by us, line by line."""

from collections.abc import Sequence

NAME, SIGNERS = "VERIFY.txt", "data/signers"
_NAMED = 3
_TEXT = """\
HOW TO CHECK THIS BUNDLE
{caution}
It holds captures of what platforms and websites showed, as a WARC in data/captures*.wacz, and what shows that
nothing was changed since. What shows the collector is withheld; data/captures/.../disclosure.json says where, and by
salted hashes what is shown leads to what was sealed all the same.

First of all compare this fingerprint with one that the collector gave you another way, by voice or on paper.
What came with the bundle cannot prove whose key it is.

    {fingerprint}

WITH A BROWSER AND NOTHING ELSE: open verify.html, which stands beside this file, and choose this folder in it. It
connects to nothing, and checks all but the time stamps; its last part says what it cannot do.

Otherwise open a terminal in this folder. Each line below stands for itself; run those for which you have the program.

1. ALL AT ONCE, with Python 3.11 or newer and nothing else (its source stands in verifier/, to be read):

    python3 -I -S verify.pyz --trust FINGERPRINT_THAT_YOU_WERE_TOLD .

2. NO FILE WAS CHANGED, ADDED OR TAKEN AWAY (BagIt 1.0, RFC 8493):

    sha256sum -c --strict --quiet tagmanifest-sha256.txt
    sha256sum -c --strict --quiet manifest-sha256.txt
    sha512sum -c --strict --quiet manifest-sha512.txt
    (cd proof && sha256sum -c --strict --quiet SHA256SUMS)
    find data -type f | LC_ALL=C sort | diff - <(cut -c67- manifest-sha256.txt)
    bagit.py --validate .

3. WHO SIGNED IT (OpenSSH 8.2 or newer):

    ssh-keygen -Y verify -f data/signers -I archiver -n archiver-bag@v1 \\
        -s proof/tagmanifest-sha256.txt.sshsig < tagmanifest-sha256.txt
    ssh-keygen -Y verify -f data/signers -I archiver -n archiver-proof@v1 \\
        -s proof/SHA256SUMS.sshsig < proof/SHA256SUMS
    ssh-keygen -l -f <(cut -d' ' -f2- data/signers)

4. WHEN IT WAS THERE, by authorities (OpenSSL). ROOTS.pem is what the authority publishes; those that came along stand
   in data/ledger/roots/. Once the authority's own certificate has ended, add: -attime SECONDS_SINCE_1970

    openssl ts -verify -data tagmanifest-sha256.txt -in proof/tagmanifest-sha256.txt.AUTHORITY.tsr -CAfile ROOTS.pem

   And when the captures were there, long before this bundle was made: of each checkpoint in
   {checkpoints}

    openssl ts -verify -data data/ledger/NUMBER/checkpoint -in data/ledger/NUMBER/checkpoint.AUTHORITY.tsr \\
        -CAfile ROOTS.pem
    ssh-keygen -Y verify -f data/signers -I archiver -n archiver-checkpoint@v1 \\
        -s data/ledger/NUMBER/checkpoint.sshsig < data/ledger/NUMBER/checkpoint

5. THE RECORDS are whole, and replay (data/captures.wacz opens in ReplayWeb.page; to open is not to verify):

    wacz validate -f data/captures.wacz
    unzip -p data/captures.wacz 'archive/*.warc.gz' > /tmp/records.warc.gz && warcio check -v /tmp/records.warc.gz

   A viewer draws a page anew: it may show letters wrongly that are no ASCII, leave out what scripts asked for, and take
   a part from another visit. What a page looked like is in data/pictures.

ON WINDOWS, in PowerShell:

    py -3 -I -S verify.pyz --trust FINGERPRINT_THAT_YOU_WERE_TOLD .
    foreach ($m in 'tagmanifest-sha256.txt', 'manifest-sha256.txt') {{ Get-Content $m | ForEach-Object {{
        $digest, $file = $_ -split '  ', 2
        if ((Get-FileHash -Algorithm SHA256 $file).Hash -ne $digest) {{ "FAILED: $file" }} }} }}
    $seal = 'proof/tagmanifest-sha256.txt.sshsig'
    cmd /c "ssh-keygen -Y verify -f data/signers -I archiver -n archiver-bag@v1 -s $seal < tagmanifest-sha256.txt"

WHAT NOTHING HERE CAN SHOW: that the platform's server sent what is shown (TLS shows that to the collector's computer
alone), who controls an account, and that what a post says is true.
"""


def written(fingerprint: str, checkpoints: Sequence[int], caution: str) -> bytes:
    """Write it for a signer's fingerprint and the numbers of the checkpoints that are shown.

    A `caution` is what must be known before all else; empty where there is none.
    """
    numbers = ", ".join(f"data/ledger/{number:06d}" for number in checkpoints[:_NAMED])
    more = f" and {len(checkpoints) - _NAMED} more" if len(checkpoints) > _NAMED else ""
    return _TEXT.format(
        fingerprint=fingerprint, checkpoints=f"{numbers}{more}:", caution=f"\n{caution}\n" if caution else ""
    ).encode()


def signers(keys: Sequence[str]) -> bytes:
    """Write the keys that signed here, in the form that `ssh-keygen -Y verify` reads."""
    return "".join(f"archiver {key}\n" for key in keys).encode()
