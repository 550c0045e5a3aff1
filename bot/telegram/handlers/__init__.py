"""What the bot does with updates: each module has its `HANDLERS`; buttons are taken by `on_button`."""
