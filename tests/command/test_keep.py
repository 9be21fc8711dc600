import json
import sqlite3
import tarfile
import threading

from pytest import approx, mark

from tests.programs import run


def house(tmp_path, name="data"):
    data = str(tmp_path / name)
    done = run("user", "add", "ana@example.org", "--data", data, input="una frase larga\n")
    assert done.returncode == 0, done.stderr
    return data


def people(data):
    with sqlite3.connect(f"file:{data}/record.db?mode=ro", uri=True) as base:
        return [row[0] for row in base.execute("select email from accounts_user")]


def test_what_is_backed_up_comes_back(tmp_path):
    data = house(tmp_path)
    (tmp_path / "data/artwork").mkdir()
    (tmp_path / "data/artwork/picture").write_bytes(b"painted")
    file, again = str(tmp_path / "monday.tar"), str(tmp_path / "again")
    done = run("backup", file, "--data", data, "--json")
    assert json.loads(done.stdout)["files"] == 4, done.stderr
    assert run("restore", file, "--data", again).returncode == 0
    assert people(again) == people(data) == ["ana@example.org"]
    assert (tmp_path / "again/artwork/picture").read_bytes() == b"painted"
    there, back = tmp_path / "data/secret", tmp_path / "again/secret"
    assert back.read_text() == there.read_text()
    assert back.stat().st_mode == there.stat().st_mode
    assert back.stat().st_mtime == approx(there.stat().st_mtime, abs=1)


@mark.parametrize("name", ["../outside", "/outside", "link"])
def test_a_backup_that_reaches_outside_the_directory_is_refused(tmp_path, name):
    file = tmp_path / "evil.tar"
    with tarfile.open(file, "w") as archive:
        archive.addfile(tarfile.TarInfo("cartelera-backup"))
        member = tarfile.TarInfo(name)
        if name == "link":
            member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(member)
    done = run("restore", str(file), "--data", str(tmp_path / "in/again"))
    assert done.returncode == 2
    assert f"evil.tar holds {name}, which" in done.stderr
    assert not (tmp_path / "in/outside").exists()


def test_a_backup_while_rows_are_written_is_whole(tmp_path):
    data = house(tmp_path)
    base = sqlite3.connect(f"{data}/viewings.db", timeout=20, check_same_thread=False)
    stop = threading.Event()
    columns = (
        "session, profile, title, package, started_at, reported_at, position, seconds_played, "
        "seconds_long"
    )

    def write():
        n = 0
        while not stop.is_set():
            n += 1
            values = (f"s{n}", 1, 1, "p", "2026-01-01", "2026-01-01", 1, 1, 10)
            base.execute(
                f"insert into audience_viewing ({columns}) values (?,?,?,?,?,?,?,?,?)", values
            )
            base.commit()

    writer = threading.Thread(target=write)
    writer.start()
    done = run("backup", str(tmp_path / "b.tar"), "--data", data)
    stop.set()
    writer.join()
    assert done.returncode == 0, done.stderr
    rows = base.execute("select count(*) from audience_viewing").fetchone()[0]
    base.close()
    assert (
        run("restore", str(tmp_path / "b.tar"), "--data", str(tmp_path / "again")).returncode
        == 0
    )
    with sqlite3.connect(tmp_path / "again/viewings.db") as copy:
        kept = copy.execute("select count(*), max(id) from audience_viewing").fetchone()
    assert 0 < kept[0] == kept[1] <= rows


def test_restoring_never_overwrites_and_refuses_what_is_no_backup(tmp_path):
    data = house(tmp_path)
    other = tmp_path / "other.tar"
    with tarfile.open(other, "w"):
        pass
    into = run("restore", str(other), "--data", data)
    assert (into.returncode, "is not empty" in into.stderr) == (2, True)
    wrong = run("restore", str(other), "--data", str(tmp_path / "new"))
    assert (wrong.returncode, "no backup" in wrong.stderr) == (2, True)
    missing = run("restore", str(tmp_path / "none.tar"), "--data", str(tmp_path / "newer"))
    assert (missing.returncode, "none.tar" in missing.stderr) == (2, True)
