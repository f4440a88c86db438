"""What is trained, stored, reused, told and kept: with a small kind whose work is to count."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from proofpress.cache.store import FORMAT, Store, pack
from proofpress.datasets.options import Data
from proofpress.diagnostics import BuildError, Location
from proofpress.experiments import plan as planning
from proofpress.experiments.experiment_manifest import stale
from proofpress.experiments.kinds import experiment_kinds
from proofpress.experiments.kinds.descent import Descent
from proofpress.experiments.runner import in_order, train
from proofpress.models import Channel, Experiment, ExperimentKind, Options, RunSchema


class Squares(Options, frozen=True):
    """Square some numbers, a piece each; those in `fail` cannot be squared, `interrupt` ends the world."""

    numbers: tuple[int, ...] = (1, 2, 3)
    fail: tuple[int, ...] = ()
    interrupt: tuple[int, ...] = ()
    data: Data | None = None


def run_schema(options: Squares) -> RunSchema:
    return RunSchema({"seed": options.numbers}, {"square": ("seed",)}, {"numbers": len(options.numbers)})


def pieces(options: Squares) -> tuple[Mapping[str, Any], ...]:
    return tuple({"number": number, "cost": float(number), "group": number % 2} for number in options.numbers)


def run(options: Squares, piece: Mapping[str, Any]) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    if piece["number"] in options.fail:
        raise ArithmeticError(f"{piece['number']} has no square")
    if piece["number"] in options.interrupt:
        raise KeyboardInterrupt
    return {"square": np.array([piece["number"] ** 2])}, {"runs": 1, "updates": 10, "parameters": piece["number"]}


def assemble(options: Squares, parts: list[Mapping[str, np.ndarray]]) -> dict[str, Channel]:
    return {"square": Channel(("seed",), np.concatenate([part["square"] for part in parts]))}


KIND = ExperimentKind(
    "squares", Squares, "Squares numbers.", run_schema, pieces, run, assemble, lambda o: {"data": o.data}
)
KINDS = {"squares": KIND}
PLACE = Location("content/x/experiments.yaml", 4, 3)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return Store(tmp_path / "runs")


class Altered(Executor):
    """An Executor whose workers return something else than what they should."""

    def __init__(self, inner: Executor, change: Callable[[Any], Any]) -> None:
        self.inner, self.change = inner, change

    def submit(self, fn: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        return self.inner.submit(lambda: self.change(fn(*args, **named)))


def planned(options: Descent) -> planning.Plan:
    kind = experiment_kinds()["descent"]
    return planning.plan(Experiment("a", "A", "descent", options, kind.run_schema(options), PLACE), {"descent": kind})


def experiment(name: str = "a", title: str = "A", **options: Any) -> Experiment:
    squares = Squares(**options)
    return Experiment(name, title, "squares", squares, run_schema(squares), PLACE)


def trained(store: Store, *experiments: Experiment, **how: Any) -> list[int]:
    """Network, and return how many pieces each experiment trained."""
    records = train({each.id: each for each in experiments}, store, kinds=KINDS, **how)
    return [records[each.id].trained for each in experiments]


def test_a_record_says_what_was_trained(store):
    """Runs and updates are summed, parameters are the largest, arrays come when asked for."""
    record = train({"a": experiment()}, store, kinds=KINDS)["a"]
    assert (record.runs, record.updates, record.parameters, record.seeds, record.trained) == (3, 30, 3, (1, 2, 3), 3)
    assert record.facts == {"numbers": 3}
    runs = record.load()
    assert list(runs.channels["square"].values) == [1, 4, 9]
    assert runs.axes == {"seed": (1, 2, 3)}
    assert record.load() is runs


def test_what_is_stored_is_not_trained_again(store):
    """A second build trains nothing, and gives the same record but for that."""
    first = train({"a": experiment()}, store, kinds=KINDS)["a"]
    second = train({"a": experiment()}, store, kinds=KINDS)["a"]
    assert replace(second, trained=3, load=first.load) == first
    assert second.trained == 0
    np.testing.assert_array_equal(second.load().channels["square"].values, [1, 4, 9])


@pytest.mark.parametrize(
    ("after", "count"),
    [
        (experiment(title="Another title"), 0),
        (experiment(name="b"), 0),
        (replace(experiment(), location=Location("moved.yaml", 99, 1)), 0),
        (experiment(numbers=(1, 2, 3, 4)), 1),
        (experiment(numbers=(3, 1)), 0),
        (experiment(data=Data("iris")), 3),
    ],
)
def test_only_the_difference_is_trained(store, after, count):
    """Titles, ids and places are no part of a key; a new piece is; options that all pieces share are."""
    trained(store, experiment())
    assert trained(store, after) == [count]


def test_two_experiments_share_their_pieces(store):
    """What two experiments have in common is trained once, and counted in both."""
    assert trained(store, experiment("a"), experiment("b", numbers=(2, 3, 4))) == [3, 3]
    assert len(list(store.folder.glob("*/*.runs"))) == 4


@pytest.mark.parametrize("harm", ["flip", "cut", "empty", "format"])
def test_a_damaged_entry_is_told_and_trained_again(store, harm):
    """One flipped bit, a cut end, no bytes, another format: noticed by the next build."""
    trained(store, experiment())
    path = sorted(store.folder.glob("*/*.runs"))[0]
    raw = bytearray(path.read_bytes())
    if harm == "flip":
        raw[-5] ^= 1
    harmed = {"cut": raw[:-1], "empty": b"", "format": bytes(raw).replace(b'"format": %d' % FORMAT, b'"format": 9')}
    path.write_bytes(harmed.get(harm, raw))
    told: list[str] = []
    assert trained(Store(store.folder, tell=told.append), experiment()) == [1]
    what = "of another format" if harm == "format" else "damaged"
    assert told == [f"stored runs {path.stem[:12]} is {what}: dropped, and made again"]
    assert trained(store, experiment()) == [0]


def test_an_entry_damaged_after_the_check_is_trained_again_when_it_is_read(store):
    """A record that was handed out can always be loaded."""
    record = train({"a": experiment()}, store, kinds=KINDS)["a"]
    for path in store.folder.glob("*/*.runs"):
        path.write_bytes(b"rubbish")
    assert list(record.load().channels["square"].values) == [1, 4, 9]


def shapes(options: Squares, piece: Mapping[str, Any]) -> dict[str, tuple[int | None, ...]]:
    return {"square": (1,)}


CHECKED = {"squares": replace(KIND, piece_shapes=shapes)}


@pytest.mark.parametrize(
    ("returned", "words"),
    [
        ({"square": np.array([1]), "cube": np.array([1])}, "'cube' was not asked for"),
        ({}, "'square' is not there"),
        ({"square": np.array([1, 2])}, "'square' is 2, not 1"),
        ({"square": np.array(1)}, "'square' is a single number, not 1"),
        ({"square": np.array(["one"])}, "'square' holds <U3, not numbers"),
    ],
    ids=["another array", "no array", "another shape", "another number of dimensions", "words"],
)
def test_what_a_worker_returns_is_checked_before_it_is_stored(store, returned, words):
    """A worker that returns other arrays than the piece gives fails the piece; nothing of it is stored."""
    with ThreadPoolExecutor(1) as threads:
        pool = Altered(threads, lambda result: (pack(returned), *result[1:]))
        with pytest.raises(BuildError) as fault:
            train({"a": experiment(numbers=(2,))}, store, kinds=CHECKED, executor=pool)
    assert fault.value.status == 3
    assert str(fault.value) == (
        "content/x/experiments.yaml:4:3: error[training-failed]: training of experiment 'a' failed in piece 1 of 1: "
        f"not the result of a piece: {words} — see that the workers are yours and run this version"
    )
    assert not list(store.folder.glob("*/*.runs"))


@pytest.mark.parametrize(
    "garbage",
    [None, b"", (b"rubbish", {"runs": 1}, 1.0), (b"", {"runs": "one"}, 1.0), (b"", {}, float("nan")), (b"", {}, -1)],
)
def test_garbage_from_a_worker_is_not_stored(store, garbage):
    """Whatever comes back in place of a result is one diagnostic, not a traceback and not an entry."""
    with ThreadPoolExecutor(1) as threads, pytest.raises(BuildError, match="not the result of a piece"):
        train({"a": experiment(numbers=(2,))}, store, kinds=CHECKED, executor=Altered(threads, lambda _: garbage))
    assert not list(store.folder.glob("*/*.runs"))


def test_a_stored_entry_of_another_shape_is_dropped_with_a_word_and_made_again(store):
    """Sound bytes that are not those of the piece: told, removed, trained again; no traceback."""
    record = train({"a": experiment(numbers=(2,))}, store, kinds=CHECKED)["a"]
    (path,) = store.folder.glob("*/*.runs")
    told: list[str] = []
    again = Store(store.folder, tell=told.append)
    entry = again.get(path.stem, "runs")
    again.put(path.stem, "runs", pack({"other": np.zeros(3)}), entry.meta)
    record = train({"a": experiment(numbers=(2,))}, again, kinds=CHECKED)["a"]
    assert list(record.load().channels["square"].values) == [4]
    assert told == [f"stored runs {path.stem[:12]} is of another shape: dropped, and made again"]
    again.put(path.stem, "runs", entry.data, {"kind": "squares"})
    assert train({"a": experiment("b", numbers=(2,))}, again, kinds=CHECKED)["a"].trained == 1
    assert len(told) == 2


def test_a_manifest_of_another_shape_is_dropped_with_a_word(store):
    """What is kept of an experiment after a build is believed only if it is what is kept there."""
    trained(store, experiment())
    (path,) = store.folder.glob("*/*.noted")
    told: list[str] = []
    again = Store(store.folder, tell=told.append)
    again.put(path.stem, "noted", b"", {"of": 3, "pieces": "all"})
    assert trained(again, experiment()) == [0]
    assert told == [f"stored noted {path.stem[:12]} is of another shape: dropped, and made again"]


def test_more_seeds_train_only_those():
    """The pieces of a kind that is repeated by seeds are the same whatever other seeds are asked for."""
    few, many = (Descent(data=Data("diabetes"), seeds=seeds, first_seed=first) for seeds, first in ((2, 1), (4, 0)))
    keys_of = [{piece.key for piece in planned(options).pieces} for options in (few, many)]
    assert keys_of[0] < keys_of[1]
    assert len(keys_of[1]) == 4


def test_a_failure_is_a_problem_and_the_rest_is_kept(store):
    """All failed pieces are named at once, with status 3; the others are stored, the failed ones are not."""
    with pytest.raises(BuildError) as fault:
        trained(store, experiment(fail=(1, 3)), experiment("b", numbers=(5,)))
    assert fault.value.status == 3
    assert str(fault.value).splitlines() == [
        "content/x/experiments.yaml:4:3: error[training-failed]: training of experiment 'a' failed in piece "
        f"{piece} of 3: ArithmeticError: {number} has no square"
        for piece, number in ((1, 1), (3, 3))
    ]
    assert trained(store, experiment(), experiment("b", numbers=(5,))) == [2, 0]


def test_an_interrupt_keeps_what_is_finished_and_leaves_a_sound_store(store):
    """Ctrl-C goes on up; pieces that were finished are found by the next build."""
    with pytest.raises(KeyboardInterrupt):
        trained(store, experiment(interrupt=(1,)), jobs=1)
    assert not list(store.folder.rglob(".new-*"))
    assert trained(store, experiment()) == [1]


def test_progress_begins_with_nothing_and_ends_with_all(store):
    """Costs rise to their sum, and nothing is told where nothing is to train."""
    told: list[tuple[float, float, str]] = []
    trained(store, experiment(), progress=lambda *said: told.append(said), jobs=1)
    assert told[0] == (0.0, 6.0, "")
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert told[-1] == (6.0, 6.0, "a")
    trained(store, experiment(), progress=lambda *said: pytest.fail("nothing to tell"))


def test_one_piece_of_each_compilation_goes_first_then_the_longest():
    """Workers compile different things at the same time, and no long piece is left for the end."""
    each = planning.plan(experiment(numbers=(1, 2, 3, 4, 5, 6)), KINDS)
    order = in_order([(each, piece) for piece in each.pieces], set())
    assert [piece.record["number"] for _, piece in order] == [6, 5, 4, 3, 2, 1]
    each = planning.plan(experiment(numbers=(1, 3, 5, 7, 2)), KINDS)
    order = in_order([(each, piece) for piece in each.pieces], {each.pieces[1].key})
    assert [piece.record["number"] for _, piece in order] == [7, 2, 5, 1]


def test_an_executor_that_is_handed_in_is_used_and_left_open(store):
    """Any Executor will do, such as that of a cluster; closing it is for who opened it."""
    with ThreadPoolExecutor(1) as pool:
        assert trained(store, experiment(), executor=pool) == [3]
        assert pool.submit(lambda: 7).result() == 7


def test_what_is_submitted_can_be_sent_to_another_process(store):
    """The work of the kind `train` survives pickling, arguments and all."""
    import pickle

    from proofpress.experiments.kinds.network import KIND, Network
    from proofpress.experiments.recipes import Training
    from proofpress.experiments.runner import work

    options = Network(Data("iris"), Training(steps=3))
    sent = pickle.loads(pickle.dumps((work, KIND.run, options, dict(KIND.pieces(options)[0]))))
    data, counts, seconds = sent[0](*sent[1:])
    assert counts["runs"] == 8
    assert seconds > 0
    assert data


def test_results_of_code_that_changed_meanwhile_are_not_stored(store, monkeypatch):
    """The key was made for the code as it was: a result that may come from another is a failure."""
    digests = chain(["before"], repeat("after"))
    monkeypatch.setattr("proofpress.cache.keys.source_digest", lambda *modules: next(digests))
    with pytest.raises(BuildError, match="the code changed while experiment"):
        trained(store, experiment())
    assert not list(store.folder.glob("*/*.runs"))


def test_status_names_what_changed(store):
    """Never trained; an option, old and new; a data set; a library; code; or just gone."""
    assert stale({"a": experiment()}, store, KINDS) == [("a", "3 of 3 pieces to train: never trained")]
    trained(store, experiment())
    assert stale({"a": experiment(title="New")}, store, KINDS) == []
    why = dict(stale({"a": experiment(numbers=(1, 2, 9))}, store, KINDS))["a"]
    assert why == "1 of 3 pieces to train: numbers 1, 2, 3 → 1, 2, 9"
    why = dict(stale({"a": experiment(data=Data("iris", split=3))}, store, KINDS))["a"]
    assert "option data is gone" in why
    assert "option data.split is new: 3" in why
    assert "data of iris changed" in why
    for path in store.folder.glob("*/*.runs"):
        path.unlink()
    assert stale({"a": experiment()}, store, KINDS) == [("a", "3 of 3 pieces to train: its stored runs were removed")]


def test_status_names_libraries_and_modules(store, monkeypatch):
    """A new library and an edited module are told by name."""
    monkeypatch.setattr("proofpress.cache.keys.library_versions", lambda *modules: {"jax": "1"})
    monkeypatch.setattr(
        "proofpress.cache.keys.code_parts", lambda *modules: {"proofpress.experiments.training.engine": "x"}
    )
    trained(store, experiment())
    monkeypatch.setattr("proofpress.cache.keys.library_versions", lambda *modules: {"jax": "2"})
    monkeypatch.setattr(
        "proofpress.cache.keys.code_parts", lambda *modules: {"proofpress.experiments.training.engine": "y"}
    )
    why = dict(stale({"a": experiment()}, store, KINDS))["a"]
    assert why == "3 of 3 pieces to train: jax 1 → 2; code of proofpress.experiments.training.engine changed"


def test_the_warm_path_imports_nothing_heavy(tmp_path):
    """Where all is stored, keys and records are made without numpy, jax, scikit-learn or optuna."""
    script = """
import json, sys
from pathlib import Path
from proofpress.experiments import experiment_kinds, stale, train
from proofpress.datasets.options import Data
from proofpress.experiments.recipes import Training
from proofpress.diagnostics import Location
from proofpress.cache.store import Store
from proofpress.models import Experiment
options = experiment_kinds()["network"].options(Data("iris"), Training(steps=2), seeds=2)
one = {"a": Experiment("a", "A", "network", options, experiment_kinds()["network"].run_schema(options), Location("x"))}
record = train(one, Store(Path(sys.argv[1])))["a"]
assert not stale(one, Store(Path(sys.argv[1])))
heavy = {"numpy", "jax", "optax", "sklearn", "optuna", "scipy"} & set(sys.modules)
print(json.dumps([record.trained, sorted(heavy)]))
"""
    outcomes = []
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=True)
        outcomes.append(json.loads(done.stdout))
    assert outcomes[0][0] == 1
    assert "jax" in outcomes[0][1]
    assert outcomes[1] == [0, []]
