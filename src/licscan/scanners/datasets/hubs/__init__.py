"""Clients of the hubs that hold datasets and models."""
