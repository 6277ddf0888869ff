"""Cleans a corpus on a Spark cluster, with the same output folder as `cleaner.corpus` makes on one machine.

Spark has the queue, the retries and the shuffle; what is done to a document or a paragraph are the very
functions of one machine. Prepared documents stay in frames on storage that all workers see, and Spark carries
numbers: of tasks, documents and paragraphs. `session` is the one module that knows PySpark.
"""
