from cloudpickle import dumps, loads
from pytest import fixture, raises

from cartelera.adapters import cluster, ffmpeg
from cartelera.adapters.store import Store, working_in
from cartelera.apps.media.crew import Crew, perform
from cartelera.apps.media.tally import Tally, told_to
from cartelera.apps.media.workshop import MasterFile, Run
from cartelera.engines.media.steps import Step
from cartelera.vocabulary.errors import InputError, ProgramError


def silent(done, step):
    pass


@fixture
def store(tmp_path):
    return Store(tmp_path / "media")


@fixture
def run(store, tmp_path):
    (tmp_path / "film.mov").write_bytes(b"film")
    kept = store.keep_master(tmp_path / "film.mov")
    with store.open_workroom(kept.sha256) as room:
        yield Run(MasterFile(store.master(kept.sha256), kept.sha256), room, Tally(silent))


def keeping(run, key):
    def task(stop):
        run.room.keep_text(key, run.master.path.read_text())
        run.tally.done(key, 2)
        return [f"made {key}"]

    return task


class Far:
    """A cluster of one machine, with films of its own, that may be lost now and then."""

    def __init__(self, monkeypatch, store, losing=()):
        self.store, self.losing, self.asked = store, list(losing), 0
        monkeypatch.setattr(cluster, "spread", self.spread)
        monkeypatch.setattr(cluster, "borrowed", lambda: store)

    def spread(self, address, certificates, function, calls):
        self.asked += 1
        most = self.losing.pop(0) if self.losing else len(calls)
        for n in list(calls)[:most]:
            yield {n: function(*calls[n])}
        if most < len(calls):
            raise cluster.LostError("gone")


def test_what_travels_of_a_run_is_names(run, store, tmp_path):
    packed = dumps(run)
    elsewhere = Store(tmp_path / "there")
    elsewhere.keep_master(run.master.path)
    with working_in(elsewhere), told_to(counting := Tally(silent)):
        back = loads(packed)
    assert str(tmp_path).encode() not in packed
    assert back.master.path == elsewhere.master(run.master.sha256)
    assert back.room.path == elsewhere.workroom(run.master.sha256)
    assert back.tally is counting


def test_pieces_made_far_away_are_found_here_and_counted(run, store, monkeypatch):
    far = Far(monkeypatch, store)
    run.tally.begin(Step.ENCODE, 4)
    found = Crew("tcp://127.0.0.1:1").do([keeping(run, "aa"), keeping(run, "bb")], run.tally)
    assert found == [["made aa"], ["made bb"]]
    assert run.tally.marks == {"aa": 2, "bb": 2}
    assert run.room.piece("bb").read_text() == "film"
    assert far.asked == 1


def test_what_a_lost_cluster_left_is_done_here_and_it_is_asked_again(run, store, monkeypatch):
    far = Far(monkeypatch, store, losing=[1, 0])
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0})
    keys = [f"{n:02}" for n in range(6)]
    found = Crew("tcp://127.0.0.1:1").do([keeping(run, key) for key in keys], run.tally)
    assert found == [[f"made {key}"] for key in keys]
    assert far.asked == 3  # 1 there, 1 here; none there, 2 here; the rest there


def test_a_piece_that_kills_whoever_makes_it_is_tried_here_at_last(run, store, monkeypatch):
    monkeypatch.setattr(cluster, "spread", lambda *_: iter([{}]))
    found = Crew("tcp://127.0.0.1:1").do([keeping(run, "aa")], run.tally)
    assert found == [["made aa"]]


def test_a_master_refused_far_away_is_refused_here(run, store, monkeypatch):
    Far(monkeypatch, store)

    def refusing(stop):
        raise InputError("the picture is damaged near frame 7")

    with raises(InputError, match="near frame 7"):
        Crew("tcp://127.0.0.1:1").do([refusing], run.tally)


def test_a_machine_with_other_programs_makes_nothing():
    with raises(ProgramError, match="the same version of Cartelera on each"):
        perform(dumps(lambda stop: []), ffmpeg.programs() + "x")


def test_copies_of_masters_that_nobody_asks_for_are_forgotten(tmp_path):
    class Depot:
        address = "s3://films"

        def put(self, name, source):
            pass

        def names(self, prefix):
            return []

    store = Store(tmp_path / "here", Depot())
    (tmp_path / "film.mov").write_bytes(b"film")
    kept = store.keep_master(tmp_path / "film.mov")
    with store.open_workroom(kept.sha256):
        pass
    store.forget_copies(idle_seconds=60)
    assert store.bring_master(kept.sha256).exists()
    store.forget_copies(idle_seconds=-1)
    assert not store.master(kept.sha256).exists()
    assert not store.workroom(kept.sha256).exists()
    plain = Store(tmp_path / "plain")
    plain.keep_master(tmp_path / "film.mov")
    plain.forget_copies(idle_seconds=-1)
    assert plain.master(kept.sha256).exists()  # no copy: the only one
