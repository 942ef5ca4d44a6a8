"""The acquirer's payment licence: an official list as published, imported from a file, and looked up."""
