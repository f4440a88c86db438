"""What runs on GitHub, in ours and in other people's repositories: pinned, with few rights, and never half deployed."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from proofpress import __version__, cli
from tests.desk import ROOT

SCAFFOLD = ROOT / "proofpress" / "scaffold" / "site"
WORKFLOWS = [*sorted((ROOT / ".github" / "workflows").glob("*.yml")), SCAFFOLD / "workflow.yml"]
ACTION = ROOT / "action.yml"


def read(path: Path) -> dict[str, Any]:
    """Return a YAML file; `on` is read as the word that it is."""
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    return found


def steps(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the steps of a workflow or an action."""
    found = read(path)
    for job in found.get("jobs", {"": found.get("runs")}).values():
        yield from job["steps"]


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit(path):
    """A tag of somebody else's action may be moved; a commit may not. The version stands beside it, for readers."""
    used = [step["uses"] for step in steps(path) if "uses" in step]
    assert used
    assert not [each for each in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", each)]
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if re.search(r"^\s*(- )?uses:", line)]
    assert all(re.search(r"# v\d+\.\d+\.\d+$", line) for line in lines)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_has_no_right_that_no_job_names(path):
    """The whole has none; a job that needs one says which."""
    assert read(path)["permissions"] == {}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_deployment_that_has_begun_is_finished(path):
    """Where a job deploys or publishes, no newer run cancels it on the main branch or on a tag."""
    found = read(path)
    deploying = [job for job in found["jobs"].values() if "environment" in job]
    for job in deploying:
        cancels = job.get("concurrency", found.get("concurrency", {})).get("cancel-in-progress")
        assert cancels in ("false", "${{ github.ref != 'refs/heads/main' }}")
    assert deploying or path.name == "any-machine.yml"


@pytest.mark.parametrize("path", [ROOT / ".github/workflows/site.yml", SCAFFOLD / "workflow.yml", ACTION],
                         ids=lambda path: path.name)  # fmt: skip
def test_the_address_is_asked_of_pages(path):
    """A fork builds for its own address: the build is given what the Pages set-up says."""
    words = path.read_text(encoding="utf-8")
    assert [step for step in steps(path) if step.get("uses", "").startswith("actions/configure-pages@")]
    assert "${{ steps.pages.outputs.base_url }}" in words


def test_the_citation_is_of_this_version():
    """CITATION.cff, the package and its metadata say one version."""
    citation = read(ROOT / "CITATION.cff")
    assert citation["version"] == __version__
    assert citation["cff-version"] == "1.2.0"
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_hook_for_pre_commit_is_a_command_of_ours():
    """What pre-commit runs is a command that there is."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    program, command = hook["entry"].split()
    assert program == "proofpress"
    assert command in cli._program().list_commands(None)


@pytest.mark.parametrize("path", [ROOT / ".devcontainer" / "devcontainer.json", SCAFFOLD / "devcontainer.json"],
                         ids=["ours", "new"])  # fmt: skip
def test_a_dev_container_opens_a_working_site(path):
    """It installs what the site needs, serves it, and forwards the port that `serve` takes."""
    from proofpress.server.http_server import DEFAULT_PORT

    container = json.loads(path.read_text(encoding="utf-8"))
    assert container["postCreateCommand"] == "python -m pip install -r requirements.txt"
    assert container["postAttachCommand"] == "python build.py serve"
    assert container["forwardPorts"] == [DEFAULT_PORT]
