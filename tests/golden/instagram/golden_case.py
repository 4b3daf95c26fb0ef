"""How a golden answer is written down, beside what is to be read in it."""

import json

SITE = "https://www.instagram.com"
QUERY = f"{SITE}/graphql/query"


def case(content, address=QUERY, *, status=200, mime=None, obtained=None, variables="", **expected):
    """Put an answer beside how it came and what is to be read in it; what is not named is to be empty."""
    markup = content.startswith("<")
    came = {
        "address": address,
        "status": status,
        "mime": mime or ("text/html" if markup else "application/json"),
        "obtained": obtained or ("page/document" if markup else "page/xhr"),
    } | ({"variables": variables} if variables else {})
    met = len(expected.get("observations", ()))
    return content, {"came": came, "read": {"understood": met, "seen": met} | expected}


def written(document):
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
