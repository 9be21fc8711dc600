"""How heartbeats become cells that are safe to publish: the statements, for DuckDB.

A figure is made only of blocks that `least` viewers stand behind, and every total is the sum of
what is shown. So whatever is added or subtracted, what comes out is blocks again:

*  of each film or series, territories with too few viewers are folded into their region, what
   is left of regions into the rest of the world; what is still too small is in no figure;
*  its devices, seasons, episodes, rows, campaigns and languages each divide the same viewers
   into classes; those too small become one, together with the smallest of the others where that
   one would be too small as well; episodes are divided within what is shown of their season;
*  everything larger (a company, a year, the house) is a sum of such blocks.

The idea of folding groups too small to stand alone is old: see Hundepool et al., Statistical
Disclosure Control (2012), on table redesign.
"""

from collections.abc import Iterator

from cartelera.engines.audience.measures import ADMITTED, REACHED

OTHER, WORLD = "other", "world"  # labels of what is folded together
REGION = "region:"  # before the key of a region
NOWHERE = "ZZ"
MARGINS = ("device", "row", "campaign", "audio", "text", "season", "part")
BY = ("all", "territory", *MARGINS)
COUNTS = (
    "viewers", "plays", "played_ms", "microviews", "pairs", "reached", "admitted", "returned",
    "stalls", "stall_ms", "seeks",
)  # fmt: skip

# first for each viewer, then counted: several times quicker than count(distinct)
BY_TITLE = """
SELECT week, title, territory, count(*) AS viewers, sum(ms)::BIGINT AS played_ms
FROM (
    SELECT week, title, territory, viewer, sum(played_ms)::BIGINT AS ms
    FROM {heartbeats} GROUP BY week, title, territory, viewer
) GROUP BY week, title, territory
"""

WATCHED = """
CREATE TEMP TABLE watched AS
SELECT t.root, t.season::VARCHAR AS season, h.title::VARCHAR AS part, h.title, t.length_ms,
    h.territory, coalesce(p.region, '') AS region, h.device, h.row, h.campaign, h.audio, h.text,
    h.viewer, sum(h.played_ms)::BIGINT AS played_ms, max(h.to_ms) AS furthest,
    sum(h.first)::BIGINT AS plays, max(h.returned) AS returned, sum(h.stalls)::BIGINT AS stalls,
    sum(h.stall_ms)::BIGINT AS stall_ms, sum(h.seeks)::BIGINT AS seeks
FROM {heartbeats} h JOIN titles t USING (title) LEFT JOIN places p ON p.territory = h.territory
GROUP BY ALL
"""

PLACES = (
    """
CREATE TEMP TABLE own AS SELECT root, territory FROM watched WHERE territory <> 'ZZ'
GROUP BY root, territory HAVING count(DISTINCT viewer) >= {least}
""",
    """
CREATE TEMP TABLE regions AS SELECT root, region
FROM watched ANTI JOIN own USING (root, territory) WHERE region <> ''
GROUP BY root, region HAVING count(DISTINCT viewer) >= {least}
""",
    """
CREATE TEMP TABLE rests AS SELECT root FROM watched ANTI JOIN own USING (root, territory)
ANTI JOIN regions USING (root, region) GROUP BY root HAVING count(DISTINCT viewer) >= {least}
""",
    """
CREATE TEMP TABLE placed AS SELECT w.*, CASE WHEN o.root IS NOT NULL THEN w.territory
    WHEN g.root IS NOT NULL THEN 'region:' || w.region ELSE 'world' END AS territory_label
FROM watched w LEFT JOIN own o USING (root, territory) LEFT JOIN regions g USING (root, region)
LEFT JOIN rests r ON r.root = w.root
WHERE o.root IS NOT NULL OR g.root IS NOT NULL OR r.root IS NOT NULL
""",
)

_MARGIN = """
CREATE TEMP TABLE m_{name} AS
WITH classes AS (
    SELECT {within}, {name}, count(DISTINCT viewer) AS n FROM {source} GROUP BY ALL
), small AS (
    SELECT {within}, count(DISTINCT viewer) AS n
    FROM {source} JOIN classes USING ({within}, {name}) WHERE classes.n < {least}
    GROUP BY ALL
), along AS (
    SELECT {within}, arg_min({name}, (classes.n, {name})) AS {name}
    FROM classes JOIN small USING ({within})
    WHERE classes.n >= {least} AND small.n < {least} GROUP BY {within}
)
SELECT c.*, CASE WHEN c.n < {least} OR a.{name} IS NOT NULL THEN {other} ELSE c.{name} END
    AS {name}_label
FROM classes c LEFT JOIN along a USING ({within}, {name})
"""

_PLAIN = tuple(name for name in MARGINS if name not in ("season", "part"))

SEASONS = """
CREATE TEMP TABLE seasoned AS SELECT p.*, m.season_label FROM placed p
JOIN m_season m USING (root, season)
"""

_LABELS = ", ".join(f"m_{name}.{name}_label" for name in _PLAIN)
_JOINS = " ".join(f"JOIN m_{name} USING (root, {name})" for name in _PLAIN)
SHOWN = f"""
CREATE TEMP TABLE shown AS SELECT s.*, '' AS all_label, m_part.part_label, {_LABELS}
FROM seasoned s JOIN m_part USING (root, season_label, part) {_JOINS}
"""  # noqa: S608

_PAIR = """sum(played_ms)::BIGINT AS played_ms, max(furthest) AS furthest,
        sum(plays)::BIGINT AS plays, max(returned) AS returned, sum(stalls)::BIGINT AS stalls,
        sum(stall_ms)::BIGINT AS stall_ms, sum(seeks)::BIGINT AS seeks"""
