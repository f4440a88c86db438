"""The one command: hands its arguments to the press."""

import sys

try:
    from proofpress.__main__ import main
except KeyboardInterrupt:
    print("interrupted: nothing had begun", file=sys.stderr)
    sys.exit(130)

if __name__ == "__main__":
    if __spec__ is None:
        sys.exit(main("build.py"))
    # `python -m build` means the packaging tool of that name, which this file hides where it lies.
    import runpy

    del sys.path[0]
    runpy.run_module("build", run_name="__main__", alter_sys=True)
