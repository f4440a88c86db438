"""Charts: each kind draws runs, and gives the table of what is drawn. What the kinds share is here, beside `kinds`.

reading         means, medians and bands over seeds, failed settings, cells of a table
axes            an axis of runs as it is drawn, its ticks and its words
lines, rows     plots of lines; rows of words and numbers
grid, model     grids of coloured cells; the learned numbers of one model
labels          where words find room
shared          the axis of charts over one another; the scale that an author sets, for one chart or for several
explorer        what all explorers have in common
sheet, draw     one chart on a sheet; all figures of a comparison, kept in the store

The frame that a kind draws on, and the roles' colours, are in `proofpress.drawing`.
"""
