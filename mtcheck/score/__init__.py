"""Figures on a translation: MQM from findings or from spans that a person marked, readability, and what its editing cost.

Each figure comes with a signature in sacrebleu's manner, from which it can be made again.
"""
