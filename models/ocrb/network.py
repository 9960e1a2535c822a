"""The network: a strip of print, 32 pixels high, to a class for every fourth column of it."""

from __future__ import annotations

import torch
from torch import nn

from models.ocrb.strips import BLANK


class Recogniser(nn.Module):
    """Convolutions only, so that a strip may be of any width; each column sees about three letters."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            *_block(1, 24, kernel=5, stride=2),
            *_block(24, 40),
            nn.MaxPool2d(2),
            *_block(40, 72),
            *_block(72, 72),
            nn.MaxPool2d((2, 1)),
            *_block(72, 112),
            nn.Conv2d(112, 160, (4, 3), padding=(0, 1), bias=False),
            nn.BatchNorm2d(160),
            nn.ReLU(inplace=True),
            nn.Conv2d(160, 160, (1, 3), padding=(0, 1), bias=False),
            nn.BatchNorm2d(160),
            nn.ReLU(inplace=True),
            nn.Dropout2d(0.1),
            nn.Conv2d(160, BLANK + 1, 1),
        )

    def forward(self, strips: torch.Tensor) -> torch.Tensor:
        """Logits, n x columns x classes, of strips, n x 1 x 32 x width."""
        return self.layers(strips).squeeze(2).transpose(1, 2)


def _block(before: int, after: int, kernel: int = 3, stride: int = 1) -> list[nn.Module]:
    return [
        nn.Conv2d(before, after, kernel, stride, padding=kernel // 2, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(inplace=True),
    ]
