"""The controls of the lab: which values each setting can be moved through, and settings as links."""

from collections.abc import Mapping
from urllib.parse import quote

from msgspec import Struct

DECADES = {
    "learning_rate": (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100),
    "weight_decay": (0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1),
}
STEPS: Mapping[str, tuple[float, ...]] = {
    **DECADES,
    "batch_size": (1, 2, 4, 8, 16, 32, 64, 128, 256, 512),
    "epochs": (1, 2, 5, 10, 20, 50, 100, 150, 200),
    "units": (1, 2, 4, 8, 16, 32, 64, 128),
    "momentum": (0, 0.5, 0.8, 0.9, 0.95, 0.99),
    "dropout": (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
    "label_noise": (0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1),
    "train": (20, 50, 100, 150, 300, 600),
}
UP_TO_ALL_ROWS = ("batch_size", "train")
CHOICES: Mapping[str, tuple[float | str, ...]] = {"layers": (1, 2, 3), "optimizer": ("sgd", "momentum", "adam")}
SHARES = ("dropout", "label_noise")
MOST_SEED = 4_294_967_295


class Control(Struct, frozen=True):
    """A setting as the page shows it.

    shape: `range`, a slider through `values`; `choice`, radio buttons; `number`, a field with `most`.
    values: as they are written in a link; start: the one of the recorded run. form: `share` for percent.
    """

    name: str
    label: str
    note: str
    shape: str
    values: tuple[str, ...]
    start: str
    form: str
    most: int

    @property
    def at(self) -> int:
        """The place of the start among the values."""
        return self.values.index(self.start)


def lab_path(slug: str) -> str:
    """Return where the lab of a comparison lies."""
    return f"{slug}/lab/index.html"


def control(name: str, label: str, note: str, start: float | str, rows: int) -> Control:
    """Return the control of a setting. start: what the recorded run used. rows: its training rows."""
    steps = CHOICES.get(name) or STEPS.get(name, ())
    if name in UP_TO_ALL_ROWS:
        steps = (*(step for step in steps if float(step) < rows), rows)
    if start not in steps:
        steps = (*steps, start)
    if name not in CHOICES:
        steps = tuple(sorted(steps, key=float))
    shape = "choice" if name in CHOICES else "range" if name in STEPS else "number"
    form = "share" if name in SHARES else "plain"
    return Control(name, label, note, shape, tuple(map(written, steps)), written(start), form, MOST_SEED)


def written(value: float | str) -> str:
    """Return a value as links and fields write it.

    >>> written(0.0001), written(20.0), written("adam")
    ('0.0001', '20', 'adam')
    """
    return value if isinstance(value, str) else f"{value:.10f}".rstrip("0").rstrip(".")


def link_of(step: str, settings: Mapping[str, float | str], beside: Mapping[str, float | str]) -> str:
    """Return the link that puts settings in: those left out are as recorded; `beside.` marks the second run's.

    >>> link_of("fast", {"learning_rate": 10}, {"learning_rate": 0.1})
    '?step=fast&learning_rate=10&beside.learning_rate=0.1'
    """
    pairs = [("step", step), *settings.items(), *((f"beside.{name}", value) for name, value in beside.items())]
    return "?" + "&".join(f"{name}={quote(written(value))}" for name, value in pairs)
