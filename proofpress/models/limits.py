"""How long the words of a figure may be once their values are in place, and how large a content file may be."""

# In characters.
LONGEST_TITLE = 38
LONGEST_ALT = 250

# In bytes.
LARGEST_FILE = 1_000_000
# The endings of the files that a content folder is read from.
CONTENT_SUFFIXES = (".yaml", ".yml")
# The endings of files of an author's own that experiments may read from the folder of their comparison: these are read
# to see whether they changed, and no others, however large those are.
OWN_SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet", ".txt", ".npy", ".npz", ".py")
