"""Training logs of trackers are read to the bit, and what is no log is one line."""

import json
import random
import struct

import numpy as np
import pytest
from tensorboardX import SummaryWriter
from tensorboardX.proto.event_pb2 import Event
from tensorboardX.proto.summary_pb2 import Summary
from tensorboardX.proto.tensor_pb2 import TensorProto
from tensorboardX.proto.tensor_shape_pb2 import TensorShapeProto
from tensorboardX.record_writer import RecordWriter

from proofpress.datasets.logs import read_log
from proofpress.diagnostics import BuildError

STATE = {
    "best_metric": None,
    "epoch": 2.0,
    "log_history": [
        {"epoch": 0.5, "grad_norm": 1.5, "learning_rate": 0.001, "loss": 2.5, "step": 50},
        {"epoch": 1.0, "learning_rate": 0.0005, "loss": 1.25, "step": 100},
        {"epoch": 1.0, "eval_accuracy": 0.625, "eval_loss": 1.5, "eval_runtime": 2.1, "step": 100},
        {"epoch": 2.0, "learning_rate": 0.0, "loss": 0.75, "step": 200},
        {"epoch": 2.0, "eval_accuracy": 0.75, "eval_loss": 1.125, "step": 200},
        {"epoch": 2.0, "step": 200, "total_flos": 123456789, "train_loss": 1.5},
    ],
    "trial_params": None,
}


def state(tmp_path, text):
    """Return the path of a log with some text."""
    path = tmp_path / "trainer_state.json"
    path.write_text(text, encoding="utf-8")
    return path


def events(folder, scalars, picture=False):
    """Write an event file as tensorboardX does, and return its path. scalars: (tag, value, step)."""
    with SummaryWriter(str(folder)) as writer:
        if picture:
            writer.add_image("sample", np.zeros((3, 4, 4), dtype=np.uint8), 0)
            writer.add_text("notes", "none", 0)
        for tag, value, step in scalars:
            writer.add_scalar(tag, value, step)
    (path,) = folder.glob("events.out.tfevents.*")
    return path


def told(path, wanted=None):
    """Return the one line that says what is wrong with a log."""
    with pytest.raises(BuildError) as caught:
        read_log(path, path.name if path.suffix == ".json" else "events.out.tfevents.1", wanted)
    (line,) = map(str, caught.value.diagnostics)
    return line


def cells(table, name):
    """Return the cells of a column."""
    return [table.columns[name].cell(row) for row in range(table.rows)]


@pytest.mark.parametrize("indent", [None, 2])
def test_lines_of_a_trainer_are_joined_by_their_step(tmp_path, indent):
    """A step is a row if all that is read was logged at it; each row knows the line at which its step begins."""
    text = json.dumps(STATE, indent=indent)
    table = read_log(state(tmp_path, text), "trainer_state.json", {"step", "loss", "eval_accuracy"})
    assert cells(table, "step") == [100, 200]
    assert cells(table, "loss") == [1.25, 0.75]
    assert cells(table, "eval_accuracy") == [0.625, 0.75]
    lines = text.splitlines()
    for row, loss in enumerate((1.25, 0.75)):
        begin = table.locate(row).line
        assert begin == 1 or lines[begin - 1].strip() == "{"
        assert any(f'"loss": {loss}' in line for line in lines[begin - 1 : begin + 5])
    alone = read_log(state(tmp_path, text), "trainer_state.json", {"step", "loss"})
    assert cells(alone, "step") == [50, 100, 200]
    assert set(table.names) >= {"step", "epoch", "grad_norm", "train_loss", "total_flos"}


def test_all_columns_of_a_log_may_be_read(tmp_path):
    """Without a choice each step is a row, and what was not logged at it is missing."""
    table = read_log(state(tmp_path, json.dumps(STATE)), "trainer_state.json")
    assert table.rows == 3
    assert table.columns["eval_accuracy"].is_missing().tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            json.dumps(STATE, indent=2)[:200],
            "trainer_state.json:13:7: error[wrong-log]: this is not JSON: Unterminated string starting at "
            "— copy the file again: it may have been cut off",
        ),
        (
            "",
            "trainer_state.json:1:1: error[wrong-log]: this is not JSON: Expecting value — copy the file again: it may "
            "have been cut off",
        ),
        (
            "[1, 2]",
            "trainer_state.json:1:1: error[wrong-log]: the file holds a list, and no object with 'log_history' "
            "— name the trainer_state.json of a checkpoint, or a table as .csv or .jsonl",
        ),
        (
            '{"log_histroy": [], "step": 1}',
            "trainer_state.json:1:1: error[wrong-log]: the file has no list 'log_history' — did you mean "
            "'log_histroy'?",
        ),
        (
            '{"log_history": []}',
            "trainer_state.json:1:1: error[empty-log]: the list 'log_history' is empty — train for longer, or log more "
            "often",
        ),
        (
            '{"log_history": [\n{"step": 1, "loss": 2},\n{"loss": 1}]}',
            "trainer_state.json:3:1: error[wrong-log]: an entry of 'log_history' has no whole number 'step' "
            "— copy the file as the trainer wrote it",
        ),
    ],
)
def test_what_is_no_trainer_state_is_one_line(tmp_path, text, line):
    """Cut off, no object, no history, an entry without its step: told where it stands."""
    assert told(state(tmp_path, text), {"step", "loss"}) == line


