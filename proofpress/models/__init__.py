"""The frozen records that the rooms hand to one another, in the order in which they come to be.

    Site                     content       what the author wrote, checked
    Runs, Record             experiments   what the training gave: named arrays with named dimensions
    Estimate, Verdict        claims        the numbers that prose may print; what became of each claim
    Check, Fresh             verification  what fresh seeds gave, kept; claims: what that says of each claim
    Repeat, Repeated         verification  what recorded runs gave when made again; claims: whether that still counts
    Drawing                  charts        a figure as files, with its caption, alternative text and table
    File                     site          one file of the site

A record that an author writes is the schema of its YAML too; see `schema`. A room takes records and returns records; it
never reaches into another room.
"""

from proofpress.models.chart_kinds import ChartKind, ExplorerKind
from proofpress.models.checks import Check, Fresh, Measure, Repeat, Repeated
from proofpress.models.claims import NO_EFFECT, Claim, Gate
from proofpress.models.drawings import INFOGRAPHIC, DataTable, Drawing, File, Picture
from proofpress.models.entries import Experiment, Figure, Statistic
from proofpress.models.explorer import Explorer, ExplorerAxis, ExplorerFile
from proofpress.models.findings import Estimate, Findings, Verdict
from proofpress.models.kinds import ExperimentKind, Kind
from proofpress.models.lab import Lab, LabPreset, LabSetting
from proofpress.models.look import Legend, Role
from proofpress.models.options import Best, Options, Select
from proofpress.models.run_schema import RunSchema
from proofpress.models.runs import Channel, Record, Runs
from proofpress.models.sections import Section, Step, Table
from proofpress.models.site import Column, Comparison, Featured, Panel, Poster, Site
from proofpress.models.statistic_kinds import Coverage, StatisticKind
from proofpress.models.text import Source, TableRow, Text, find_texts, print_texts

__all__ = [
    "INFOGRAPHIC",
    "NO_EFFECT",
    "Best",
    "Channel",
    "ChartKind",
    "Check",
    "Claim",
    "Column",
    "Comparison",
    "Coverage",
    "DataTable",
    "Drawing",
    "Estimate",
    "Experiment",
    "ExperimentKind",
    "Explorer",
    "ExplorerAxis",
    "ExplorerFile",
    "ExplorerKind",
    "Featured",
    "Figure",
    "File",
    "Findings",
    "Fresh",
    "Gate",
    "Kind",
    "Lab",
    "LabPreset",
    "LabSetting",
    "Legend",
    "Measure",
    "Options",
    "Panel",
    "Picture",
    "Poster",
    "Record",
    "Repeat",
    "Repeated",
    "Role",
    "RunSchema",
    "Runs",
    "Section",
    "Select",
    "Site",
    "Source",
    "Statistic",
    "StatisticKind",
    "Step",
    "Table",
    "TableRow",
    "Text",
    "Verdict",
    "find_texts",
    "print_texts",
]
