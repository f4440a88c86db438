"""A function of the author's own is trained like any model, and whatever it does wrong is told at its own line."""

import shutil
import time
from pathlib import Path

import numpy as np
import pytest

from proofpress import pipeline
from proofpress.models.build_options import BuildOptions
from tests.desk import SMALL, Desk
from tests.experiments.dask_processes import dask

EXPERIMENTS = """\
experiments:
  learning-rate:
    title: Three learning rates in a loop of our own
    kind: function
    call: mine:train
    sweep: {learning_rate: [0.0001, 0.01, 0.1]}
    fixed: {epochs: 3}
    axes: {step: 3}
    channels: {test_accuracy: higher, validation_accuracy: higher, loss: {better: lower, along: step}}
    seeds: 4
"""
MODULE = '''\
"""A loop that pretends to train."""
import random

from helping import gain


def train(seed, learning_rate, epochs):
    """Return what an honest loop would."""
    print("training", seed)
    draw = random.Random(seed).random() / 100
    loss = [2.0 / (1 + epoch * learning_rate) for epoch in range(epochs)]
    return {"test_accuracy": gain(learning_rate) + draw, "validation_accuracy": gain(learning_rate), "loss": loss}
'''
HELPING = "def gain(rate):\n    return 0.2 + 0.5 * (rate > 0.001) + 0.1 * (rate > 0.05)\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a site whose experiment is a function of the author's own, built once."""
    home = tmp_path_factory.mktemp("built")
    shutil.copytree(SMALL, home / "content")
    folder = home / "content" / "steps"
    (folder / "experiments.yaml").write_text(EXPERIMENTS)
    (folder / "mine.py").write_text(MODULE)
    (folder / "helping.py").write_text(HELPING)
    said = Desk(home, home / "runs").run("--format", "json")
    assert (said.status, said.summary["trained"]) == (0, 12), said.err
    return home


@pytest.fixture
def desk(built: Path, tmp_path: Path) -> Desk:
    """A desk of one's own with that site on it."""
    shutil.copytree(built, tmp_path / "desk")
    return Desk(tmp_path / "desk", tmp_path / "desk" / "runs")


def loaded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> dict[str, np.ndarray]:
    """Return the values of the experiment's channels."""
    monkeypatch.chdir(desk.folder)
    options = BuildOptions(content=Path("content"), runs=desk.runs)
    return {name: array.values for name, array in pipeline.load_runs("steps/learning-rate", options).items()}


def test_what_a_function_returns_is_the_record(desk, monkeypatch):
    """Channels hold what the function returned at each setting and seed, as if it had been called by hand."""
    found = loaded(desk, monkeypatch)
    monkeypatch.syspath_prepend(desk.folder / "content" / "steps")
    import mine

    for column, rate in enumerate((0.0001, 0.01, 0.1)):
        for seed in range(4):
            by_hand = mine.train(seed, rate, 3)
            assert found["test_accuracy"][column, seed] == by_hand["test_accuracy"]
            assert found["loss"][column, seed].tolist() == by_hand["loss"]


def test_a_site_is_built_of_it_and_built_again_only_for_a_reason(desk):
    """A comment trains nothing; a helper's new number trains all; more seeds train those alone."""
    module, helper = (desk.folder / "content" / "steps" / name for name in ("mine.py", "helping.py"))
    module.write_text(MODULE.replace("import random\n", "import random  # draws\n"))
    assert "up to date" not in desk.run("status").out
    assert desk.run("--format", "json").summary["trained"] == 0
    desk.edit("steps/experiments.yaml", "seeds: 4", "seeds: 5")
    assert "1 of 5 pieces to train: seeds 4 → 5" in desk.run("status").out
    assert desk.run().status == 0
    page = (desk.output / "index.html").read_text()
    helper.write_text(HELPING.replace("0.1 *", "0.2 *"))
    assert "5 of 5 pieces to train: data of helping.py changed" in desk.run("status").out
    assert desk.run("--format", "json").summary["trained"] == 15
    assert (desk.output / "index.html").read_text() != page


