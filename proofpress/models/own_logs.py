"""Logs of training that trackers write, by the names of their files."""

EVENTS = ".tfevents."
"""Stands in the name of every event file of TensorBoard, such as `events.out.tfevents.1700000000.host`."""


def is_events(name: str) -> bool:
    """Return whether a file is one of TensorBoard's, by its name.

    >>> is_events("runs/a/events.out.tfevents.1700000000.host.1.0"), is_events("runs/a.csv")
    (True, False)
    """
    return EVENTS in name.rpartition("/")[2]
