"""Print one digest of the files and folders named, for script/setup."""

import hashlib
import sys
from pathlib import Path


def main(arguments: list[str]) -> None:
    ending = ""
    if "--ending" in arguments:
        at = arguments.index("--ending")
        ending = arguments[at + 1]
        arguments = arguments[:at] + arguments[at + 2 :]
    total = hashlib.sha256()
    for name in arguments:
        place = Path(name)
        files = (
            sorted(f for f in place.rglob("*") if f.is_file()) if place.is_dir() else [place]
        )
        for file in files:
            if file.name.endswith(ending):
                total.update(str(file).encode() + b"\0" + file.read_bytes() + b"\0")
    print(total.hexdigest())


main(sys.argv[1:])
