"""Presidio's REST server with the recognisers of piiscan: the same paths, requests and answers as its own.

Needs ``pip install 'piiscan[presidio]' flask``::

    python examples/presidio_server.py --port 3000
    curl -d '{"text": "BSN 123456782", "language": "nl"}' -H 'Content-Type: application/json' localhost:3000/analyze

The package of Presidio does not hold its server. In the container image that does, import the pack before its module
``app``, and point it at the configuration::

    echo 'import nl_recognizers; from app import create_app' > ours.py
    ANALYZER_CONF_FILE=presidio.yaml gunicorn 'ours:create_app()'
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from flask import Flask, jsonify, request
from presidio_analyzer import AnalyzerEngineProvider, AnalyzerRequest, BatchAnalyzerEngine, RecognizerResult
from werkzeug.exceptions import HTTPException
from werkzeug.serving import make_server

import nl_recognizers  # noqa: F401 - Presidio finds its classes by name

CONFIGURATION = Path(__file__).with_name("presidio.yaml")


def create_app(configuration: Path = CONFIGURATION) -> Flask:
    """The server as a WSGI application."""
    engine = AnalyzerEngineProvider(configuration).create_engine()
    batches = BatchAnalyzerEngine(engine)
    app = Flask(__name__)

    @app.get("/health")
    def health() -> Any:
        return "Presidio Analyzer service is up"

    @app.get("/recognizers")
    def recognizers() -> Any:
        return jsonify([recognizer.name for recognizer in engine.get_recognizers(request.args.get("language"))])

    @app.get("/supportedentities")
    def supported_entities() -> Any:
        return jsonify(engine.get_supported_entities(request.args.get("language")))

    @app.post("/analyze")
    def analyze() -> Any:
        told = request.get_json()
        if not isinstance(told, dict) or not told.get("text") or not told.get("language"):
            return jsonify(error="text and language must be given"), 400
        asked = AnalyzerRequest(told)
        given = {name: value for name, value in vars(asked).items() if name not in ("text", "language")}
        texts = asked.text if isinstance(asked.text, list) else [asked.text]
        found = batches.analyze_iterator(texts, asked.language, **given)
        answer = [[_plain(result) for result in results] for results in found]
        return jsonify(answer if isinstance(asked.text, list) else answer[0])

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Any:
        return jsonify(error=error.description), error.code

    @app.errorhandler(TypeError)
    @app.errorhandler(ValueError)
    def misunderstood(error: Exception) -> Any:
        return jsonify(error=f"the request cannot be answered ({type(error).__name__})"), 400

    return app


def _plain(result: RecognizerResult) -> dict[str, Any]:
    explanation = result.analysis_explanation
    kept = {name: value for name, value in vars(result).items() if name != "recognition_metadata"}
    return {**kept, "analysis_explanation": explanation and explanation.to_dict()}


def main() -> None:
    """Serves until it is interrupted; on this machine only, unless told otherwise."""
    parser = argparse.ArgumentParser(description="Presidio's REST server with the recognisers of piiscan.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=3000, help="0 for any that is free")
    parser.add_argument("--config", type=Path, default=CONFIGURATION, help="a configuration of Presidio's analyzer")
    told = parser.parse_args()
    server = make_server(told.host, told.port, create_app(told.config), threaded=True)
    print(f"http://{server.host}:{server.server_port}", flush=True)  # noqa: T201
    server.serve_forever()


if __name__ == "__main__":
    main()
