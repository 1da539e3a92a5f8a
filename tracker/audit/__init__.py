"""Tamper-evident log of every act, refusal, log-in and export."""
