"""The command `licscan`."""

import gc
import sys

_COLLECT_AT = 50_000


def main() -> None:
    """Run the command line; `--version` alone answers without loading any third party."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from licscan.version import VERSION

        if sys.stdout is not None:
            sys.stdout.write(f"licscan {VERSION}\n")
        return
    # A run makes many values and hardly any cycles: looking for them at each thousandth takes a tenth of its time.
    gc.set_threshold(_COLLECT_AT, 50, 50)
    try:
        from licscan.cli.main import run

        sys.exit(run())
    except KeyboardInterrupt:  # before the one error boundary stands; the code is ExitCode.INTERRUPTED
        sys.exit(130)


if __name__ == "__main__":
    main()
