"""One module a command: HELP, arguments(parser), run(options, terminal) -> Exit. A command and its module are one word."""

from pipeline.commands import build, check, doctor, explain, new

COMMANDS = {"new": new, "check": check, "build": build, "explain": explain, "doctor": doctor}
