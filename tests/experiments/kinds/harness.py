"""Shared by the tests of experiment kinds: read a kind's example, run a kind whole, compare with its outline."""

import json
import re
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from pydantic_core import SchemaValidator

from proofpress.content.own_folder import Folder
from proofpress.content.validation.core_schema import core_schema
from proofpress.content.yaml_reader.tree import Node
from proofpress.diagnostics import Location
from proofpress.experiments.results import unlike
from proofpress.models import Channel, ExperimentKind
from proofpress.models.own_files import Completable
from tests import core_yaml


def validated(kind: ExperimentKind, written: Mapping[str, Any], folder: Path = Path()) -> Any:
    """Return the options of a mapping as an author would write it, checked and completed as strictly as content is.

    folder: where the files lie that it names.
    """
    options = SchemaValidator(core_schema(kind.options)).validate_json(json.dumps(written), strict=True)
    if not isinstance(options, Completable):
        return options
    # What names a file that is not there stays as it is written.
    return options.complete(Folder(folder, Node(Location(kind.name), {}), Location(kind.name), [])) or options


def example(kind: ExperimentKind, module: Any) -> dict[str, Any]:
    """Return the options written in the YAML example of a kind's docstring."""
    block = re.search(r"(?:^ {4}.*\n)+", module.__doc__, re.MULTILINE)
    assert block, f"{module.__name__} has no example"
    (written,) = core_yaml.load(textwrap.dedent(block.group())).values()
    assert written.pop("kind") == kind.name
    assert written.pop("title")
    return written


def whole(kind: ExperimentKind, options: Any) -> dict[str, Channel]:
    """Return all channels of an experiment, its pieces run one after the other as a worker gets them."""
    pieces = json.loads(json.dumps(kind.pieces(options)))
    arrays = [kind.run(options, piece)[0] for piece in pieces]
    for piece, given in zip(pieces, arrays, strict=True):
        assert unlike(kind, options, piece, given) == ""
    return dict(kind.assemble(options, arrays))


def assert_as_outlined(kind: ExperimentKind, options: Any, channels: Mapping[str, Channel]) -> None:
    """Fail unless names, dimensions and shapes of the channels are those that the outline promised."""
    run_schema = kind.run_schema(options)
    assert {name: channel.dims for name, channel in channels.items()} == dict(run_schema.channels)
    for name, channel in channels.items():
        wanted = [len(run_schema.axes[dim]) if dim in run_schema.axes else None for dim in channel.dims]
        shape = [None if free is None else size for size, free in zip(channel.values.shape, wanted, strict=True)]
        assert shape == wanted, name
        assert all(dim in run_schema.axes or dim.startswith("*") for dim in channel.dims), name
        assert channel.better in ("", "higher", "lower")
        if channel.labels:
            assert np.all(channel.values < len(channel.labels)), name


def exactly(message: str) -> str:
    """Return a pattern for `pytest.raises(match=…)` that only the whole message meets."""
    return f"^{re.escape(message)}$"
