"""The prompts, one Vietnamese Markdown file per model call."""
