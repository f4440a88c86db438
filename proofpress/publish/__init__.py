"""Publishing: files become output/, audited as a whole and swapped in at one instant.

`publish` is the way through; `audit` reads what is about to be published (`page`, `facts`, `references`, `paths`);
`swap` exchanges the trees, with what `folder` may touch; `lock` keeps two builds apart.
"""
