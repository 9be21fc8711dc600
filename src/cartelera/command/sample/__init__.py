"""The sample: a slate made for the product, read in and encoded by the product."""
