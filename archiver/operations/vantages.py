"""Who looks from where: named by what stands for a session or a proxy, never by what these are."""

from urllib.parse import urlsplit

from archiver.archive import Archive
from archiver.config import Session
from archiver.model.vantage import SESSION, Vantage
from archiver.operations import session_state


def vantage_of(archive: Archive, session: Session | None, proxy: str = "") -> Vantage:
    """Say who looks: logged out, or with a session, which is named by a salted id of who is signed in.

    Not of what the operator calls it: another account under the same name is shown other things. So is who comes
    through another proxy, which is told by a salted id too; `proxy` is that of the target, where it has one.
    """
    network = network_of(archive, proxy)
    if session is None:
        return Vantage(network=network)
    who = session_state.viewer(session) or f"named {session.name}"
    return Vantage(SESSION, archive.custody.salted(f"session {session.platform} {who}"), network=network)


def network_of(archive: Archive, proxy_of_target: str = "") -> str:
    """Name the operator's proxy by a salted id; some sell their exits' countries by user name, so that counts too."""
    proxy = urlsplit(proxy_of_target or archive.settings.network.proxy)
    return (
        archive.custody.salted(f"proxy {proxy.username}@{proxy.hostname}:{proxy.port}")
        if proxy.hostname
        else ""
    )
