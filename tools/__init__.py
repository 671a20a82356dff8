"""Programs for who works on Engross; none of them is part of the package."""
