"""The command line. `app` declares the commands; each room does one of them and is imported when it is called."""