_PERSON = f"""count(*) AS pairs, sum(played_ms)::BIGINT AS played_ms,
    sum(played_ms * 1000000 // length_ms)::BIGINT AS microviews,
    count(*) FILTER (furthest * 100 >= length_ms * {REACHED}) AS reached,
    count(*) FILTER (played_ms * 100 >= length_ms * {ADMITTED}) AS admitted,
    sum(plays)::BIGINT AS plays, max(returned) AS returned, sum(stalls)::BIGINT AS stalls,
    sum(stall_ms)::BIGINT AS stall_ms, sum(seeks)::BIGINT AS seeks"""
_SUMS = """sum(plays)::BIGINT AS plays, sum(played_ms)::BIGINT AS played_ms,
    sum(microviews)::BIGINT AS microviews, sum(pairs)::BIGINT AS pairs,
    sum(reached)::BIGINT AS reached, sum(admitted)::BIGINT AS admitted,
    sum(returned)::BIGINT AS returned, sum(stalls)::BIGINT AS stalls,
    sum(stall_ms)::BIGINT AS stall_ms, sum(seeks)::BIGINT AS seeks"""

_CELLS = f"""
INSERT INTO cells
WITH pairs AS (
    SELECT {{subject}} AS subject, {{label}} AS label, viewer, title, length_ms, {_PAIR}
    FROM {{source}} GROUP BY ALL
), people AS (
    SELECT subject, label, viewer, {_PERSON}
    FROM pairs GROUP BY subject, label, viewer
)
SELECT subject, '{{by}}', label, count(*) AS viewers, {_SUMS}
FROM people GROUP BY subject, label
"""  # noqa: S608

# What is watched is a sum over films and series, whatever subjects they belong to, so each is
# counted once. Viewers alone are no sum: whoever watched two titles of a company is one of it.
SUBJECTS = """
CREATE TEMP TABLE subjects AS SELECT subject, row_number() OVER ()::INT AS number,
    count(*) = 1 AS lone FROM members GROUP BY subject
"""

PEOPLE = f"""
CREATE OR REPLACE TEMP TABLE people AS
WITH pairs AS (
    SELECT any_value(root) AS root, {{by}}_label AS label, viewer, title,
        any_value(length_ms) AS length_ms, {_PAIR}
    FROM shown GROUP BY {{by}}_label, viewer, title
)
SELECT root, label, viewer, {_PERSON}
FROM pairs GROUP BY root, label, viewer
"""  # noqa: S608

ROOTS = f"""
CREATE OR REPLACE TEMP TABLE roots AS
SELECT root, label, count(*) AS viewers, {_SUMS}
FROM people GROUP BY root, label
"""  # noqa: S608

SUMMED = f"""
INSERT INTO cells
WITH belongs AS (
    SELECT root, subject, number, lone FROM members JOIN subjects USING (subject) {{only}}
), heads AS (
    SELECT number, label, count(*) AS viewers, sum(returned)::BIGINT AS back
    FROM (
        SELECT number, label, viewer, max(returned) AS returned
        FROM people JOIN belongs USING (root) WHERE NOT lone GROUP BY number, label, viewer
    ) GROUP BY number, label
    UNION ALL
    SELECT number, label, viewers, returned FROM roots JOIN belongs USING (root) WHERE lone
), sums AS (
    SELECT subject, number, label, {_SUMS}
    FROM roots JOIN belongs USING (root) GROUP BY subject, number, label
)
SELECT subject, '{{by}}', label, viewers, plays, played_ms, microviews, pairs, reached,
    admitted, back, stalls, stall_ms, seeks
FROM sums JOIN heads USING (number, label)
"""  # noqa: S608

RETENTION = """
WITH shown_titles AS (SELECT DISTINCT title FROM shown), spans AS (
    SELECT title, from_ms // 1000 AS second, 1 AS step FROM {heartbeats}
    SEMI JOIN shown_titles USING (title) WHERE to_ms > from_ms
    UNION ALL
    SELECT title, (to_ms - 1) // 1000 + 1, -1 FROM {heartbeats}
    SEMI JOIN shown_titles USING (title) WHERE to_ms > from_ms
), steps AS (
    SELECT title, second, sum(step)::BIGINT AS step FROM spans GROUP BY ALL
    HAVING sum(step) <> 0
)
SELECT title, second, (sum(step) OVER (PARTITION BY title ORDER BY second))::BIGINT
FROM steps ORDER BY title, second
"""


def cells_of(subject: str, by: str, label: str, source: str) -> str:
    """Return the statement that adds the cells of subjects divided by something.

    subject, label, source  expressions, and what they are of: rows of the table `shown`
    """
    return _CELLS.format(subject=subject, by=by, label=label, source=source)


def statements(heartbeats: str, least: int) -> Iterator[str]:
    """Yield the statements that fill the table `cells` of one week, in their order.

    heartbeats  the table or function they are read from
    least       viewers behind each figure

    Asked of the connection: tables `titles` (title, root, season, length_ms), `members` (root,
    subject), `places` (territory, region), and an empty `cells` (subject, by, label, *COUNTS).
    """
    yield WATCHED.format(heartbeats=heartbeats)
    for statement in PLACES:
        yield statement.format(least=least)
    for name in (*_PLAIN, "season"):
        yield _MARGIN.format(
            name=name, within="root", source="placed", least=least, other=f"'{OTHER}'"
        )
    yield SEASONS
    yield _MARGIN.format(
        name="part",
        within="root, season_label",
        source="seasoned",
        least=least,
        other=f"'{OTHER}:' || c.season_label",
    )
    yield SHOWN
    yield SUBJECTS
    for by in BY:
        yield PEOPLE.format(by=by)
        yield ROOTS
        only = "WHERE starts_with(subject, 'title:')" if by in ("season", "part") else ""
        yield SUMMED.format(by=by, only=only)
