"""Keepers: one-shot jobs for cron that do what anyone may do on the protocol, and watch it.

road-keeper list | check | run JOB [--execute] | crontab | status
"""
