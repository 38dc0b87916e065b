package dev.tributary.leaktest.attacks;

/**
 * A point of a curve.
 *
 * @param x along: recall, or the rate of false positives
 * @param y up: precision, or the rate of true positives
 */
public record CurvePoint(double x, double y) {}
