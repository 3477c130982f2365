"""What the assistant can do: plain functions over a shop's data. No language model below this line."""
