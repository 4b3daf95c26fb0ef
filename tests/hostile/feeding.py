"""Feed a reader in a process of its own: `feeding.py READER drawn|led INPUTS SEED FOLDER`; tells what it took, as JSON.

`drawn` inputs are hypothesis's, `led` ones atheris's, which leads bytes to code that was not reached before. What was
found to lead there is kept in the folder, and the next process goes on from it.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
_SECONDS_OF_A_HANG = 20


def drawn(name, inputs, number, folder):
    """Read what hypothesis draws."""
    from judging import Judge
    from readers import READERS
    from spoiling import spoiled

    reader = READERS[name]()
    judge = Judge(reader, folder / "failed")

    @seed(number)
    @settings(
        max_examples=inputs,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(spoiled(reader.wells))
    def read(content):
        judge(content)

    read()
    _told(judge, judge.inputs)


def led(name, inputs, number, folder):
    """Read what atheris leads on."""
    import atheris

    # A reader imports what it reads with when it is made.
    with atheris.instrument_imports(
        include=["archiver.platforms", "archiver.formats", "archiver.operations", "warcio"]
    ):
        from judging import Judge
        from readers import READERS

        reader = READERS[name]()
    corpus = folder / "corpus" / hashlib.sha256(name.encode()).hexdigest()[:8]
    corpus.mkdir(parents=True, exist_ok=True)
    for well in reader.wells:
        (corpus / hashlib.sha1(well, usedforsecurity=False).hexdigest()).write_bytes(well)
    known = len(list(corpus.iterdir()))
    judge = Judge(reader, folder / "failed")

    def read(content):
        judge(bytes(content))
        if judge.inputs >= inputs + known:
            _told(judge, judge.inputs - known)
            os._exit(0)

    # Not from short inputs to long ones: what is short reaches nothing of most readers.
    limits = [f"-timeout={_SECONDS_OF_A_HANG}", "-max_len=100000", "-len_control=0", "-rss_limit_mb=1000"]
    (folder / "failed").mkdir(exist_ok=True)
    prefix = f"-artifact_prefix={folder / 'failed'}/"
    atheris.Setup([sys.argv[0], f"-seed={number + 1}", *limits, prefix, str(corpus)], read)
    atheris.Fuzz()


def _told(judge, inputs):
    from judging import peak_megabytes

    told = {"inputs": inputs, "slowest": round(judge.slowest, 3), "megabytes": round(peak_megabytes())}
    sys.stdout.write(f"{json.dumps(told)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _, reader, engine, inputs, number, folder = sys.argv
    {"drawn": drawn, "led": led}[engine](reader, int(inputs), int(number), Path(folder))
