from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from cartelera.engines.slate.calendar import Event, calendar, folded_line

EVENT = Event(
    "a@b", date(2026, 12, 31), "Las muertas (Morelia)", "México", "Uno; dos, tres\ncuatro \\",
    "https://cine.example/es/", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
)  # fmt: skip


def test_a_release_is_a_whole_day():
    lines = calendar([EVENT], "Fechas").split("\r\n")
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-2:] == ["END:VCALENDAR", ""]
    for line in (
        "UID:a@b",
        "DTSTAMP:20260102T030405Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Las muertas (Morelia)",
        r"DESCRIPTION:Uno\; dos\, tres\ncuatro \\",
        "URL:https://cine.example/es/",
    ):
        assert line in lines


def test_a_calendar_without_days_is_still_one():
    assert "VEVENT" not in calendar([], "Fechas")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=400))
def test_no_line_is_too_long_and_none_is_broken_within_a_character(line):
    folded = folded_line(line)
    assert all(
        len(part.encode("utf-8", "surrogatepass")) <= 75 for part in folded.split("\r\n")
    )
    assert folded.replace("\r\n ", "") == line
