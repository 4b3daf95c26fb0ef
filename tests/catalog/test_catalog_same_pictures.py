"""A picture that stands on a post and on a page of the company's site, whatever its bytes there."""

from catalog_building import TARGET, Answer, Showing, company

from archiver.model.refs import PostRef, TargetRef
from archiver.operations.attribution import attribution
from archiver.simulator import pictures

COMPANY_SITE = TargetRef("web", "https://www.brandt.example")
PAGE = f"{COMPANY_SITE.name}/halle.html"
PICTURE = f"{COMPANY_SITE.name}/bilder/halle.jpg"
HALL = pictures.picture("the hall", 480, 320)
WORDS = (
    "<p>Unsere Halle in Lindenau, in der seit hundert Jahren Maschinen gebaut und gewartet werden.</p>" * 3
)


def page(*inside):
    body = f"<html lang=de><title>Halle</title><main><h1>Halle</h1>{WORDS}{''.join(inside)}</main></html>"
    return Answer(PAGE, body.encode())


def tied(house, picture):
    """Give what ties the account's first post, which shows `HALL`, and a page that shows a picture."""
    shown = Showing(company())
    (post, *_) = shown.company.posts
    house.seen([shown.profile(), shown.page(post), shown.medium(post, HALL)])
    home = f"<html lang=de><title>Brandt</title><main><h1>Brandt</h1>{WORDS}</main></html>".encode()
    house.seen(
        [
            Answer(f"{COMPANY_SITE.name}/", home),
            page(f'<img src="{PICTURE}" alt="Halle">'),
            Answer(PICTURE, picture, "image/jpeg", obtained="direct"),
        ],
        target=COMPANY_SITE,
    )
    pairs = attribution(house.archive, TARGET).ties
    return [tie for pair in pairs for tie in pair.ties if tie.kind.value == "same_picture"]


def test_the_same_picture_in_other_bytes_ties_a_post_and_a_page(house):
    post = company().posts[0]
    (tie,) = tied(house, pictures.reencoded(HALL, 3))
    assert (tie.post, tie.page) == (PostRef("instagram", post.code), PostRef("web", PAGE))
    one, other = tie.said.split()
    assert one != other


def test_another_picture_ties_nothing(house):
    assert tied(house, pictures.picture("somebody else's", 480, 320)) == []


def test_the_same_bytes_are_said_to_be_the_same(house):
    (tie,) = tied(house, HALL)
    one, other = tie.said.split()
    assert one == other
