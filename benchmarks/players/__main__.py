"""Play packages in every player, and say what came about."""

import argparse
import json
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.players import __doc__ as about
from benchmarks.players.watch import PLAYERS, told, watch

FLAGS = ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"]


def codecs_of(package: Path) -> list[str]:
    """Return the codecs a package's pictures come in."""
    videos = json.loads((package / "package.json").read_text())["videos"]
    return sorted({video.get("codec", "h264") for video in videos}, reverse=True)


def main() -> None:
    """Play, print a line for each player and codec, and end with 1 if anything failed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.players",
        description=about,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("packages", nargs="+", type=Path, metavar="PACKAGE")
    parser.add_argument("--json", type=Path, help="file to write")
    parser.add_argument("--player", choices=PLAYERS, help="only this one")
    options = parser.parse_args()
    results = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=FLAGS
        )
        for package in options.packages:
            for codec in codecs_of(package):
                for player in [options.player] if options.player else PLAYERS:
                    done = watch(browser, package, player, codec)
                    results.append(told(done))
                    outcome = "; ".join(done.faults) or "no error"
                    print(
                        f"{done.package:30} {codec:5} {player:10} {' '.join(done.steps):32} "
                        f"{done.took_seconds:5.1f} s  {outcome}",
                        flush=True,
                    )
        browser.close()
    if options.json:
        options.json.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    raise SystemExit(any(result["faults"] for result in results))


if __name__ == "__main__":
    main()