def test_verify_calls_it_again(desk):
    """Fresh seeds and the same seeds are trained through the same function."""
    said = desk.run("verify")
    assert said.status == 0, said.err
    assert "learning-rate: trained again, the same to the bit" in said.err + said.out


CALLS = {
    "raises": (
        "    raise KeyError('a name')",
        "content/steps/mine.py:8:1: error[function-failed]: KeyError: 'a name' (seed 0, learning_rate 0.0001, epochs 3)"
        " — mend the function",
    ),
    "raises-in-a-helper": (
        "    print('a word')\n    gain('x')",
        "content/steps/helping.py:2:1: error[function-failed]: TypeError: '>' not supported between instances of 'str' "
        "and 'float' (seed 0, learning_rate 0.0001, epochs 3) — it printed last: a word",
    ),
    "raises-in-a-library": (
        "    import json\n    json.loads('{')",
        "content/steps/mine.py:9:1: error[function-failed]: JSONDecodeError: Expecting property name enclosed in "
        "double "
        "quotes: line 1 column 2 (char 1) (seed 0, learning_rate 0.0001, epochs 3) — mend the function",
    ),
    "exits": (
        "    exit(3)",
        "content/steps/mine.py:8:1: error[function-failed]: 'train' failed: it called exit(3) "
        "(seed 0, learning_rate 0.0001, epochs 3) — mend the function",
    ),
    "dies": (
        "    import os\n    os.write(2, b'last words'); os._exit(7)",
        "content/steps/mine.py:7:1: error[function-failed]: the process of 'train' ended without an answer, with "
        "status "
        "7 (seed 0, learning_rate 0.0001, epochs 3) — it printed last: last words",
    ),
    "changes-the-folder": (
        "    import os\n    os.mkdir('sub'); os.chdir('sub')\n    os.chdir('/')",
        "content/steps/mine.py:7:1: error[function-failed]: 'train' failed: it changed the working folder to / "
        "(seed 0, learning_rate 0.0001, epochs 3) — mend the function",
    ),
    "never-returns": (
        "    while True: pass",
        "content/steps/mine.py:7:1: error[function-limit]: 'train' had not returned after 0.02 minutes "
        "(seed 0, learning_rate 0.0001, epochs 3) — let it do less, or allow more with: minutes",
    ),
    "returns-no-mapping": (
        "    return [1]",
        "content/steps/mine.py:7:1: error[wrong-result]: 'train' returned a list (learning_rate 0.0001, seed 0) — "
        "return a mapping with 'test_accuracy', 'validation_accuracy' or 'loss'",
    ),
    "returns-another-name": (
        "    return {'test_acuracy': 1.0, 'validation_accuracy': 1.0, 'loss': [1, 2, 3]}",
        "content/steps/mine.py:7:1: error[wrong-result]: 'train' returned 'test_acuracy', which is not among "
        "'channels' "
        "(learning_rate 0.0001, seed 0) — did you mean 'test_accuracy'?",
    ),
    "returns-too-little": (
        "    return {'test_accuracy': 1.0, 'loss': [1, 2, 3]}",
        "content/steps/mine.py:7:1: error[wrong-result]: 'train' returned no 'validation_accuracy' "
        "(learning_rate 0.0001, seed 0) — return it, or remove it from 'channels'",
    ),
    "returns-words": (
        "    return {'test_accuracy': 'good', 'validation_accuracy': 1.0, 'loss': [1, 2, 3]}",
        "content/steps/mine.py:7:1: error[wrong-result]: 'test_accuracy' is a str, and not a number "
        "(learning_rate 0.0001, seed 0) — return numbers",
    ),
    "returns-another-shape": (
        "    return {'test_accuracy': 1.0, 'validation_accuracy': 1.0, 'loss': [1, 2]}",
        "content/steps/mine.py:7:1: error[wrong-result]: 'loss' is a sequence of 2, and not a sequence of 3 along "
        "'step' (learning_rate 0.0001, seed 0) — return as many each time, or mend 'axes'",
    ),
    "returns-another-shape-for-another-seed": (
        "    return {'test_accuracy': 1.0, 'validation_accuracy': 1.0, 'loss': [1, 2, 3] + [4] * (seed == 2)}",
        "content/steps/mine.py:7:1: error[wrong-result]: 'loss' is a sequence of 4, and not a sequence of 3 along "
        "'step' (learning_rate 0.0001, seed 2) — return as many each time, or mend 'axes'",
    ),
    "returns-a-ragged-sequence": (
        "    return {'test_accuracy': 1.0, 'validation_accuracy': 1.0, 'loss': [1, [2], 3]}",
        "content/steps/mine.py:7:1: error[wrong-result]: 'loss' is a list of unequal or other things, and not a "
        "sequence of 3 along 'step' (learning_rate 0.0001, seed 0) — return numbers",
    ),
}


