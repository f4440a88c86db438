"""The documentation site: what its pages take from the code, from a built site and from the documents at the root."""
