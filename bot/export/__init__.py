"""Facts as files that other programs open: CSV, Excel, iCalendar."""
