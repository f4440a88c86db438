"""The legend of the comparison that is drawn: every chart and page asks here for names and for the sides' colours.

A chart gets options, runs and a frame, also from other people's packages; the legend is the same for all of them, so it
stands around the drawing and is not handed through it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from proofpress import language
from proofpress.language import gettext, mark
from proofpress.models import Legend

_LEGEND: ContextVar[Legend] = ContextVar("legend")
_NONE = Legend()
TERMS = (
    mark("accuracy"),
    mark("batch size"),
    mark("classes"),
    mark("depth"),
    mark("degree"),
    mark("dropout"),
    mark("early stopping"),
    mark("epoch"),
    mark("epochs"),
    mark("error"),
    mark("features"),
    mark("hidden"),
    mark("initialization"),
    mark("label noise"),
    mark("layer"),
    mark("layers"),
    mark("learning rate"),
    mark("loss"),
    mark("momentum"),
    mark("optimizer"),
    mark("patience"),
    mark("penalty"),
    mark("schedule"),
    mark("seed"),
    mark("split"),
    mark("step"),
    mark("temperature"),
    mark("test"),
    mark("test accuracy"),
    mark("test error"),
    mark("test loss"),
    mark("train"),
    mark("train accuracy"),
    mark("train loss"),
    mark("training"),
    mark("trial"),
    mark("units"),
    mark("updates"),
    mark("validation"),
    mark("validation accuracy"),
    mark("validation error"),
    mark("validation loss"),
    mark("weight"),
    mark("weight decay"),
    mark("weights"),
    mark("width"),
)
"""What the field's usual settings and measures are called; comparisons name others in their `words`."""


@contextmanager
def using(legend: Legend) -> Iterator[None]:
    """Draw with a legend, and speak its language, for as long as the context lasts."""
    token = _LEGEND.set(legend)
    try:
        with language.using(legend.language):
            yield
    finally:
        _LEGEND.reset(token)


def current() -> Legend:
    """Return the legend in use, an empty one outside of `using`."""
    return _LEGEND.get(_NONE)


def in_words(identifier: str) -> str:
    """Return an identifier in words: as the legend has it, else `learning_rate` as `learning rate`, `f1` as `F1`.

    Its parts are translated if all of them can be: half of a name in another language is none in either.
    """
    words = current().words
    if identifier in words:
        return words[identifier]
    plain = identifier.replace("_", " ")
    if (known := gettext(plain)) != plain:
        return known
    english = {part: words.get(part, "F1" if part == "f1" else part) for part in identifier.split("_")}
    spoken = {part: said if said != part or part.isdigit() else gettext(part) for part, said in english.items()}
    whole = all(said != part or part.isdigit() for part, said in spoken.items())
    return " ".join((spoken if whole else english)[part] for part in identifier.split("_"))


def role_of(*keys: Any) -> str:
    """Return the column that some coordinates, channels or experiments belong to: the first that has one, else ""."""
    roles = current().roles
    return next((roles[key] for key in keys if isinstance(key, str) and key in roles), "")


def role_of_chart(options: Any, usual: str) -> str:
    """Return whose colour a chart has: as its options say; else that of the one side that it shows; else the usual.

    options: of a chart. What it shows is where it stands along axes (`at`), its channel and its experiment.
    """
    if options.role:
        return str(options.role)
    at: Mapping[str, Any] = getattr(options, "at", {})
    shown = [*at.values(), getattr(options, "channel", ""), getattr(options, "experiment", "")]
    found = {role for each in shown if (role := role_of(each))}
    return found.pop() if len(found) == 1 else usual
