"""The command `licscan`."""

import sys


def main() -> None:
    """Run the command line; `--version` alone answers without loading any third party."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from licscan.version import VERSION

        sys.stdout.write(f"licscan {VERSION}\n")
        return
    from licscan.cli.main import run

    sys.exit(run())


if __name__ == "__main__":
    main()
