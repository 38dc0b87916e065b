"""The privacy settings that a client follows, and their fingerprint."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tributary.errors import TributaryError
from tributary.masking.canonical import canonical, sha256


@dataclass(frozen=True)
class PrivacySettings:
    """The section ``privacy`` of federation.yaml, and what belongs to it: give the values of that file.

    All parties must have the same, which the fingerprint says. Defaults are those of federation.yaml, where there are
    any; ``coordinate_bound`` and ``epsilon_budget`` 0 stand for none. ``seed_lifetime_ms`` is in milliseconds.
    """

    threshold: int = 5
    most_members: int = 0
    effective_share: float = 0.8
    clipping_norm: float = 10.0
    weight_scale: int = 16
    bound: int = 1 << 20
    word_bits: int = 32
    coordinate_bound: float = 0.0
    noise_multiplier: float = 0.0
    epsilon_budget: float = 0.0
    privacy_delta: float = 1e-5
    participation_cap: int = 0
    separation: int = 0
    seed_lifetime_ms: int = 12 * 3_600_000
    round_goal: int = 10
    weighting: str = "examples"
    example_count_cap: int = 1_000_000
    max_staleness: int = 10
    staleness_exponent: float = 0.5

    def __post_init__(self) -> None:
        if self.word_bits not in (16, 32):
            raise TributaryError(f"word_bits must be 16 or 32, was {self.word_bits}")
        if not (self.clipping_norm > 0 and math.isfinite(self.clipping_norm)):
            raise TributaryError(f"clipping_norm must be above 0 and finite, was {self.clipping_norm}")
        if self.coordinate_bound < 0 or self.bound < 1 or self.word_limit >= 1 << self.word_bits - 1:
            raise TributaryError(f"bound must be at least 1 and no word reach 2^{self.word_bits - 1}, was {self.bound} with"
                                 f" words of up to {self.word_limit}; see docs/privacy-settings.md")
        if self.weighting not in ("examples", "uniform"):
            raise TributaryError(f"weighting must be examples or uniform, was {self.weighting!r}")
        if self.example_count_cap < 1:
            raise TributaryError(f"example_count_cap must be at least 1, was {self.example_count_cap}")

    @property
    def word_limit(self) -> int:
        """The greatest magnitude of a parameter's word."""
        if not self.coordinate_bound:
            return self.bound
        return min(self.bound, math.ceil(self.bound * self.coordinate_bound / self.clipping_norm))

    def fingerprint(self, federation: str) -> bytes:
        """SHA-256 of the settings' canonical bytes."""
        return sha256(canonical(
            "tributary/privacy-settings/1", federation, "required", self.threshold,
            self.most_members or 2 * self.round_goal, float(self.effective_share), float(self.clipping_norm),
            self.weight_scale, self.bound, self.word_bits, float(self.coordinate_bound), float(self.noise_multiplier),
            float(self.epsilon_budget), float(self.privacy_delta), self.participation_cap, self.separation,
            self.seed_lifetime_ms, self.weighting, self.example_count_cap, self.max_staleness,
            float(self.staleness_exponent)))
