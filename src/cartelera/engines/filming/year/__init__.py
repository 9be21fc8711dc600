"""The production year: every title's preparation, shoots, post-production and delivery."""
