"""What torch's own timer and triton's say of the products that the worker times, to hold its numbers against."""

import json

import torch

from .data_types import dtype_of

# Seconds that torch's timer spends on a product.
MEASURED_S = 1.0


def print_times(device, products):
    print(json.dumps([time_product(device, each) for each in products]))


def time_product(device, product):
    """Nanoseconds by each timer, or why it tells none."""
    m, n, k = (product[name] for name in "mnk")
    device.prepare_math(product["dataType"])
    a, b = (make_reals(shape, product["dataType"], device.torch_device) for shape in ((m, k), (k, n)))

    def multiply():
        return torch.matmul(a, b)

    multiply()
    device.synchronize()
    return {
        "torch.utils.benchmark": attempt(lambda: time_with_torch(multiply)),
        "triton.testing.do_bench": attempt(lambda: time_with_triton(multiply, device)),
    }


def make_reals(shape, data_type, torch_device):
    return (torch.rand(*shape, device=torch_device) * 2 - 1).to(dtype_of(data_type))


def time_with_torch(call):
    from torch.utils.benchmark import Timer

    timer = Timer("call()", globals={"call": call}, num_threads=torch.get_num_threads())
    return {"ns": timer.blocked_autorange(min_run_time=MEASURED_S).median * 1e9}


def time_with_triton(call, device):
    if device.torch_device.type != "cuda":
        return {"absent": "times GPUs alone"}
    from triton.testing import do_bench

    median = do_bench(call, quantiles=[0.5])
    return {"ns": (median[0] if isinstance(median, (list, tuple)) else median) * 1e6}


def attempt(time):
    try:
        return time()
    except Exception as error:
        return {"absent": f"{type(error).__name__}: {error}"}
