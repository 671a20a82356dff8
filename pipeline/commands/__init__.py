"""One module a command: HELP, arguments(parser), run(options, terminal) -> Exit.

A command and its module are one word.
"""

from pipeline.commands import adopt, build, check, cite, diff, doctor, explain, new, preflight, verify

COMMANDS = {
    "new": new,
    "adopt": adopt,
    "check": check,
    "build": build,
    "cite": cite,
    "verify": verify,
    "diff": diff,
    "preflight": preflight,
    "explain": explain,
    "doctor": doctor,
}
