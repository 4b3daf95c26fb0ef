"""What a platform lays over a page of its own."""

_CONSENT = """
<style>.consent{position:fixed;inset:0;width:100%;height:100%;border:0;padding:20vh 20vw;box-sizing:border-box}
.consent{z-index:9;background:rgba(0,0,0,.7);color:#fff}body:has(.consent[open]){overflow:hidden}</style>
<dialog class="consent" open aria-modal="true"><form method="dialog">
<h2>Allow the use of cookies from NETWORK on this browser?</h2>
<p>We use cookies and similar technologies to help provide and improve content on Meta Products.</p>
<button>Allow all cookies</button>
<button>Decline optional cookies</button>
</form></dialog>
"""


def with_consent(page: bytes, network: str) -> bytes:
    """Ask about cookies before a page may be used or scrolled; any answer closes the dialog, without a script."""
    head, end, rest = page.rpartition(b"</body>")
    return head + _CONSENT.replace("NETWORK", network).encode() + end + rest
