"""Checks our own rules for the sidecar files, without Docker and Kubernetes. Called by check.sh."""

import json
import pathlib
import re
import sys

import yaml

ROOT = pathlib.Path(__file__).parent.parent.parent
SIDECAR = ROOT / "config/sidecar"
GRACE_SECONDS = 20
problems = []


def require(truth, message):
    if not truth:
        problems.append(message)


def dockerfile():
    text = (SIDECAR / "Dockerfile").read_text()
    joined = re.sub(r"\\\n(\s*#.*\n)*", " ", text)
    stages, stage = {}, None
    for line in joined.splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        word, _, rest = line.partition(" ")
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            require(name, f"Dockerfile: the stage from {base} has no name")
            stage = stages.setdefault(name, {"base": base, "steps": []})
            continue
        require(word in {"ARG", "ENV", "RUN", "COPY", "WORKDIR", "USER", "EXPOSE", "HEALTHCHECK", "STOPSIGNAL",
                         "ENTRYPOINT", "CMD"}, f"Dockerfile: unknown instruction {word}")
        require(stage is not None, f"Dockerfile: {word} before the first stage")
        stage["steps"].append((word, rest))
        if word in {"ENTRYPOINT", "CMD"}:
            require(isinstance(json.loads(rest), list), f"Dockerfile: {word} must be a list: a shell would be PID 1")
        if word == "COPY":
            check_copy(rest, stages)
    require(list(stages)[-1] == "daemon", "Dockerfile: the last stage is the default and must contain only the daemon")
    for name in ("daemon", "python", "dotnet"):
        check_image(name, stages)


def check_copy(rest, stages):
    words = rest.split()
    source = [w for w in words if w.startswith("--from=")]
    if source:
        require(source[0][7:] in stages, f"Dockerfile: COPY from the unknown stage {source[0][7:]}")
    else:
        for path in words[:-1]:
            require((ROOT / path).exists(), f"Dockerfile: there is no {path} to copy")


def steps_of(name, stages):
    """Returns all steps of an image, starting with those of its base stages."""
    stage = stages[name]
    below = steps_of(stage["base"], stages) if stage["base"] in stages else []
    return below + stage["steps"]


def check_image(name, stages):
    steps = steps_of(name, stages)
    last = {word: rest for word, rest in steps}
    require(last.get("USER", "0").split(":")[0] not in {"0", "root"}, f"image {name} runs as root")
    for word in ("HEALTHCHECK", "ENTRYPOINT", "STOPSIGNAL"):
        require(word in last, f"image {name} has no {word}")
    require(json.loads(last["ENTRYPOINT"])[0] == "java", f"image {name}: java must be PID 1 to receive the signals")


def compose():
    for file in sorted(SIDECAR.glob("docker-compose*.yaml")):
        services = yaml.safe_load(file.read_text())["services"]
        daemon = services["daemon"]
        require("/run/shardline/processor.sock" in file.read_text() or "hosted" not in file.name,
                f"{file.name}: the application has no socket")
        for port in daemon["ports"]:
            require(port.startswith("127.0.0.1:"), f"{file.name}: a port is open to the network")
        for name in daemon["depends_on"]:
            require(name in services, f"{file.name}: no service {name}")
        for service in (service for service in services.values() if "build" in service):
            require(service["read_only"] is True and "/tmp" in service["tmpfs"],
                    f"{file.name}: the root is to be read-only, /tmp not")
            require(int(service["stop_grace_period"].rstrip("s")) > GRACE_SECONDS,
                    f"{file.name}: stop_grace_period is too short")


def kubernetes():
    for file in sorted((SIDECAR / "kubernetes").glob("*.yaml")):
        for document in yaml.safe_load_all(file.read_text()):
            require({"apiVersion", "kind", "metadata"} <= document.keys(), f"{file.name}: a document lacks a field")
            if document["kind"] == "Deployment":
                deployment(file.name, document["spec"])


def deployment(file, spec):
    labels = spec["template"]["metadata"]["labels"]
    require(spec["selector"]["matchLabels"].items() <= labels.items(), f"{file}: the selector misses its pods")
    pod = spec["template"]["spec"]
    require(pod["terminationGracePeriodSeconds"] > GRACE_SECONDS, f"{file}: terminationGracePeriodSeconds is too short")
    volumes = {volume["name"] for volume in pod["volumes"]}
    containers = pod.get("initContainers", []) + pod["containers"]
    daemon = [c for c in containers if c["name"] == "shardline"][0]
    probes = {"livenessProbe": "/livez", "startupProbe": "/livez"}
    if len(containers) == 1:
        probes["readinessProbe"] = "/readyz"
    else:
        require("readinessProbe" not in daemon, f"{file}: a stalled shard would take the application out of service")
        check_socket(file, containers)
    for probe, path in probes.items():
        require(daemon[probe]["httpGet"] == {"path": path, "port": "http"}, f"{file}: {probe} must ask {path}")
    for container in containers:
        name = container["name"]
        require(container["securityContext"]["readOnlyRootFilesystem"], f"{file}: {name} can write")
        for mount in container.get("volumeMounts", []):
            require(mount["name"] in volumes, f"{file}: no volume {mount['name']}")


def check_socket(file, containers):
    """The daemon and the application mount one volume at the same path, in which the socket is."""
    mounts = [{m["mountPath"] for m in c["volumeMounts"] if m["name"] == "socket"} for c in containers]
    require(mounts == [{"/run/shardline"}] * 2, f"{file}: the containers do not share the socket's volume")


def policy():
    known = set(re.findall(r'"((?:kinesis|dynamodb):[A-Za-z]+)"',
                           (ROOT / "daemon/src/main/java/io/shardline/kcl/IamActions.java").read_text()))
    optional = {"kinesis:SubscribeToShard", "kinesis:DescribeStreamSummary", "kinesis:RegisterStreamConsumer",
                "kinesis:DescribeStreamConsumer", "kinesis:PutRecords", "dynamodb:UpdateContinuousBackups", "dynamodb:TagResource"}
    granted = set()
    for statement in json.loads((SIDECAR / "iam-policy.json").read_text())["Statement"]:
        granted |= set(statement["Action"])
        require(all("*" not in action for action in statement["Action"]), "the policy has a wildcard action")
    require(granted == known - optional, f"the policy and the daemon's own list differ: {granted ^ (known - optional)}")


for check in (dockerfile, compose, kubernetes, policy):
    check()
for problem in problems:
    print(problem, file=sys.stderr)
sys.exit(1 if problems else 0)
