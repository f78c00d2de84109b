"""Settings, addresses, people, search and shared components of the Results Monitoring Tool."""
