"""How an attribution is written for scripts and bundles."""

from typing import Any

from archiver.derive.account_history import AccountHistory
from archiver.derive.attribution import Attribution, Pair, Site
from archiver.derive.ties import Seen, Tie


def as_json(found: Attribution) -> dict[str, Any]:
    """Give what ties accounts and sites, and what is missing."""
    return {
        "target": str(found.target),
        "accounts": [_account(each) for each in found.accounts],
        "sites": [_site(each) for each in found.sites],
        "ties": [_tie(pair, tie) for pair in found.ties for tie in pair.ties],
        "missing": [{"subject": each.subject, "what": each.what, "why": each.why} for each in found.missing],
    }


def _seen(seen: Seen) -> dict[str, str]:
    return {
        "first_capture": seen.capture,
        "last_capture": seen.last_capture,
        "record": seen.record,
        "vantage": seen.lane,
    }


def _account(account: AccountHistory) -> dict[str, Any]:
    verified = account.verified
    return {
        "ref": str(account.target),
        "id": account.account_id or None,
        "verified": None if verified is None else {"value": verified[0], **_seen(verified[1])},
        "handles": [{"handle": handle, **_seen(seen)} for handle, seen in account.handles],
        "stated": [
            {
                "section": span.about.section,
                "facts": [list(fact) for fact in span.about.facts],
                "first_capture": span.first_capture,
                "last_capture": span.last_capture,
                "record": span.about.record,
                "vantage": span.lane,
            }
            for span in account.stated
        ],
    }


def _site(site: Site) -> dict[str, Any]:
    return {
        "ref": str(site.target),
        "pages": site.pages,
        "imprint": [
            {
                "page": str(page.page),
                "title": page.title,
                "words": page.words,
                "emails": list(page.contact.emails),
                "phones": list(page.contact.phones),
                "numbers": list(page.contact.numbers),
                **_seen(page.seen),
            }
            for page in site.imprint
        ],
    }


def _tie(pair: Pair, tie: Tie) -> dict[str, Any]:
    return {
        "kind": tie.kind.value,
        "account": str(pair.account.target),
        "site": str(pair.site.target),
        "said": tie.said,
        "post": str(tie.post) if tie.post else None,
        "page": str(tie.page) if tie.page else None,
        **_seen(tie.seen),
    }
