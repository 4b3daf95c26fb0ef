"""Of what strangers wrote nothing reaches a terminal: what libraries print about a file may repeat it, cookies too."""

import pytest
from fakes import run_archiver
from wires import INSTAGRAM

SECRET = b"geheim-4711-zauberwort"
ADDRESS, END = b"WARC-Target-URI: ", b"\r\n\r\nWARC/1."
SPOILED = {
    "an address with a blank": (ADDRESS, ADDRESS + b"https://x/ sessionid=" + SECRET + b" ", 0),
    "a line between two records": (END, b"Cookie: " + SECRET + END, 1),
}


@pytest.mark.parametrize(("well", "spoiled", "lines"), SPOILED.values(), ids=SPOILED)
def test_what_a_library_would_print_of_a_spoiled_file_is_not_printed(folder, warc, well, spoiled, lines):
    (folder / "spoiled.warc").write_bytes(warc.replace(well, spoiled, 1))
    ran = run_archiver("import", "spoiled.warc", "--target", INSTAGRAM.target, "--json", folder=folder)
    assert ran.code == 0, ran.err
    assert SECRET.decode() not in ran.err + ran.out
    assert ran.json["imports"][0]["passed_over"].get("not_understood", 0) == lines
