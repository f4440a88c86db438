"""The cache: what was computed is found again by its key, and what would come out the same is left alone.

Two things are kept. The *store* (`runs/`) holds results under keys that stand for all that could change them. The
*manifest*, an entry of the store, says what the last build wrote into an output folder. To mend or change …

* what a key is made of (values, code, versions of libraries): `keys`
* which source files a result depends on, and what of them counts: `code`
* that the code which runs is the code that a key speaks of: `loader`
* how an entry is written, checked, found and removed: `store`
* what a whole build depends on, so that nothing has to be done: `fingerprint`
* what the last build wrote, and whether it is still there as written: `manifest`, by the stamps of `file_stamp`
* who may use a folder at the same time: `locks`
* how a file is written whole or not at all: `atomic`
"""
