"""Time `archiver --help` beside a bare Python start, in turn."""

import statistics
import subprocess
import sys
import time

ROUNDS = 7
COMMANDS = {"python -c pass": ["-c", "pass"], "archiver --help": ["-m", "archiver", "--help"]}


def main() -> None:
    """Print the medians and their ratio."""
    spans: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, arguments in COMMANDS.items():
            began = time.perf_counter()
            subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
            spans[name].append(time.perf_counter() - began)
    medians = {name: statistics.median(times) for name, times in spans.items()}
    for name, median in medians.items():
        print(f"{name:<18} {median:.3f} s")
    bare, ours = medians.values()
    print(f"{'ratio':<18} {ours / bare:.1f}")


if __name__ == "__main__":
    main()
