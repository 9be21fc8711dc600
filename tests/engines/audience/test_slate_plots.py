import re
from xml.etree import ElementTree

from cartelera.engines.audience.slate_plots import Band, Column, Stop, draw_front, draw_slate

COLUMNS = [
    Column("Faro", 30.0, (2.0, 10.0, 50.0), 0.9, True),
    Column("Duna & Sal", 10.0, None, None, True),
    Column("Río", 40.0, (1.0, 5.0, 20.0), 0.5, False),
]


def drawn(left_over=20.0):
    bands = [Band("Genre", [("Drama", frozenset({0, 2})), ("Horror", frozenset({2}))])]
    return draw_slate("A slate", COLUMNS, bands, left_over, ("territories", "home"))


def widths(svg, kind):
    found = re.findall(rf'<rect class="{kind}" x="[\d.]+" y="[\d.]+" width="([\d.]+)"', svg)
    return [float(width) for width in found]


def test_a_column_is_as_wide_as_its_budget_and_what_is_not_spent_stays_empty():
    svg = drawn()
    faro, rio = widths(svg, "slate-made")[0], widths(svg, "slate-out")[0]
    assert faro == 960 * 30 / 100 - 2
    assert rio == 960 * 40 / 100 - 2
    cut = float(re.search(r'class="slate-cut" d="M([\d.]+)', svg)[1])
    assert cut == 168 + 960 * 60 / 100


def test_a_value_that_no_title_made_has_is_lost():
    words = re.findall(r'class="(slate-word[^"]*)"[^>]*>([^<]+)<', drawn())
    assert words == [("slate-word", "Drama"), ("slate-word lost", "Horror")]


def test_what_is_drawn_is_well_formed_whatever_titles_are_called():
    root = ElementTree.fromstring(drawn())
    titles = [one.text for one in root.iter("{http://www.w3.org/2000/svg}title")]
    assert titles == ["Faro", "Duna & Sal", "Río"]
    assert ElementTree.fromstring(draw_slate("none", [], [], 0.0, ("a", "b"))) is not None


def test_each_set_of_the_front_can_be_gone_to_and_one_is_where_one_is():
    stops = [Stop(3.0, 20.0, "1", "9", "?set=1&a"), Stop(1.0, 40.0, "2", "8", "?set=2")]
    root = ElementTree.fromstring(draw_front("sets", stops, 1, ("home", "abroad"), (500, 300)))
    links = [one for one in root if one.tag.endswith("}a")]
    assert [link.get("href") for link in links] == ["?set=1&a", "?set=2"]
    assert [link.get("aria-current") for link in links] == [None, "true"]
    first, second = (link.find("{http://www.w3.org/2000/svg}circle") for link in links)
    assert float(first.get("cx")) > float(second.get("cx"))
    assert float(first.get("cy")) > float(second.get("cy"))
