"""The frozen records that the rooms hand to one another, in the order in which they come to be.

    Site                     content      what the author wrote, checked
    Runs, Record             experiments  what the training gave: named arrays with named dimensions
    Estimate, Verdict        findings     the numbers that prose may print; what became of each claim
    Check, Fresh             verification what fresh seeds gave, kept; findings: what that says of each claim
    Drawing                  graphics     a figure as files, with its caption, alt text and table
    File                     pages        one file of the site

A room takes records and returns records; it never reaches into another room.
"""

from proofpress.values.checks import Check, Fresh, Measure
from proofpress.values.drawings import DataTable, Drawing, File, Picture
from proofpress.values.explorer import Explorer, ExplorerAxis
from proofpress.values.findings import Estimate, Findings, Verdict
from proofpress.values.kinds import ChartKind, ExperimentKind, Kind, StatisticKind
from proofpress.values.lab import Lab, LabPreset, LabSetting
from proofpress.values.options import Best, Options, Select
from proofpress.values.runs import Channel, Record, Runs
from proofpress.values.site import Column, Comparison, Panel, Poster, Site
from proofpress.values.words import Section, Source, Table, TableRow, Text
from proofpress.values.works import Claim, Experiment, Figure, Gate, Outline, Statistic

__all__ = [
    "Best",
    "Channel",
    "ChartKind",
    "Check",
    "Claim",
    "Column",
    "Comparison",
    "DataTable",
    "Drawing",
    "Estimate",
    "Experiment",
    "ExperimentKind",
    "Explorer",
    "ExplorerAxis",
    "Figure",
    "File",
    "Findings",
    "Fresh",
    "Gate",
    "Kind",
    "Lab",
    "LabPreset",
    "LabSetting",
    "Measure",
    "Options",
    "Outline",
    "Panel",
    "Picture",
    "Poster",
    "Record",
    "Runs",
    "Section",
    "Select",
    "Site",
    "Source",
    "Statistic",
    "StatisticKind",
    "Table",
    "TableRow",
    "Text",
    "Verdict",
]
