"""Trains the recogniser of OCR-B on strips that are drawn as it goes, and measures it on others.

    python -m models.ocrb.train

Writes ocrb.onnx and metrics.json beside this file. It needs torch and onnx, which nothing else here needs, and fonts:

    --fonts DIRECTORY   searched for the files of FONTS (may be given again; /usr/share/fonts)
    --steps N           of training (7000); fewer, to see that it runs
    --to DIRECTORY      where the two files go, if not beside this one

One thread, one seed. CARD.md says what the fonts are and what came of it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from models.ocrb.network import Recogniser
from models.ocrb.strips import BLANK, HEIGHT, IGNORED, Face, Strip, face, strip

HERE = Path(__file__).parent
SEED, HELD_OUT_SEED = 30001, 30002
FONTS = {
    "OCRB.otf": 0.5,
    "OCRBS.otf": 0.28,
    "OCRBL.otf": 0.04,
    "LiberationMono-Regular.ttf": 0.03,
    "LiberationMono-Bold.ttf": 0.03,
    "Courier Prime.otf": 0.04,
    "Courier Prime Bold.otf": 0.04,
    "FreeMonoBold.ttf": 0.04,
}
"""How often each is drawn. Some documents have their zone in a typewriter's letters, against the standard."""
BATCH, STEPS, RATE, DECAY, SMOOTHING, AVERAGED = 48, 7000, 3e-3, 0.02, 0.03, 0.999
HELD_OUT = 3000


def main() -> int:
    options = arguments()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    files = {name: found(name, options.fonts) for name in FONTS}
    faces = [face(path) for path in files.values()]
    started = time.process_time()
    network = trained(faces, options.steps)
    seconds = time.process_time() - started
    options.to.mkdir(parents=True, exist_ok=True)
    export(network, options.to / "ocrb.onnx")
    metrics = {
        "seed": SEED,
        "steps": options.steps,
        "strips": options.steps * BATCH,
        "cpu_seconds": round(seconds),
        "torch": torch.__version__,
        "fonts": {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()},
        "held_out": measured(network, faces),
    }
    (options.to / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n")
    print(json.dumps(metrics["held_out"], indent=1))
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fonts", type=Path, action="append", default=[Path("/usr/share/fonts")])
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--to", type=Path, default=HERE)
    return parser.parse_args()


def found(name: str, directories: list[Path]) -> Path:
    for directory in directories:
        for path in sorted(directory.rglob(name)):
            return path
    raise SystemExit(f"{name} is in none of {', '.join(map(str, directories))}")


def trained(faces: list[Face], steps: int) -> Recogniser:
    """The network after training: the running average of its weights."""
    rng = np.random.default_rng(SEED)
    network = Recogniser().to(memory_format=torch.channels_last)
    average = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGED), use_buffers=True
    )
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.1)
    network.train()
    for step in range(steps):
        pixels, classes = batch([strip(rng, faces, list(FONTS.values())) for _ in range(BATCH)])
        with torch.autocast("cpu", torch.bfloat16):
            logits = network(pixels)
        loss = cross_entropy(logits.float().transpose(1, 2), classes, ignore_index=IGNORED, label_smoothing=SMOOTHING)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        average.update_parameters(network)
        if step % 200 == 199:
            print(step + 1, f"{loss.item():.3f}", f"{accuracy(logits, classes):.4f}", flush=True)
    plain: Recogniser = average.module.eval()
    return plain


def batch(strips: list[Strip]) -> tuple[torch.Tensor, torch.Tensor]:
    """Strips as `piiscan.idcopy.ocrb` gives them to the network, and their classes."""
    pixels = np.stack([each.pixels for each in strips]).astype(np.float32)
    pixels -= pixels.mean(axis=(1, 2), keepdims=True)
    pixels /= pixels.std(axis=(1, 2), keepdims=True) + 4
    classes = np.stack([each.classes for each in strips])
    inputs = torch.from_numpy(pixels)[:, None].contiguous(memory_format=torch.channels_last)
    return inputs, torch.from_numpy(classes)


def accuracy(logits: torch.Tensor, classes: torch.Tensor) -> float:
    """The share of the columns with a letter whose letter is the likeliest."""
    letters = (classes != BLANK) & (classes != IGNORED)
    return float((logits.argmax(2)[letters] == classes[letters]).float().mean())


@torch.no_grad()
def measured(network: Recogniser, faces: list[Face]) -> dict[str, Any]:
    """The same on strips of another seed, all of them and by font."""
    result: dict[str, Any] = {}
    for number, name in [(-1, "all fonts as in training"), *enumerate(FONTS)]:
        rng = np.random.default_rng([HELD_OUT_SEED, number + 1])
        weights = list(FONTS.values()) if number < 0 else [float(n == number) for n in range(len(FONTS))]
        count = HELD_OUT if number < 0 else HELD_OUT // 10
        rates = []
        for start in range(0, count, BATCH):
            pixels, classes = batch([strip(rng, faces, weights) for _ in range(min(BATCH, count - start))])
            rates.append(accuracy(network(pixels), classes))
        result[name] = {"strips": count, "columns_right": round(float(np.mean(rates)), 4)}
    return result


def export(network: Recogniser, path: Path) -> None:
    torch.onnx.export(
        network.to(memory_format=torch.contiguous_format),
        (torch.zeros(1, 1, HEIGHT, 320),),
        str(path),
        input_names=["strips"],
        output_names=["logits"],
        dynamic_axes={"strips": {0: "n", 3: "width"}, "logits": {0: "n", 1: "columns"}},
        dynamo=False,
    )


if __name__ == "__main__":
    raise SystemExit(main())
