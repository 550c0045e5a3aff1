"""The front ends: command line and Telegram."""
