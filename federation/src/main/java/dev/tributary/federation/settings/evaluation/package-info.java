/**
 * The part of federation.yaml about evaluations: which reports count, when a federation is done, when a version is bad.
 * Depends on the reading of settings.
 */
package dev.tributary.federation.settings.evaluation;
