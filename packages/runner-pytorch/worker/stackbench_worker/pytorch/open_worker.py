"""The worker of one device."""

from .devices.cpu import CpuDevice
from .devices.cuda import CudaDevice
from .worker import TorchWorker


def open_worker(device, threads):
    return TorchWorker(open_device(device, threads))


def open_device(device, threads):
    return CudaDevice() if device == "cuda" else CpuDevice(threads)
