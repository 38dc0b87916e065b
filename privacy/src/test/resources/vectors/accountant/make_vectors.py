#!/usr/bin/env python3
"""Reference values of the accountant, to 15 digits, by other formulas than the product's and in decimal arithmetic.

* RDP of the subsampled Gaussian: for integer orders the binomial sum of Mironov, Talwar, Zhang 2019, section 3.3, for
  all orders the integral of its definition; both where both apply, compared here.
* epsilon of the analytic Gaussian mechanism: theorem 8 of Balle and Wang 2018 with erf's Taylor series in 300 digits.
* epsilon from rho and from RDP: proposition 12 of Canonne, Kamath, Steinke 2020 by ternary search.

Standard library alone. Run: python3 make_vectors.py > good_values.json
"""
import json
import math
from decimal import Decimal, getcontext

getcontext().prec = 60
D = Decimal


def rdp_integer(q, sigma, order):
    q, sigma = D(q), D(sigma)
    total = D(0)
    for k in range(order + 1):
        base = (1 - q) ** (order - k) if order > k else D(1)
        total += math.comb(order, k) * q ** k * base * (D(k * k - k) / (2 * sigma * sigma)).exp()
    return total.ln() / (order - 1)


def rdp_integral(q, sigma, order):
    """log E[((1-q) + q exp((2x-1)/(2 sigma^2)))^order] under N(0, sigma^2), by the trapezoidal rule."""
    q, sigma, order = D(q), D(sigma), D(order)
    pi = D("3.14159265358979323846264338327950288419716939937510582097494")
    step = min(sigma, sigma * sigma) / 8
    x, end = -16 * sigma, order + 16 * sigma
    total = D(0)
    while x <= end:
        ratio = (1 - q) + q * ((2 * x - 1) / (2 * sigma * sigma)).exp()
        total += (order * ratio.ln() - x * x / (2 * sigma * sigma)).exp()
        x += step
    return (total * step / (sigma * (2 * pi).sqrt())).ln() / (order - 1)


def cdf(x):
    """Of the standard normal distribution: 1/2 + phi(x) (x + x^3/3 + x^5/15 + ...)."""
    getcontext().prec = 300
    x = +x
    if abs(x) > 40:  # the tail is below 1e-349, and no delta here above 1e-30 sees it
        return D(0) if x < 0 else D(1)
    term = total = x
    k = 1
    while abs(term) > D(10) ** -290:
        term = term * x * x / (2 * k + 1)
        total += term
        k += 1
    pi = D("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808"
           "651328230664709384460955058223172535940812848111745028410270193852110555964462294895493038196442881097566593"
           "344612847564823378678316527120190914564856692346034861045432664821339360726024914127372458700660631558817488")
    return D("0.5") + total * (-x * x / 2).exp() / (2 * pi).sqrt()


def gaussian_delta(sigma, epsilon):
    getcontext().prec = 300
    sigma, epsilon = D(sigma), D(epsilon)
    a = 1 / (2 * sigma) - epsilon * sigma
    return cdf(a) - epsilon.exp() * cdf(a - 1 / sigma)


def bisect(holds, low, high, steps=70):
    """Smallest value for which it holds."""
    for _ in range(steps):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def gaussian_epsilon(sigma, delta):
    return bisect(lambda e: gaussian_delta(sigma, e) <= D(delta), D(0), D(60))


def gaussian_sigma(epsilon, delta):
    return bisect(lambda s: gaussian_delta(s, epsilon) <= D(delta), D("0.2"), D(60))


def convert(rdp, delta):
    """Least epsilon over real orders."""
    getcontext().prec = 40
    log_delta = D(delta).ln()

    def at(u):
        v = u.exp()
        order = 1 + v
        return rdp(order) + (v / order).ln() - (log_delta + order.ln()) / v

    low, high = D(-12), D(14)
    for _ in range(160):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        low, high = (low, b) if at(a) < at(b) else (a, high)
    return max(D(0), at((low + high) / 2))


