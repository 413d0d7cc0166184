#!/usr/bin/env python3
"""Generates dashboard.json from one line per panel: python3 make_dashboard.py > dashboard.json"""

import json

SHARD = 'stream=~"$stream"'
PANELS = [
    # title, type, unit, width, (expression, legend), ...
    ("Stalled shards", "stat", "short", 4, (f"sum(shardline_stalled_shards{{{SHARD}}})", "")),
    ("Leased shards", "stat", "short", 4, (f"sum(shardline_shards{{{SHARD}}})", "")),
    ("Largest lag", "stat", "ms", 4, (f"max(shardline_millis_behind_latest{{{SHARD}}})", "")),
    ("Records per second", "stat", "short", 4, (f"sum(rate(shardline_records_delivered_total{{{SHARD}}}[$__rate_interval]))", "")),
    ("Bytes per second", "stat", "Bps", 4, (f"sum(rate(shardline_bytes_delivered_total{{{SHARD}}}[$__rate_interval]))", "")),
    ("Restarts in the last hour", "stat", "short", 4, (f"sum(increase(shardline_child_restarts_total{{{SHARD}}}[1h])) or vector(0)", "")),
    ("Lag by shard", "timeseries", "ms", 12, (f"max by (shard) (shardline_millis_behind_latest{{{SHARD}}})", "{{shard}}")),
    ("Records per second by shard", "timeseries", "short", 12, (f"sum by (shard) (rate(shardline_records_delivered_total{{{SHARD}}}[$__rate_interval]))", "{{shard}}")),
    ("Shards by state", "timeseries", "short", 12, (f"sum by (state) (shardline_shards{{{SHARD}}})", "{{state}}")),
    ("Processing time per batch", "timeseries", "s", 12,
        (f"sum(rate(shardline_batch_seconds_sum{{{SHARD}}}[$__rate_interval])) / sum(rate(shardline_batch_seconds_count{{{SHARD}}}[$__rate_interval]))", "mean"),
        (f"max(shardline_batch_seconds_max{{{SHARD}}})", "longest")),
    ("Age of the last checkpoint", "timeseries", "s", 12, (f"max by (shard) (shardline_checkpoint_age_seconds{{{SHARD}}})", "{{shard}}")),
    ("Checkpoints by result", "timeseries", "short", 12, (f"sum by (result) (rate(shardline_checkpoints_total{{{SHARD}}}[$__rate_interval]))", "{{result}}")),
    ("Processor restarts by cause", "timeseries", "short", 12, (f"sum by (cause) (increase(shardline_child_restarts_total{{{SHARD}}}[$__rate_interval]))", "{{cause}}")),
    ("Replayed records and protocol violations", "timeseries", "short", 12,
        (f"sum(rate(shardline_replayed_records_total{{{SHARD}}}[$__rate_interval]))", "replayed per second"),
        (f"sum by (kind) (rate(shardline_protocol_faults_total{{{SHARD}}}[$__rate_interval]))", "{{kind}}")),
    ("Failed batches by cause", "timeseries", "short", 12, (f"sum by (cause) (increase(shardline_batch_failures_total{{{SHARD}}}[$__rate_interval]))", "{{cause}}")),
    ("Discarded records, retries and splits", "timeseries", "short", 12,
        (f"sum by (condition) (increase(shardline_records_discarded_total{{{SHARD}}}[$__rate_interval]))", "{{condition}}"),
        (f"sum(increase(shardline_batch_retries_total{{{SHARD}}}[$__rate_interval]))", "retries"),
        (f"sum(increase(shardline_bisections_total{{{SHARD}}}[$__rate_interval]))", "splits")),
    ("Records polled, filtered out, invoked, failed and dropped", "timeseries", "short", 12,
        *[(f"sum(rate(shardline_events_{name}_total{{{SHARD}}}[$__rate_interval]))", name.replace("_", " "))
          for name in ("polled", "filtered_out", "invoked", "failed_invoke", "dropped")]),
    ("KCL operations: mean time", "timeseries", "s", 12, ("sum by (operation, metric) (rate(shardline_kcl_seconds_sum[$__rate_interval])) / sum by (operation, metric) (rate(shardline_kcl_seconds_count[$__rate_interval]))", "{{operation}} {{metric}}")),
    ("JVM memory", "timeseries", "bytes", 12, ("sum by (instance, area) (jvm_memory_used_bytes)", "{{instance}} {{area}}")),
    ("CPU usage", "timeseries", "percentunit", 12, ("process_cpu_usage", "{{instance}}")),
    ("Open files", "timeseries", "short", 12, ("process_files_open_files", "{{instance}}")),
]


def panel(number, x, y, title, kind, unit, width, *targets):
    thresholds = {"mode": "absolute", "steps": [{"color": "green", "value": None}]}
    if title == "Stalled shards":
        thresholds["steps"].append({"color": "red", "value": 1})
    result = {
        "id": number,
        "title": title,
        "type": kind,
        "datasource": {"type": "prometheus", "uid": "${datasource}"},
        "gridPos": {"x": x, "y": y, "w": width, "h": 4 if kind == "stat" else 8},
        "fieldConfig": {"defaults": {"unit": unit, "min": 0, "thresholds": thresholds}, "overrides": []},
        "targets": [
            {"refId": "ABCDEF"[i], "expr": expression, "legendFormat": legend}
            for i, (expression, legend) in enumerate(targets)
        ],
    }
    result["options"] = (
        {"reduceOptions": {"calcs": ["lastNotNull"]}, "colorMode": "value", "graphMode": "area"}
        if kind == "stat"
        else {"tooltip": {"mode": "multi", "sort": "desc"}, "legend": {"displayMode": "list", "placement": "bottom"}}
    )
    return result


def panels():
    x = y = 0
    for number, (title, kind, unit, width, *targets) in enumerate(PANELS, 1):
        if x + width > 24:
            x, y = 0, y + 8
        yield panel(number, x, y, title, kind, unit, width, *targets)
        x += width
        if kind == "stat" and x == 24:
            x, y = 0, y + 4


print(json.dumps({
    "title": "Shardline",
    "uid": "shardline",
    "tags": ["kinesis", "shardline"],
    "timezone": "browser",
    "schemaVersion": 39,
    "version": 1,
    "editable": True,
    "refresh": "30s",
    "time": {"from": "now-3h", "to": "now"},
    "templating": {"list": [
        {"name": "datasource", "type": "datasource", "query": "prometheus", "label": "Data source"},
        {"name": "stream", "type": "query", "label": "Stream", "datasource": {"type": "prometheus", "uid": "${datasource}"},
         "query": {"query": "label_values(shardline_shards, stream)", "refId": "stream"}, "refresh": 2,
         "includeAll": True, "multi": True, "allValue": ".*", "current": {"text": "All", "value": "$__all"}},
    ]},
    "panels": list(panels()),
}, indent=2))
