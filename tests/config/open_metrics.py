"""Parses a response of /metrics strictly as OpenMetrics: open_metrics.py FILE."""

import sys

from prometheus_client.openmetrics.parser import text_string_to_metric_families

with open(sys.argv[1], encoding="utf-8") as file:
    families = list(text_string_to_metric_families(file.read()))
if not any(family.name.startswith("shardline_") for family in families):
    sys.exit("the daemon's own metrics are missing")
print("%d families" % len(families))
