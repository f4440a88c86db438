"""The one command: hands its arguments to the press."""

import sys

try:
    from proofpress.__main__ import main
except KeyboardInterrupt:
    print("interrupted: nothing had begun", file=sys.stderr)
    sys.exit(130)

if __name__ == "__main__":
    sys.exit(main("build.py"))
