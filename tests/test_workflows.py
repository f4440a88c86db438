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


PREVIEWS = [ROOT / ".github/workflows/site.yml", SCAFFOLD / "workflow.yml", ACTION]


@pytest.mark.parametrize("path", PREVIEWS, ids=lambda path: path.name)
def test_a_pull_request_can_be_looked_at(path):
    """What it would give is an artifact that the run's summary links to, which a fork's pull request may make too."""
    found = list(steps(path))
    (upload,) = (step for step in found if step.get("uses", "").startswith("actions/upload-artifact@"))
    (say,) = (step for step in found if "GITHUB_STEP_SUMMARY" in step.get("run", ""))
    assert say["env"] == {"PREVIEW": f"${{{{ steps.{upload['id']}.outputs.artifact-url }}}}"}
    assert say["if"] == upload["if"] != ""
    (pages,) = (step for step in found if step.get("uses", "").startswith("actions/upload-pages-artifact@"))
    assert (pages["if"], upload["if"].partition(" && ")[0]) in (
        ("github.ref == 'refs/heads/main'", "github.ref != 'refs/heads/main'"),
        ("inputs.pages == 'true'", "inputs.pages != 'true'"),
    )


@pytest.mark.parametrize("path", [path for path in WORKFLOWS if path.name != "release.yml"], ids=lambda path: path.name)
def test_nothing_that_a_pull_request_runs_may_write(path):
    """Only the job that deploys may write, and it runs on the main branch alone."""
    for name, job in read(path)["jobs"].items():
        if "write" in job["permissions"].values():
            assert job["if"] == "github.ref == 'refs/heads/main'", name


def test_the_documentation_is_deployed_beside_the_site():
    """What is handed to GitHub Pages is the site, with the documentation in the folder that its links expect."""
    found = list(steps(ROOT / ".github/workflows/site.yml"))
    (docs,) = (step["run"] for step in found if "mkdocs" in step.get("run", ""))
    assert docs.splitlines()[1:] == [
        "python -m mkdocs build --strict",
        "cp -r output pages",
        "cp -r site-docs pages/docs",
    ]
    (pages,) = (step for step in found if step.get("uses", "").startswith("actions/upload-pages-artifact@"))
    assert pages["with"] == {"path": "pages"}


def test_a_release_is_checked_used_elsewhere_and_attested():
    """What PyPI gets was checked by twine, made a site on three systems, and is of the version that the tag names."""
    jobs = read(ROOT / ".github/workflows/release.yml")["jobs"]
    lines = [line for step in jobs["package"]["steps"] for line in step.get("run", "").splitlines()]
    assert "python -m twine check --strict dist/*" in lines
    assert sum("GITHUB_REF_NAME#v" in line for line in lines) == 2
    assert len(jobs["elsewhere"]["strategy"]["matrix"]["system"]) == 3
    assert jobs["elsewhere"]["steps"][-1]["run"].splitlines()[2:] == [
        "proofpress init my-site", "cd my-site", "python build.py", "python build.py check",
    ]  # fmt: skip
    assert (jobs["elsewhere"]["needs"], jobs["publish"]["needs"]) == ("package", "elsewhere")
    assert jobs["publish"]["if"] == "github.ref_type == 'tag'"
    assert jobs["publish"]["permissions"] == {"id-token": "write"}
    assert jobs["publish"]["steps"][-1]["with"] == {"attestations": "true"}


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
