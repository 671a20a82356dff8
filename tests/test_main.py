"""The command as a process: it ends early, and yet all that it says is said."""

import os
import subprocess
import sys

COMMAND = [sys.executable, "-m", "pipeline"]


def test_all_output_arrives_with_the_status() -> None:
    done = subprocess.run([*COMMAND, "explain"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "output-unwritable" in done.stdout
    done = subprocess.run([*COMMAND, "explain", "no-such-rule"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no rule “no-such-rule”" in done.stderr


def test_a_reader_who_has_gone_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*COMMAND, "explain"], stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert done.stderr == ""
