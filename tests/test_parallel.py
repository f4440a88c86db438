"""How many workers are started: by cores, by a container's quota, and by memory."""

from pathlib import Path

import pytest

from proofpress import parallel

GIGABYTE = 1024**3


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of 64 cores and 256 GB, whose control groups are files of this test."""
    monkeypatch.setattr(parallel.os, "sched_getaffinity", lambda process: set(range(64)), raising=False)
    for name, path in (("CONTROL_GROUPS", "cgroup"), ("OWN_GROUPS", "own"), ("MEMORY", "meminfo")):
        monkeypatch.setattr(parallel, name, tmp_path / path)
    write(tmp_path, "meminfo", f"MemTotal: 9 kB\nMemAvailable:   {256 * GIGABYTE // 1024} kB\n")
    return tmp_path


def write(folder: Path, file: str, text: str) -> None:
    """Write a file and the folders above it."""
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(text)


def test_without_a_quota_all_cores_count(machine):
    """No control groups, or groups that say `max`, leave the cores that the process may run on."""
    assert parallel.cores() == 64
    write(machine, "own", "0::/\n")
    write(machine, "cgroup/cpu.max", "max 100000\n")
    assert parallel.cores() == 64


@pytest.mark.parametrize(("quota", "cores"), [("200000 100000", 2), ("150000 100000", 2), ("50000 100000", 1)])
def test_a_quota_of_cgroup_v2_counts(machine, quota, cores):
    """A container that may use 2 of 64 cores starts 2 workers; a share of a core counts as one."""
    write(machine, "own", "0::/\n")
    write(machine, "cgroup/cpu.max", f"{quota}\n")
    assert parallel.cores() == cores


def test_the_smallest_quota_of_all_groups_above_counts(machine):
    """A group is held by the quotas of the groups around it."""
    write(machine, "own", "0::/user/service\n")
    write(machine, "cgroup/user/service/cpu.max", "1600000 100000\n")
    write(machine, "cgroup/user/cpu.max", "400000 100000\n")
    write(machine, "cgroup/cpu.max", "max 100000\n")
    assert parallel.cores() == 4


def test_a_quota_of_cgroup_v1_counts(machine):
    """Quota and period are two files there; -1 is no quota. The path in a container may be that of the host."""
    write(machine, "own", "5:memory:/docker/0a\n4:cpu,cpuacct:/docker/0a\n")
    write(machine, "cgroup/cpu/cpu.cfs_quota_us", "-1\n")
    write(machine, "cgroup/cpu/cpu.cfs_period_us", "100000\n")
    assert parallel.cores() == 64
    write(machine, "cgroup/cpu/cpu.cfs_quota_us", "300000\n")
    assert parallel.cores() == 3


@pytest.mark.parametrize("text", ["", "nonsense\n", "0 0\n", "100000 0\n", "1 2 3\n"])
def test_a_quota_that_is_none_is_left_out(machine, text):
    """What is no quota changes nothing and ends nothing."""
    write(machine, "own", "0::/\n4:cpu:/\nnonsense\n")
    write(machine, "cgroup/cpu.max", text)
    write(machine, "cgroup/cpu/cpu.cfs_quota_us", text)
    write(machine, "cgroup/cpu/cpu.cfs_period_us", text)
    assert parallel.cores() == 64


def test_workers_fit_into_the_memory(machine):
    """Free memory and the limit of a container each bound the number of workers; one is always started."""
    assert parallel.worker_count() == 64
    write(machine, "meminfo", f"MemAvailable:   {4 * GIGABYTE // 1024} kB\n")
    assert parallel.worker_count() == 10
    write(machine, "own", "0::/\n")
    write(machine, "cgroup/memory.max", f"{GIGABYTE}\n")
    assert parallel.worker_count() == 2
    write(machine, "cgroup/memory.max", "1000000\n")
    assert parallel.worker_count() == 1
