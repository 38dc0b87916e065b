"""What a model version is: its layout, its numbers, and how it is found on the topic `model`."""
