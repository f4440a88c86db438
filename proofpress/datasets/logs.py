"""Training logs that trackers write → tables: Hugging Face's `trainer_state.json`, and event files of TensorBoard.

Side effects: reads the file that it is given.

A log has lines of different kinds: a loss every ten steps, a test every thousand. Here they are joined by their step,
and a step is a row if all that is read was logged at it. Event files are read plainly: a hundred lines spare an author
a package of sixty megabytes. Their format is that of TensorFlow (`record_writer.h`, `event.proto`, `summary.proto`).
"""

import json
import re
import struct
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from proofpress.datasets.columns import Column, Table, as_number, refusal
from proofpress.diagnostics import BuildError, Diagnostic, Location, nearest, shortened, suggest
from proofpress.models.own_logs import is_events

STEP = "step"
HISTORY = "log_history"
JSON = ".json"
MASK = 0xA282EAD8
"""What TensorFlow adds to a checksum, so that a checksum of checksums means something."""
POLYNOMIAL = 0x82F63B78
"""Of CRC-32C (Castagnoli), its bits reversed."""
LARGEST_EVENT = 1 << 28
LARGEST_CHECKED = 1 << 16
# Fields of the messages: Event.step, Event.summary, Summary.value, Value.tag, .simple_value, .tensor; Tensor's.
EVENT_STEP, EVENT_SUMMARY, SUMMARY_VALUE, TAG, SIMPLE, TENSOR = 2, 5, 1, 1, 2, 8
TENSOR_TYPE, TENSOR_CONTENT = 1, 4
# Tensor's type → the field of its values, and how its bytes are read.
SCALARS = {1: (5, "<f"), 2: (6, "<d"), 3: (7, "<i"), 9: (10, "<q"), 19: (13, "<e")}
VARINTS = {7, 10}

Rows = dict[int, dict[str, float | str]]
"""Step → what was logged at it, by name."""


def is_log(path: str) -> bool:
    """Return whether a file is a training log, by its name."""
    return path.endswith(JSON) or is_events(path)


def read_log(path: Path, file: str, wanted: Collection[str] | None = None) -> Table:
    """Return a training log as a table: a row for each step at which all wanted columns were logged.

    file: how messages name it. wanted: the columns to keep, those that are there; all, and all steps, if None.
    Raises BuildError if it is no such log or was cut off, with the line where there are lines; OSError.
    """
    rows, lines = _read_events(path, file) if is_events(file) else _read_trainer_state(path, file)
    names = tuple(dict.fromkeys([STEP, *(name for row in rows.values() for name in row)]))
    kept = [name for name in names if wanted is None or name in wanted]
    logged = [name for name in kept if name != STEP]
    steps = [step for step, row in rows.items() if wanted is None or all(name in row for name in logged)]
    if not steps:
        raise _never_together(rows, logged, file)
    columns = {name: _column(name, [rows[step].get(name, "") for step in steps]) for name in logged}
    if STEP in kept:
        columns[STEP] = _column(STEP, [float(step) for step in steps])
    breaks = tuple((index, lines.get(step, index + 1)) for index, step in enumerate(steps))
    return Table(file, names, columns, len(steps), breaks)


def _never_together(rows: Rows, names: list[str], file: str) -> BuildError:
    """Return the diagnostic of columns that no step has all of. names: at least two of them, since each is there."""
    first = {name: next(step for step, row in rows.items() if name in row) for name in names}
    words = ", ".join(f"'{shortened(name)}' from step {step:,} on" for name, step in first.items())
    message = f"all that is read was logged at no step: {words}"
    return refusal(file, 0, "no-rows", message, "make an experiment of each, or log them at the same steps")


def _column(name: str, cells: list[float | str]) -> Column:
    """Return a column of numbers and words; an empty word where nothing was logged."""
    import numpy as np

    numbers = [as_number(cell) if isinstance(cell, str) else cell for cell in cells]
    values = np.array([np.nan if number is None else number for number in numbers])
    if None not in numbers:
        return Column(name, values)
    known: dict[str, int] = {}
    codes = [
        -1 if number is not None else known.setdefault(str(cell), len(known))
        for cell, number in zip(cells, numbers, strict=True)
    ]
    return Column(name, values, np.array(codes, dtype=np.int32), tuple(known))


