"""`cartelera filming solve`, as a person and a program use it."""

import json
import subprocess
import sys
from pathlib import Path

SCENES = "corto 4 2 1 0 1 0 30 0 1 0 1 20 1 2 1 1"
SHOOT = "1 3 2 1 30 5 5 1 2 1 0 1 0 1 0 1 2 0"


def filming(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command as its own process, with nothing set up around it."""
    return subprocess.run(
        [sys.executable, "-m", "cartelera.command", "filming", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_an_order_is_printed_with_what_is_proved_of_it(tmp_path: Path) -> None:
    file = tmp_path / "corto.dat"
    file.write_text(SCENES, encoding="utf-8")
    done = filming("solve", file, "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert sorted(said["order"]) == [1, 2, 3, 4]
    assert (said["instance"], said["hold"], said["proved"]) == ("corto.dat", 0, True)
    assert said["total"] == 2 * 30 + 3 * 20
    assert "no order costs less" in filming("solve", file).stdout


def test_a_shoot_with_places_is_solved_by_the_same_call(tmp_path: Path) -> None:
    file = tmp_path / "shoot.txt"
    file.write_text(SHOOT, encoding="utf-8")
    said = json.loads(filming("solve", file, "--json").stdout)
    assert (said["order"], said["hold"], said["visits"]) == ([3, 1, 2], 0, 5)


def test_a_wrong_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "film.dat"
    file.write_text("INT. COCINA - DÍA", encoding="utf-8")
    done = filming("solve", file)
    assert done.returncode == 2
    assert "film.dat" in done.stderr
    assert filming("solve", tmp_path / "none.dat").returncode == 2
