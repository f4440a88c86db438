"""The one command: hands its arguments to the press."""

import sys

from proofpress.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], "build.py"))
