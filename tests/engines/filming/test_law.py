from datetime import date, timedelta
from pathlib import Path

from pytest import mark, raises

from cartelera.adapters.shoot_rules import rules_in, rules_of
from cartelera.engines.filming.law import rules_from, source_of, terms_on
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.filming import BoardRule


@mark.parametrize(
    ("on", "hours"),
    [
        (date(2026, 1, 1), 48),
        (date(2026, 12, 31), 48),
        (date(2027, 1, 1), 46),
        (date(2028, 6, 1), 44),
        (date(2029, 12, 31), 42),
        (date(2030, 1, 1), 40),
        (date(2041, 1, 1), 40),
    ],
)
def test_the_mexican_week_grows_shorter_each_january(on, hours):
    assert terms_on(rules_of("MX"), on).week_minutes == hours * 60


def test_the_mexican_day_is_eight_hours_and_the_night_seven():
    terms = terms_on(rules_of("MX"), date(2026, 3, 2))
    assert (terms.day_minutes, terms.night_minutes, terms.days_a_week) == (480, 420, 6)


def test_no_week_of_these_years_has_two_lengths():
    rules = [rule for rule in rules_of("MX") if rule.name == "week_minutes"]
    for day in range(5 * 365):
        on = date(2026, 1, 1) + timedelta(days=day)
        assert sum(rule.holds(on) for rule in rules) == 1


@mark.parametrize(
    ("on", "day", "week"),
    [
        (date(2026, 3, 2), 180, 540),
        (date(2026, 3, 3), 240, 720),
        (date(2030, 6, 1), 240, 720),
    ],
)
def test_overtime_in_mexico_is_double_and_has_its_limits(on, day, week):
    terms = terms_on(rules_of("MX"), on)
    assert (terms.overtime_minutes, terms.overtime_week_minutes) == (day, week)
    assert terms.overtime_percent == 200


def test_the_rest_drop_and_minors_of_the_united_states():
    terms = terms_on(rules_of("US"), date(2026, 3, 2))
    assert (terms.rest_minutes, terms.drop_gap_days, terms.minor_rest_minutes) == (720, 10, 720)
    assert (terms.day_minutes, terms.overtime_minutes, terms.overtime_percent) == (
        480,
        120,
        150,
    )
    assert (terms.week_rest_minutes, terms.overtime_week_minutes) == (36 * 60, 6 * 120)
    hours = [
        (m.under_age_years, m.work_minutes // 60, m.set_minutes // 60) for m in terms.minors
    ]
    assert hours == [(6, 3, 6), (9, 4, 8), (16, 5, 9), (18, 6, 10)]


def test_every_rule_names_its_source():
    assert all(rule.source for country in ("MX", "US") for rule in rules_of(country))


def test_a_house_adds_its_own(tmp_path: Path):
    own = tmp_path / "casa.toml"
    own.write_text(
        '[[rule]]\nname = "day_minutes"\nvalue = 600\nstart = 2026-01-01\nsource = "Acta"\n',
        encoding="utf-8",
    )
    terms = terms_on((*rules_of("MX"), *rules_in(own)), date(2026, 3, 2))
    assert (terms.day_minutes, terms.night_minutes) == (600, 420)


@mark.parametrize(
    ("row", "message"),
    [
        ({"name": "siesta", "value": 1, "start": date(2026, 1, 1), "source": "x"}, "no term"),
        ({"name": "day_minutes", "value": 1, "start": date(2026, 1, 1)}, "'source' is missing"),
    ],
)
def test_a_wrong_rule_is_named(row, message):
    with raises(InputError, match=f"own.toml, rule 1: .*{message}"):
        rules_from({"rule": [row]}, "own.toml")


def test_a_country_without_rules_is_named():
    with raises(InputError, match="no rules of 'XX'; there are MX, US"):
        rules_of("XX")


def test_a_limit_names_who_says_it_and_since_when():
    rules, on = rules_of("MX"), date(2028, 6, 1)
    assert source_of(BoardRule.WEEK_MINUTES, rules, on).start == date(2028, 1, 1)
    night = source_of(BoardRule.LONG_DAY, rules, on, night=True)
    assert (night.name, night.value) == ("night_minutes", 420)
    weekly = source_of(BoardRule.WEEK_REST, rules_of("US"), on)
    assert (weekly.value, weekly.source) == (2160, "SAG-AFTRA, rest periods")
    assert source_of(BoardRule.PLACES, rules, on) is None
    assert source_of(BoardRule.AWAY, rules, on) is None
