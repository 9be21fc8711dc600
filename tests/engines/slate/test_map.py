"""Maps: places stand where they are, names do not collide, and no colour is needed."""

from itertools import combinations

from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx, mark, raises

from cartelera.adapters.outlines import outline, outlines
from cartelera.engines.slate.map import Mark, Outline, draw_map, draw_mark, view_of
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import PlaceUse

CAPITAL = Mark("Ciudad de México", -99.13, 19.43, PlaceUse.FILMED)
TIJUANA = Mark("Tijuana", -117.0, 32.5, PlaceUse.STORY)
SQUARE = Outline("XX", (((0, 0), (10, 0), (10, 10), (0, 10), (0, 0)),))


def texts(drawing: str) -> list[str]:
    return [e.text for e in fromstring(drawing).iter() if e.tag.endswith("}text")]


def classes(drawing: str) -> list[str]:
    return [e.get("class") for e in fromstring(drawing).iter() if e.get("class")]


def test_north_is_up_and_degrees_of_longitude_draw_together():
    view = view_of(
        [Mark("a", 0, 55, PlaceUse.FILMED), Mark("b", 10, 65, PlaceUse.FILMED)], [], 400, 400
    )
    west, north = view.place(0, 65)
    east, south = view.place(10, 55)
    assert west < east and north < south
    assert (east - west) / (south - north) == approx(0.5)  # cos 60 degrees


@mark.parametrize("size", [(720, 460), (320, 400)])
def test_all_places_of_a_title_fall_inside_the_map(size):
    view = view_of([CAPITAL, TIJUANA], [], *size)
    for place in (CAPITAL, TIJUANA):
        x, y = view.place(place.longitude, place.latitude)
        assert 0 < x < size[0] and 0 < y < size[1]


def test_a_country_is_shown_whole():
    mexico = outline("MX")
    view = view_of([CAPITAL], [mexico], 720, 460)
    for longitude, latitude in ((-117.1, 32.5), (-86.8, 21.4), (-92.2, 14.6)):
        x, y = view.place(longitude, latitude)
        assert 0 < x < 720 and 0 < y < 460


def test_places_on_both_sides_of_the_date_line_are_neighbours():
    fiji = [
        Mark("Suva", 178.4, -18.1, PlaceUse.FILMED),
        Mark("Lau", -178.8, -18.0, PlaceUse.STORY),
    ]
    view = view_of(fiji, [], 400, 300)
    (left, _), (right, _) = (view.place(p.longitude, p.latitude) for p in fiji)
    assert 0 < left < right < 400


def test_a_map_of_nothing_is_refused():
    with raises(InputError, match="coordinates"):
        draw_map("Nowhere", [], [SQUARE])


def test_filmed_and_story_are_told_apart_by_shape():
    drawing = draw_map("Map", [CAPITAL, TIJUANA], outlines())
    signs = {e.get("class"): e.tag.rpartition("}")[2] for e in fromstring(drawing).iter()}
    assert signs["map-filmed"] == "circle"
    assert signs["map-story"] == "path"
    assert "map-filmed" in draw_mark(PlaceUse.FILMED)
    assert "map-story" in draw_mark(PlaceUse.STORY)


def test_one_place_of_both_uses_is_named_once_with_both_signs():
    both = [CAPITAL, Mark(CAPITAL.name, CAPITAL.longitude, CAPITAL.latitude, PlaceUse.STORY)]
    drawing = draw_map("Map", both, ())
    assert texts(drawing) == ["Ciudad de México"]
    assert {"map-filmed", "map-story"} <= set(classes(drawing))


def test_the_country_of_a_place_stands_out():
    inside = draw_map("Map", [Mark("a", 5, 5, PlaceUse.FILMED)], [SQUARE])
    outside = draw_map("Map", [Mark("a", 12, 5, PlaceUse.FILMED)], [SQUARE])

    def field(drawing: str, name: str) -> str:
        return next(e.get("d") for e in fromstring(drawing).iter() if e.get("class") == name)

    assert field(inside, "map-home") and not field(inside, "map-land")
    assert field(outside, "map-land") and not field(outside, "map-home")


def test_a_map_is_safe_light_and_says_in_words_what_it_shows():
    drawing = draw_map('Places of "X" <1>', [CAPITAL, TIJUANA], outlines(), ("MX",))
    root = fromstring(drawing)
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not attributes & {"id", "style", "href"}
    assert root.get("aria-label") == (
        'Places of "X" <1>. Ciudad de México: filmed; Tijuana: story'
    )
    assert len(drawing.encode()) < 20_000
    assert draw_map("a", [CAPITAL], outlines()) == draw_map("a", [CAPITAL], outlines())


_MARKS = st.lists(
    st.builds(
        Mark,
        st.text("abcdeñó", min_size=3, max_size=14),
        st.floats(-118, -86),
        st.floats(14, 33),
        st.sampled_from(PlaceUse),
    ),
    min_size=1,
    max_size=14,
)


@settings(deadline=None)
@given(_MARKS)
def test_names_never_lie_on_each_other(marks):
    boxes = []
    for element in fromstring(draw_map("Map", marks, ())).iter():
        if element.get("class") == "map-label":
            wide = len(element.text) * 13 * 0.56
            anchor = {"start": 0.0, "middle": 0.5, "end": 1.0}[element.get("text-anchor")]
            left, bottom = float(element.get("x")) - anchor * wide, float(element.get("y"))
            boxes.append((left, bottom - 12, left + wide, bottom + 3))
            assert left >= 1 and left + wide <= 719
    for one, other in combinations(boxes, 2):
        apart = (
            one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        )
        assert apart


def test_crowded_names_are_led_to_their_places():
    crowd = [Mark(f"Pueblo {n}", -99 + n / 40, 19 + n / 60, PlaceUse.FILMED) for n in range(5)]
    crowd.append(TIJUANA)
    drawing = draw_map("Map", crowd, ())
    assert len(texts(drawing)) == 6
    assert "map-leader" in classes(drawing)
