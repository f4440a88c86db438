"""The files of explorers: what was recorded is what is loaded, and it is small."""

import json
import re
import subprocess
import sys
import zlib

import numpy as np
import pytest
from msgspec.structs import replace

from proofpress import claims
from proofpress.cache.store import Store
from proofpress.charts.model import limit
from proofpress.diagnostics import BuildError
from proofpress.formatting import short
from proofpress.site.explorers import explored, prepare
from proofpress.statistics.contrasts import VERDICTS
from tests.explorers import made_up
from tests.explorers.made_up import COUNT, DIED, KINDS, PIXELS, STEPS, explorer, runs
from tests.site.conftest import rendered


def loaded(kind: str) -> tuple[dict, np.ndarray]:
    """Return head and bytes of the file of a kind, read as the page reads them."""
    made = explored(made_up.material(), None).explored[f"figure-{KINDS.index(kind) + 1}"]
    head, data = zlib.decompress(made.data).split(b"\n", 1)
    return json.loads(head), np.frombuffer(data, dtype=np.int8)


@pytest.mark.parametrize("kind", ["sweep", "grid"])
def test_curves_are_mean_and_range_of_the_seeds(kind):
    """Each cell has the mean, the lowest and the highest accuracy of its seeds at each checkpoint."""
    head, _ = loaded(kind)
    of = runs()["line" if kind == "sweep" else "plane"].channels["test_accuracy"].values
    flat = of.reshape(-1, *of.shape[-2:])
    assert head["curves"]["steps"] == list(STEPS)
    for part, take in (("middle", np.mean), ("low", np.min), ("high", np.max)):
        assert np.allclose(head["curves"][part], take(flat, axis=1), atol=1e-4), part


def test_a_cell_says_what_became_of_its_runs():
    """The sentence has mean, range, seeds and the outcomes by their frequency, in the author's words."""
    head, _ = loaded("sweep")
    assert head["said"][1] == (
        "71% of the images (mean of 3 seeds, 70% to 72%). It learns in 2 of 3 runs; falls silent in 1 of 3 runs."
    )


def test_checkpoints_come_back_within_half_a_shade():
    """A number comes back to half a step of the scale that all checkpoints share: the figure's at the last one."""
    head, data = loaded("scrub")
    wanted = runs()["whole"].channels["weights"].values[0]
    full = limit(wanted[-1])
    back, within = data.reshape(len(STEPS), COUNT) / 127 * full, wanted.clip(-full, full)
    assert np.abs(back - within).max() <= 0.5 / 127 * full + 1e-12
    assert head["said"][0].endswith(f"0 of {COUNT} moved.")
    assert head["said"][-1].endswith(f"{COUNT - 1} of {COUNT} moved.")


def test_a_map_keeps_sides_and_sizes():
    """A pixel's byte has the sign of its number, and its size to within a step of the logarithmic scale."""
    head, data = loaded("map")
    wanted = runs()["pixels"].channels["convergence"].values[0].ravel()
    assert (np.sign(data) == np.sign(wanted)).all()
    sizes = head["low"] + (np.abs(data.astype(int)) - 1) / 126 * (head["high"] - head["low"])
    assert np.abs(sizes - np.log10(np.abs(wanted))).max() <= (head["high"] - head["low"]) / 252 + 1e-9


def test_a_map_has_the_coordinates_of_its_window():
    """Where the runs say which window they looked at, its rates are shown, from edge to edge."""
    head, _ = loaded("map")
    assert [axis["words"][at] for axis in head["axes"] for at in (0, PIXELS - 1)] == ["0.1", "10", "1", "100"]


def test_a_condition_map_says_what_the_prevalence_counts():
    """Each cell has a verdict for each sentence, the same that the statistic counts, and the words say so."""
    head, _ = loaded("condition_map")
    dose, without = head["maps"]
    assert dose["verdicts"] == ["undecided", "holds", "reversed", "undecided"]
    assert without["verdicts"] == ["undecided", "reversed", "holds", "undecided"]
    asked = {"experiment": "home", "channel": "test_accuracy", "at": {"dose": 1}, "minus": {"dose": 0}}
    kind = claims.statistic_kinds()["prevalence"]
    for verdict in VERDICTS:
        options = kind.options(**asked, over=("train", "label_noise"), verdict=verdict)
        assert kind.estimate(options, runs()) == dose["verdicts"].count(verdict) / 4


