"""An England of invented schools and people, as large as the real one, to measure and to try the service with."""
