"""Every public page, read as a machine and as a browser would; `make crawl` does all of it and prints what it costs."""