@pytest.mark.parametrize("case", CALLS)
def test_what_a_function_does_wrong_is_one_line_at_its_own(desk, case):
    """The line names the author's file and line, the call, and what to do; the old site stays to the byte."""
    before = desk.site()
    body, expected = CALLS[case]
    source = f"import random\n\nfrom helping import gain\n\n\n\ndef train(seed, learning_rate, epochs):\n{body}\n"
    (desk.folder / "content" / "steps" / "mine.py").write_text(source)
    if case == "never-returns":
        desk.edit("steps/experiments.yaml", "seeds: 4", "seeds: 4\n    minutes: 0.02")
    said = desk.run("--jobs", "1")
    assert (said.status, said.diagnostics) == (3, [expected])
    assert desk.site() == before


def test_a_million_printed_lines_change_nothing(desk, monkeypatch):
    """What a function prints is read away and shown nowhere, however much it is."""
    before = loaded(desk, monkeypatch)
    loud = MODULE.replace(
        '    print("training", seed)\n', '    print("\\n".join(["word"] * 1_000_000 * (seed == 0)))\n'
    )
    (desk.folder / "content" / "steps" / "mine.py").write_text(loud)
    said = desk.run()
    assert said.status == 0
    assert "word" not in said.out + said.err
    after = loaded(desk, monkeypatch)
    assert all(np.array_equal(before[name], after[name]) for name in before)


def test_nothing_is_left_running(desk, tmp_path):
    """A function that starts a process and hangs leaves neither of them behind."""
    beat = tmp_path / "beat"
    beating = (
        f"import time, pathlib\nbeat = pathlib.Path({str(beat)!r})\nwhile True: beat.write_text('x' + str(time.time()))"
    )
    body = (
        "import subprocess, sys, time\n\ndef train(seed, learning_rate, epochs):\n"
        f"    subprocess.Popen([sys.executable, '-c', {beating!r}])\n    time.sleep(60)\n"
    )
    (desk.folder / "content" / "steps" / "mine.py").write_text(body)
    desk.edit("steps/experiments.yaml", "seeds: 4", "seeds: 1\n    minutes: 0.03")
    assert desk.run().status == 3
    last = beat.read_text()
    time.sleep(0.3)
    assert beat.read_text() == last


