"""Damages to finished files, in a folder for each check: exactly that check finds them."""
