#!/usr/bin/env python3
"""Writes, or with --check compares, <strategy>/good_*.json and bad_*.json beside it.

Each strategy is computed once more from its paper's formula, with exact fractions; roots have 200 bits. Numbers are
rounded to float32 only where the protocol says that they are kept as float32: what a strategy remembers from round to
round, and the parameters of each version. Nothing here is taken from the Java code.

A file is a run of several rounds: settings, initial parameters, and for each round its updates (client, delta,
aggregation weight), the divisor, the parameters of the next version, and what the strategy remembers then. A bad one ends
in a round that changes nothing, with a part of the line that says why.
"""
import json
import math
import random
import struct
import sys
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).parent
ROOT_BITS = 200


def float32(number):
    """The float32 nearest to a number, ties to even, as a fraction."""
    if number == 0:
        return Fraction(0)
    pattern = struct.unpack("<I", struct.pack("<f", float(number)))[0]
    near = [(Fraction(struct.unpack("<f", struct.pack("<I", p))[0]), p & 1) for p in (pattern - 1, pattern, pattern + 1)
            if 0 <= p < 2**32 and p & 0x7F800000 != 0x7F800000]
    return min(near, key=lambda candidate: (abs(candidate[0] - number), candidate[1]))[0]


def root(number):
    """The square root of a fraction, to a relative error below 2^-190."""
    if number == 0:
        return Fraction(0)
    shift = ROOT_BITS + max(0, number.denominator.bit_length() - number.numerator.bit_length())
    return Fraction(math.isqrt(number.numerator * 4**shift // number.denominator), 2**shift)


def norm(vector):
    return root(sum(x * x for x in vector))


def mean(vectors):
    return [sum(column) / len(vectors) for column in zip(*vectors)]


def median(values):
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


# What the clients of a round say. A vote is (client, delta, weight).

def votes_of(updates):
    """One vote for each client: the weighted mean of its updates, kept as float32, and the sum of their weights."""
    clients = list(dict.fromkeys(client for client, _, _ in updates))
    votes = []
    for client in clients:
        own = [(delta, weight) for name, delta, weight in updates if name == client]
        total = sum(weight for _, weight in own)
        delta = [sum(d[i] * w for d, w in own) / total for i in range(len(own[0][0]))]
        votes.append((client, [float32(x) for x in delta], total))
    return votes


def weighted_mean(updates, divisor, options, memory):
    return [sum(weight * delta[i] for _, delta, weight in updates) / divisor for i in range(len(updates[0][1]))]


def coordinate_median(votes, divisor, options, memory):
    return [median(column) for column in zip(*(delta for _, delta, _ in votes))]


def trimmed_mean(votes, divisor, options, memory):
    cut = int(Fraction(str(options["trim"])) * len(votes))
    return [sum(sorted(column)[cut:len(votes) - cut]) / (len(votes) - 2 * cut)
            for column in zip(*(delta for _, delta, _ in votes))]


def norm_clipping(votes, divisor, options, memory):
    bound = Fraction(options["clippingNorm"]) or median([norm(delta) for _, delta, _ in votes])
    scales = [min(Fraction(1), bound / norm(delta)) if any(delta) else 1 for _, delta, _ in votes]
    clipped = [(client, [x * scale for x in delta], weight) for (client, delta, weight), scale in zip(votes, scales)]
    return weighted_mean(clipped, divisor, options, memory)


def krum_order(deltas, byzantine):
    """Indices from the best to the worst."""
    closest = max(1, len(deltas) - byzantine - 2)

    def score(i):
        distances = sorted(sum((a - b) ** 2 for a, b in zip(deltas[i], deltas[j]))
                           for j in range(len(deltas)) if j != i)
        return sum(distances[:closest])

    return sorted(range(len(deltas)), key=lambda i: (score(i), i))


def krum(votes, divisor, options, memory):
    deltas = [delta for _, delta, _ in votes]
    return deltas[krum_order(deltas, options["byzantine"])[0]]


def multi_krum(votes, divisor, options, memory):
    deltas = [delta for _, delta, _ in votes]
    most = len(deltas) - options["byzantine"] - 2
    count = min(options["chosen"] or most, most)
    return mean([deltas[i] for i in krum_order(deltas, options["byzantine"])[:count]])


def bulyan(votes, divisor, options, memory):
    byzantine = options["byzantine"]
    left = [delta for _, delta, _ in votes]
    chosen = []
    for _ in range(len(votes) - 2 * byzantine):
        chosen.append(left.pop(krum_order(left, byzantine)[0]))
    kept = len(chosen) - 2 * byzantine
    combined = []
    for column in zip(*chosen):
        middle = median(column)
        closest = sorted(column, key=lambda x: (abs(x - middle), x))[:kept]
        combined.append(sum(closest) / kept)
    return combined


def centred_clipping(votes, divisor, options, memory):
    radius = Fraction(options["radius"])
    centre = memory.get("centredClipping.centre", [Fraction(0)] * len(votes[0][1]))
    for _ in range(options["iterations"]):
        steps = []
        for _, delta, _ in votes:
            away = [x - c for x, c in zip(delta, centre)]
            length = norm(away)
            scale = min(Fraction(1), radius / length) if length else 1
            steps.append([a * scale for a in away])
        centre = [c + step for c, step in zip(centre, mean(steps))]
    memory["centredClipping.centre"] = [float32(c) for c in centre]
    return centre


def fl_trust(votes, divisor, options, memory):
    reference = next(delta for client, delta, _ in votes if client == options["referenceClient"])
    total, combined = Fraction(0), [Fraction(0)] * len(reference)
    for client, delta, _ in votes:
        lengths = norm(delta) * norm(reference)
        if client == options["referenceClient"] or not lengths:
            continue
        trust = max(Fraction(0), sum(a * b for a, b in zip(delta, reference)) / lengths)
        total += trust
        scale = trust * norm(reference) / norm(delta)
        combined = [c + scale * x for c, x in zip(combined, delta)]
    return [c / total for c in combined]


# How the server walks. Each gives the step of every parameter, and changes its memory.

def fed_avg(delta, rate, options, memory):
    return [rate * d for d in delta]


def fed_avg_m(delta, rate, options, memory):
    before = memory.get("fedAvgM.velocity", [Fraction(0)] * len(delta))
    beta = Fraction(options["momentum"])
    memory["fedAvgM.velocity"] = [float32(beta * v + d) for v, d in zip(before, delta)]
    return [rate * v for v in memory["fedAvgM.velocity"]]


def sign(number):
    return (number > 0) - (number < 0)


SECOND_MOMENT = {
    "fedAdagrad": lambda v, d, beta2: v + d * d,
    "fedAdam": lambda v, d, beta2: beta2 * v + (1 - beta2) * d * d,
    "fedYogi": lambda v, d, beta2: v - (1 - beta2) * d * d * sign(v - d * d),
}


def adaptive(name):
    def walk(delta, rate, options, memory):
        beta1, beta2 = Fraction(options["beta1"]), Fraction(options.get("beta2", 0))
        tau = Fraction(options["tau"])
        m = memory.get(name + ".firstMoment", [Fraction(0)] * len(delta))
        v = memory.get(name + ".secondMoment", [float32(tau * tau)] * len(delta))
        m = [float32(beta1 * a + (1 - beta1) * d) for a, d in zip(m, delta)]
        v = [float32(SECOND_MOMENT[name](a, d, beta2)) for a, d in zip(v, delta)]
        if beta1:
            memory[name + ".firstMoment"] = m
        memory[name + ".secondMoment"] = v
        return [rate * a / (root(b) + tau) for a, b in zip(m, v)]
    return walk


def factor(options, round_number):
    t = max(0, round_number - 1 - options.get("scheduleStart", 0))
    rounds = options.get("scheduleRounds", 1)
    return Fraction({
        "constant": lambda: 1.0,
        "exponential": lambda: options["scheduleDecay"] ** (t / rounds),
        "step": lambda: options["scheduleDecay"] ** (t // rounds),
        "cosine": lambda: options["scheduleFloor"]
        + (1 - options["scheduleFloor"]) * (1 + math.cos(math.pi * min(t, rounds) / rounds)) / 2,
        "inverse_sqrt": lambda: 1 / math.sqrt(1 + t / rounds),
    }[options.get("schedule", "constant")]())


OPTIMIZERS = {
    "fedAvg": (fed_avg, {"serverLearningRate": 1.0}),
    "fedAvgM": (fed_avg_m, {"serverLearningRate": 1.0, "momentum": 0.9}),
    "fedAdagrad": (adaptive("fedAdagrad"), {"serverLearningRate": 0.1, "beta1": 0.0, "tau": 0.001}),
    "fedAdam": (adaptive("fedAdam"), {"serverLearningRate": 0.01, "beta1": 0.9, "beta2": 0.99, "tau": 0.001}),
    "fedYogi": (adaptive("fedYogi"), {"serverLearningRate": 0.01, "beta1": 0.9, "beta2": 0.99, "tau": 0.001}),
}

RULES = {
    "median": (coordinate_median, {}),
    "trimmedMean": (trimmed_mean, {"trim": 0.2}),
    "normClipping": (norm_clipping, {"clippingNorm": 0.0}),
    "krum": (krum, {"byzantine": 1}),
    "multiKrum": (multi_krum, {"byzantine": 1, "chosen": 0}),
    "bulyan": (bulyan, {"byzantine": 1}),
    "centredClipping": (centred_clipping, {"radius": 10.0, "iterations": 1}),
    "flTrust": (fl_trust, {}),
}


def run(strategy, given, current, rounds, skipped=None):
    """A run whose last round is skipped if a line says why."""
    optimizer = given.get("serverOptimizer", "fedAvg") if strategy in RULES else strategy
    walk, standard = OPTIMIZERS[optimizer]
    rule, own = RULES.get(strategy, (weighted_mean, {}))
    options = {**standard, **own, **given}
    memory, shown = {}, []
    start = current
    for number, updates in enumerate(rounds, start=1):
        divisor = sum(weight for _, _, weight in updates)
        said = updates if rule is weighted_mean else votes_of(updates)
        is_last_and_skipped = skipped and number == len(rounds)
        if not is_last_and_skipped:
            combined = rule(said, divisor, options, memory)
            rate = Fraction(options["serverLearningRate"]) * factor(options, number)
            current = [float32(w + s) for w, s in zip(current, walk(combined, rate, options, memory))]
        shown.append({
            "updates": [{"client": c, "delta": [float(x) for x in d], "weight": float(w)} for c, d, w in updates],
            "divisor": float(divisor),
            "next": [float(x) for x in current],
            "state": {name: [float(x) for x in vector] for name, vector in sorted(memory.items())},
            "skipped": skipped if is_last_and_skipped else "",
        })
    return {"strategy": strategy, "options": given, "current": [float(x) for x in start], "rounds": shown}


# The runs.

def vector(rng, size, scale, centre=0.0):
    return [float32(rng.gauss(centre, scale)) for _ in range(size)]


def honest(rng, clients, size, scale=0.1, centre=0.05):
    return [(f"client-{i}", vector(rng, size, scale, centre), Fraction(rng.randint(1, 600))) for i in range(clients)]


def attacked(rng, clients, attackers, size):
    """The last of the clients turn their delta around and make it ten times as long; then all are shuffled."""
    updates = honest(rng, clients, size)
    turned = [(c, [float32(-10 * x) for x in d], w) if i >= clients - attackers else (c, d, w)
              for i, (c, d, w) in enumerate(updates)]
    rng.shuffle(turned)
    return turned


def linear_runs(rng):
    for name in OPTIMIZERS:
        yield f"{name}/good_defaults", run(
            name, {}, vector(rng, 7, 0.5), [honest(rng, 5, 7) for _ in range(5)])
        yield f"{name}/good_zero_and_tiny_deltas", run(
            name, {}, [Fraction(1), Fraction(-2), Fraction(0)],
            [[("a", [float32(x) for x in (0.0, 1e-6, -1e-20)], Fraction(3))] for _ in range(3)])
    yield "fedAvgM/good_little_momentum", run(
        "fedAvgM", {"momentum": 0.5, "serverLearningRate": 0.25}, vector(rng, 4, 1),
        [honest(rng, 3, 4) for _ in range(4)])
    yield "fedAdagrad/good_with_momentum", run(
        "fedAdagrad", {"beta1": 0.5, "tau": 0.01}, vector(rng, 4, 1), [honest(rng, 3, 4) for _ in range(4)])
    for name in ("fedAdam", "fedYogi"):
        yield f"{name}/good_own_settings", run(
            name, {"beta1": 0.0, "beta2": 0.5, "tau": 0.1, "serverLearningRate": 1.0}, vector(rng, 4, 1),
            [honest(rng, 3, 4, scale=1.0) for _ in range(4)])
        yield f"{name}/good_one_large_delta", run(
            name, {}, vector(rng, 3, 1),
            [honest(rng, 2, 3), [("a", [Fraction(100)] * 3, Fraction(1))], honest(rng, 2, 3), honest(rng, 2, 3)])
    schedules = {
        "exponential": {"scheduleRounds": 3, "scheduleDecay": 0.7},
        "step": {"scheduleRounds": 2, "scheduleDecay": 0.5, "scheduleStart": 1},
        "cosine": {"scheduleRounds": 4, "scheduleFloor": 0.125},
        "inverse_sqrt": {"scheduleRounds": 2},
    }
    for kind, options in schedules.items():
        yield f"fedAvg/good_schedule_{kind}", run(
            "fedAvg", {"schedule": kind, **options}, vector(rng, 3, 1), [honest(rng, 2, 3) for _ in range(6)])


def robust_runs(rng):
    own = {"krum": {"byzantine": 2}, "multiKrum": {"byzantine": 2}, "bulyan": {"byzantine": 2},
           "centredClipping": {"radius": 0.5, "iterations": 2}, "flTrust": {"referenceClient": "client-0"}}
    for name in RULES:
        options = own.get(name, {})
        yield f"{name}/good_two_of_eleven_turned", run(
            name, options, vector(rng, 9, 0.5), [attacked(rng, 11, 2, 9) for _ in range(3)])
        yield f"{name}/good_even_number", run(
            name, options, vector(rng, 300, 0.5), [attacked(rng, 12, 2, 300)])
        yield f"{name}/good_with_momentum", run(
            name, {**options, "serverOptimizer": "fedAvgM", "momentum": 0.8, "serverLearningRate": 0.5},
            vector(rng, 5, 0.5), [attacked(rng, 11, 2, 5) for _ in range(3)])
        often = attacked(rng, 11, 1, 4)
        often.insert(3, ("client-10", vector(rng, 4, 5.0), Fraction(40)))
        often.append(("client-10", vector(rng, 4, 5.0), Fraction(7, 2)))
        yield f"{name}/good_a_client_that_sends_often", run(name, options, vector(rng, 4, 0.5), [often])
    yield "krum/good_ties_go_to_the_first", run(
        "krum", {"byzantine": 1}, [Fraction(0)] * 2,
        [[(f"c{i}", [Fraction(x), Fraction(-x)], Fraction(1)) for i, x in enumerate((1, 1, 3, 3, 9))]])
    yield "multiKrum/good_three_are_chosen", run(
        "multiKrum", {"byzantine": 1, "chosen": 3}, vector(rng, 6, 1), [attacked(rng, 8, 1, 6)])
    yield "normClipping/good_fixed_norm", run(
        "normClipping", {"clippingNorm": 0.25}, vector(rng, 6, 1), [attacked(rng, 4, 1, 6) for _ in range(2)])
    yield "trimmedMean/good_a_fraction_that_rounds", run(
        "trimmedMean", {"trim": 0.29}, vector(rng, 3, 1), [honest(rng, 100, 3)])
    yield "centredClipping/good_a_delta_at_the_centre", run(
        "centredClipping", {"radius": 0.5}, [Fraction(1)] * 2,
        [[(f"c{i}", [Fraction(x), Fraction(0)], Fraction(1)) for i, x in enumerate((0, 1, -3))]])
    yield "flTrust/good_a_delta_of_zeros", run(
        "flTrust", {"referenceClient": "c0"}, [Fraction(1)] * 2,
        [[("c0", [Fraction(3), Fraction(4)], Fraction(1)), ("c1", [Fraction(0), Fraction(0)], Fraction(1)),
          ("c2", [Fraction(8), Fraction(6)], Fraction(1))]])


def bad_runs(rng):
    few = {"median": ({}, 2, "at least 3"), "trimmedMean": ({"trim": 0.1}, 9, "at least 10"),
           "normClipping": ({}, 2, "at least 3"), "krum": ({"byzantine": 2}, 6, "at least 7"),
           "multiKrum": ({"byzantine": 1}, 4, "at least 5"), "bulyan": ({"byzantine": 1}, 6, "at least 7"),
           "centredClipping": ({}, 2, "at least 3"),
           "flTrust": ({"referenceClient": "client-0"}, 1, "at least 2")}
    for name, (options, clients, why) in few.items():
        enough = [honest(rng, 12, 3)]
        yield f"{name}/bad_too_few_clients", run(name, options, vector(rng, 3, 1), enough + [honest(rng, clients, 3)], why)
    often = honest(rng, 6, 3) + [("client-5", vector(rng, 3, 1.0), Fraction(5))]
    yield "krum/bad_seven_updates_of_six_clients", run(
        "krum", {"byzantine": 2}, vector(rng, 3, 1), [often], "the round had 6")
    yield "flTrust/bad_no_reference", run(
        "flTrust", {"referenceClient": "root"}, vector(rng, 3, 1), [honest(rng, 4, 3)],
        "must have an update of strategy.referenceClient root")
    yield "flTrust/bad_nobody_points_its_way", run(
        "flTrust", {"referenceClient": "c0"}, [Fraction(1)] * 2,
        [[("c0", [Fraction(1), Fraction(0)], Fraction(1)), ("c1", [Fraction(-1), Fraction(5)], Fraction(1)),
          ("c2", [Fraction(0), Fraction(2)], Fraction(1))]], "no client's delta points")
    yield "flTrust/bad_a_reference_of_zeros", run(
        "flTrust", {"referenceClient": "c0"}, [Fraction(1)] * 2,
        [[("c0", [Fraction(0), Fraction(0)], Fraction(1)), ("c1", [Fraction(1), Fraction(5)], Fraction(1))]],
        "no client's delta points")


def as_text(content):
    """JSON with a round's updates and vectors on a line each."""
    text = json.dumps({**content, "rounds": []}, indent=1)
    rounds = []
    for shown in content["rounds"]:
        updates = ",\n   ".join(json.dumps(update) for update in shown["updates"])
        rest = ",\n  ".join(f"{json.dumps(key)}: {json.dumps(shown[key])}" for key in shown if key != "updates")
        rounds.append('{\n  "updates": [\n   ' + updates + "\n  ],\n  " + rest + "\n }")
    vector_line = json.dumps(content["current"])
    text = text.replace(json.dumps(content["current"], indent=1).replace("\n", "\n "), vector_line)
    return text.replace('"rounds": []', '"rounds": [\n ' + ",\n ".join(rounds) + "\n ]") + "\n"


def make_files():
    rng = random.Random(20261122)
    runs = [*linear_runs(rng), *robust_runs(rng), *bad_runs(rng)]
    return {f"{name}.json": as_text(content) for name, content in runs}


def main(arguments):
    files = make_files()
    if arguments == ["--check"]:
        there = {str(path.relative_to(HERE)): path.read_text(encoding="utf-8") for path in HERE.glob("*/*.json")}
        wrong = sorted(name for name in files.keys() | there.keys() if files.get(name) != there.get(name))
        print("\n".join(f"{name} is not what make_vectors.py writes" for name in wrong) or "all as written")
        return 1 if wrong else 0
    for name, text in files.items():
        (HERE / name).parent.mkdir(exist_ok=True)
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(files)} files written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
