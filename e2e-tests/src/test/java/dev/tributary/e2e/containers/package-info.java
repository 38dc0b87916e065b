/**
 * The project's own images and a broker of the public Kafka image as containers. Skipped where no Docker Engine
 * answers, except by {@code .ci/run}, which fails then.
 */
package dev.tributary.e2e.containers;
