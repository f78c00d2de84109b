"""The same pages on paper: what each says, as plain data for `rmt.files.typesetting`."""
