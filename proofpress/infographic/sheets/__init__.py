"""The sheets of an infographic, a module for each family; `catalog` lists them all."""