def test_a_condition_map_speaks_of_the_conditions():
    """The sentence has the author's phrases, the gain of that cell in points, its interval and the seeds."""
    head, _ = loaded("condition_map")
    first, second, third = head["said"][1].split("\n")
    assert first == "With 100 rows, 40% wrong, 6 seeds:"
    assert re.fullmatch(r"The dose helps, \+20 points \[19, 21\]\.", second)
    assert re.fullmatch(r"No dose hurts, −20 points \[−21, −19\]\.", third)
    assert "The dose does not show, 0.0 points [−1.0, 1.0]." in head["said"][0]


def test_a_parameter_map_has_the_number_of_each_run_and_all_beside_it():
    """A byte is the number on the scale of the map, a picture all weights into the unit; a dead run has neither."""
    head, data = loaded("parameter_map")
    of = runs()["field"].channels["weights"].values[0].transpose(1, 0, 2)
    values, pictures = data[:6].astype(float), data[6:].reshape(6, 3)
    own = of[..., 2 * 2 + 1].ravel()
    alive = np.arange(6) != DIED[1] * 3 + DIED[0]
    assert (values[~alive] == -128).all()
    assert np.corrcoef(values[alive], own.clip(*np.array([-1, 1]) * own[alive].max())[alive])[0, 1] > 0.99
    assert head["framed"] == 2
    wanted = of.reshape(6, -1)[:, [1, 3, 5]]
    assert np.abs(pictures[alive] / 127 * np.abs(wanted[alive]).max() - wanted[alive]).max() < 3 * wanted.max() / 127
    assert not pictures[~alive].any()


def test_a_parameter_map_says_where_a_run_ended():
    """A sentence has the number of its run, what is read off it and what is told besides, or that it died."""
    head, _ = loaded("parameter_map")
    of = runs()["field"].channels
    assert head["said"][1] == f"it ends at {short(of['weights'].values[0, 1, 0, 5])}; 20% of the images; loss 0.333."
    assert head["said"][DIED[1] * 3 + DIED[0]].startswith("it died; 50% of the images")


def test_layers_that_do_not_fit_are_told():
    """Sizes of layers that hold another number of parameters are the author's to mend."""
    wrong = explorer("scrub", "figure-3")
    wrong = replace(wrong, options=replace(wrong.options, sizes=(3, 3, 2)))
    with pytest.raises(BuildError) as found:
        prepare(wrong, {"measure": "read", "moved": "moved"}, made_up.material().records, None)
    (diagnostic,) = found.value.diagnostics
    assert diagnostic.rule == "wrong-count"
    assert diagnostic.message == "layers of 3, 3, 2 hold 20 numbers, the runs hold 14"
    assert diagnostic.hint == "write the sizes of the trained layers"


def test_what_the_store_has_is_not_made_again(tmp_path):
    """With a store, the second time reads no runs and gives the same bytes."""
    store, material = Store(tmp_path), made_up.material()
    first = explored(material, store).explored

    def unread() -> None:
        raise AssertionError("the runs were read again")

    records = {name: replace(record, load=unread) for name, record in material.records.items()}
    assert explored(replace(material, records=records), store).explored == first


def test_no_library_of_arrays_is_imported():
    """The modules of the explorers import no numpy: a build that reuses everything stays quick."""
    code = (
        "import sys; from proofpress.site import explorers as e; e.explorer_kinds(); sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_page_without_explorers_loads_none():
    """Script and style sheet come with the first explorer, and only with one."""
    page = rendered(made_up.made_up.material("steps"))["index.html"].decode()
    assert "explorer." not in page
    with_some = rendered(made_up.material())["index.html"].decode()
    assert with_some.count("assets/explorer.") == 2
