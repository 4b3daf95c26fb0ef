"""What happens to pages, documents and parts of a website."""

from dataclasses import replace
from datetime import date
from functools import partial

from archiver.rehearsal.selftest.happening import AccountHappening, Effect, Happening
from archiver.simulator.website import happenings
from archiver.simulator.website.site import Site

_LATER = date(2026, 11, 30)


def _reworded(site: Site, path: str) -> Site:
    """Put other words in the place of a page's last paragraph."""
    page = next(page for page in site.pages if page.path == path)
    return happenings.rewrite(site, path, (*page.paragraphs[:-1], "Andere Worte als zuvor."))


def _moved(site: Site, path: str) -> Site:
    return happenings.move(site, path, path.removesuffix(".html").rstrip("/") + "-neu.html")


def _called_otherwise(site: Site, path: str) -> Site:
    page = next(page for page in site.pages if page.path == path)
    return happenings.rename_picture(site, path, 1, f"{page.pictures[0].name}-2026")


OF_PAGES = (
    *(
        Happening(f"taken down by {how}", Effect.GONE, partial(happenings.take_down, how=how))
        for how in ("404", "410", "home", "soft")
    ),
    Happening("nothing", Effect.NOTHING, lambda site, _: site),
    Happening("rewritten", Effect.EDITED, _reworded),
    Happening(
        "given another title",
        Effect.EDITED,
        lambda site, path: happenings.retitle(site, path, "Ein anderer Titel"),
    ),
    Happening("dated anew", Effect.NOTHING, lambda site, path: happenings.touch(site, path, _LATER)),
    Happening("linked no more", Effect.NOTHING, happenings.unlink),
    Happening("moved", Effect.NOTHING, _moved),
    Happening("a picture removed", Effect.PICTURE_GONE, partial(happenings.remove_picture, n=1)),
    Happening("a picture's file renamed", Effect.NOTHING, _called_otherwise),
    Happening("a picture written anew", Effect.NOTHING, partial(happenings.reencode_picture, n=1)),
)
BACK = Happening("brought back", Effect.BACK, happenings.restore)
PART = "/en/"


def _part_gone(site: Site) -> Site:
    return happenings.take_down_part(site, PART, "404")


OF_SITES = (
    AccountHappening("a part is taken down", "part_not_found", _part_gone),
    AccountHappening("the domain is parked", "parked", happenings.park),
    AccountHappening("robots are asked to stay away", "", lambda site: happenings.disallow(site, PART)),
    AccountHappening(
        "visitors of a language are led elsewhere",
        "part_leads_elsewhere",
        lambda site: happenings.country_redirect(site, happenings.spoken("en-US"), PART),
    ),
    AccountHappening("what is missing is answered otherwise", "", lambda site: replace(site, unknown="soft")),
)
