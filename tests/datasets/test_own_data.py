"""Data of an author's own: what a table becomes, what is refused and where, and what functions generate."""

from pathlib import Path

import numpy as np
import pytest
import sklearn.datasets

from proofpress.content.experiments import read_experiments
from proofpress.content.files import read_file
from proofpress.datasets.data_set import data_sets
from proofpress.datasets.options import Data, Facts, FoundData, class_count, feature_names, part_sizes
from proofpress.datasets.splitting import load
from proofpress.diagnostics import BuildError, Diagnostic
from proofpress.experiments.plan import plan
from tests.content.sites import KINDS

FLOWERS = "garden,petal,leaf,species\n" + "".join(
    f"{'north' if n % 3 else 'south'},{n / 10},{n % 4},{('aster', 'daisy', 'lily')[n % 3]}\n" for n in range(30)
)
EXPERIMENT = """\
experiments:
  own:
    title: On our own table
    kind: network
    data: {{{data}}}
    training: {{epochs: 20, batch_size: 8}}
    sweep: {{learning_rate: [0.0001, 0.01, 0.1]}}
    seeds: 3
    record: [curves]
"""


def experiment_of(folder: Path, table: str = "", target: str = "species", more: str = "", data: str = ""):
    """Return an experiment whose data are a table, or others; it is read as content is."""
    own = folder / "steps" / "data"
    own.mkdir(parents=True, exist_ok=True)
    (own / "flowers.csv").write_text(table)
    written = data or f"file: data/flowers.csv, target: {target}, split: 3{more}"
    (folder / "steps" / "experiments.yaml").write_text(EXPERIMENT.format(data=written))
    diagnostics: list[Diagnostic] = []
    node = read_file(folder, folder / "steps" / "experiments.yaml", diagnostics)
    found = read_experiments(node, KINDS, folder / "steps", None, diagnostics)
    if diagnostics:
        raise BuildError(diagnostics)
    return found.records["own"]


def refusal(folder: Path, table: str, **options: str) -> list[str]:
    """Return the lines that refuse a table, from the folder of the site on."""
    with pytest.raises(BuildError) as caught:
        experiment_of(folder, table, **options)
    return [line.removeprefix(f"{folder}/steps/") for line in str(caught.value).splitlines()]


