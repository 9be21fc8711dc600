"""`cartelera filming papers`: the papers of a shoot out of two files, nothing else there."""

import csv
import io
import json
from pathlib import Path

from pypdf import PdfReader
from pytest import fixture, mark

from tests.programs import run

SHOOT = {
    "name": "El faro",
    "scenes": [
        {"scene": "1", "setting": "INT", "set": "COCINA", "eighths": 8, "minutes": 120,
         "place": "Casa", "cast": ["Ana"], "synopsis": "Ana plancha."},
        {"scene": "2", "setting": "EXT", "set": "MUELLE", "light": "night", "eighths": 12,
         "place": "Puerto", "cast": ["Ana", "Luz"]},
        {"scene": "3", "setting": "INT", "set": "=SALA", "eighths": 3, "place": "Casa",
         "cast": ["Luz"]},
    ],
    "cast": [{"name": "Ana", "day_rate": 900}, {"name": "Luz", "day_rate": 700}],
    "places": [{"name": "Casa"}, {"name": "Puerto"}],
    "dates": {"from": "2026-03-02", "until": "2026-03-07"},
}  # fmt: skip
BOARD = {
    "days": [
        {"date": "2026-03-02", "night": False, "scenes": ["1", "3"]},
        {"date": "2026-03-04", "night": True, "scenes": ["2"]},
    ]
}
CALLS = ("2026-03-02", "2026-03-04")


@fixture
def given(tmp_path):
    """Return a way to ask for the papers of a shoot and a board, from a folder of its own."""

    def ask(*more: str, shoot=SHOOT, board=BOARD, out="papers"):
        (tmp_path / "rodaje.json").write_text(json.dumps(shoot))
        (tmp_path / "tablero.json").write_text(json.dumps(board))
        words = ("rodaje.json", "tablero.json", "--out", out, *more)
        return run("filming", "papers", *words, cwd=tmp_path)

    return ask


def rows_in(file: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))


def words_in(file: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(file).pages)


@mark.parametrize(
    ("language", "names", "calendar", "said"),
    [
        (
            "es",
            ("plan-de-tiras", "one-liner", "plan-de-rodaje", "dias-por-personaje", "llamado"),
            "dias-de-rodaje.ics",
            ("Lunes 2 marzo 2026", "Noche", "Llamado del crew"),
        ),
        (
            "en",
            ("stripboard", "one-liner", "shooting-schedule", "day-out-of-days", "call-sheet"),
            "shooting-days.ics",
            ("Monday 2 March 2026", "Night", "Crew call"),
        ),
    ],
)
def test_every_paper_is_written_in_the_language_asked_for(
    given, tmp_path, language, names, calendar, said
):
    done = given("--language", language)
    assert done.returncode == 0, done.stderr
    stems = [*names[:4], *(f"{names[4]}-{on}" for on in CALLS)]
    files = {f"{stem}.{form}" for stem in stems for form in ("pdf", "csv")} | {calendar}
    assert {file.name for file in (tmp_path / "papers").iterdir()} == files
    assert {Path(line).name for line in done.stdout.split()} == files
    liner = (tmp_path / "papers/one-liner.csv").read_text()
    call = words_in(tmp_path / f"papers/{names[4]}-2026-03-02.pdf")
    assert said[0] in liner
    assert said[1] in liner
    assert said[2] in call
    assert {file.name for file in tmp_path.iterdir()} == {
        "rodaje.json", "tablero.json", "papers",
    }  # fmt: skip


def test_the_pdf_and_the_spreadsheet_say_what_the_board_says(given, tmp_path):
    assert given("--language", "en").returncode == 0
    papers = tmp_path / "papers"
    liner = rows_in(papers / "one-liner.csv")
    assert [row[0] for row in liner if row and row[0] in {"1", "2", "3"}] == ["1", "3", "2"]
    dood = rows_in(papers / "day-out-of-days.csv")
    ana = next(row for row in dood if row[1:2] == ["Ana"])
    luz = next(row for row in dood if row[1:2] == ["Luz"])
    assert (ana[2:], luz[2:]) == (
        ["SW", "WF", "2", "0", "0", "2", "1,800"],
        ["SW", "WF", "2", "0", "0", "2", "1,400"],
    )
    sheet = rows_in(papers / "call-sheet-2026-03-02.csv")
    assert [row[:2] for row in sheet if len(row) == 8 and ":" in row[0]] == [
        ["07:30", "1"],
        ["09:30", "3"],
    ]
    page = words_in(papers / "call-sheet-2026-03-02.pdf")
    for words in ("El faro", "COCINA", "Ana plancha.", "09:30", "MUELLE"):
        assert words in page
    assert words_in(papers / "call-sheet-2026-03-04.pdf").count("COCINA") == 0


