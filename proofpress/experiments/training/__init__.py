"""The training engine: many small networks side by side, in one compiled program.

network       the model, its loss and its penalty
program       what jax compiles: updates of many networks
measurements  what is measured at a checkpoint, and what became of a run
schedules     how the learning rate changes
batches       batches, dropout numbers and learning rates, a chunk of updates at a time
engine        `run`: a job, its data and its replicas in, arrays out
batching      a sweep, cut into pieces of replicas that are trained side by side
executor      processes that train pieces
cluster       a Dask cluster that trains pieces
jax_runtime   how jax is started
"""