def number(value):
    return float(value)


if __name__ == "__main__":
    out = {"rdp": [], "gaussianEpsilon": [], "gaussianSigma": [], "gaussianDelta": [], "zcdpEpsilon": [],
           "subsampledEpsilon": []}
    for q, sigma, order in [("0.1", "1", 2), ("0.01", "1", 32), ("0.05", "2", 64), ("0.000001", "1", 2),
                            ("0.000000001", "0.7", 3), ("0.5", "4", 128), ("0.001", "0.8", 16), ("0.99", "1.5", 8),
                            ("0.02", "3", 1000), ("1", "2", 5)]:
        value = rdp_integer(q, sigma, order)
        if q != "1" and order <= 64 and float(q) > 1e-5:
            other = rdp_integral(q, sigma, order)
            assert abs(value - other) / value < D("1e-15"), (q, sigma, order, value, other)
        out["rdp"].append([float(q), float(sigma), order, number(value)])
    for q, sigma, order in [("0.2", "0.5", "1.8"), ("0.01", "1", "1.5"), ("0.1", "2", "10.5"), ("0.3", "0.6", "3.3"),
                            ("0.0001", "1", "2.5"), ("0.05", "2", "63.9"), ("0.9", "8", "1.1"), ("0.000001", "1.2", "7.7"),
                            ("0.2", "0.3", "4.4")]:
        out["rdp"].append([float(q), float(sigma), float(order), number(rdp_integral(q, sigma, order))])
    for sigma, delta in [("1", "1e-5"), ("4", "1e-5"), ("0.5", "1e-5"), ("10", "1e-10"), ("2", "1e-20"), ("0.3", "0.1"),
                         ("100", "1e-6"), ("1.2649110640673517", "1e-5")]:
        out["gaussianEpsilon"].append([float(sigma), float(delta), number(gaussian_epsilon(sigma, delta))])
    for epsilon, delta in [("1", "1e-5"), ("0.1", "1e-5"), ("8", "1e-6"), ("3", "1e-12"), ("20", "1e-5")]:
        out["gaussianSigma"].append([float(epsilon), float(delta), number(gaussian_sigma(epsilon, delta))])
    for sigma, epsilon in [("1", "0"), ("1", "1"), ("0.5", "1"), ("5", "3"), ("0.25", "4"), ("50", "0.01")]:
        out["gaussianDelta"].append([float(sigma), float(epsilon), number(gaussian_delta(sigma, epsilon))])
    for rho, delta in [("0.81", "1e-10"), ("0.3125", "1e-5"), ("0.5", "1e-5"), ("0.000001", "1e-6"), ("50", "1e-5"),
                       ("0.01", "1e-9"), ("2", "0.1"), ("0.1", "1e-30")]:
        rho_value = D(rho)
        out["zcdpEpsilon"].append([float(rho), float(delta), number(convert(lambda a: a * rho_value, delta))])
    for q, sigma, steps, delta in [("0.01", "1", 1000, "1e-5"), ("0.1", "2", 100, "1e-6"), ("0.001", "0.8", 10000, "1e-5")]:
        # Over a grid of orders here, as other accountants do it: an upper bound that is near.
        orders = [1 + x / 10 for x in range(1, 100)] + list(range(11, 64))
        getcontext().prec = 40
        best = min(D(steps) * (rdp_integer(q, sigma, int(o)) if o == int(o) else rdp_integral(q, sigma, str(o)))
                   + ((D(str(o)) - 1) / D(str(o))).ln()
                   - (D(delta).ln() + D(str(o)).ln()) / (D(str(o)) - 1) for o in orders)
        out["subsampledEpsilon"].append([float(q), float(sigma), steps, float(delta), number(best)])
    print("{")
    names = list(out)
    for name in names:
        rows = ",\n".join("    " + json.dumps(row) for row in out[name])
        print(f'  "{name}": [\n{rows}\n  ]' + ("" if name == names[-1] else ","))
    print("}")
