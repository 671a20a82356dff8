"""The PDF edition, module by module; `pages` makes small ones and reads them back."""
