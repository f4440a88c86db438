"""docs/estimators.md: every example in it is content that loads."""

import re
from pathlib import Path

import pytest
import yaml

from proofpress.content.experiments import read_experiments
from proofpress.content.files import read_file
from proofpress.diagnostics import Diagnostic
from tests.content.sites import KINDS

GUIDE = (Path(__file__).parents[1] / "docs" / "estimators.md").read_text(encoding="utf-8")
EXAMPLES = [
    block for block in re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.M | re.S) if block.startswith("experiments:")
]
STATISTICS = [each for each in re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.M | re.S) if each.startswith("statistics:")]


def read(folder, text):
    """Return the experiments of a text, read as content is."""
    (folder / "experiments.yaml").write_text(text)
    diagnostics: list[Diagnostic] = []
    found = read_experiments(
        read_file(folder, folder / "experiments.yaml", diagnostics), KINDS, folder, None, diagnostics
    )
    return found.records, [str(each).partition("experiments.yaml:")[2] for each in diagnostics]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split()[1].rstrip(":"))
def test_every_example_loads(example, tmp_path):
    """Classes, parameters, scores and data of each example are there, and it says what it will record."""
    records, wrong = read(tmp_path, example)
    assert not wrong
    (experiment,) = records.values()
    assert set(experiment.run_schema.channels) >= {"converged"}


def test_the_statistic_reads_what_its_experiment_records(tmp_path):
    """The channel and the axes that the example statistic names are those of the experiment above it."""
    assert len(EXAMPLES) == 4
    (statistic,) = (each for text in STATISTICS for each in yaml.safe_load(text)["statistics"].values())
    example = next(text for text in EXAMPLES if f"{statistic['experiment']}:" in text)
    schema = read(tmp_path, example)[0][statistic["experiment"]].run_schema
    assert statistic["channel"] in schema.channels
    assert set(statistic["at"]) < set(schema.axes)


def test_the_message_of_the_guide_is_the_one_that_is_given(tmp_path):
    """The misspelled class of the guide gets the words that the guide shows."""
    _, (line,) = read(tmp_path, EXAMPLES[0].replace("RandomForestClassifier", "RandomForrestClassifier"))
    shown = re.search(r"experiments\.yaml:(\d+:\d+: error\[unknown-class\].*?)```", GUIDE, re.S)
    assert line == " ".join(shown[1].split())
