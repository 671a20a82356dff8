"""Time and memory of a build, beside the peers, on the same machine in the same run. Nothing is asserted."""
