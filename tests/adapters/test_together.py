import threading

import pytest

from cartelera.adapters.together import Together


def test_those_who_come_within_a_moment_are_written_as_one_group():
    groups = []
    together = Together(groups.append, 0.1)
    threads = [threading.Thread(target=together.add, args=([n],)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(n for group in groups for n in group) == list(range(20))
    assert len(groups) < 5


def test_nobody_returns_before_what_they_gave_is_written():
    written = []
    together = Together(written.extend, 0.01)

    def add(n):
        together.add([n])
        assert n in written

    threads = [threading.Thread(target=add, args=(n,)) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(written) == list(range(50))


def test_a_group_that_cannot_be_written_fails_for_each_who_is_in_it_and_the_next_is_tried():
    broken = [True]

    def write(items):
        if broken:
            raise OSError("no disk")

    together = Together(write, 0.01)
    with pytest.raises(OSError, match="no disk"):
        together.add([1])
    broken.clear()
    together.add([2])
