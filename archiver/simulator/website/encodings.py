"""How the letters of a page become bytes, and where a reader is told so, if anywhere."""

import codecs
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Encoding:
    """One way of writing, with what is said of it."""

    codec: str = "utf-8"
    """What the bytes are."""
    label: str = "utf-8"
    """What is said that they are."""
    in_header: bool = True
    in_meta: bool = True
    mark: bytes = b""
    """The byte-order mark, which outranks whatever is said."""

    @property
    def content_type(self) -> str:
        """Give the header."""
        return f"text/html; charset={self.label}" if self.in_header else "text/html"

    @property
    def meta(self) -> str:
        """Give the tag, if there is one."""
        tag = f'<meta http-equiv="Content-Type" content="text/html; charset={self.label}">'
        return tag if self.in_meta else ""

    def encoded(self, html: str) -> bytes:
        """Write a page; letters that the encoding lacks become references, as a browser's forms make them."""
        return self.mark + html.encode(self.codec, "xmlcharrefreplace")


UTF_8 = Encoding()
WINDOWS_1251 = Encoding("windows-1251", "windows-1251", in_meta=False)
GBK = Encoding("gbk", "gb2312", in_header=False)
"""Called by the name of the smaller set that it grew from, as Chinese pages are; readers must know."""
UTF_16 = Encoding("utf-16-le", "", in_header=False, in_meta=False, mark=codecs.BOM_UTF16_LE)
MARKED = Encoding("utf-8", "iso-8859-1", in_meta=False, mark=codecs.BOM_UTF8)
"""An old server's standing header beside an editor's mark."""
