"""Made-up comparisons with a lab, whose recorded run is real, served under a sub path."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Page, expect

from proofpress.cache.store import Store
from proofpress.diagnostics import Location
from proofpress.experiments import lab_files, lab_settings, train
from proofpress.models import Lab, LabPreset, LabSetting
from tests.browsing import hosting, lay_out, tabs
from tests.lab import reference
from tests.site import made_up
from tests.site.conftest import rendered

UNDER = "some/sub/path"
NAMES = (
    "learning_rate", "batch_size", "epochs", "units", "layers", "optimizer", "momentum", "weight_decay", "dropout",
    "label_noise", "train", "seed",
)  # fmt: skip
FEW = ("learning_rate", "epochs", "seed")
PLACE = Location("content/steps/lab.yaml", 1, 1)


def lab(names: tuple[str, ...] = NAMES) -> Lab:
    """Return a lab with these settings; with every setting it has two guided steps."""
    words = made_up.ours
    settings = tuple(LabSetting(name, words(name.replace("_", " ").title()), words("A note."), PLACE) for name in names)
    presets = (
        LabPreset("plain", words("Plain"), words("Press Network."), words("It learns."), {}, {}, PLACE),
        LabPreset("wild", words("Too large"), words("Compare."), words("One fails."), {"learning_rate": 1000,
                  "weight_decay": 1}, {"learning_rate": 0.1}, PLACE),
    )  # fmt: skip
    return Lab(
        words("Try it"), words("Network a network on this page."), words("You set ^settings^; _weights_ follow."),
        "short", "figure-1", words("updates so far"), words("settings changed"), settings,
        presets if names == NAMES else (), PLACE,
    )  # fmt: skip


@pytest.fixture(scope="session")
def files(tmp_path_factory) -> dict[str, bytes]:
    """Every file of a site by path: the lab of `steps` has every setting, that of `few` has three."""
    experiment = reference.short_run()
    store = Store(tmp_path_factory.mktemp("runs"))
    record = train({"short": experiment}, store, jobs=1)["short"]
    materials = []
    for slug, names in (("steps", NAMES), ("few", FEW)):
        material = made_up.material(slug)
        comparison = replace(
            material.comparison, lab=lab(names), experiments={**material.comparison.experiments, "short": experiment}
        )
        made = replace(
            material, comparison=comparison, lab=lab_files(experiment, record, store),
            lab_settings=lab_settings(experiment.options),
            opening_settings=lab_settings(experiment.options) | {"weight_decay": 0.002} if slug == "steps" else {},
        )  # fmt: skip
        materials.append(made)
    return rendered(*materials, base_url=f"https://example.org/{UNDER}/")


@pytest.fixture(scope="session")
def folder(files, tmp_path_factory) -> Path:
    """The folder that is served; the site lies below a path of its own."""
    root = tmp_path_factory.mktemp("served")
    lay_out(files, root / UNDER)
    return Path(root)


@pytest.fixture(scope="session")
def address(folder) -> Iterator[str]:
    """The address that the lab is served at, on a free port."""
    with hosting(folder) as root:
        yield f"{root}{UNDER}/steps/lab/index.html"


@pytest.fixture
def visit(browser, address) -> Iterator[Callable]:
    """Opens the lab, and waits until it can train: `visit("?seed=3", width=360)`; closes it after the test."""
    with tabs(browser) as open_tab:

        def open_lab(query: str = "", width: int = 1280, slug: str = "steps", script: bool = True) -> Page:
            page = open_tab(address.replace("/steps/", f"/{slug}/") + query, width, script=script)
            if script:
                page.wait_for_selector("#lab-train:enabled")
                said(page, "Ready")
            return page

        yield open_lab


def said(page: Page, words: str) -> str:
    """Wait until the lab says some words, and return all that it says."""
    expect(page.locator("#lab-status")).to_contain_text(words)
    return page.locator("#lab-status").inner_text()