def test_what_was_never_logged_together_is_told(tmp_path):
    """Two columns without a common step make no row: since when each was logged is said."""
    text = json.dumps({"log_history": [{"step": 10, "loss": 1}, {"step": 15, "eval_loss": 2}]})
    assert told(state(tmp_path, text), {"step", "loss", "eval_loss"}) == (
        "trainer_state.json: error[no-rows]: all that is read was logged at no step: 'loss' from step 10 on, "
        "'eval_loss' from step 15 on — make an experiment of each, or log them at the same steps"
    )


def test_scalars_of_an_event_file_are_those_that_were_written(tmp_path):
    """What another writer of the format wrote is read to the bit, whatever else the file holds."""
    drawn = random.Random(0)
    losses = [(step, struct.unpack("<f", struct.pack("<f", drawn.uniform(-5, 5)))[0]) for step in range(0, 600, 7)]
    scalars = [("train/loss", value, step) for step, value in losses]
    path = events(tmp_path, [*scalars, ("eval/acc", 0.5, 7), ("eval/acc", 0.75, 700)], picture=True)
    table = read_log(path, path.name, {"step", "train/loss"})
    assert list(zip(cells(table, "step"), cells(table, "train/loss"), strict=True)) == losses
    assert set(table.names) == {"step", "train/loss", "eval/acc"}
    both = read_log(path, path.name, {"step", "train/loss", "eval/acc"})
    assert cells(both, "step") == [7]


@pytest.mark.parametrize(
    ("tensor", "expected"),
    [
        ({"dtype": 1, "tensor_content": struct.pack("<f", 0.625)}, 0.625),
        ({"dtype": 1, "float_val": [0.25]}, 0.25),
        ({"dtype": 2, "double_val": [0.1]}, 0.1),
        ({"dtype": 3, "int_val": [-3]}, -3.0),
        ({"dtype": 9, "int64_val": [1 << 40]}, float(1 << 40)),
        ({"dtype": 7, "string_val": [b"words"]}, None),
        ({"dtype": 1, "float_val": [1.0, 2.0]}, None),
    ],
)
def test_tensors_of_one_number_are_scalars(tmp_path, tensor, expected):
    """TensorFlow 2 writes scalars as tensors, with or without their bytes; tensors of words or of several are none."""
    writer = RecordWriter(str(tmp_path / "events.out.tfevents.1"))
    value = Summary.Value(tag="acc", tensor=TensorProto(tensor_shape=TensorShapeProto(), **tensor))
    for number, each in enumerate([value, Summary.Value(tag="other", simple_value=1.0)]):
        writer.write(Event(step=5 + number, summary=Summary(value=[each])).SerializeToString())
    writer.close()
    table = read_log(tmp_path / "events.out.tfevents.1", "events.out.tfevents.1")
    assert ("acc" in table.names) == (expected is not None)
    if expected is not None:
        assert cells(table, "acc")[0] == expected


def test_a_damaged_event_file_is_one_line(tmp_path):
    """Cut off anywhere, or with a byte changed: never read as if it were whole."""
    path = events(tmp_path, [("loss", 0.5, step) for step in range(3)])
    whole = path.read_bytes()
    table = read_log(path, path.name, {"step", "loss"})
    assert table.rows == 3
    ends, at = [], 0
    while at < len(whole):
        at += 16 + int.from_bytes(whole[at : at + 8], "little")
        ends.append(at)
    for end in sorted({*range(1, len(whole))} - set(ends)):
        path.write_bytes(whole[:end])
        line = told(path, {"step", "loss"})
        assert "the event file is cut off in event" in line, (end, line)
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        line = told(path, {"step", "loss"})
        assert "a checksum is wrong" in line, (place, line)
    path.write_bytes(whole[: ends[1] + 20])
    assert told(path) == (
        f"events.out.tfevents.1: error[wrong-log]: the event file is cut off in event 3, after {ends[1]:,} of its "
        "bytes — copy the file again, when the training has ended"
    )
    path.write_bytes(b"step,loss\n1,2\n3,4\n")
    assert told(path) == (
        "events.out.tfevents.1: error[wrong-log]: the file is no event file of TensorBoard: a checksum is wrong — "
        "copy the file again"
    )
    path.write_bytes(whole[: ends[0]])
    assert told(path) == (
        "events.out.tfevents.1: error[empty-log]: the event file holds no scalar — log some by add_scalar, or name "
        "another file"
    )
