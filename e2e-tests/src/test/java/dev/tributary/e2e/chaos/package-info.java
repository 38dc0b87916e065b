/**
 * What must hold after faults, shown with real processes. Depends on the harness; {@link
 * dev.tributary.e2e.chaos.Verdict} is what every test here ends with.
 */
package dev.tributary.e2e.chaos;
