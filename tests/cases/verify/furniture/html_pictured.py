"""Pictures that have changed places, in a web page."""

import re

from tests.verify.pictured import exchanged


def pictures_that_have_changed_places(page: str) -> str:
    one, other = re.findall(r'src="(data:image/png[^"]*)"', page)
    return exchanged(page, one, other)


def one_picture_twice(page: str) -> str:
    one, other = re.findall(r'src="(data:image/png[^"]*)"', page)
    return page.replace(other, one)
