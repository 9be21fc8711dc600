"""The same answers in plain SQL on SQLite, one measure at a time, as anyone would write it."""

import sqlite3

SCHEMA = """
CREATE TABLE heartbeats (
    playing INTEGER, viewer INTEGER, first INTEGER, returned INTEGER, title INTEGER,
    began_ms INTEGER, at_ms INTEGER, territory TEXT, device TEXT, row TEXT, place INTEGER,
    campaign TEXT, played_ms INTEGER, from_ms INTEGER, to_ms INTEGER, stalls INTEGER,
    stall_ms INTEGER, seeks INTEGER, height INTEGER, kbps INTEGER, audio TEXT, text TEXT
);
CREATE TABLE titles (title INTEGER, root INTEGER, season INTEGER, length_ms INTEGER);
CREATE TABLE members (root INTEGER, subject TEXT);
"""
LABELS = {
    "all": "''", "territory": "h.territory", "device": "h.device", "row": "h.row",
    "campaign": "h.campaign", "audio": "h.audio", "text": "h.text",
    "season": "CAST(t.season AS TEXT)", "part": "CAST(t.title AS TEXT)",
}  # fmt: skip
_FROM = "FROM heartbeats h JOIN titles t ON t.title = h.title"
_MEMBERS = f"{_FROM} JOIN members m ON m.root = t.root"
_ROOT = "CAST(t.root AS TEXT)"
CLASSES = {  # of what a subject is made: its name, its rows, and what it is divided by
    "season": ("'season:' || t.season", "t.season <> t.root", ("part", LABELS["part"])),
    "row": ("'row:' || h.row", "h.row <> ''", ("title", _ROOT)),
    "campaign": ("'campaign:' || h.campaign", "h.campaign <> ''", ("title", _ROOT)),
}


def asked():
    """Yield the subject, what it is divided by, its label, and where both are from."""
    for by, label in LABELS.items():
        only = "WHERE m.subject LIKE 'title:%'" if by in ("season", "part") else ""
        yield "m.subject", by, label, f"{_MEMBERS} {only}"
    for subject, only, (by, label) in CLASSES.values():
        for name in ("all", "territory", "device"):
            yield subject, name, LABELS[name], f"{_FROM} WHERE {only}"
        yield subject, by, label, f"{_FROM} WHERE {only}"


def plain_cells(heartbeats, titles, members):
    """Return {(subject, by, label): counts} of every cell, small ones too."""
    base = sqlite3.connect(":memory:")
    base.executescript(SCHEMA)
    base.executemany(f"INSERT INTO heartbeats VALUES ({', '.join('?' * 22)})", heartbeats)
    base.executemany("INSERT INTO titles VALUES (?, ?, ?, ?)", titles)
    base.executemany("INSERT INTO members VALUES (?, ?)", members)
    found = {}
    for subject, by, label, source in asked():
        one_each = f"""
            SELECT {subject} s, {label} l, h.viewer v, h.title t, t.length_ms n,
                SUM(h.played_ms) played, MAX(h.to_ms) furthest
            {source} GROUP BY 1, 2, 3, 4, 5
        """
        simple = f"""
            SELECT {subject}, {label}, COUNT(DISTINCT h.viewer), SUM(h.first), SUM(h.played_ms),
                SUM(h.stalls), SUM(h.stall_ms), SUM(h.seeks),
                COUNT(DISTINCT CASE WHEN h.returned THEN h.viewer END)
            {source} GROUP BY 1, 2
        """
        paired = f"""
            SELECT s, l, SUM(played * 1000000 / n), COUNT(*),
                SUM(furthest * 100 >= n * 90), SUM(played * 100 >= n * 70)
            FROM ({one_each}) GROUP BY 1, 2
        """
        for s, name, viewers, plays, played, stalls, stall, seeks, returned in base.execute(
            simple
        ):
            found[s, by, name] = [viewers, plays, played, returned, stalls, stall, seeks]
        for s, name, views, pairs, reached, admitted in base.execute(paired):
            viewers, plays, played, *rest = found[s, by, name]
            found[s, by, name] = (
                viewers,
                plays,
                played,
                views,
                pairs,
                reached,
                admitted,
                *rest,
            )
    base.close()
    return found
