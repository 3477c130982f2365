"""Fitted models on disk and in other engines: kept without pickle, exported to ONNX, written as SQL."""
