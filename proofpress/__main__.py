"""The program from its first moment on: `python -m proofpress`, the command `proofpress`, and a site's build.py."""

import sys

INTERRUPTED = 130


def main(program: str = "proofpress") -> int:
    """Run the command of this process's arguments and return its exit status. program: the name it was called by."""
    try:
        # Imported here: Ctrl-C while Python is importing is no reason for a traceback.
        from proofpress import cli

        status = cli.main(sys.argv[1:], program)
    except KeyboardInterrupt:
        print("interrupted: nothing had begun", file=sys.stderr)
        status = INTERRUPTED
    if status == INTERRUPTED:
        import signal

        # Whoever presses Ctrl-C again while this process ends wants it gone.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    return status


if __name__ == "__main__":
    sys.exit(main())
