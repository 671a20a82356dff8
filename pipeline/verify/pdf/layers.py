"""Optional content (ISO 32000-1, 8.11): what a file shows when it is opened, and what it does not."""

from typing import Any

import pikepdf


class Layers:
    """Which optional content groups the default configuration shows."""

    def __init__(self, root: Any) -> None:
        properties = root.get("/OCProperties")
        config = properties.get("/D") if isinstance(properties, pikepdf.Dictionary) else None
        self._config = config if isinstance(config, pikepdf.Dictionary) else pikepdf.Dictionary()
        self._on, self._off = self._listed("/ON"), self._listed("/OFF")
        self._base = self._config.get("/BaseState", "/ON") != "/OFF"

    def _listed(self, key: str) -> set[tuple[int, int]]:
        groups = self._config.get(key)
        return {group.objgen for group in groups} if isinstance(groups, pikepdf.Array) else set()

    def shown(self, group: Any) -> bool:
        """Whether content of the group, or of the membership dictionary, is shown; what is no group is."""
        if not isinstance(group, pikepdf.Dictionary):
            return True
        if group.get("/Type") != "/OCMD":
            return self._group(group)
        members = group.get("/OCGs")
        groups = list(members) if isinstance(members, pikepdf.Array) else [members] if members is not None else []
        states = [self._group(member) for member in groups[:1000] if isinstance(member, pikepdf.Dictionary)]
        if not states:
            return True
        policy = str(group.get("/P", "/AnyOn"))
        return {"/AllOn": all(states), "/AnyOff": not all(states), "/AllOff": not any(states)}.get(policy, any(states))

    def _group(self, group: Any) -> bool:
        return group.objgen not in self._off and (self._base or group.objgen in self._on)