def test_the_stripboard_says_who_is_held_and_no_money(given, tmp_path):
    assert given("--language", "en").returncode == 0
    board = rows_in(tmp_path / "papers/stripboard.csv")
    lines = [(row[0], row[2], *row[4:6]) for row in board if len(row) == 8][1:]
    assert lines == [
        ("1", "COCINA\nAna plancha.", "1", "120"),
        ("3", "'=SALA", "3/8", "45"),
        ("", "End of day 1 · Monday 2 March 2026", "1 3/8", "165"),
        ("2", "MUELLE", "1 4/8", "180"),
        ("", "End of day 2 · Wednesday 4 March 2026", "1 4/8", "180"),
    ]
    plays = (["Ana", "Luz"], ["Ana"], ["Luz"])
    scenes = [{**s, "cast": cast} for s, cast in zip(SHOOT["scenes"], plays, strict=True)]
    dates = ("2026-03-02", "2026-03-04", "2026-03-05")
    days = [{"date": on, "scenes": [str(n)]} for n, on in enumerate(dates, start=1)]
    days[1]["night"] = True
    done = given("--language", "en", shoot={**SHOOT, "scenes": scenes}, board={"days": days},
                 out="held")  # fmt: skip
    assert done.returncode == 0, done.stderr
    words = words_in(tmp_path / "held/stripboard.pdf")
    assert "held: 2" in words
    assert "700" not in words


def test_who_plays_what_is_needed_and_the_sun_are_said(given, tmp_path):
    scenes = [{**SHOOT["scenes"][0], "needs": {"props": ["plancha"]}}, *SHOOT["scenes"][1:]]
    cast = [{**SHOOT["cast"][0], "played_by": "Irene Paz"}, SHOOT["cast"][1]]
    spot = {"address": "Calle 60", "latitude": 20.97, "longitude": -89.62}
    places = [{**SHOOT["places"][0], **spot}, SHOOT["places"][1]]
    said = {**SHOOT, "scenes": scenes, "cast": cast, "places": places, "draft": "Azul",
            "zone": "America/Merida"}  # fmt: skip
    assert given("--language", "en", shoot=said).returncode == 0
    words = words_in(tmp_path / "papers/call-sheet-2026-03-02.pdf")
    for told in ("Irene Paz", "plancha (1)", "Calle 60", "06:18", "18:03"):  # 2 March, Merida
        assert told in words
    wrong = {**said, "places": [{**places[0], "latitude": "norte"}, places[1]]}
    done = given(shoot=wrong, out="other")
    assert (done.returncode, "place Casa has no latitude" in done.stderr) == (2, True)
    wrong = {**said, "scenes": [{**scenes[0], "needs": {"hats": ["x"]}}, *scenes[1:]]}
    done = given(shoot=wrong, out="other")
    assert (done.returncode, "scene 1 needs 'hats'" in done.stderr) == (2, True)
    done = given(shoot={**said, "zone": "Marte"}, out="other")
    assert (done.returncode, "'Marte' is no time zone" in done.stderr) == (2, True)


def test_a_set_that_looks_like_a_formula_stays_words(given, tmp_path):
    assert given().returncode == 0
    rows = rows_in(tmp_path / "papers/one-liner.csv")
    assert any("'=SALA" in row for row in rows)


def test_the_shooting_days_are_a_calendar(given, tmp_path):
    assert given("--language", "en").returncode == 0
    lines = (tmp_path / "papers/shooting-days.ics").read_text().splitlines()
    assert [line for line in lines if line.startswith(("DTSTART", "SUMMARY", "URL"))] == [
        "DTSTART;VALUE=DATE:20260302",
        "SUMMARY:El faro\\, day 1",
        "DTSTART;VALUE=DATE:20260304",
        "SUMMARY:El faro\\, day 2",
    ]


def test_what_was_written_is_told_as_json(given, tmp_path):
    done = given("--json", out="new/papers")
    told = json.loads(done.stdout)["files"]
    assert len(told) == 13
    assert all((tmp_path / one["file"]).stat().st_size == one["bytes"] for one in told)


def test_a_folder_that_holds_anything_is_left_as_it_is(given, tmp_path):
    (tmp_path / "papers").mkdir()
    assert given().returncode == 0  # an empty one is good
    before = {file: file.read_bytes() for file in (tmp_path / "papers").iterdir()}
    done = given("--language", "en")
    assert done.returncode == 2
    assert "papers is not empty: name a new or an empty folder" in done.stderr
    assert {file: file.read_bytes() for file in (tmp_path / "papers").iterdir()} == before
    done = given(out="rodaje.json")
    assert (done.returncode, "rodaje.json is a file" in done.stderr) == (2, True)


def days(*scenes: list[str], on: str = "2026-03-02") -> dict[str, object]:
    return {"days": [{"date": on, "scenes": own} for own in scenes]}


@mark.parametrize(
    ("board", "fault"),
    [
        (days(), "tablero.json has no shooting days"),
        (days(["1", "9"]), "scene 9 of tablero.json is no scene of rodaje.json"),
        (days(["1", "1"]), "scene 1 is twice in tablero.json"),
        (days(["1"], ["2"]), "the days of tablero.json are not in order, each date once"),
        (days(["1"], on="lunes"), "'lunes' is no date"),
        ([], "tablero.json holds no JSON object"),
    ],
)
def test_a_board_of_another_shoot_is_refused_and_nothing_written(given, tmp_path, board, fault):
    done = given(board=board)
    assert (done.returncode, fault in done.stderr) == (2, True), done.stderr
    assert not (tmp_path / "papers").exists()


def test_another_language_is_refused_by_name(given):
    done = given("--language", "fr")
    assert (done.returncode, "'fr' is no language of the papers" in done.stderr) == (2, True)
