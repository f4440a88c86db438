"""Data sets: what is known of each, which of them an experiment uses, and their rows scaled and split.

A data set is an entry of a module in `sources`, or of a module that another distribution names under the entry point
group `proofpress.datasets`.

data_set     one data set: its facts and how it is loaded; the table of all
options      `Data`: which data set, and how its rows are divided
splitting    `load`: arrays, scaled and split
data_digest  a digest of the files of a data set, for the keys of runs
"""
