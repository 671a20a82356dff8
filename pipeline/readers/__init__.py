"""Sources become documents: the file, its front matter, its Markdown, its pictures."""
