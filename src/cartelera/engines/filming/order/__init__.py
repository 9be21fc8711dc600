"""The order of scenes that holds actors least: talent scheduling and the movie shoot."""
