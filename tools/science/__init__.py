"""The models: frames in, frames out. No files, no network, no language model."""
