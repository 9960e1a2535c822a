"""The one engine of a process: one thread, no download, no log."""

from __future__ import annotations

import logging
import threading
from functools import lru_cache
from typing import Any

from piiscan.errors import ModelError

__all__ = ["LOCK", "engine", "exhausted"]

LOCK = threading.Lock()
"""Held while the engine works, which keeps state of its own."""


def exhausted() -> tuple[type[Exception], ...]:
    """What the engine raises when it cannot get the memory that a picture needs."""
    import cv2
    from rapidocr.inference_engine.onnxruntime.main import ONNXRuntimeError

    return (ONNXRuntimeError, MemoryError, cv2.error)


@lru_cache(maxsize=1)
def engine() -> Any:
    """RapidOCR with the models of its wheel.

    Raises:
        ModelError: it cannot be loaded.
    """
    try:
        import rapidocr
    except ImportError as error:
        raise ModelError(f"RapidOCR cannot be loaded ({type(error).__name__})") from None
    logging.getLogger("RapidOCR").disabled = True
    models = f"{rapidocr.__path__[0]}/models"
    settings = {
        "Global.log_level": "critical",
        "Global.use_preprocess_img": False,
        "Global.use_vertical_padding": False,
        "Global.use_cls": False,
        "Global.return_word_box": True,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "Det.limit_side_len": 32,
        "Det.max_candidates": 3000,
        "Det.box_thresh": 0.3,
        "Det.model_path": f"{models}/PP-OCRv6_det_small.onnx",
        "Rec.model_path": f"{models}/PP-OCRv6_rec_small.onnx",
    }
    return rapidocr.RapidOCR(params=settings)
