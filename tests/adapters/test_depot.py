from pytest import fixture, mark, raises

from cartelera.adapters.depot import Depot
from cartelera.adapters.packages import SLICE_BYTES, Shelf
from cartelera.adapters.store import Store, hash_tree, store_at
from cartelera.vocabulary.errors import ProgramError
from tests.objects import BUCKET, object_storage

LONG = bytes(range(256)) * (SLICE_BYTES // 100)


@fixture(scope="module")
def service():
    with object_storage() as environment:
        yield environment


@fixture
def depot(service, monkeypatch, request):
    for name, value in service.items():
        monkeypatch.setenv(name, value)
    return Depot(f"s3://{BUCKET}/{abs(hash(request.node.name))}")


@fixture
def store(depot, tmp_path):
    return Store(tmp_path / "here", depot)


def again(depot):
    """Return the same place, as a program that has never asked it anything."""
    return Depot(depot.address)


def written(path, data=b"film"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_what_is_put_is_found_whole_in_parts_and_by_name(depot, tmp_path):
    depot.put("a/long", written(tmp_path / "long", LONG))
    depot.put("a/b/short", written(tmp_path / "short"))
    other = again(depot)
    assert (other.size("a/long"), other.size("a/none")) == (len(LONG), None)
    assert other.part("a/long", 5, 300) == LONG[5:300]
    assert other.part("a/long", 5, 5) == b""
    assert other.names("a") == ["b/short", "long"]
    assert other.fetch("a/long", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == LONG
    assert not other.fetch("a/none", tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_only_what_lies_below_a_name_is_removed(depot, tmp_path):
    for name in ("work/ab/1", "work/abc/1", "work/ab/c/2"):
        depot.put(name, written(tmp_path / "one"))
    depot.remove("work/ab")
    assert again(depot).names("work") == ["abc/1"]
    assert depot.size("work/ab/1") is None


@mark.parametrize(
    ("address", "endpoint"),
    [("s3://nowhere/films", None), (f"s3://{BUCKET}/films", "http://127.0.0.1:9")],
    ids=["no such bucket", "nobody answers"],
)
def test_a_place_that_cannot_be_used_is_named(depot, monkeypatch, tmp_path, address, endpoint):
    monkeypatch.setattr("cartelera.adapters.depot.TRIES", 0)
    if endpoint:
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    with raises(ProgramError, match=address):
        Depot(address).put("a", written(tmp_path / "one"))


def test_a_master_comes_back_to_a_machine_that_has_none(store, depot, tmp_path):
    kept = store.keep_master(written(tmp_path / "film.mov", LONG))
    store.let_go(kept.sha256)
    assert not store.master(kept.sha256).exists()
    elsewhere = Store(tmp_path / "there", again(depot))
    place = elsewhere.bring_master(kept.sha256)
    assert place.read_bytes() == LONG
    assert place.stat().st_mode & 0o222 == 0


def test_a_master_that_is_not_what_was_delivered_is_refused(store, depot, tmp_path):
    sha256 = "ab" * 32
    depot.put(f"masters/{sha256}", written(tmp_path / "other"))
    with raises(ProgramError, match="not what was delivered"):
        store.bring_master(sha256)
    assert list((tmp_path / "here/masters").iterdir()) == []
    with raises(ProgramError, match=r"is gone from s3://"):
        store.bring_master("cd" * 32)


def test_an_upload_is_adopted_into_the_depot(store, depot, tmp_path):
    kept = store.adopt_master(written(tmp_path / "upload"))
    assert again(depot).size(f"masters/{kept.sha256}") == 4


def test_a_piece_made_on_one_machine_is_found_on_another(store, depot, tmp_path):
    with store.open_workroom("ab") as room:
        room.keep_text("00key", "a piece")
    elsewhere = Store(tmp_path / "there", again(depot))
    with elsewhere.open_workroom("ab") as room:
        assert room.piece("00key").read_text() == "a piece"
        assert room.piece("00none") is None
        depot.put("work/ab/00late", written(tmp_path / "late"))
        assert room.piece("00late") is None
        room.look_again()
        assert room.piece("00late").read_bytes() == b"film"
        room.clear()
    assert again(depot).names("work") == []


@mark.parametrize("size", [0, 4, len(LONG)])
def test_a_package_is_read_as_it_would_be_from_a_folder(store, depot, tmp_path, size):
    made = tmp_path / "made"
    written(made / "video/1.m4s", LONG[:size])
    written(made / "manifest.mpd", b"dash")
    package = hash_tree(made)
    folder = Store(tmp_path / "folder")
    written(folder.package(package) / "video/1.m4s", LONG[:size])
    store.publish(made, package)
    assert not made.exists()
    assert not store.package(package).exists()  # a copy here would fill the disk
    near, far = Shelf(folder.root / "packages"), Shelf(tmp_path / "none", again(depot))
    name = f"{package}/video/1.m4s"
    assert far.size_of(name) == near.size_of(name) == size
    assert far.part_of(name, 0, size // 2) == near.part_of(name, 0, size // 2)
    slices = list(far.slices_of(name, 1, size))
    assert b"".join(slices) == b"".join(near.slices_of(name, 1, size))
    assert max(map(len, slices), default=0) <= SLICE_BYTES
    assert far.size_of(f"{package}/none") is None
    store.remove_package(package)
    assert again(depot).names("packages") == []


def test_a_setting_names_a_directory_or_a_bucket(tmp_path):
    assert store_at("", tmp_path).root == tmp_path / "media"
    assert store_at(str(tmp_path / "shared"), tmp_path).root == tmp_path / "shared"
    far = store_at("s3://films/house/", tmp_path)
    assert (far.root, far.where) == (tmp_path / "media", "s3://films/house")