CONTENT = {
    "no-module": (
        ("call: mine:train", "call: mien:train"),
        "content/steps/experiments.yaml:5:11: error[missing-module]: there is no module 'mien' in the comparison's "
        "folder — did you mean 'mine'?",
    ),
    "no-function": (
        ("call: mine:train", "call: mine:trian"),
        "content/steps/mine.py:1:1: error[missing-function]: the module defines no function 'trian' — did you mean "
        "'train'?",
    ),
    "outside": (
        ("call: mine:train", "call: mine:train\n    files: ../site.yaml"),
        "content/steps/experiments.yaml:6:12: error[path-outside]: '../site.yaml' leads out of the comparison's folder "
        "— write a path from that folder downwards, with slashes",
    ),
    "unknown-argument": (
        ("{epochs: 3}", "{epochs: 3, epoch: 3}"),
        "content/steps/mine.py:7:1: error[wrong-argument]: 'train' takes no argument 'epoch', which it is given — "
        "use nothing",
    ),
    "missing-argument": (
        ("    fixed: {epochs: 3}\n", ""),
        "content/steps/mine.py:7:1: error[wrong-argument]: 'train' needs the argument 'epochs', which it is not "
        "given — "
        "write it under 'sweep' or 'fixed', or give it a default",
    ),
    "missing-package": (
        ("seeds: 4", "seeds: 4\n    packages: [no-such-package]"),
        "content/steps/experiments.yaml:11:15: error[missing-package]: the package 'no-such-package' is not "
        "installed — "
        "python -m pip install no-such-package",
    ),
    "no-axis": (
        ("axes: {step: 3}", "axes: {}"),
        "content/steps/experiments.yaml:2:3: error[wrong-options]: the channel 'loss' goes along 'step', which is not "
        "among 'axes': write how many values it has there, such as axes: {step: 20}",
    ),
    "unused-axis": (
        ("axes: {step: 3}", "axes: {step: 3, part: 2}"),
        "content/steps/experiments.yaml:2:3: error[wrong-options]: no channel goes along 'part': remove the axis, or "
        "write along: part",
    ),
    "twice": (
        ("fixed: {epochs: 3}", "fixed: {epochs: 3, seed: 4}"),
        "content/steps/experiments.yaml:2:3: error[wrong-options]: 'seed' is given to the function twice: as the seed, "
        "in 'sweep' or in 'fixed'",
    ),
}


@pytest.mark.parametrize("case", CONTENT)
def test_options_are_checked_before_anything_runs(desk, case):
    """A function, an argument, a package or a file that is not there is told without a call."""
    (old, new), expected = CONTENT[case]
    desk.edit("steps/experiments.yaml", old, new)
    said = desk.run("check")
    assert expected in said.diagnostics
    assert said.status == 1
    assert len(desk.entries()) == 4


def test_a_module_that_is_no_python_is_told_at_its_line(desk):
    """A typing error in the author's module is found without running it."""
    (desk.folder / "content" / "steps" / "helping.py").write_text("def gain(rate)\n    return 0\n")
    said = desk.run("check")
    assert said.diagnostics[0] == (
        "content/steps/helping.py:1:15: error[wrong-syntax]: this is not Python: expected ':' — mend it"
    )


def test_files_that_are_named_are_there_and_in_the_key(desk):
    """A function reads the files that its options name, at the same path, and none of the others."""
    folder = desk.folder / "content" / "steps"
    reading = MODULE.replace(
        "    draw =", "    assert not __import__('os').path.exists('other.csv')\n    draw ="
    ).replace("/ 100", "/ 100 + float(open('data/shift.csv').read())")
    (folder / "mine.py").write_text(reading)
    (folder / "data").mkdir()
    (folder / "data" / "shift.csv").write_text("0.01\n")
    (folder / "other.csv").write_text("1\n")
    assert "FileNotFoundError" in desk.run().diagnostics[0]
    desk.edit("steps/experiments.yaml", "call: mine:train", "call: mine:train\n    files: data/*.csv")
    assert desk.run("--format", "json").summary["trained"] == 12
    (folder / "other.csv").write_text("2\n")
    assert desk.run("--format", "json").summary["trained"] == 0
    (folder / "data" / "shift.csv").write_text("0.02\n")
    assert "data of data/shift.csv changed" in desk.run("status").out
    assert desk.run("--format", "json").summary["trained"] == 12


def test_a_cluster_gives_the_same_bytes(desk, tmp_path):
    """Workers elsewhere get the modules with the work: the site is that of this machine, to the byte."""
    here = desk.site()
    (tmp_path / "dask").mkdir()
    with dask(tmp_path / "dask") as started:
        started.worker()
        away = Desk(desk.folder, tmp_path / "other-runs")
        said = away.run("--scheduler", started.address, "--format", "json")
    assert (said.status, said.summary["trained"]) == (0, 12), said.err
    assert {path: digest for path, digest in away.site().items() if path != "build.json"} == {
        path: digest for path, digest in here.items() if path != "build.json"
    }
