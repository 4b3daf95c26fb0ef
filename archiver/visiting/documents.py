"""What documents that other programs wrote of a network's posts were found to show, while they are read."""

import json
from collections.abc import Callable, Iterable

from archiver.model.account import Account
from archiver.model.foreign import Document, Untied
from archiver.model.gap import Gap, GapReason
from archiver.model.post import Observation
from archiver.model.reading import Reading

_DOCUMENT = "a document"


class Found:
    """All of some documents."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._accounts: list[Account] = []
        self._observations: list[Observation] = []
        self._untied: list[Untied] = []
        self._gaps: list[Gap] = []
        self._seen = 0

    def each(self, documents: Iterable[Document], take: Callable[[object, Document], bool]) -> None:
        """Have every document taken, its JSON read; one that `take` does not know, or that is none, is a gap."""
        for document in documents:
            try:
                if not take(json.loads(document.content), document):
                    self._gap(GapReason.UNKNOWN_SHAPE, _DOCUMENT, "", document.record)
            except (ValueError, RecursionError):
                self._gap(GapReason.NOT_JSON, _DOCUMENT, "", document.record)

    def told_of(self, account: Account | None) -> None:
        """Take down whom a document tells of, where it does."""
        if account is not None:
            self._accounts.append(account)

    def post(
        self, name: str, record: str, read: Callable[[], Observation], mismatch: type[ValueError]
    ) -> None:
        """Take down a post that is read so; a ValueError is a gap, and one of `mismatch` contradicting ids."""
        self._seen += 1
        try:
            self._observations.append(read())
        except ValueError as error:
            reason = GapReason.ID_MISMATCH if isinstance(error, mismatch) else GapReason.UNKNOWN_SHAPE
            self._gap(reason, f"post {name[:40]}" if name else "a post", str(error), record)

    def untied(self, posts: list[Untied], record: str) -> None:
        """Take down posts that a document shows without a name of theirs."""
        self._seen += len(posts)
        self._untied += posts
        if posts:
            self._gap(GapReason.NOT_NAMED, _DOCUMENT, f"posts: {len(posts)}", record)

    def _gap(self, reason: GapReason, subject: str, detail: str, record: str) -> None:
        self._gaps.append(Gap(reason, subject, detail[:200], record))

    def reading(self) -> Reading:
        """Give all of it; of an account that many documents name, what the one says that tells most."""
        accounts: dict[str, Account] = {}
        for account in sorted(self._accounts, key=_told, reverse=True):
            accounts.setdefault(account.account_id, account)
        return Reading(
            accounts=tuple(accounts.values()),
            observations=tuple(self._observations),
            gaps=tuple(self._gaps),
            seen=self._seen,
            understood=len(self._observations),
            untied=tuple(self._untied),
        )


def _told(account: Account) -> int:
    shown = (
        account.name,
        account.biography,
        account.links,
        account.posts,
        account.followers,
        account.picture,
    )
    return sum(each is not None for each in shown)
