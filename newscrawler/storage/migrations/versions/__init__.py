"""Which schemas has a store had? One module a step, numbered."""
