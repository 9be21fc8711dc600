"""What the documents say is what the code does."""

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import clean_environment

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SOURCE = ROOT / "src/cartelera"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
STOPS = re.findall(
    r"^\| \d+ \| `([^`]+\.py)` \| `(\w+)` \|",
    (DOCS / "explanation/life-of-a-master.md").read_text(),
    re.MULTILINE,
)


def settings_read() -> set[str]:
    """Return the name of every setting that code or scripts read from the environment."""
    found = set()
    for source in SOURCE.rglob("*.py"):
        found |= set(
            re.findall(r"environ(?:\.get\(|\[)\s*\"(CARTELERA_\w+)\"", source.read_text())
        )
    return found


def test_every_setting_that_is_read_is_documented_and_none_besides():
    told = set(
        re.findall(
            r"^\| `(\w+)` \|", (DOCS / "reference/settings.md").read_text(), re.MULTILINE
        )
    )
    assert told == settings_read()
    assert "CARTELERA_DATA" in told


def test_the_settings_page_and_the_settings_file_name_the_same():
    settings = (SOURCE / "web/settings.py").read_text()
    introduced = set(re.findall(r"^(CARTELERA_\w+)\s", settings, re.MULTILINE))
    assert introduced == settings_read()


def test_the_pages_written_from_the_code_say_what_it_says():
    done = subprocess.run(
        [sys.executable, ROOT / "script/reference", "check"],
        capture_output=True,
        text=True,
        check=False,
        env=clean_environment(),
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_life_of_a_master_has_its_stops():
    assert len(STOPS) >= 8


@pytest.mark.parametrize(("file", "function"), STOPS, ids=[f"{f}:{n}" for f, n in STOPS])
def test_every_stop_of_a_master_is_where_the_page_says(file, function):
    assert (SOURCE / file).exists()
    module = importlib.import_module("cartelera." + file.removesuffix(".py").replace("/", "."))
    stop = getattr(module, function)
    assert callable(getattr(stop, "work", stop))  # a job is called through its queue


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_pages_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text()):
        place, _, part = target.partition("#")
        if place.startswith("http") or place.startswith("docs/pictures/"):
            continue
        found = (page.parent / place).resolve() if place else page
        assert found.exists(), target
        if part:
            headings = re.findall(r"^#+ (.+)$", found.read_text(), re.MULTILINE)
            assert part in {heading.lower().replace(" ", "-") for heading in headings}, target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_shown_is_one_that_there_is(page):
    told = (DOCS / "reference/commands.md").read_text()
    known = set(re.findall(r"^## (cartelera.*)$", told, re.MULTILINE))
    for line in re.findall(
        r"^    (?:\S*/)?(cartelera \S+(?: [a-z]+\b)?)", page.read_text(), re.MULTILINE
    ):
        first, first_two = " ".join(line.split()[:2]), " ".join(line.split()[:3])
        assert first_two in known or first in known, line


def test_nothing_asked_for_by_a_front_page_is_missing():
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE"):
        assert (ROOT / name).stat().st_size > 500
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in (ROOT / "LICENSE").read_text()
