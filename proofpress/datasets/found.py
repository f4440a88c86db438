"""Data whose facts are found before anything trains: a file of an author's own, or a function and its options.

What was found is remembered by all that it depends on, the file's bytes among it, so that a build in which neither has
changed reads no file and imports no library.
"""

from collections.abc import Mapping
from inspect import signature
from typing import Any

from msgspec import convert, to_builtins
from msgspec.structs import asdict

from proofpress.cache import keys
from proofpress.datasets import own_data
from proofpress.datasets.data_set import data_sets
from proofpress.datasets.options import Data, Facts, FoundData, as_written
from proofpress.datasets.tables import read_table
from proofpress.diagnostics import BuildError, Diagnostic, shortened, suggest
from proofpress.models.own_files import OwnFile, OwnFolder


def complete(data: Data, folder: OwnFolder) -> Data | None:
    """Return data with what was found of them; None with what is wrong noted.

    Raises BuildError if their table cannot be used, ValueError if the data are other than their options say.
    """
    if data.file is not None:
        return _read_file(data, folder)
    return _call_function(data, folder) if data.options else data


def _read_file(data: Data, folder: OwnFolder) -> Data | None:
    files = folder.find(str(data.file), "data", "file")
    if len(files) != 1:
        if files:
            message = f"{len(files)} files are called like '{shortened(str(data.file))}'"
            folder.note(folder.locate("data", "file"), "several-files", message, "name one of them")
        return None
    own = files[0]

    def find() -> Mapping[str, Any]:
        table = read_table(own.where, own.shown, own_data.wanted_columns(data), folder.tell)
        facts: Mapping[str, Any] = to_builtins(own_data.examples(table, data, folder.locate).facts)
        return facts

    return _with_facts(data, folder.remember(_key(data, own_data.__name__, own.digest), find), own)


def _call_function(data: Data, folder: OwnFolder) -> Data:
    known = data_sets()[data.name or ""]

    def find() -> Mapping[str, Any]:
        import sklearn.datasets

        allowed = [
            each for each in signature(getattr(sklearn.datasets, known.function)).parameters if each != "n_samples"
        ]
        wrong = [
            Diagnostic(
                folder.locate("data", "options", each),
                "unknown-parameter",
                f"'{shortened(each)}' is not a parameter of '{known.function}'",
                suggest(each, allowed),
            )
            for each in data.options
            if each not in allowed
        ]
        if wrong:
            raise BuildError(wrong)
        try:
            inputs, targets = known.load(data)
        except (ValueError, TypeError) as fault:
            message = f"{known.function} refuses its options: {shortened(str(fault), 300)}"
            raise BuildError([Diagnostic(folder.locate("data", "options"), "wrong-parameter", message)]) from None
        classes = sorted(set(targets.tolist())) if known.classes else []
        names = tuple(f"x{number}" for number in range(1, inputs.shape[1] + 1))
        found: Mapping[str, Any] = to_builtins(Facts(len(inputs), names, tuple(map(str, classes))))
        return found

    module = known.load.__module__
    return _with_facts(data, folder.remember(_key(data, module, keys.library_versions(module)), find), None)


def _key(data: Data, module: str, *of: Any) -> str:
    # How the rows are divided changes nothing of what is found.
    written = as_written(data) | {"train": None, "validation": None, "test": None, "split": 0}
    return keys.digest("data", written, keys.code_digest(module), *of)


def _with_facts(data: Data, facts: Mapping[str, Any], own: OwnFile | None) -> Data:
    written = {name: value for name, value in asdict(data).items() if name in Data.__struct_fields__}
    return FoundData(**written, facts=convert(facts, Facts), own=own)
