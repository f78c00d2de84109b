"""Small records that a person makes beside a result or a page: still in force, read and right, reported elsewhere."""
