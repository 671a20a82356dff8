"""Another title, language, organ or day."""
