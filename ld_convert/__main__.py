"""The command `ld-convert`, also as `python -m ld_convert`."""

from __future__ import annotations

import signal


def main() -> None:
    """Run the command line; Ctrl-C while it loads ends the process without a traceback.

    A shell tells the same then, as of any program that SIGINT ends. A process that was told to
    ignore the signal (`nohup`, a job in the background) still does.
    """
    is_ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_ours:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from ld_convert.cli import main as command  # noqa: PLC0415  it loads for a moment

    if is_ours:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    command()


if __name__ == "__main__":
    main()
