"""The room that trains: experiments in, records of runs out. See `training.train`."""
