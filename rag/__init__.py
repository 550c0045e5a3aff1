"""The one public door of the retrieval and answering chain."""
