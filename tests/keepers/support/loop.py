"""A process that runs a job again and again in itself, and says how large it is after each run.

python -m tests.keepers.support.loop SETTINGS JOB TIMES; the answer is a list of (KiB in memory, objects).
"""

import gc
import json
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path

from .crash import prepared

PAGE = os.sysconf("SC_PAGE_SIZE") // 1024


def size() -> tuple[int, int]:
    """KiB of this process in memory, and objects that the collector knows."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * PAGE, len(gc.get_objects())


def main(settings: Path, job: str, times: int) -> None:
    """Run."""
    sizes = []
    for _ in range(times):
        with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
            prepared(settings, job, nowhere, execute=True)()
        sizes.append(size())
    sys.stdout.write(json.dumps(sizes))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
