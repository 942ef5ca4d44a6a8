"""The window: shows state and forwards intent. Imports Qt, checks, and from devices only the vocabulary."""