def _read_trainer_state(path: Path, file: str) -> tuple[Rows, dict[int, int]]:
    """Return the steps of a `trainer_state.json`, and the line at which each begins."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        state = json.loads(text)
    except UnicodeDecodeError:
        raise refusal(file, 0, "not-utf-8", "this is not UTF-8 text", "save the file with the encoding UTF-8") from None
    except json.JSONDecodeError as error:
        location = Location(file, error.lineno, error.colno)
        message = f"this is not JSON: {shortened(error.msg, 80)}"
        hint = (
            "copy the file again: it may have been cut off"
            if not text[error.pos :].strip() or "Unterminated" in error.msg
            else "mend it"
        )
        raise BuildError([Diagnostic(location, "wrong-log", message, hint)]) from None
    except RecursionError:
        raise refusal(file, 0, "wrong-log", "this is not JSON: it is nested too deeply", "mend it") from None
    hint = "name the trainer_state.json of a checkpoint, or a table as .csv or .jsonl"
    if not isinstance(state, dict):
        called = "a list" if isinstance(state, list) else "a single value"
        raise refusal(file, 1, "wrong-log", f"the file holds {called}, and no object with '{HISTORY}'", hint)
    history = state.get(HISTORY)
    if not isinstance(history, list):
        hint = suggest(HISTORY, state) if nearest(HISTORY, set(state) - {HISTORY}) else hint
        raise refusal(file, 1, "wrong-log", f"the file has no list '{HISTORY}'", hint)
    if not history:
        raise refusal(file, 1, "empty-log", f"the list '{HISTORY}' is empty", "train for longer, or log more often")
    rows: Rows = {}
    begins: dict[int, int] = {}
    for entry, line in zip(history, _lines_of(text, len(history)), strict=True):
        step = entry.get(STEP) if isinstance(entry, dict) else None
        if not isinstance(step, int) or isinstance(step, bool):
            message = f"an entry of '{HISTORY}' has no whole number 'step'"
            raise refusal(file, line, "wrong-log", message, "copy the file as the trainer wrote it")
        begins.setdefault(step, line)
        rows.setdefault(step, {}).update(_plain(entry))
    return rows, begins


def _plain(entry: Mapping[str, Any]) -> Iterator[tuple[str, float | str]]:
    for name, value in entry.items():
        if isinstance(value, bool):
            yield name, str(value).lower()
        elif isinstance(value, int | float):
            yield name, float(value)
        elif isinstance(value, str):
            yield name, value.strip()


def _lines_of(text: str, count: int) -> Iterator[int]:
    """Yield the line at which each entry of the history begins."""
    decoder, line, counted = json.JSONDecoder(), 1, 0
    # The last one: that of the outermost object, where a nested one has the name, too.
    at = [match.end() for match in re.finditer(rf'"{HISTORY}"\s*:\s*\[', text)][-1]
    for _ in range(count):
        begin = next(match.end() for match in [re.compile(r"[\s,]*").match(text, at)] if match)
        line, counted = line + text.count("\n", counted, begin), begin
        yield line
        _, at = decoder.raw_decode(text, begin)


def _read_events(path: Path, file: str) -> tuple[Rows, dict[int, int]]:
    """Return the scalars of an event file by their step, and no lines, for it has none."""
    rows: Rows = {}
    data = path.read_bytes()
    for number, event in enumerate(_events(data, file), 1):
        try:
            step, values = _scalars(event)
        except (struct.error, IndexError, UnicodeDecodeError):
            message = f"event {number:,} is not as TensorBoard writes it"
            raise refusal(file, 0, "wrong-log", message, "copy the file again") from None
        if values:
            rows.setdefault(step, {}).update(values)
    if not rows:
        raise refusal(
            file, 0, "empty-log", "the event file holds no scalar", "log some by add_scalar, or name another file"
        )
    return dict(sorted(rows.items())), {}


def _events(data: bytes, file: str) -> Iterator[bytes]:
    """Yield the events of a file, each of which has its length and checksums around it."""
    at, number = 0, 0
    while at < len(data):
        number += 1
        head = data[at : at + 12]
        length = int.from_bytes(head[:8], "little")
        end = at + 12 + length
        whole = len(head) == 12 and _checksum(head[:8]) == int.from_bytes(head[8:], "little")
        if len(head) == 12 and (not whole or length > LARGEST_EVENT):
            what = "no event file of TensorBoard" if number == 1 else f"damaged at event {number:,}, byte {at:,}"
            raise refusal(file, 0, "wrong-log", f"the file is {what}: a checksum is wrong", "copy the file again")
        if end + 4 > len(data) or len(head) < 12:
            message = f"the event file is cut off in event {number:,}, after {at:,} of its bytes"
            raise refusal(file, 0, "wrong-log", message, "copy the file again, when the training has ended")
        event = data[at + 12 : end]
        # Of pictures and the like only the length is checked: nothing is read of them, and it would take long.
        if length <= LARGEST_CHECKED and _checksum(event) != int.from_bytes(data[end : end + 4], "little"):
            message = f"the file is damaged at event {number:,}, byte {at:,}: a checksum is wrong"
            raise refusal(file, 0, "wrong-log", message, "copy the file again")
        yield event
        at = end + 4


def _scalars(event: bytes) -> tuple[int, dict[str, float | str]]:
    """Return the step of an event and its scalars by tag."""
    step = 0
    found: dict[str, float | str] = {}
    for field, value in _fields(event):
        if field == EVENT_STEP:
            step = _signed(value)
        elif field == EVENT_SUMMARY:
            for inner, each in _fields(value):
                tag, scalar = _scalar(each) if inner == SUMMARY_VALUE else ("", None)
                if scalar is not None:
                    found[tag] = scalar
    return step, found


def _scalar(value: bytes) -> tuple[str, float | None]:
    """Return the tag of a value, and the number if it is one; not of an image, say."""
    tag, number = "", None
    for field, part in _fields(value):
        if field == TAG:
            tag = part.decode("utf-8")
        elif field == SIMPLE and isinstance(part, bytes):
            (number,) = struct.unpack("<f", part)
        elif field == TENSOR:
            number = _tensor(part)
    return tag, number


def _tensor(tensor: bytes) -> float | None:
    """Return the one number that a tensor holds; None if it holds several, or something else."""
    fields = dict(_fields(tensor))
    kind = SCALARS.get(fields.get(TENSOR_TYPE, 0))
    if kind is None:
        return None
    field, code = kind
    content = fields.get(TENSOR_CONTENT, b"")
    if len(content) == struct.calcsize(code):
        return float(struct.unpack(code, content)[0])
    held = fields.get(field)
    if held is None or content:
        return None
    if field in VARINTS or code == "<e":
        whole = _varint(held, 0)[0] if isinstance(held, bytes) else held
        return float(struct.unpack("<e", struct.pack("<H", whole))[0]) if code == "<e" else float(_signed(whole))
    return float(struct.unpack(code, held)[0]) if len(held) == struct.calcsize(code) else None


def _fields(message: bytes) -> Iterator[tuple[int, Any]]:
    """Yield the fields of a message: a number for a varint, else bytes. Raises IndexError and struct.error."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == 0:
            value, at = _varint(message, at)
            yield key >> 3, value
            continue
        length, at = {1: (8, at), 5: (4, at)}.get(kind) or (_varint(message, at) if kind == 2 else (-1, at))
        if length < 0 or at + length > len(message):
            raise IndexError(at)
        yield key >> 3, message[at : at + length]
        at += length


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _signed(value: int) -> int:
    return value - (1 << 64) if value >> 63 else value


def _table() -> tuple[int, ...]:
    entries = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ POLYNOMIAL if byte & 1 else byte >> 1
        entries.append(byte)
    return tuple(entries)


CHECKSUMS = _table()


def _checksum(data: bytes) -> int:
    """Return the masked CRC-32C of some bytes, as TensorFlow writes it.

    >>> hex(_checksum(b"123456789"))  # 0xe3069283 before it is masked
    '0xc78ab0e5'
    """
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ CHECKSUMS[crc & 0xFF ^ byte]
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + MASK) & 0xFFFFFFFF