def test_a_table_becomes_numbers_with_names(tmp_path):
    """Numbers stay, two words make one column, classes are numbered by the alphabet, and rows are those of the file."""
    data = experiment_of(tmp_path, FLOWERS).options.data
    assert feature_names(data) == ("garden = south", "petal", "leaf")
    assert data.facts.classes == ("aster", "daisy", "lily")
    assert part_sizes(data) == (18, 6, 6)
    raw = load(data, scaled=False)
    rows = [line.split(",") for line in FLOWERS.splitlines()[1:]]
    expected = np.array([[garden == "south", float(petal), float(leaf)] for garden, petal, leaf, _ in rows])
    np.testing.assert_allclose(raw.inputs, expected[raw.order], rtol=1e-6)
    np.testing.assert_array_equal(raw.targets, np.arange(30)[raw.order] % 3)
    scaled = load(data)
    np.testing.assert_allclose(scaled.inputs[:18].mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(scaled.inputs[:18].std(axis=0), 1, atol=1e-5)


def test_three_words_make_three_columns(tmp_path):
    """Each word is a column of 0 and 1; in each row one of them is 1."""
    table = FLOWERS.replace("species", "kind").replace("garden", "species")
    data = experiment_of(tmp_path, table).options.data
    assert feature_names(data)[2:] == ("kind = aster", "kind = daisy", "kind = lily")
    np.testing.assert_array_equal(load(data, scaled=False).inputs[:, 2:].sum(axis=1), 1)


def test_only_the_features_that_are_named_are_used(tmp_path):
    """`features` says which columns count, and in which order; a number is predicted where the target holds numbers."""
    data = experiment_of(tmp_path, FLOWERS, target="petal", more=", features: [leaf, garden]").options.data
    assert feature_names(data) == ("leaf", "garden = south")
    assert class_count(data) == 0
    assert load(data, scaled=False).targets.max() == pytest.approx(2.9)


@pytest.mark.parametrize(
    ("more", "classes"), [("", ("0", "1")), (", predict: classes", ("0", "1")), (", predict: number", ())]
)
def test_zeros_and_ones_are_classes_unless_they_are_said_to_be_numbers(tmp_path, more, classes):
    """A target of 0 and 1 is two classes; `predict` has the last word."""
    table = "x,height\n" + "".join(f"{n},{n % 2}\n" for n in range(40))
    assert experiment_of(tmp_path, table, target="height", more=more).options.data.facts.classes == classes


def test_missing_values_are_dropped_or_get_the_mean_of_the_training_rows(tmp_path):
    """`drop` leaves a row out; `mean` takes the mean of the training rows that have the value, words' shares too."""
    lines = FLOWERS.splitlines()
    lines[4], lines[9] = lines[4].replace("south", "").replace("north", ""), lines[9].replace(",0.8,", ",NA,")
    table = "\n".join(lines)
    assert experiment_of(tmp_path, table, more=", missing: drop").options.data.facts.rows == 28
    data = experiment_of(tmp_path, table, more=", missing: mean").options.data
    arrays = load(data, scaled=False)
    for column, row in ((0, 3), (1, 8)):
        (place,) = np.flatnonzero(arrays.order == row)
        others = [at for at in range(18) if arrays.order[at] != row]
        assert arrays.inputs[place, column] == pytest.approx(arrays.inputs[others, column].mean(), abs=1e-6)


@pytest.mark.parametrize(
    ("table", "options", "lines"),
    [
        (
            FLOWERS,
            {"target": "spices", "more": ", features: [petall, leaf]"},
            [
                "experiments.yaml:5:44: error[unknown-column]: the table '{file}' has no column 'spices' — "
                "did you mean 'species'?",
                "experiments.yaml:5:73: error[unknown-column]: the table '{file}' has no column 'petall' — "
                "did you mean 'petal'?",
            ],
        ),
        (
            FLOWERS.replace(",0.5,", ",2020-01-05,").replace(",1.5,", ",,"),
            {},
            [
                "data/flowers.csv:17:1: error[missing-value]: 'petal' is missing in 1 of 30 rows, first here — "
                "fill it in, or write missing: drop, or missing: mean"
            ],
        ),
        (
            FLOWERS.replace(",0.5,", ",tall,"),
            {},
            [
                "data/flowers.csv:7:1: error[mixed-types]: 'petal' holds words and numbers: here 'tall' — "
                "write one sort in all rows, or nothing where it is missing"
            ],
        ),
        (
            "day,height\n" + "".join(f"2020-01-{n:02},{n}\n" for n in range(1, 31)),
            {"target": "height"},
            [
                "data/flowers.csv:2:1: error[date]: 'day' holds dates, such as '2020-01-01' — write what matters about "
                "them as a number, such as days since a first day, or leave the column out"
            ],
        ),
        (
            "x,height\n" + "".join(f"name{n},{n}\n" for n in range(60)),
            {"target": "height"},
            [
                "data/flowers.csv:2:1: error[too-many-words]: 'x' holds 60 different words, more than the 50 that can "
                "be columns — leave it out of 'features', or group them"
            ],
        ),
        (
            "x,height\n" + "".join(f"{'inf' if n == 7 else n},{n}\n" for n in range(60)),
            {"target": "height"},
            [
                "data/flowers.csv:9:1: error[not-finite]: 'x' is infinite — write a number, or leave it empty",
            ],
        ),
        (
            "x,height\n1,2\n2,3\n",
            {"target": "height"},
            ["data/flowers.csv:1:1: error[too-few-rows]: 2 rows are used — give at least 10"],
        ),
        (
            FLOWERS,
            {"more": ", train: 28"},
            [
                "experiments.yaml:2:3: error[wrong-options]: the parts have 28 + 6 + 6 rows, but 'data/flowers.csv' "
                "has only 30"
            ],
        ),
        (
            FLOWERS,
            {"more": ", rows: 100"},
            [
                "experiments.yaml:5:5: error[wrong-options]: 'rows', 'noise' and 'options' are for generated data, "
                "and a file is not generated"
            ],
        ),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_its_line(tmp_path, table, options, lines):
    """Everything that is wrong is told before anything trains: which file, which line, what to do."""
    file = f"{tmp_path}/steps/data/flowers.csv"
    assert refusal(tmp_path, table, **options) == [line.format(file=file) for line in lines]


def test_a_changed_cell_is_another_key(tmp_path):
    """The bytes of the file are in the key of each piece; its licence is not."""
    keys = [
        plan(experiment_of(tmp_path, table, more=more), KINDS.experiments).key
        for table, more in [
            (FLOWERS, ""),
            (FLOWERS.replace("0.5", "0.6"), ""),
            (FLOWERS, ', licence: CC0, source: "https://example.org"'),
        ]
    ]
    assert keys[0] != keys[1]
    assert keys[0] == keys[2]


def test_licence_and_source_are_told(tmp_path):
    """What the page says of the data holds their licence and where they are from."""
    settings = experiment_of(tmp_path, FLOWERS, more=", licence: CC0, source: our garden").run_schema.settings
    assert settings["data.name"] == "data/flowers.csv"
    assert (settings["data.licence"], settings["data.source"]) == ("CC0", "our garden")


def test_functions_of_scikit_learn_give_their_own_rows(tmp_path):
    """`make_…` gives what scikit-learn's function of that name gives, with the options of its own."""
    facts = Facts(200, tuple(f"x{n}" for n in range(1, 7)), ("0", "1", "2"))
    options = {"n_features": 6, "n_informative": 4, "n_classes": 3}
    data = FoundData(name="make_classification", rows=200, options=options, facts=facts)
    arrays = load(data, scaled=False)
    inputs, targets = sklearn.datasets.make_classification(200, random_state=0, **options)
    np.testing.assert_allclose(arrays.inputs, inputs[arrays.order], rtol=1e-5)
    np.testing.assert_array_equal(arrays.targets, targets[arrays.order])
    assert class_count(data) == 3


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (
            "n_feature: 4",
            "5:60: error[unknown-parameter]: 'n_feature' is not a parameter of 'make_classification' — "
            "did you mean 'n_features'?",
        ),
        (
            "n_features: 1",
            "5:48: error[wrong-parameter]: make_classification refuses its options: Number of informative, redundant "
            "and repeated features must sum to less than the number of total features",
        ),
    ],
)
def test_a_functions_options_are_checked_before_anything_trains(tmp_path, options, line):
    """A parameter that the function lacks, and a value that it refuses, are told where they are written."""
    with pytest.raises(BuildError) as caught:
        experiment_of(tmp_path, data=f"name: make_classification, options: {{{options}}}")
    assert str(caught.value) == f"{tmp_path}/steps/experiments.yaml:{line}"


@pytest.mark.parametrize("name", [name for name, known in data_sets().items() if known.targets])
def test_each_target_of_a_data_set_is_its_column(name):
    """`target` picks one of several columns to predict."""
    given = getattr(sklearn.datasets, f"load_{name}")()
    for column, target in enumerate(given.target_names):
        arrays = load(Data(name, target=target), scaled=False)
        np.testing.assert_allclose(arrays.targets, given.target[arrays.order, column])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "say which data: one of 'name' (a data set of the press) or 'file' (a table of your own)"),
        ({"file": "a.csv"}, "'target' names the column that is predicted; the others are features"),
        (
            {"name": "iris", "missing": "drop"},
            "'missing' is for a file of your own, and 'iris' is a data set of the press",
        ),
        ({"name": "iris", "target": "x"}, "'x' is not a target of 'iris'; leave 'target' out"),
        ({"name": "linnerud", "target": "x"}, "'x' is not a target of 'linnerud'; use 'Weight', 'Waist' or 'Pulse'"),
        ({"name": "make_blobs", "noise": 1}, "'make_blobs' is generated without 'noise'"),
        (
            {"name": "iris", "options": {"a": 1}},
            "'options' are for data that scikit-learn generates, and 'iris' is not among them",
        ),
        ({"file": "a.csv", "target": "x", "features": ("x",)}, "'x' is the target, so it cannot be a feature"),
    ],
)
def test_options_that_do_not_go_together_are_refused(options, message):
    """The message says what was given and what is allowed."""
    with pytest.raises(ValueError) as fault:  # noqa: PT011  # the whole message is compared below
        Data(**options)
    assert str(fault.value) == message


def test_names_of_features_are_those_of_scikit_learn():
    """Each feature of the data sets that come with names is called as scikit-learn calls it, units apart."""
    for name in ("breast_cancer", "wine", "iris", "diabetes", "linnerud"):
        theirs = [
            str(each).removesuffix(" (cm)").replace("_", " ")
            for each in getattr(sklearn.datasets, f"load_{name}")().feature_names
        ]
        assert list(feature_names(Data(name))) == theirs
