"""Records a training run for 'compare runs A B': a folder with one NumPy archive per update.

PyTorch, two lines before the loop:

    record = Recorder("run_a")
    record.watch(model, optimizer)      # every optimizer.step() ends an update

and, where wanted, record.array("input/x", x) or record.array("loss", loss) before the step. Anything else, with NumPy alone:

    record = Recorder("run_a")
    for ...:
        record.array("parameter/W1", W1)    # before the update
        record.array("gradient/W1", dW1)
        record.array("loss", loss)
        record.next()                       # ends the update
    record.close()                          # after the last update, the parameters once more where they were watched

What stands before the slash is the kind: setting, input, mask, parameter, activation, loss, gradient, state or after. Without it
'compare runs' goes by the name. It needs NumPy, and nothing of PyTorch unless a model is watched.
"""

import os
import types

import numpy


class Recorder:
    """Writes FOLDER/update000001.npz, update000002.npz and so on; each file appears whole or not at all."""

    def __init__(self, folder):
        """Makes the folder; it must not hold updates of another run."""
        os.makedirs(folder, exist_ok=True)
        if any(name.startswith("update") and name.endswith(".npz") for name in os.listdir(folder)):
            raise ValueError("%s holds a recorded run already" % folder)
        self.folder = folder
        self.update = 1
        self._arrays = {}
        self._parameters = None
        self._calls = {}

    def array(self, name, value):
        """Keeps a copy of an array, a tensor or a number under a name, until the update ends."""
        if hasattr(value, "detach"):
            value = value.detach().cpu()
            value = (value.float() if str(value.dtype) == "torch.bfloat16" else value).numpy()
        self._arrays[name] = numpy.array(value)

    def next(self):
        """Ends the update: writes what was kept."""
        path = os.path.join(self.folder, "update%06d.npz" % self.update)
        with open(path + ".part", "wb") as file:
            numpy.savez(file, **self._arrays)
        os.replace(path + ".part", path)
        self.update += 1
        self._arrays = {}
        self._calls = {}

    def close(self):
        """Writes the parameters after the last update, where a model is watched, and what was kept since."""
        if self._parameters is not None:
            for name, parameter in self._parameters:
                self.array("parameter/" + name, parameter)
        if self._arrays:
            self.next()

    def watch(self, model, optimizer):
        """Hooks a PyTorch module and its optimizer: inputs, activations in call order, parameters, gradients, state, settings."""
        self._parameters = list(model.named_parameters())
        names = dict((id(parameter), name) for name, parameter in self._parameters)

        def outputs(name):
            def hook(module, inputs, output):
                first = output[0] if isinstance(output, (tuple, list)) else output
                if not hasattr(first, "detach"):
                    return
                call = self._calls[name] = self._calls.get(name, 0) + 1
                self.array("activation/" + (name if call == 1 else "%s.call%d" % (name, call)), first)

            return hook

        def first_inputs(module, inputs):
            for i, value in enumerate(inputs):
                if hasattr(value, "detach"):
                    self.array("input/%d" % i, value)

        model.register_forward_pre_hook(first_inputs)
        for name, module in model.named_modules():
            if name and not list(module.children()):
                module.register_forward_hook(outputs(name))

        original = optimizer.step

        def step(instance, *args, **kwargs):
            self._settings(optimizer)
            for name, parameter in self._parameters:
                self.array("parameter/" + name, parameter)
                if parameter.grad is not None:
                    self.array("gradient/" + name, parameter.grad)
            result = original(*args, **kwargs)
            for parameter, state in optimizer.state.items():
                for slot, value in state.items():
                    if hasattr(value, "detach") or isinstance(value, (int, float)):
                        self.array("state/%s/%s" % (slot, names.get(id(parameter), "?")), value)
            for name, buffer in model.named_buffers():
                self.array("state/buffer/" + name, buffer)
            self.next()
            return result

        # A bound method, because schedulers of PyTorch ask for one.
        optimizer.step = types.MethodType(step, optimizer)

    def _settings(self, optimizer):
        for key in ("lr", "momentum", "dampening", "weight_decay", "eps", "alpha", "rho", "betas"):
            values = [group[key] for group in optimizer.param_groups if key in group]
            shared = len(values) > 0 and all(value == values[0] for value in values)
            for i, value in enumerate(values[:1] if shared else values):
                suffix = "" if shared else ".%d" % i
                if key == "betas":
                    self.array("setting/beta1" + suffix, value[0])
                    self.array("setting/beta2" + suffix, value[1])
                else:
                    self.array("setting/" + key + suffix, value)
