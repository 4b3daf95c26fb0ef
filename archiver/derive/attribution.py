"""Whose account, or whose website, a target is: what ties the two, and what is missing of it, said in words.

What is missing is told as much as what is there: a tie that nobody looked for looks like one that does not exist.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from archiver.derive.account_history import AccountHistory
from archiver.derive.imprint import Contact
from archiver.derive.ties import Seen, Tie, TieKind, host
from archiver.model.refs import PostRef, TargetRef


@dataclass(frozen=True, slots=True)
class Imprint:
    """A page of a site that says who runs it."""

    page: PostRef
    title: str
    words: str
    contact: Contact
    seen: Seen


@dataclass(frozen=True, slots=True)
class Site:
    """A website as far as it was captured."""

    target: TargetRef
    pages: int
    imprint: tuple[Imprint, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """An account and a website, with what ties them; nothing where nothing does."""

    account: AccountHistory
    site: Site
    ties: tuple[Tie, ...]

    def has(self, kind: TieKind) -> bool:
        """Tell whether they are tied in one way."""
        return any(tie.kind is kind for tie in self.ties)


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that would tie an account to somebody and is not there, or was not looked for."""

    subject: str
    """The account or site it is missing of."""
    what: str
    """`links`, `site`, `link_back`, `imprint`, `verification`, `statements`, `contact`."""
    why: str
    """One sentence, with what to do where something can be done."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """What is known of whose account, or whose website, a target is."""

    target: TargetRef
    accounts: tuple[AccountHistory, ...]
    sites: tuple[Site, ...]
    ties: tuple[Pair, ...]
    missing: tuple[Missing, ...]


def missing_of_account(
    account: AccountHistory,
    pairs: Sequence[Pair],
    refused: Sequence[tuple[str, str]],
    stated_nowhere: str,
    is_site: Callable[[str], bool],
) -> Iterator[Missing]:
    """Say what is missing of an account.

    `pairs` are those with every site that was captured, `refused` the captures in which a page about it stated nothing,
    each with what was answered, and `stated_nowhere` what the platform tells only where no address leads; `is_site`
    tells of a link whether it leads to a website, and not to an account somewhere.
    """
    name = str(account.target)
    if not account.states:
        yield Missing(name, "links", "No capture shows the account's head, so that nothing of it is known.")
        return
    yield from _of_links(account, pairs, is_site)
    if account.verified is None:
        yield Missing(name, "verification", "No answer here tells whether the platform has verified it.")
    if not any(span.about.facts for span in account.stated):
        tried = "; ".join(f"{said} (capture {capture})" for capture, said in refused[-2:])
        why = (
            f"The pages about the account stated nothing: {tried}."
            if tried
            else "Nothing is stated of it here."
        )
        yield Missing(name, "statements", why)
    if stated_nowhere:
        yield Missing(name, "statements", stated_nowhere)


def _of_links(
    account: AccountHistory, pairs: Sequence[Pair], is_site: Callable[[str], bool]
) -> Iterator[Missing]:
    name, captured = str(account.target), {host(pair.site.target.name) for pair in pairs}
    links = account.links
    if links is None:
        yield Missing(name, "links", "No answer here tells which links stand in its head.")
    elif not links:
        yield Missing(name, "links", "Its head links to no site.")
    sites = {host(link): link for link in links or () if is_site(link) and host(link) not in captured}
    for link in sites.values():
        why = f"Its head links to {link}, of which there is no capture. Watch it: archiver add https://{host(link)}"
        yield Missing(name, "site", why)
    for pair in pairs:
        if pair.ties and not pair.has(TieKind.LINKED_FROM_SITE):
            why = (
                f"None of the {pair.site.pages:,} pages captured of {pair.site.target} links to the account."
            )
            yield Missing(name, "link_back", why)


def missing_of_site(site: Site, pairs: Iterable[Pair]) -> Iterator[Missing]:
    """Say what is missing of a website."""
    name = str(site.target)
    if not site.imprint:
        why = f"None of its {site.pages:,} captured pages calls itself an imprint or a page of contact."
        yield Missing(name, "imprint", why)
    elif not any(page.contact.compared for page in site.imprint):
        yield Missing(
            name, "contact", "Its imprint names no address of mail, telephone or register that is read here."
        )
    for pair in pairs:
        if pair.ties and not pair.has(TieKind.LINKS_TO_SITE):
            told = (
                "does not link to the site"
                if pair.account.links is not None
                else "was not shown with its links"
            )
            yield Missing(name, "link_back", f"The head of {pair.account.target} {told}.")
