"""From marked-up text to text with entities, and back: what Telegram's parser does, in UTF-16 units."""
