"""Kafka: how a cluster is reached, topics are read without a group, and records are sent until acknowledged."""
