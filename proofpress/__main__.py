"""`python -m proofpress`: the same as the command `proofpress`."""

import sys

from proofpress.cli import main

if __name__ == "__main__":
    sys.exit(main())
