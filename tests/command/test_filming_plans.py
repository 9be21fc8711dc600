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
    held = sum(one["cost"] for one in json.loads(done.stdout)["holds"])
    assert held == json.loads(done.stdout)["hold"]
    assert "no order costs less" in filming("solve", file).stdout


def test_a_shoot_with_places_is_solved_by_the_same_call(tmp_path: Path) -> None:
    file = tmp_path / "shoot.txt"
    file.write_text(SHOOT, encoding="utf-8")
    said = json.loads(filming("solve", file, "--json").stdout)
    assert (said["hold"], said["visits"], said["how"]) == (0, 0, "subsets")
    assert said["order"].index(3) < said["order"].index(1)


def test_an_order_says_what_waits_returns_and_precedences_cost(tmp_path: Path) -> None:
    file = tmp_path / "shoot.txt"  # two actors, four scenes, two places, 4 before 3 before 2
    file.write_text(
        "2 4 2 2 30 20 0 7 1 1 1 1 0 1 0 1 1 0 1 0 0 1 0 1 3 2 2 1", encoding="utf-8"
    )
    said = json.loads(filming("solve", file, "--json").stdout)
    told = filming("solve", file).stdout
    assert said["returns"] == [{"place": 2, "times": 1, "cost": 7}]
    assert sum(row["cost"] for row in said["holds"]) == said["hold"] > 0
    assert said["prices"][0]["saved"] > 0
    first, later = said["prices"][0]["without"]
    assert f"scene {first} not before scene {later}: {said['prices'][0]['saved']} less" in told
    assert "back to place 2, 1 ×: 7" in told


def test_a_wrong_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "film.dat"
    file.write_text("INT. COCINA - DÍA", encoding="utf-8")
    done = filming("solve", file)
    assert done.returncode == 2
    assert "film.dat" in done.stderr
    assert filming("solve", tmp_path / "none.dat").returncode == 2


SHOOT_FILE = {
    "scenes": [
        {"scene": "1", "setting": "INT", "set": "COCINA", "eighths": 8, "place": "Casa",
         "cast": ["Ana"]},
        {"scene": "2", "setting": "EXT", "set": "CALLE", "light": "night", "eighths": 16,
         "place": "Calle", "cast": ["Ana", "Luz"]},
        {"scene": "3", "setting": "INT", "set": "SALA", "eighths": 24, "place": "Casa",
         "cast": ["Luz"]},
    ],
    "cast": [
        {"name": "Ana", "day_rate": 900, "away": [["2026-03-02", "2026-03-03"]]},
        {"name": "Luz", "day_rate": 700, "engagement": "daily"},
    ],
    "places": [{"name": "Casa", "move_cost": 100}, {"name": "Calle", "move_cost": 300}],
    "dates": {"from": "2026-03-02", "until": "2026-03-07"},
    "company_day_cost": 5000,
}  # fmt: skip


def written(path: Path, said: object) -> Path:
    path.write_text(json.dumps(said), encoding="utf-8")
    return path


def test_a_board_is_made_checked_and_repaired(tmp_path: Path) -> None:
    file = written(tmp_path / "rodaje.json", SHOOT_FILE)
    done = filming("schedule", file, "--time", "3", "--json")
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    assert made["findings"] == []
    assert sorted(s for day in made["days"] for s in day["scenes"]) == ["1", "2", "3"]
    assert made["bound"] <= made["cost"]
    assert all(day["date"] != "2026-03-02" or "1" not in day["scenes"] for day in made["days"])
    told = filming("schedule", file, "--time", "3").stdout
    assert made["moves"]
    for move in made["moves"]:  # of boards as cheap, another run may give another
        assert f" moves to {move['place']}: {move['cost']}" in told
    board = written(tmp_path / "tablero.json", made)
    again = json.loads(filming("schedule", file, "--repair", board, "--json").stdout)
    assert (again["moved"], again["days"]) == ([], made["days"])


def test_an_impossible_shoot_names_the_rules_in_conflict(tmp_path: Path) -> None:
    away = {"name": "Ana", "day_rate": 900, "away": [["2026-03-01", "2026-04-01"]]}
    said = {**SHOOT_FILE, "cast": [away, SHOOT_FILE["cast"][1]]}
    done = filming("schedule", written(tmp_path / "rodaje.json", said), "--time", "2")
    assert done.returncode == 2
    assert "no board keeps all of these: Ana is away" in done.stderr


def test_what_is_missing_in_a_shoot_is_named(tmp_path: Path) -> None:
    scene = {**SHOOT_FILE["scenes"][0], "place": ""}
    for said, message in (
        ({**SHOOT_FILE, "scenes": [scene]}, "scene 1 has no place"),
        ({**SHOOT_FILE, "cast": [{"name": "Ana"}]}, "Ana of the cast has no day_rate"),
        ({**SHOOT_FILE, "cast": SHOOT_FILE["cast"][:1]}, "'Luz' is in scene 2 and has no rate"),
        ({**SHOOT_FILE, "dates": ["mañana"]}, "'mañana' is no date"),
        ([], "holds no JSON object"),
    ):
        done = filming("schedule", written(tmp_path / "rodaje.json", said))
        assert (done.returncode, message in done.stderr) == (2, True), done.stderr


def test_a_year_is_planned_with_how_safe_each_delivery_is(tmp_path: Path) -> None:
    row = {"prep_weeks": 2, "post_weeks": 4, "due_week": 20, "late_cost": 5,
           "blocks": [{"weeks": 3, "high_weeks": 5}]}  # fmt: skip
    titles = [{"name": name, **row} for name in ("Marea", "Umbral")]
    said = {"weeks": 52, "crews": 1, "post_rooms": 1, "titles": titles}
    done = filming("year", written(tmp_path / "year.json", said), "--time", "5", "--json")
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    assert (made["cost"], made["proved"]) == (0, True)
    assert {title["name"]: title["late_weeks"] for title in made["titles"]} == {
        "Marea": 0,
        "Umbral": 0,
    }
    assert all(0 <= title["on_time"] <= 1 for title in made["titles"])
    firm = [{**title, "due_week": 12, "firm": True} for title in titles]
    done = filming("year", written(tmp_path / "year.json", {**said, "titles": firm}))
    assert done.returncode == 2
    assert "no plan keeps all of these" in done.stderr
    assert "Marea is delivered by week 12" in done.stderr
